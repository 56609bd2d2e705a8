"""The patients of the study material: Synthea's FHIR R4 bundles, one a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

Json = dict[str, Any]
SHARED = Path(__file__).resolve().parents[3] / "shared"
POPULATION = SHARED / "population" / "fhir-bundles.ndjson.gz"


def absent() -> str | None:
    """Why there is no population here, or None."""
    return None if POPULATION.is_file() else f"no study material at {POPULATION}"


def bundles(count: int | None = None, every: int = 1) -> Iterator[Json]:
    """The bundles in their order, one of ``every``, ``count`` of them or all."""
    with gzip.open(POPULATION, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, islice(islice(lines, 0, None, every), count))


def patient_of(bundle: Json) -> Json:
    """The Patient resource of a bundle."""
    found: Json = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == "Patient")
    return found
