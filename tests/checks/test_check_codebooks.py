"""Warnings about a codebook: what was lost in reading it, and labels that no font can draw."""

import pytest

from analysis import open_study
from analysis.charts.style import without_glyph

TEXT = "States must protect rights.\n"


def warnings_of(folder):
    return [str(fault) for fault in open_study(folder).check().warnings]


def test_what_a_codebook_lost_is_a_warning(write):
    book = 'theme,pattern,weight\nrights,right*,1\nrights,law,"1,5"\n'
    folder = write("s/a.txt", TEXT, "s/codebook.csv", book) / "s"
    assert any("1,5" in warning and "codebook.csv" in warning for warning in warnings_of(folder))


def test_a_blank_theme_below_a_filled_one_is_a_warning(write):
    book = "theme,pattern\nrights,right*\n,law\n"
    folder = write("s/a.txt", TEXT, "s/codebook.csv", book) / "s"
    assert any("codebook.csv" in warning and "line 3" in warning for warning in warnings_of(folder))


@pytest.mark.parametrize(
    ("label", "lacking"),
    [
        ("Rights", ""),
        ("Droits de l’homme – œuvre", ""),
        ("Права человека", ""),
        ("权利", ""),
        ("حقوق", ""),
        ("अधिकार", "अधिकर"),
        ("สิทธิ", "สทธ"),
    ],
)
def test_letters_that_no_font_has_are_named(write, label, lacking):
    book = f'name: A\nversion: "1"\nthemes:\n  rights: {{label: "{label}", patterns: ["right*"]}}\n'
    folder = write("s/a.txt", TEXT, "s/codebook.yaml", book) / "s"
    warnings = warnings_of(folder)
    assert len(warnings) == bool(lacking)
    for letter in lacking:
        assert letter in without_glyph(label)
        assert letter in warnings[0]
        assert ".svg" in warnings[0]


def test_losses_of_one_kind_are_one_warning(write):
    rows = "".join(f'rights,word{n},"{n},5"\n' for n in range(40))
    book = f"theme,pattern,weight\nrights,right*,1\n{rows}"
    folder = write("s/a.txt", TEXT, "s/codebook.csv", book) / "s"
    (fault,) = [one for one in open_study(folder).check().warnings if "losses" in one.found]
    assert fault.n == 40
    assert fault.places[0].startswith("line 3: 'rights, word0, 0,5'")
