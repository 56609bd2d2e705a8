"""Stage *scope*: what attaches to what. Every rule has an id that stays with what it did."""

from eligo.scope.lists import Listing, Unit, copy_cues, listing
from eligo.scope.statement import Statement, statements, texts

__all__ = ["Listing", "Statement", "Unit", "copy_cues", "listing", "statements", "texts"]
