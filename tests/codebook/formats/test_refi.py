"""REFI-QDA's `.qdc`."""

import pytest
from codebook_samples import FILES, first_fault
from tiny import sentences

from analysis import find_hits, read_codebook
from analysis.faults import InputWarning
from analysis.tables import PATTERNS


def test_refi_codes_are_themes_and_the_lack_of_patterns_is_a_warning():
    with pytest.warns(
        InputWarning, match=r"codes\.qdc: found 3 themes without patterns \(Rights/Speech & press, "
    ):
        codebook = read_codebook(FILES / "codes.qdc")
    assert codebook.themes[
        ["theme", "parent", "label", "definition", "color"]
    ].to_numpy().tolist() == [
        ["Rights", "", "Rights", "What is due to people.", "#46AA00"],
        ["Rights/Speech & press", "Rights", "Speech & press", "", ""],
        ["Rights/Work∕pay", "Rights", "Work/pay", "", ""],
        ["Tone", "", "Tone", "", "#000000"],
    ]
    assert codebook.patterns.empty
    assert codebook.patterns.dtypes.astype(str).to_dict() == PATTERNS.columns
    assert codebook.notes == tuple(
        f"{what} is left out (1 in the file)"
        for what in ('isCodable="false"', "<NoteRef>", "<Set>")
    )
    assert find_hits(sentences("Rights."), codebook).empty


WRONG = [
    ("a.qdc", b"<CodeBook><Codes/></CodeBook>", "a.qdc: found no theme; expected at least one theme"),
    ("a.qdc", b"PK\x03\x04", "a.qdc, line 1: found broken XML"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_a_refi_codebook_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
