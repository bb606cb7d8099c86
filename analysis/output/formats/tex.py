r"""Tables as LaTeX, to be read in a paper: booktabs, and longtable where a table is long.

A file holds one `tabular` or `longtable`, without a caption, to be taken in by `\input`. All text
is escaped, so it is shown and never obeyed. Numbers have four significant digits.
"""

import re

import pandas as pd

from analysis.output.formats.cells import (
    PADDING,
    Prepared,
    is_numeric,
    list_texts,
    prepare,
    share_width,
    show,
)

MOST_ROWS = 1000  # that are shown; nobody reads more in a paper
LONGEST = 1000  # characters in a cell: a row cannot be broken across pages
MOST_ON_A_PAGE = 40  # lines of a tabular; further ones make a longtable
FITS = 80  # characters of all columns that fit beside one another in a line of text
LONGEST_WORD = 20  # letters, after which a word may be broken

# What LaTeX would obey, and what its fonts would join to another sign.
ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "_": r"\_\hspace{0pt}",
    "/": r"/\hspace{0pt}",
    "-": "{-}",
    "'": "{'}",
    "`": "{`}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\char34{}",  # babel gives the sign itself a meaning
    ",": "{,}",
    "?": "{?}",
    "!": "{!}",
}
LIGATURES = re.compile(r"--+|''+|``+|,,+|[?!]`")  # signs that are joined where they meet
PLAIN = frozenset("-'`,?!")
BREAK = r"\hspace{0pt}"
LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def write_tex(name: str, table: pd.DataFrame) -> bytes:
    """Write a table as LaTeX, in UTF-8.

    Args:
        name: the name of the table.
        table: the table.
    """
    prepared = prepare(name, table, longest=LONGEST, most_rows=MOST_ROWS)
    texts = list_texts(prepared)
    widths = measure_columns(texts)
    is_long = _count_lines(texts, widths) > MOST_ON_A_PAGE
    n_columns = len(prepared.columns)
    packages = ["booktabs", "array", *(["longtable"] if is_long else [])]
    needs = " ".join(rf"\usepackage{{{package}}}" for package in packages)
    lines = [
        f"% {name}: {len(prepared.rows):,} rows. Numbers have four significant digits; {name}.csv",
        "% has them in full.",
        f"% Needs {needs}",
        "% Letters beyond Latin need LuaLaTeX or XeLaTeX, and a font that has them.",
    ]
    if not n_columns:
        return "\n".join([*lines, "% The table has no columns.", ""]).encode()
    header = " & ".join(rf"\textbf{{{escape(column)}}}" for column in prepared.columns)
    first = [r"\toprule", rf"{header} \\", r"\midrule"]
    last = [r"\bottomrule", *_write_notes(prepared.notes, n_columns)]
    body = [_write_row(row) for row in prepared.rows]
    if is_long:
        environment = "longtable"
        body = [*first, r"\endhead", r"\bottomrule", r"\endfoot", *last, r"\endlastfoot", *body]
    else:
        environment = "tabular"
        body = [*first, *body, *last]
    lines += [
        r"\begingroup\footnotesize\setlength{\tabcolsep}{3pt}",
        rf"\begin{{{environment}}}{{{_describe_columns(prepared, widths)}}}",
        *body,
        rf"\end{{{environment}}}",
        r"\endgroup",
        "",
    ]
    return "\n".join(lines).encode()


def _write_row(row: tuple) -> str:
    r"""Write a row. The empty group keeps `[` and `*` from being taken for options of `\\`."""
    return "{}" + " & ".join(escape(show(cell)) for cell in row) + r" \\"


def _write_notes(notes: list[str], n_columns: int) -> list[str]:
    width = r"\dimexpr\linewidth-2\tabcolsep"
    return [
        rf"\multicolumn{{{n_columns}}}{{p{{{width}}}}}{{\footnotesize {escape(note)}}} \\"
        for note in notes
    ]


def measure_columns(texts: list[list[str]]) -> list[float] | None:
    """Return the share of the width that each column gets; None if all fit as wide as they are."""
    widths = [max(map(len, column)) + PADDING for column in texts]
    return None if sum(widths) <= FITS else share_width(texts, FITS)


def _count_lines(texts: list[list[str]], widths: list[float] | None) -> int:
    """Estimate how many lines a table takes."""
    if widths is None:
        return len(texts[0]) if texts else 0
    rooms = [max(1, int(width * FITS) - PADDING) for width in widths]
    lines = [
        max(1, *(-(-len(cell) // room) for cell, room in zip(row, rooms, strict=True)))
        for row in zip(*texts, strict=True)
    ]
    return sum(lines)


def _describe_columns(prepared: Prepared, widths: list[float] | None) -> str:
    """Describe the columns: as wide as they are if they fit, else with a share of the width."""
    cells = [[row[number] for row in prepared.rows] for number in range(len(prepared.columns))]
    are_numbers = list(map(is_numeric, cells))
    if widths is None:
        return "".join("r" if is_number else "l" for is_number in are_numbers)
    parts = []
    for is_number, share in zip(are_numbers, widths, strict=True):
        ragged = r"\raggedleft" if is_number else r"\raggedright"
        width = rf"\dimexpr {share:.4f}\linewidth-2\tabcolsep"
        parts.append(rf">{{{ragged}\arraybackslash}}p{{{width}}}")
    return "".join(parts)


def escape(text: str) -> str:
    r"""Escape text for LaTeX; long words may be broken anywhere.

    >>> escape("50% of $1_a"), escape("a -- b"), escape(r"\input{x}")
    ('50\\% of \\$1\\_\\hspace{0pt}a', 'a {-}{-} b', '\\textbackslash{}input\\{x\\}')
    """
    broken = LONG_WORD.sub(_break_word, text)
    written = []
    for index, run in enumerate(_split_ligatures(broken)):
        is_ligature = index % 2 == 1
        written += [_escape_one(character, is_ligature) for character in run]
    return "".join(written)


SOFT = "\x00"  # where a word may be broken; no text holds it any more


def _break_word(match: re.Match[str]) -> str:
    word = match[0]
    parts = [word[i : i + LONGEST_WORD] for i in range(0, len(word), LONGEST_WORD)]
    return SOFT.join(parts)


def _split_ligatures(text: str) -> list[str]:
    """Split text into what lies between signs that would be joined, and these, by turns."""
    parts = []
    end = 0
    for match in LIGATURES.finditer(text):
        parts += [text[end : match.start()], match[0]]
        end = match.end()
    return [*parts, text[end:]]


def _escape_one(character: str, is_ligature: bool) -> str:
    if character == SOFT:
        return BREAK
    if character in PLAIN and not is_ligature:
        return character
    return ESCAPES.get(character, character)
