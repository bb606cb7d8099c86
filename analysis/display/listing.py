"""A table laid out for reading: text at its own side, numbers at the right, nothing cut off within a cell."""

from dataclasses import dataclass

import pandas as pd
from pandas.api.types import is_datetime64_any_dtype, is_float_dtype, is_numeric_dtype

from analysis.wording import escape_html, one_line, pluralize, text_align

# Both generations of MathJax leave an element of these classes alone: "$5 to $10" is no formula.
NO_MATHS = "tex2jax_ignore mathjax_ignore"
SHORT = 24  # letters: up to which a cell stays in one line, for a wide column beside it would break it at every blank


def listing(frame: pd.DataFrame, *columns: str, limit: int = 40) -> "Listing":
    """Lay out the named columns of a table (all of them, where none is named), its first `limit` rows.

    >>> listing(pd.DataFrame({"theme": ["topic", "tone"], "share": [0.25, None]}), limit=1)
    theme share
    topic  0.25
    and 1 more row
    """
    return Listing(frame[list(columns)] if columns else frame, limit)


@dataclass(frozen=True, repr=False, eq=False)
class Listing:
    """The first rows of a table as HTML in a notebook, and as plain text; both say how many more there are.

    A float is shown with two decimals, a date without its midnight, a missing value as `–`, and a count (a column
    `n_…`) with a comma every three digits; the table itself keeps them as they are.
    """

    frame: pd.DataFrame
    limit: int

    def __repr__(self) -> str:
        shown = self.frame.head(self.limit)
        cells = {name: map(one_line, _cells(shown[name])) for name in shown}
        return "\n".join(
            [pd.DataFrame(cells).to_string(index=False) if len(shown) else "no rows", *self._more()]
        )

    def _repr_html_(self) -> str:
        shown = self.frame.head(self.limit)
        numbers = {name: is_numeric_dtype(shown[name]) for name in shown}
        head = "".join(_tag("th", str(name), number) for name, number in numbers.items())
        columns = [
            [_tag("td", cell, number) for cell in _cells(shown[name])]
            for name, number in numbers.items()
        ]
        rows = list(zip(*columns, strict=True)) or [[_tag("td", "no rows")]]
        body = "\n".join(["<tbody>", *(f"<tr>{''.join(row)}</tr>" for row in rows), "</tbody>"])
        more = "".join(f"<p>{line}</p>" for line in self._more())
        return f'<div class="{NO_MATHS}"><table>\n<thead><tr>{head}</tr></thead>\n{body}\n</table>{more}</div>'

    def _more(self) -> list[str]:
        more = len(self.frame) - self.limit
        return [f"and {pluralize(more, 'more row')}"] if more > 0 else []


def _cells(column: pd.Series) -> list[str]:
    count = is_numeric_dtype(column) and str(column.name).startswith("n_")
    form = "," * count + ".2f" * is_float_dtype(column)
    midnight = " 00:00:00" * is_datetime64_any_dtype(column)
    return [
        "–" if pd.isna(value) else format(value, form).removesuffix(midnight) for value in column
    ]


def _tag(tag: str, text: str, number: bool = False) -> str:
    style = f"text-align: {'right' if number else text_align(text)}" + "; white-space: nowrap" * (
        len(text) <= SHORT
    )
    return f'<{tag} style="{style}" dir="auto">{escape_html(text)}</{tag}>'
