"""HTML for notebooks in which any text is safe: nothing in it is run, or read as maths."""

from collections.abc import Iterable

from analysis.wording import escape_html

# MathJax, in both its generations, skips elements of these classes: "$5 to $10" is no formula.
NO_MATHS = "tex2jax_ignore mathjax_ignore"


def isolate(text: str) -> str:
    """Isolate text that can run from right to left, so that the words around it keep their order.

    >>> isolate("<b>")
    '<bdi>&lt;b&gt;</bdi>'
    """
    return f"<bdi>{escape_html(text)}</bdi>"


def write_paragraph(text: str) -> str:
    """Write text as a paragraph.

    >>> write_paragraph("1 < 2")
    '<p>1 &lt; 2</p>'
    """
    return f"<p>{escape_html(text)}</p>"


def write_div(lines: Iterable[str]) -> str:
    """Write lines of HTML into one element in which nothing is read as maths."""
    return "\n".join([f'<div class="{NO_MATHS}">', *lines, "</div>"])
