"""The SQL target's text in another dialect, by SQLGlot (extra ``sql``), with rewrites of date arithmetic that SQLGlot has no way
to infer.
"""

from __future__ import annotations

from eligo.errors import UsageError


def transpile(text: str, dialect: str) -> str:
    """The template's text in another dialect. Raises UsageError if SQLGlot is missing."""
    try:
        import sqlglot
        from sqlglot import exp
    except ImportError as error:
        raise UsageError(f"SQL for {dialect} needs SQLGlot: pip install 'eligo[sql]'") from error

    def shifted(node: exp.Binary, sign: int) -> exp.Expression | None:
        left, right = node.this, node.expression
        if isinstance(right, exp.Interval):
            count: exp.Expression = exp.Literal.number(sign * int(right.this.name))
            if dialect == "bigquery":
                count = exp.Paren(this=count)  # else SQLGlot writes the number as a string, which BigQuery doesn't take
            return exp.DateAdd(this=left, expression=count, unit=right.unit)
        if isinstance(right, exp.Mul) and isinstance(right.expression, exp.Interval):
            return exp.DateAdd(this=left, expression=right.this, unit=right.expression.unit)
        is_day = isinstance(right, exp.Cast) and isinstance(right.this, exp.Literal) and right.to.is_type("date")
        if sign < 0 and is_day:
            return exp.DateDiff(this=left, expression=right, unit=exp.var("DAY"))
        return None

    tree = sqlglot.parse_one(text, read="duckdb")
    for node in reversed(list(tree.find_all(exp.Add, exp.Sub))):
        new = shifted(node, -1 if isinstance(node, exp.Sub) else 1)
        if new is not None:
            node.replace(new)
    for call in tree.find_all(exp.RegexpReplace):
        call.set("modifiers", None)  # "g", which is the default everywhere but in DuckDB and PostgreSQL
    return tree.sql(dialect=dialect, pretty=True) + "\n"
