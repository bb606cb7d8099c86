"""Codebooks in other formats, and what is lost on the way."""

import pandas as pd
import pytest
from codebook_samples import FILES

from analysis import InputError, read_codebook
from analysis.codebook.convert import convert
from analysis.faults import InputWarning

RICH = """\
name: Rich
version: "1.0"
language: fr
themes:
  topic:
    label: Topics
    patterns: [theme*]
    themes:
      poverty:
        definition: "Being poor:\\n\\nnot rich."
        include: [the poor]
        exclude: [poor quality]
        patterns: ["poverty re?uc*", "poor_people", "*armut", must]
        not: [poor quality]
  tone:
    patterns: [must]
"""
LOST = {
    ".yaml": [],
    ".yml": [
        "the name 'Rich' becomes 'out'",
        "the version '1.0' becomes ''",
        "the language 'fr' becomes 'en'",
        "1 label lost (topic)",
        "1 definition lost (topic/poverty)",
        "1 include lost (topic/poverty)",
        "1 exclude lost (topic/poverty)",
        "1 `not` pattern lost (poor quality in topic∕poverty)",
    ],
    ".dic": ["1 pattern lost (poverty re?uc* in topic∕poverty)", "1 `not` pattern lost (poor quality in topic∕poverty)"],
    ".cat": [
        "1 pattern lost (poor_people in topic∕poverty)",
        "1 `not` pattern lost (poor quality in topic∕poverty)",
        "1 pattern with a different meaning (poor people in topic∕poverty)",
    ],
    ".lcd": ["1 pattern lost (poverty re?uc* in topic∕poverty)", "1 `not` pattern lost (poor quality in topic∕poverty)"],
    ".lc3": ["1 theme lost (topic/poverty)"],
    ".qdc": ["6 patterns lost (theme* in topic, poverty re?uc* in topic∕poverty, poor_people in topic∕poverty …)"],
    ".csv": ["1 exclude lost (topic/poverty)"],
    ".ykd": ["1 label lost (topic)", "1 definition lost (topic/poverty)"],
}  # fmt: skip


@pytest.mark.parametrize("ending", LOST)
def test_losses_are_reported(write, ending):
    folder = write("rich.yaml", RICH)
    lost = convert(folder / "rich.yaml", folder / f"out{ending}")
    assert [line for line in lost if line in LOST[ending]] == LOST[ending]
    assert (lost == []) == (ending == ".yaml")
    assert (folder / f"out{ending}").exists()


def test_a_loss_with_a_very_long_name_is_cut(write):
    folder = write("book.csv", f"theme,pattern\n{'x' * 100_000},tax\n")
    (line,) = convert(folder / "book.csv", folder / "book.qdc")
    assert line.startswith("1 pattern lost (tax in xxx")
    assert "characters) … xxx" in line
    assert len(line) < 1100


def test_convert_overwrites_nothing_and_names_the_endings(write):
    folder = write("rich.yaml", RICH, "out.dic", "mine")
    with pytest.raises(
        InputError, match=r"out\.dic: found a file that exists; expected a new file"
    ):
        convert(folder / "rich.yaml", folder / "out.dic")
    assert (folder / "out.dic").read_text() == "mine"
    with pytest.raises(
        InputError, match=r"out\.pdf: found the ending '\.pdf'; expected one of '\.cat', '\.csv'"
    ):
        convert(folder / "rich.yaml", folder / "out.pdf")


def test_losses_of_the_source_are_reported_too_and_codes_still_need_patterns(tmp_path):
    with pytest.warns(InputWarning):
        lost = convert(FILES / "codes.qdc", tmp_path / "codes.yaml")
    assert lost[:3] == [
        f"{what} is left out (1 in the file)"
        for what in ('isCodable="false"', "<NoteRef>", "<Set>")
    ]
    assert lost[3] == "2 colors lost (Rights, Tone)"
    assert lost[4] == (
        "to fix before the workbook can read the file: codes.yaml, line 8, themes.Rights.themes.Speech & press: "
        "found a theme without patterns; expected a list `patterns:`, or themes below it"
    )
    assert len(lost) == 7
    text = (tmp_path / "codes.yaml").read_text()
    (tmp_path / "codes.yaml").write_text(text.replace("[]", "[pay]"))
    assert len(read_codebook(tmp_path / "codes.yaml").patterns) == 3


