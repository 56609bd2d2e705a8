"""The reference evaluator: what each node of the logic means for a neutral patient.

It is written to be read beside docs/semantics. It shares no code with lowering, emitting or the targets, so that
their agreement with it means something.
"""

from eligo.evaluate.expression import evaluate, screen_value
from eligo.evaluate.verdict import Verdict, verdict

__all__ = ["Verdict", "evaluate", "screen_value", "verdict"]
