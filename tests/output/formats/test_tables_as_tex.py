"""Tables as LaTeX. A small reader undoes the escapes, so that every text is found again."""

import re

import numpy as np
import pandas as pd
import pytest
from hostile_cells import HOSTILE
from hypothesis import given
from hypothesis import strategies as st

from analysis.output.formats.cells import CANNOT_BE_HELD, show
from analysis.output.formats.tex import escape, write_tex

NAMED = {
    r"\textbackslash{}": "\\",
    r"\textasciicircum{}": "^",
    r"\textasciitilde{}": "~",
    r"\textless{}": "<",
    r"\textgreater{}": ">",
    r"\textbar{}": "|",
    r"\char34{}": '"',
    r"\hspace{0pt}": "",
}
TOKEN = re.compile(
    "|".join(re.escape(name) for name in NAMED) + r"|\\[{}$&#%_]|\{[-'`,?!]\}|[^\\{}$&#%_^~]"
)


def read_back(written: str) -> str:
    """Undo the escapes; fail on anything that LaTeX would obey."""
    position, text = 0, []
    while position < len(written):
        token = TOKEN.match(written, position)
        assert token, f"obeyed: {written[position : position + 20]!r}"
        found = token[0]
        text.append(NAMED.get(found, found[1] if len(found) > 1 else found))
        position = token.end()
    return "".join(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_obeyed(text):
    held = CANNOT_BE_HELD.sub("\ufffd", text)
    assert read_back(escape(held)) == held


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_any_text_is_found_again(text):
    assert read_back(escape(text)) == text


def test_no_two_signs_are_joined():
    assert not re.search(r"--|''|``|,,|[?!]`", escape("-- --- '' `` ,, ?` !`"))


def test_a_small_table():
    table = pd.DataFrame({"theme": ["topic/a", "[1cm]"], "share": [1 / 3, np.nan], "n": [2, 3]})
    lines = write_tex("shares", table).decode().splitlines()
    assert lines[0] == "% shares: 2 rows. Numbers have four significant digits; shares.csv"
    assert r"\usepackage{booktabs} \usepackage{array}" in lines[2]
    assert lines[4:] == [
        r"\begingroup\footnotesize\setlength{\tabcolsep}{3pt}",
        r"\begin{tabular}{lrr}",
        r"\toprule",
        r"\textbf{theme} & \textbf{share} & \textbf{n} \\",
        r"\midrule",
        r"{}topic/\hspace{0pt}a & 0.3333 & 2 \\",
        r"{}[1cm] &  & 3 \\",
        r"\bottomrule",
        r"\end{tabular}",
        r"\endgroup",
    ]


def test_a_long_table_repeats_its_head_and_ends_with_its_notes():
    table = pd.DataFrame({"n": range(1200), "text": ["a\x00"] * 1200})
    written = write_tex("hits", table).decode()
    assert r"\usepackage{longtable}" in written
    assert written.count(r"\begin{longtable}") == written.count(r"\endlastfoot") == 1
    assert "{}999 & a\ufffd \\\\\n" in written
    assert "{}1000 & a" not in written
    assert "The first 1{,}000" not in written  # one comma is left alone
    assert "The first 1,000 of 1,200 rows; hits.csv has all of them." in written
    assert "1,000 characters that this format cannot hold are shown as \ufffd." in written


def test_columns_share_the_width_if_they_do_not_fit():
    table = pd.DataFrame({"n": [1], "text": ["a long text " * 20]})
    written = write_tex("t", table).decode()
    shares = [float(share) for share in re.findall(r"\\dimexpr ([\d.]+)\\linewidth", written)]
    assert len(shares) == 2
    assert shares[0] < shares[1]
    assert sum(shares) == pytest.approx(1, abs=1e-3)
    assert r">{\raggedleft\arraybackslash}p" in written


def test_every_row_has_its_cells_whatever_they_hold():
    table = pd.DataFrame({"odd": pd.Series(HOSTILE, dtype=object), "n": 1})
    written = write_tex("odd", table).decode()
    body = [line for line in written.splitlines() if line.startswith("{}")]
    assert len(body) == len(HOSTILE)
    for line, text in zip(body, HOSTILE, strict=True):
        cell, _, rest = line.removeprefix("{}").rpartition(" & ")
        assert rest == r"1 \\"
        if len(text) <= 1000:
            held = CANNOT_BE_HELD.sub("\ufffd", re.sub("\r\n?", "\n", text))
            assert read_back(cell) == show(held)


@pytest.mark.parametrize("table", [pd.DataFrame(), pd.DataFrame({"a": []})])
def test_an_empty_table(table):
    assert write_tex("left-out", table).decode().startswith("% left-out: 0 rows.")
