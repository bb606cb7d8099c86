"""Reading hand-made coding, and checking it against the sentences and the codebook."""

import pandas as pd
import pytest
import tiny

from analysis import InputError, InputWarning
from analysis.coding.read import read_codings
from analysis.tables import CODINGS


def coding(write, text):
    return read_codings(write("coding.csv", text), tiny.SENTENCES_AB, tiny.CODEBOOK)


def test_coding_is_read_and_checked_against_the_sentences(write):
    read = coding(
        write, "doc_id,sent_id,theme,sentence\na,1,tone,\na,2,topic/poverty,Poverty fell.\na,3,,\n"
    )
    assert read.to_numpy().tolist() == [
        ["a", 1, "coding", "tone", ""],
        ["a", 2, "coding", "topic/poverty", ""],
        ["a", 3, "coding", "", ""],
    ]
    assert read.dtypes.astype(str).to_dict() == CODINGS.columns
    with pytest.raises(InputError) as caught:
        coding(write, "doc_id,sent_id,theme,sentence\nc,1,tone,\na,9,tone,\na,2,tone,Poverty rose.\na,3,,\na,3,tone,\n"
               "b,1,tone,\nb,1,tone,\n")  # fmt: skip
    assert [str(fault) for fault in caught.value.faults] == [
        "coding.csv, line 2: found the doc_id 'c', which no text has; expected one of 'a', 'b'",
        "coding.csv, line 3: found the sent_id '9' in 'a'; expected a number from 1 to 4",
        "coding.csv, line 4: found 'Poverty rose.' as sentence 2 of 'a'; expected 'Poverty fell.'",
        "coding.csv, line 5: found a blank theme for sentence 3 of 'a', which has a theme in another row; "
        "expected a blank theme only where none was found",
        "coding.csv, line 8: found 'tone' again in sentence 1 of 'b'; expected each theme once",
    ]


def test_a_study_of_one_file_reads_only_its_own_codings(write):
    folder = write("coding.csv", "doc_id,sent_id,theme\na,1,tone\nz,1,tone\n", "a.txt", "A.")
    assert read_codings(folder / "a.txt", tiny.SENTENCES_AB, tiny.CODEBOOK)["doc_id"].tolist() == [
        "a"
    ]


def test_unknown_themes_are_counted_and_their_sentences_count_as_read(write):
    said = r"2 themes that the codebook lacks, in 3 rows \('rights', 'y'\); .* \(is 'rights' 'topic/rights'\?\)"
    with pytest.warns(InputWarning, match=said):
        read = coding(write, "doc_id,sent_id,theme\na,1,rights\na,1,y\na,2,rights\na,2,tone\n")
    assert tiny.rows(read, "sent_id", "theme") == [[1, ""], [2, "tone"]]


def test_a_study_without_coding_has_an_empty_table(tmp_path):
    pd.testing.assert_frame_equal(
        read_codings(tmp_path, tiny.SENTENCES_AB, tiny.CODEBOOK), CODINGS.empty()
    )


def test_a_table_of_a_header_only_is_empty(write):
    for header in ("doc_id,sent_id,theme\n", "doc_id|sent_id|theme\n"):
        pd.testing.assert_frame_equal(coding(write, header), CODINGS.empty())


def test_many_wrong_rows_are_one_error_of_each_kind(write):
    rows = [f"a,{n},,x" for n in (1, 2, 3, 97, 98)] + ["\u0041\u030a,1,,", "y,1,,"]
    with pytest.raises(InputError) as caught:
        coding(write, "\n".join(["doc_id,sent_id,theme,sentence", *rows]))
    assert [fault.found for fault in caught.value.faults] == [
        "2 rows about texts that do not exist",
        "2 rows about sentences that do not exist",
        "3 sentences that now read differently",
    ]
    assert caught.value.faults[0].places == ("line 7: '\u00c5'", "line 8: 'y'")
    assert caught.value.faults[1].places == ("line 5: '97' in 'a'", "line 6: '98' in 'a'")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "coding.csv: found an empty table; expected the columns doc_id, sent_id, theme"),
        (
            "doc_id:sent_id:theme\n",
            "coding.csv, line 1: found no column 'doc_id' among 'doc_id:sent_id:theme'; expected",
        ),
        (
            "doc_id,sentid,theme\n",
            "coding.csv, line 1: found no column 'sent_id' among 'sentid', ",
        ),
        (
            'doc_id,sent_id,theme\na,1,"tone\n',
            "coding.csv, line 2: found a row that cannot be read",
        ),
    ],
)
def test_the_message_about_an_unreadable_table(write, text, said):
    with pytest.raises(InputError) as caught:
        coding(write, text)
    assert str(caught.value.faults[0]).startswith(said)
