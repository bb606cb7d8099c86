"""A concordance as HTML and as plain text: aligned, in both directions, safe."""

import re

import pandas as pd

from analysis.display.concordance import isolated, print_concordance, write_concordance
from analysis.wording import terminal_width


def lines(*rows: tuple[str, str, str], **further) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["left", "match", "right"])
    columns = {"line": range(1, len(table) + 1), "doc_id": "a", "sent_id": 7} | further
    return table.assign(**columns)


ENGLISH = ("We protect ", "rights", ", we do.")
ARABIC = ("تعمل الدول على حماية ", "حقوق الإنسان", " في العالم.")
CHINESE = ("各国必须保护", "人权", "，促进发展。")


def sides(html: str) -> list[list[str]]:
    """What stands on the left and on the right of the middle, without the marks."""
    return [
        [
            re.sub("</?mark>", "", side)
            for side in re.findall(r'"white-space: pre">(.*?)</span>', row)
        ]
        for row in re.findall("<tr>.*?</tr>", html)
    ]


def test_the_match_begins_in_the_middle_and_is_mirrored_from_right_to_left():
    html = write_concordance(lines(ENGLISH, ARABIC), [], "", {})
    assert sides(html) == [
        ["We protect ", "rights, we do."],
        ["حقوق الإنسان في العالم.", "تعمل الدول على حماية "],
    ]
    assert html.count('<span dir="rtl"') == html.count('<span dir="ltr"') == 2
    assert html.count("flex-end") == html.count("flex-start") == 2
    assert "<mark>حقوق الإنسان</mark>" in html


def test_nothing_of_a_text_is_run():
    html = write_concordance(lines(("<script>", "<b>", "&"), doc_id='"><i>'), ["a <b>"], "x", {})
    assert not re.search(r"<(script|b|i)>", html)
    assert "mathjax_ignore" in html


def test_groups_have_a_line_of_their_own_with_all_of_their_lines_counted():
    table = lines(ENGLISH, ENGLISH, ENGLISH, group=["we", "we", ""])
    html = write_concordance(table, [], "and 5 more lines", {"we": 7, "": 1})
    assert re.findall(r"<bdi>(\S+)</bdi></strong>: (.+?)<", html) == [
        ("we", "7 lines"),
        ("(nothing)", "1 line"),
    ]
    text = print_concordance(table, [], "and 5 more lines", {"we": 7, "": 1})
    assert [row for row in text.splitlines() if "⟦" not in row] == [
        "", "we: 7 lines", "(nothing): 1 line", "", "and 5 more lines",
    ]  # fmt: skip


def test_plain_text_is_aligned_by_the_width_of_its_characters():
    table = lines(ENGLISH, CHINESE, ("x" * 50, "a\nb", "\x1b[2J" + "y" * 50), ("", "e\u0301", ""))
    rows = print_concordance(table, ["Four lines."], "", {}).splitlines()[2:]
    assert len({terminal_width(row.partition("⟦")[0]) for row in rows}) == 1
    assert len({terminal_width(row.rpartition("  a, 7")[0]) for row in rows}) == 1
    assert rows[0].split("⟧")[0].endswith("We protect ⟦rights")
    assert "\\x1b[2J" in rows[2]
    assert "⟦a b⟧" in rows[2]
    assert print_concordance(table[:0], ["No line."], "", {}) == "No line."


def test_only_text_from_right_to_left_is_isolated():
    assert isolated("“rights”") == "“rights”"
    assert isolated("“حقوق”") == "\u2068“حقوق”\u2069"
