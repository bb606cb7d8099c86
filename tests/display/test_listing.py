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
        "50.0%",
        "b",
        "20",
        "–",
        "c",
        "300",
        "12.5%",
    ]
    cells = [cell.strip() for cell in Cells(listing(FRAME)._repr_html_()).cells]
    assert cells == ["theme", "n", "share", "a", "1", "50.0%", "b", "20", "–", "c", "300", "12.5%"]


def test_numbers_are_written_as_what_their_names_say_they_are():
    """A share, its interval, a trend that two decimals would hide, chances, and other numbers."""
    row = {"share": 0.062, "low": 0.0531, "trend": -0.0085, "trend_low": -0.0108, "change": 0.1284}
    row |= {"trend_first": 0.0987, "change_p": 0.0004, "p": 0.0344, "log_ratio": 0.0085}
    row |= {"effect": -0.0085, "effect_low": 0.105, "difference": -0.00001}
    cells = [cell.strip() for cell in Cells(listing(pd.DataFrame([row]))._repr_html_()).cells]
    assert cells[len(row) :] == [
        *["6.2%", "5.3%", "-0.85 pp", "-1.1 pp", "12.8 pp", "9.9%", "<0.001", "0.034", "0.01"],
        *["-0.0085", "0.10", "0.00 pp"],
    ]
    without = listing(pd.DataFrame([{"low": 0.0531}]))
    assert repr(without).split() == ["low", "0.05"]


def test_a_column_that_cannot_be_of_shares_is_written_as_it_is():
    assert repr(listing(pd.DataFrame({"share": [12.5, 40.0]}))).split() == [
        "share",
        "12.50",
        "40.00",
    ]


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
