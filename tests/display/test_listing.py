"""Listings: every cell as it is, nothing run, and what is left out is counted."""

from html.parser import HTMLParser

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.display.listing import listing

FRAME = pd.DataFrame({"theme": ["a", "b", "c"], "n": [1, 20, 300], "share": [0.5, None, 0.125]})


class Cells(HTMLParser):
    def __init__(self, page: str):
        super().__init__()
        self.tags, self.cells = [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_data(self, data):
        if self.cells:
            self.cells[-1] += data


def test_plain_text_and_html_show_the_same_cells():
    assert repr(listing(FRAME)).split() == [
        "theme",
        "n",
        "share",
        "a",
        "1",
        "0.50",
        "b",
        "20",
        "–",
        "c",
        "300",
        "0.12",
    ]
    cells = [cell.strip() for cell in Cells(listing(FRAME)._repr_html_()).cells]
    assert cells == ["theme", "n", "share", "a", "1", "0.50", "b", "20", "–", "c", "300", "0.12"]


def test_columns_are_chosen_and_rows_beyond_the_limit_are_counted():
    shown = listing(FRAME, "theme", limit=1)
    assert repr(shown) == "theme\n    a\nand 2 more rows"
    assert "and 2 more rows" in shown._repr_html_()
    assert repr(listing(FRAME.head(0))) == "no rows"
    assert "no rows" in listing(FRAME.head(0))._repr_html_()


@pytest.mark.parametrize(
    ("text", "side"), [("rights", "left"), ("حقوق", "right"), ("12 حقوق", "right"), ("", "left")]
)
def test_text_is_on_its_own_side(text, side):
    page = Cells(listing(pd.DataFrame({"x": [text]}))._repr_html_())
    assert page.tags[-1] == (
        "td",
        {"style": f"text-align: {side}; white-space: nowrap", "dir": "auto"},
    )


def test_counts_have_commas_and_other_numbers_do_not():
    frame = pd.DataFrame(
        {
            "n_words": [1234567],
            "n_more": [-1234.5],
            "year": [2024],
            "end": [14841],
            "n_note": ["1234"],
        }
    )
    cells = Cells(listing(frame)._repr_html_()).cells
    assert [cell.strip() for cell in cells[5:]] == [
        "1,234,567",
        "-1,234.50",
        "2024",
        "14841",
        "1234",
    ]
    assert repr(listing(frame)).split()[5:] == ["1,234,567", "-1,234.50", "2024", "14841", "1234"]


def test_a_short_cell_stays_in_one_line():
    page = Cells(
        listing(
            pd.DataFrame({"doc_id": ["text-001", "speeches/1971-china-general-debate"]})
        )._repr_html_()
    )
    assert ["nowrap" in attrs["style"] for tag, attrs in page.tags if tag == "td"] == [True, False]


@given(st.text(max_size=20).filter(lambda text: "\x00" not in text))
def test_any_text_is_shown_and_never_run(text):
    page = Cells(listing(pd.DataFrame({"x": pd.Series([text], dtype="str")}))._repr_html_())
    assert {tag for tag, _ in page.tags} == {"div", "table", "thead", "tbody", "tr", "th", "td"}
    assert page.cells[1].removesuffix("\n\n") == text
