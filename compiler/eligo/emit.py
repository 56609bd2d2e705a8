"""Stage *emit*: plan → text, by the Jinja templates of a target folder.

A target is a folder with ``manifest.toml`` and templates: ``name``, ``model`` ("fhir" or "omop"), ``template``, ``extension``, and
optionally ``support``, a list of files whose text templates reach as ``support["file"]``. Templates run in Jinja's sandbox with
StrictUndefined; text from a record goes through the filters of :mod:`eligo.escape`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from eligo.errors import UsageError
from eligo.plan import Model, Plan

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment


@dataclass(frozen=True, slots=True)
class Target:
    """A target folder, opened."""

    name: str
    model: Model
    template: str
    extension: str
    support: tuple[str, ...]
    folder: Traversable


def built_in() -> tuple[str, ...]:
    """Names of the targets that come with eligo."""
    root = files("eligo.targets")
    return tuple(sorted(d.name for d in root.iterdir() if d.is_dir() and (d / "manifest.toml").is_file()))


def load(target: str | Path) -> Target:
    """Open a built-in target by name, or a user's folder by path. Raises UsageError with the mend."""
    names = built_in()
    folder: Traversable = files("eligo.targets") / str(target) if str(target) in names else Path(target)
    manifest = folder / "manifest.toml"
    if not manifest.is_file():
        raise UsageError(f"unknown target {str(target)!r}: use {', '.join(names)}, or a folder with a manifest.toml")
    try:
        data = tomllib.loads(manifest.read_text(encoding="utf-8"))
        model = data["model"]
        if model not in ("fhir", "omop"):
            raise UsageError(f'{manifest}: model must be "fhir" or "omop", not {model!r}')
        return Target(data["name"], model, data["template"], data["extension"], tuple(data.get("support", ())), folder)
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise UsageError(f"{manifest}: {error!s} (needs name, model, template, extension)") from error


def render(plan: Plan, target: Target, **options: object) -> str:
    """Render the plan; ``options`` are the template's own (SQL: ``cdm_schema``, ``funnel`` …). Raises UsageError for
    a broken template.
    """
    from jinja2 import TemplateError

    env = _environment(target.folder)  # type: ignore[arg-type]  # every kind of path is hashable
    support = {name: (target.folder / name).read_text(encoding="utf-8") for name in target.support}
    try:
        return env.get_template(target.template).render(plan=plan, options=options, support=support)
    except TemplateError as error:
        raise UsageError(f"target {target.name!r}: {type(error).__name__}: {error}") from error


def environment(name: str) -> SandboxedEnvironment:
    """The Jinja environment of a folder of ``targets/``."""
    return _environment(files("eligo.targets") / name)  # type: ignore[arg-type]  # every kind of path is hashable


@lru_cache(maxsize=8)
def _environment(folder: Traversable) -> SandboxedEnvironment:
    """Templates are compiled once for each folder."""
    from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
    from jinja2.sandbox import SandboxedEnvironment

    from eligo.escape import FILTERS

    class Folder(BaseLoader):
        def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, None]:
            file = folder / template
            if ".." in template or not file.is_file():
                raise TemplateNotFound(template)
            return file.read_text(encoding="utf-8"), None, None

    env = SandboxedEnvironment(
        loader=Folder(),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(FILTERS)
    env.filters["kind"] = lambda value: type(value).__name__
    return env
