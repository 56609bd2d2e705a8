"""Screening a population: an answer per patient, the attrition funnel, and what dropping a criterion would gain.

:mod:`eligo.screen.fhir` runs the emitted Python check over bundles, :mod:`eligo.screen.omop` the emitted SQL in a database; both
give :class:`Answer`, of which :mod:`eligo.screen.funnel` counts.
"""

from eligo.screen.answer import Answer
from eligo.screen.fhir import screen_fhir
from eligo.screen.funnel import Gain, Step, Tally
from eligo.screen.omop import screen_omop

__all__ = ["Answer", "Gain", "Step", "Tally", "screen_fhir", "screen_omop"]
