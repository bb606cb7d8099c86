"""Comparisons on a terminal: 100 columns, wide letters, and what is not shown is counted."""

import pandas as pd

from analysis.display.changes import describe_texts, themes_table
from analysis.tables import COMPARED_PATTERNS, COMPARED_TEXTS, COMPARED_THEMES, TEXT
from analysis.wording import terminal_width


def themes(n: int, n_changed: int, **columns) -> pd.DataFrame:
    """The table of n themes, of which the first ones gained a sentence."""
    absent = {name: "" if dtype == TEXT else 0 for name, dtype in COMPARED_THEMES.columns.items()}
    same = {
        "label": "Label",
        "label_before": "Label",
        "theme_before": "t",
        "coded": True,
        "n_sentences_hit_before": 1,
    }
    sizes = {"n_sentences_before": 8, "n_sentences": 8}
    rows = []
    for number in range(n):
        gained = int(number < n_changed)
        own = {"theme": f"t{number}", "n_sentences_hit": 1 + gained, "n_gained": gained}
        rows.append({**absent, **same, **sizes, **own, **columns})
    return COMPARED_THEMES.frame(pd.DataFrame(rows))


def patterns(*names: str, change="gained", theme="t0") -> pd.DataFrame:
    rows = [(theme, change, name, 1) for name in names]
    return COMPARED_PATTERNS.frame(pd.DataFrame(rows, columns=list(COMPARED_PATTERNS.columns)))


def test_the_table_of_one_changed_theme():
    lines = themes_table(themes(3, 1), patterns("a*", "b"))
    assert lines == [
        f"{'theme':<54}{'before':>16}{'now':>16}  gained  lost",
        f"{'Label':<54}  1 of 8 (12.5%)  2 of 8 (25.0%)      +1     0",
        '    t0; +1 "a*", +1 "b"',
        "… and 2 unchanged, with the same sentences",
    ]


def test_a_theme_with_subthemes_says_so():
    table = themes(3, 2).assign(theme=["a", "a/b/c", "d"], coded=[False, True, True])
    lines = themes_table(table, patterns())
    assert [line.split("  ")[0] for line in lines[1:-1:2]] == ["Label (all)", "Label"]


def test_no_change_is_one_line_for_any_number_of_themes():
    assert themes_table(themes(300, 0), patterns()) == [
        "Nothing changed: every theme has the same sentences."
    ]
    assert len(themes_table(themes(300, 0, n_hits=1), patterns())) == 1


def test_of_300_themes_those_that_did_not_change_are_counted():
    lines = themes_table(themes(300, 50), patterns())
    assert len(lines) == 1 + 2 * 40 + 2
    assert lines[-2:] == [
        "… and 10 more themes that changed: compare.csv lists all of them",
        "… and 250 unchanged, with the same sentences",
    ]
    lines = themes_table(themes(41, 41), patterns())
    assert lines[-1].startswith("… and 1 more theme that changed: ")


def test_the_lines_fit_into_100_columns_and_align():
    many = {f"n_sentences{side}": 98_765 for side in ("", "_before")}
    many |= {"n_added": 10_234, "n_removed": 12_345}
    for label in (
        "Rights of children and women " * 9,
        "贫困与发展的各种问题" * 9,
        "حقوق " * 30,
        "x" * 150,
    ):
        table = themes(2, 2, label=label).assign(**many, theme=["a/" * 70 + "b", "c"])
        lines = themes_table(table, patterns("a very long pattern " * 5, "b" * 120, theme="c"))
        assert all(terminal_width(line) <= 100 for line in lines)
        first = [line for line in lines if " of 98,765" in line]
        assert len(first) == 2
        assert {terminal_width(line) for line in first} == {100}


def test_columns_of_sentences_of_other_texts_are_shown_where_there_are_any():
    lines = themes_table(themes(1, 0, n_added=2, n_removed=3), patterns())
    assert lines[0].startswith("gained, lost: among the sentences on both sides; added, removed: ")
    assert lines[1].endswith("gained  lost  added  removed")
    assert lines[2].endswith("     0     0     +2       −3")


def test_a_theme_of_one_side_has_no_share_on_the_other():
    for change, cells in (("only now", ["–", "1"]), ("only before", ["1", "–"])):
        lines = themes_table(themes(1, 0, change=change), patterns())
        shares = lines[1].replace(" of 8 (12.5%)", "").split()
        assert shares[1:3] == cells
        assert lines[2] == f"    t0; {change}"
    lines = themes_table(themes(1, 0, change="renamed?", theme_before="old"), patterns())
    assert lines[2] == "    t0; renamed? old had exactly these patterns"


def test_of_many_patterns_the_first_are_named():
    lines = themes_table(themes(1, 1), patterns(*"abcdefg", change="lost"))
    assert lines[2] == '    t0; −1 "a", −1 "b", −1 "c", −1 "d", −1 "e", − by 2 more patterns'


def test_many_texts_are_counted_and_the_first_are_named():
    rows = [{"doc_id": f"t{n}", "doc_id_before": "", "change": "added"} for n in range(1200)]
    said = describe_texts(COMPARED_TEXTS.frame(pd.DataFrame(rows).assign(
        n_sentences=1, n_sentences_before=0, n_sentences_in_both=0)), 0, 1200)  # fmt: skip
    assert said == "texts: 0 before, 1,200 now: 1,200 added (t0, t1, t2 and 1,197 more)"
