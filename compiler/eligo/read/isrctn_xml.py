"""The ISRCTN registry's API: `allTrials` with a `fullTrial` for each, or one `fullTrial`, in the registry's namespace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from eligo.read import isrctn_json
from eligo.read.source import Text
from eligo.read.xml_tree import elements
from eligo.record import Record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def sniff(head: str) -> float:
    """Sure with the registry's namespace."""
    return 1.0 if "http://www.67bricks.com/isrctn" in head else 0.0


def read(text: Text) -> Iterator[Record]:
    """Every trial of the answer. Raises `InputError` for malformed XML and for XML without a trial."""
    for trial in elements(text, "trial"):
        number = trial.find("isrctn")
        attributes = {
            "dateAssigned": (number.get("dateAssigned") if number is not None else None)
            or trial.get("publicIdentifierDateAssigned"),
            "lastUpdated": trial.get("lastUpdated"),
        }
        yield isrctn_json.record({**_object(trial), **attributes}, "isrctn-xml")


def _object(element: Element) -> dict[str, Any]:
    """An element's children by name; a name that occurs several times holds a list."""
    found: dict[str, Any] = {}
    for child in element:
        value = _object(child) if len(child) else child.text or _measure(child)
        if child.tag in found:
            before = found[child.tag]
            found[child.tag] = [*before, value] if isinstance(before, list) else [before, value]
        else:
            found[child.tag] = value
    return found


def _measure(element: Element) -> str | None:
    """A value that stands in attributes alone."""
    value, unit = element.get("value"), element.get("unit")
    return f"{value.removesuffix('.0')} {unit}" if value and unit else None