def test_weights_and_colors_are_kept_by_formats_that_have_them(write):
    folder = write("a.cat", "A\n\tone (2.5)\n\ttwo (1)\n", "a.lc3", "+A#00ff00\none\n")
    assert convert(folder / "a.cat", folder / "b.ykd") == []
    assert read_codebook(folder / "b.ykd").patterns["weight"].tolist() == [2.5, 1.0]
    assert convert(folder / "a.cat", folder / "a.dic") == ["2 weights lost (one in A, two in A)"]
    assert convert(folder / "a.lc3", folder / "a.ykd") == ["1 color lost (A)"]
    assert convert(folder / "a.lc3", folder / "a.qdc") == ["1 pattern lost (one in A)"]
    with pytest.warns(InputWarning):
        assert read_codebook(folder / "a.qdc").themes["color"].tolist() == ["#00ff00"]


@pytest.mark.parametrize("ending", [".ykd", ".xlsx"])
def test_a_character_that_the_format_cannot_hold_is_reported_as_lost(write, ending):
    folder = write("a.yaml", 'name: a\nversion: "1"\nthemes:\n  t: {patterns: ["a\\x07b"]}\n')
    lost = convert(folder / "a.yaml", folder / f"a{ending}")
    assert [line.partition(" (")[0] for line in lost] == [
        "the version '1' becomes ''",
        "1 pattern lost",
        "1 pattern with a different meaning",
    ]


def test_the_built_in_codebook_survives_conversion(tmp_path):
    seeds = FILES.parents[2] / "seeds" / "codebook.yaml"
    assert convert(seeds, tmp_path / "a.yaml") == []
    first, second = read_codebook(seeds), read_codebook(tmp_path / "a.yaml")
    pd.testing.assert_frame_equal(first.themes, second.themes)
    pd.testing.assert_frame_equal(first.patterns, second.patterns)


def test_capitals_of_another_programs_dictionary_are_written_small(write):
    folder = write("a.dic", "%\n1\tA\n%\nUS\t1\nHUMAN RIGHT*\t1\nUn\t1\n")
    assert read_codebook(folder / "a.dic").patterns["pattern"].tolist() == [
        "US",
        "HUMAN RIGHT*",
        "Un",
    ]
    for ending in (".yaml", ".csv", ".xlsx"):
        lost = convert(folder / "a.dic", folder / f"a{ending}")
        assert [line for line in lost if "pattern" in line] == []
        patterns = read_codebook(folder / f"a{ending}").patterns["pattern"]
        assert patterns.tolist() == ["us", "human right*", "Un"]
    assert convert(folder / "a.dic", folder / "a.yml") == []
    assert "US" in (folder / "a.yml").read_text()


def test_patterns_that_lose_their_capitals_are_named(write):
    folder = write("a.csv", "theme,pattern\na,US\na,SDG*\na,war\n")
    assert convert(folder / "a.csv", folder / "a.dic") == [
        "2 patterns found in small letters, too: case never counts there (US, SDG*)"
    ]
    assert convert(folder / "a.csv", folder / "a.xlsx") == []


@pytest.mark.parametrize("character", ["\x01", "\ufffe", "\uffff"])
@pytest.mark.parametrize("ending", [".xlsx", ".lcd", ".ykd", ".qdc"])
def test_a_character_that_xml_cannot_hold_is_replaced_and_the_loss_is_said(
    write, ending, character
):
    folder = write("a.lc3", f"+negative\na{character}b\ngood\n")
    lost = convert(folder / "a.lc3", folder / f"a{ending}")
    assert any("lost" in line for line in lost)
    if ending != ".qdc":
        assert "a\ufffdb" in read_codebook(folder / f"a{ending}").patterns["pattern"].tolist()
