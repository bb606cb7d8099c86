"""What `workbook check` prints: columns, places, the lines for study.yaml, the last line."""

from analysis.checks.findings import Finding
from analysis.checks.terminal import last_line, setting_block, table_lines
from analysis.wording import terminal_width


def test_the_table_fits_into_100_columns():
    long = "a very long word: " + "x" * 300
    found = Finding("warning", "a/path/that/has/no/blank/" * 5, 4, long, long, (long, "b\x1b[0m"))
    lines = table_lines([found])
    assert max(map(len, lines)) <= 100
    assert "\x1b" not in "".join(lines)
    assert lines[0].split("  ")[0] == "severity"


def test_the_first_places_are_below_what_was_found():
    found = Finding("note", "texts", 5, "5 URLs", "nothing", ("a", "b", "c", "d", "e"), n_shown=4)
    assert [line.rstrip() for line in table_lines([found])] == [
        "severity  subject                 found                             what to do",
        "note      texts                   5 URLs                            nothing",
        "                                  - a",
        "                                  - b",
        "                                  - c",
        "                                  - d",
    ]


def test_columns_are_aligned_beside_wide_characters():
    found = Finding("note", "人权与法治的全球治理体系", 1, "1 URL", "nothing")
    lines = table_lines([found])
    assert terminal_width(lines[1].partition("1 URL")[0]) == lines[0].index("found")


def test_nothing_is_printed_of_nothing():
    assert table_lines([]) == []
    assert setting_block({}) == []


def test_long_lists_for_study_yaml_are_cut_and_say_so():
    ids = tuple(f"t{number}" for number in range(30))
    block = setting_block({"leave_out": ids})
    assert block[3].endswith('"t19"]')
    assert block[4].startswith("# and 10 more: ")


def test_the_last_line_says_what_to_do_first():
    error = Finding("error", "a.txt", 1, "an empty file", "expected a text")
    warning = Finding("warning", "texts", 9, "9 lines", "drop them", settings={"drop": ("A *",)})
    note = Finding("note", "texts", 1, "1 URL", "nothing")
    assert last_line("s", "1 text", [error, warning, note]) == (
        "s: 1 text: 1 error, 1 warning, 1 note; first: a.txt: an empty file"
    )
    assert last_line("s", "1 text", [warning, note]).endswith("first: texts: 9 lines; see `drop:`")
    assert last_line("s", "1 text", [note]) == "s: 1 text: no faults, 1 note"
