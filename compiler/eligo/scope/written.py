"""The rules that put right how something is written, before statements are made of it: they take segments and give segments."""

from __future__ import annotations

from eligo.parse.ast import Segment
from eligo.scope import by_sex, habits, inlays, methods, pregnancies, scales, whom


def written(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Segments after A16, C8, K28, P21, P22, V27 and V23."""
    return by_sex.joined(habits.joined(pregnancies.told(methods.told(scales.named(whom.told(inlays.flat(segments)))))))
