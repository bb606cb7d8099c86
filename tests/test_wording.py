"""Wording: counts with their nouns, and text made safe to display."""

import pytest

from analysis.wording import escape_html, one_line, pluralize, text_align


@pytest.mark.parametrize(
    ("n", "ending", "expected"),
    [
        (0, "es", "0 matches"),
        (1, "es", "1 match"),
        (2, "es", "2 matches"),
        (12345, "es", "12,345 matches"),
    ],
)
def test_a_count_is_followed_by_its_noun(n, ending, expected):
    assert pluralize(n, "match", ending) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\r\n\tb", "a b"), ("\x00\x1b[31m", "\\x00\\x1b[31m"), ("\x9f", "\\x9f"), ("é人", "é人")],
)
def test_one_line_holds_no_line_end_and_no_control_character(text, expected):
    assert one_line(text) == expected


def test_html_is_escaped():
    text = '<script>"&"</script>\x00\r'
    assert escape_html(text) == ("&lt;script&gt;&quot;&amp;&quot;&lt;/script&gt;\ufffd&#13;")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rights", "left"),
        ("\u0634", "right"),
        ("\u05d0 a", "right"),
        ("12%", "left"),
        ("", "left"),
    ],
)
def test_text_is_aligned_to_the_side_it_begins_at(text, expected):
    assert text_align(text) == expected
