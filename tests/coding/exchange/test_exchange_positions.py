"""How positions are counted: line ends, byte-order marks and characters of two units."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.coding.exchange.model import ORIGIN, Project, Selection, Source
from analysis.coding.exchange.positions import (
    CODE_POINTS,
    NOWHERE,
    UTF16,
    Counting,
    as_in_study,
    offsets_of_positions,
    positions_of_offsets,
    settle_positions,
    with_line_feeds,
)

TEXTS = st.text("ab \r\n\ufeff🙂e\u0301א", max_size=12)
STORED = "\ufeff🙂 One\r\ntwo 🙂 three\r\nfour"  # a mark, two line ends, two emoji


def settle(text, *selections, usual=CODE_POINTS, origin=""):
    project = Project("P", origin, sources=[Source("a", text, selections=list(selections))])
    settled, counting = settle_positions(project, usual)
    (source,) = settled.sources
    found = [
        source.text[one.start : one.end] if one.start != NOWHERE else None
        for one in source.selections
    ]
    return found, counting


@given(TEXTS, st.booleans(), st.booleans(), st.booleans())
def test_offsets_are_those_of_a_slow_count(text, utf16, crlf_is_one, mark_counts):
    """Position by position: what is in front of it in the text, as the study has it, is counted."""
    counting = Counting(utf16, crlf_is_one, mark_counts)
    positions = []  # of each character, and behind the last
    n = 0
    for at, character in enumerate(text):
        positions.append(n)
        is_cr_of_crlf = text[at : at + 2] == "\r\n"
        is_mark = at == 0 and character == "\ufeff"
        if (crlf_is_one and is_cr_of_crlf) or (is_mark and not mark_counts):
            continue
        n += 2 if utf16 and ord(character) > 0xFFFF else 1
    positions.append(n)
    offsets = offsets_of_positions(text, counting)
    assert len(offsets) == n + 1
    for at, position in enumerate(positions):
        before = text[:at]
        if before.endswith("\r") and text[at : at + 1] == "\n":
            continue  # between CR and LF
        assert offsets[position] == len(as_in_study(before))


@given(TEXTS)
def test_offsets_lead_back_to_positions(text):
    for flat in (with_line_feeds(text), as_in_study(text)):
        positions = positions_of_offsets(text, flat)
        if positions is None:
            assert text == flat
            continue
        assert len(positions) == len(flat) + 1
        assert (np.diff(positions) > 0).all()
        for offset in range(len(flat)):
            found = text[positions[offset] : positions[offset + 1]]
            assert with_line_feeds(found) == flat[offset]


@pytest.mark.parametrize(
    ("counting", "start", "end"),
    [
        (CODE_POINTS, 13, 18),
        (UTF16, 15, 20),
        (Counting(crlf_is_one=True), 12, 17),
        (Counting(mark_counts=True), 14, 19),
        (Counting(utf16=True, crlf_is_one=True), 14, 19),
    ],
)
def test_the_stated_text_shows_how_a_program_counts(counting, start, end):
    """Worked by hand: `three` has 13 characters in front, the mark aside, CRLF being two."""
    usual = UTF16 if counting.utf16 else CODE_POINTS
    (found,), chosen = settle(STORED, Selection(start, end, "", stated="three"), usual=usual)
    assert (found, chosen) == ("three", counting)


def test_a_name_that_begins_the_text_shows_it_too():
    (found,), chosen = settle(STORED, Selection(12, 17, "", name="three"))
    assert (found, chosen) == ("three", Counting(crlf_is_one=True))


def test_a_position_outside_the_text_shows_it_too():
    n = len("🙂 One\r\ntwo 🙂 three\r\nfour")
    (found,), chosen = settle(STORED, Selection(n - 2, n + 2, ""))
    assert found == "four"
    assert chosen == UTF16


def test_words_that_are_cut_show_it_if_they_are_many():
    """With CRLF as one, all four selections are words; as two, each begins inside a word."""
    text = "One two\r\nthree four\r\nfive six"
    words = [(8, 13), (14, 18), (19, 23), (24, 27)]
    found, chosen = settle(text, *(Selection(start, end, "") for start, end in words))
    assert found == ["three", "four", "five", "six"]
    assert chosen == Counting(crlf_is_one=True)


def test_a_few_cut_words_prove_nothing():
    text = "One two\r\nthree four\r\nfive six"
    found, chosen = settle(text, Selection(10, 13, ""), Selection(14, 17, ""))
    assert (found, chosen) == (["hre", " fo"], CODE_POINTS)


def test_own_projects_count_as_they_are_written():
    """A mark at the start of a text is a character there, and nothing is weighed."""
    (found,), _ = settle("\ufeffaid", Selection(1, 4, "", stated="other"), origin=ORIGIN)
    assert found == "aid"


def test_half_a_character_is_nowhere():
    found, _ = settle("a🙂b", Selection(2, 4, ""), Selection(0, 4, ""), usual=UTF16)
    assert found == [None, "a🙂b"]
