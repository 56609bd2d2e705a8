"""Stage *scope*: what attaches to what. Every rule has an id that stays with what it did."""

from eligo.scope.lists import Listing, Unit, listing
from eligo.scope.sharing import copy_cues, share_cues
from eligo.scope.statement import Statement, statements, texts

__all__ = ["Listing", "Statement", "Unit", "copy_cues", "listing", "share_cues", "statements", "texts"]
