"""An age or sex that the registry's own field gives otherwise."""

from __future__ import annotations

from eligo.lint.check import Check, from_diagnostics

_find = from_diagnostics(
    lambda _: "bring the two in line; an age counts whole years, so > 18 begins at 19", "registry-differs"
)

CHECK = Check("registry-differs", "warning", "an age or sex that the registry's own field gives otherwise", _find)
