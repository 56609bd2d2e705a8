"""A trial of the EU Clinical Trials Information System, as its public API gives it: the layouts before and after its
relaunch in June 2024."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from eligo.read import fields
from eligo.read.age_bands import limits
from eligo.read.sections import sectioned
from eligo.record import Age, ListSection, Record, Registry

_SECTIONS: tuple[tuple[ListSection, str], ...] = (
    ("inclusion", "principalInclusionCriteria"),
    ("exclusion", "principalExclusionCriteria"),
)
_UNDER_18, _ADULT, _ELDERLY = "2", "3", "4"
_URL = "https://euclinicaltrials.eu/ctis-public/view/"


def mine(value: Mapping[str, Any]) -> bool:
    """Whether the value has a trial's number and a dossier."""
    return "ctNumber" in value and any(
        key in value for key in ("authorizedApplication", "authorizedPartI", "applications")
    )


def record(trial: Mapping[str, Any]) -> Record:
    """The record of a trial; each criterion is a region. The authorised dossier counts, else the latest one."""
    details = fields.mapping(_part_one(trial), "trialDetails")
    information = fields.mapping(details, "trialInformation")
    identifiers = fields.mapping(details, "clinicalTrialIdentifiers")
    population = fields.mapping(information, "populationOfTrialSubjects")
    text, regions, sections = sectioned(_criteria(fields.mapping(information, "eligibilityCriteria")))
    low, high = _ages(population)
    number = fields.clean(trial.get("ctNumber"))
    sexes = [word for word in ("Female", "Male") if population.get(f"is{word}Subjects") is True]
    registry = Registry(
        ids=fields.cleaned([number, *_secondary(identifiers), _eudract(trial)]),
        title=fields.clean(identifiers.get("publicTitle") or identifiers.get("shortTitle")),
        scientific_title=fields.clean(identifiers.get("fullTitle") or trial.get("title")),
        conditions=fields.cleaned(
            entry.get("medicalCondition")
            for entry in _entries(fields.mapping(information, "medicalCondition"), "partIMedicalConditions")
        ),
        minimum_age=low,
        maximum_age=high,
        sex=fields.sex(" ".join(sexes)),
        healthy_volunteers=_healthy(population),
        phase=fields.phase(trial.get("trialPhase")),
        register="CTIS",
        url=_URL + number if number else None,
        dates=fields.dates(
            registered=_submitted(trial), start=trial.get("startDateEU"), updated=trial.get("lastUpdated")
        ),
    )
    return Record(text, "ctis-json", registry, regions, sections)


def _part_one(trial: Mapping[str, Any]) -> Mapping[str, Any]:
    authorised = fields.mapping(fields.mapping(trial, "authorizedApplication"), "authorizedPartI")
    if found := authorised or fields.mapping(trial, "authorizedPartI"):
        return found
    return next(
        (part for entry in reversed(_entries(trial, "applications")) if (part := fields.mapping(entry, "partI"))), {}
    )


def _criteria(criteria: Mapping[str, Any]) -> Iterator[tuple[ListSection, object]]:
    for section, key in _SECTIONS:
        for entry in sorted(_entries(criteria, key), key=lambda entry: fields.order(entry.get("number"))):
            yield section, entry.get(key)


def _ages(population: Mapping[str, Any]) -> tuple[Age | None, Age | None]:
    """The three bands' codes; which minors take part is told in words that differ between the layouts."""
    bands = {
        entry.get("ageRangeCategoryCode") or entry.get("ageRangeCategory")
        for entry in _entries(population, "ageRanges")
    }
    if not bands or not bands <= {_UNDER_18, _ADULT, _ELDERLY}:
        return None, None
    minors = [None, None, None, True] if _UNDER_18 in bands else [False] * 4
    return limits([*minors, _ADULT in bands, _ELDERLY in bands])


def _healthy(population: Mapping[str, Any]) -> bool | None:
    groups = fields.cleaned(entry.get("name") for entry in _entries(population, "clinicalTrialGroups"))
    return any(group.lower().startswith("healthy") for group in groups) if groups else None


def _secondary(identifiers: Mapping[str, Any]) -> Iterator[object]:
    numbers = fields.mapping(identifiers, "secondaryIdentifyingNumbers")
    for value in numbers.values():
        if isinstance(value, dict):
            yield value.get("number")
    for entry in _entries(numbers, "additionalRegistries"):
        yield entry.get("number")


def _eudract(trial: Mapping[str, Any]) -> object:
    return fields.mapping(fields.mapping(trial, "authorizedApplication"), "eudraCt").get("eudraCtCode")


def _submitted(trial: Mapping[str, Any]) -> object:
    applications = _entries(fields.mapping(trial, "authorizedApplication"), "applicationInfo")
    dates = fields.cleaned(entry.get("submissionDate") for entry in applications)
    return min(dates, default=None) or trial.get("submissionDate")


def _entries(value: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    return [entry for entry in fields.listed(value.get(key)) if isinstance(entry, dict)]
