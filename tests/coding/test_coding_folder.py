"""The folder `codings/`: a file of each coder, and what was settled."""

import openpyxl
import pandas as pd
import pytest
import tiny

from analysis import InputError, InputWarning, open_study
from analysis.coding.read import read_codings

HEADER = "doc_id,sent_id,theme\n"


def read(folder):
    return read_codings(folder, tiny.SENTENCES_AB, tiny.CODEBOOK)


def faults(folder):
    with pytest.raises(InputError) as caught:
        read(folder)
    return [str(fault) for fault in caught.value.faults]


def test_each_file_is_of_one_coder(write):
    folder = write(
        "coding.csv", f"{HEADER}a,1,tone\n",
        "codings/A.csv", f"{HEADER}a,1,tone\na,2,\n",
        "codings/B.tsv", "doc_id\tsent_id\ttheme\tmemo\tunsure\na\t1\ttone\tirony?\tX\na\t2\ttone\t\t\n",
        "codings/final.csv", f"{HEADER}a,2,\n",
    )  # fmt: skip
    codings = read(folder)
    assert tiny.rows(codings, "sent_id", "coder", "theme", "memo", "unsure") == [
        [1, "coding", "tone", "", False],
        [1, "A", "tone", "", False],
        [2, "A", "", "", False],
        [1, "B", "tone", "irony?", True],
        [2, "B", "tone", "", False],
    ]


def test_a_column_says_who_coded_and_final_is_nobody(write):
    folder = write(
        "codings/all.csv", "doc_id,sent_id,theme,coder\na,1,tone,A\na,1,tone,B\na,2,tone, \n",
        "codings/Final.csv", "doc_id,sent_id,theme,coder\na,1,tone,A\n",
    )  # fmt: skip
    assert read(folder)["coder"].tolist() == ["A", "B", "all"]


def test_the_gold_standard_is_of_the_folder_if_anything_is_coded_there(write):
    folder = write(
        "a.txt", "States must protect rights.\n\nPoverty fell.",
        "codebook.yaml", "name: T\nversion: '1'\nthemes:\n  tone: {patterns: [must]}\n",
        "coding.csv", f"{HEADER}a,1,tone\na,2,tone\n",
    )  # fmt: skip
    assert tiny.rows(open_study(folder).gold, "sent_id", "coder", "theme") == [
        [1, "gold", "tone"],
        [2, "gold", "tone"],
    ]
    write("codings/A.csv", f"{HEADER}a,1,tone\n", "codings/B.csv", f"{HEADER}a,1,\na,2,\n")
    said = (
        r"codings: found 1 sentence on which coders differ; expected them to be settled in"
        r" codings/final\.csv; until then, 'B' counts where that coder read them"
    )
    study = open_study(folder)
    with pytest.warns(InputWarning, match=said):
        gold = study.gold
    assert tiny.rows(gold, "sent_id", "theme") == [[1, ""], [2, ""]]
    assert sorted(set(study.codings["coder"])) == ["A", "B", "coding"]
    write("codings/final.csv", f"{HEADER}a,1,tone\n")
    study = open_study(folder)
    assert tiny.rows(study.gold, "sent_id", "theme") == [[1, "tone"], [2, ""]]
    assert study.agreement(draws=0)["n_coders"].tolist() == [3, 3]
    counts = study.agreement_counts()
    assert tiny.rows(counts[counts["coder_a"] == "A"], "theme", "coder_b", "n_units") == [
        ["tone", "B", 1],
        ["tone", "coding", 1],
        ["", "B", 1],
        ["", "coding", 1],
    ]
    assert study.where(doc_id="a").gold["theme"].tolist() == ["tone", ""]


def test_of_two_files_of_a_coder_the_one_that_is_filled_counts(write):
    folder = write("codings/A.csv", f"{HEADER}a,1,tone\na,2,\n")
    book = openpyxl.Workbook()
    book.active.append(["doc_id", "sent_id", "theme"])
    book.save(folder / "codings" / "A.xlsx")
    assert tiny.rows(read(folder), "sent_id", "theme") == [[1, "tone"], [2, ""]]
    for row in (["a", 2, ""], ["a", 1, "tone"]):
        book.active.append(row)
    book.save(folder / "codings" / "A.xlsx")
    assert tiny.rows(read(folder), "sent_id", "theme") == [[1, "tone"], [2, ""]]
    book.active.append(["a", 3, "tone"])
    book.save(folder / "codings" / "A.xlsx")
    assert faults(folder) == [
        "codings/A.xlsx: found codings that differ from those in codings/A.csv; expected one of the"
        " two files; move the other away"
    ]


def test_two_files_of_a_coder_that_differ_in_doubt_only(write):
    folder = write("codings/A.csv", f"{HEADER}a,1,tone\n")
    write("codings/A.tsv", "doc_id\tsent_id\ttheme\tunsure\na\t1\ttone\t\n")
    assert len(read(folder)) == 1
    write("codings/A.tsv", "doc_id\tsent_id\ttheme\tunsure\na\t1\ttone\tx\n")
    assert len(faults(folder)) == 1


LONG = pd.DataFrame(
    {"doc_id": "a", "sent_id": range(1, 31), "theme": ["tone", "", "topic/poverty"] * 10}
)
MANY = tiny.sentences(*["Poverty fell."] * 30)


def test_a_copy_under_the_name_of_another_coder_is_said(write):
    again = LONG[::-1].to_csv(index=False)
    folder = write("codings/A.csv", LONG.to_csv(index=False), "codings/B.csv", again)
    said = (
        r"codings/B\.csv: found the same themes and memos as in codings/A\.csv, in all 30 sentences;"
        r" expected what another coder found; if it is a copy, move it away"
    )
    with pytest.warns(InputWarning, match=said):
        assert len(read_codings(folder, MANY, tiny.CODEBOOK)) == 60


@pytest.mark.parametrize(
    "other",
    [LONG[:10], LONG.assign(memo=["odd", *[""] * 29]), LONG.assign(theme=["", *LONG["theme"][1:]])],
    ids=["few sentences", "another memo", "another theme"],
)
def test_coders_who_agree_on_nearly_all_are_no_copies(write, other):
    folder = write("codings/B.csv", other.to_csv(index=False))
    mine = LONG[: len(other)].to_csv(index=False)
    write("codings/A.csv", mine, "codings/final.csv", mine)
    assert len(read_codings(folder, MANY, tiny.CODEBOOK)) == 2 * len(other)


def test_faults_of_all_files_are_told_at_once(write):
    folder = write(
        "coding.csv", "doc_id,sent_id,theme,coder\na,1,tone,A\n",
        "codings/A.csv", f"{HEADER}a,1,tone\n",
        "codings/B.csv", "doc_id,sent_id,theme,unsure\na,9,tone,\na,1,tone,perhaps\n",
        "codings/C.csv", "doc_id,sent_id,code\na,1,tone\n",
        "codings/D.csv", "",
    )  # fmt: skip
    assert faults(folder) == [
        "codings/A.csv: found sentence 1 of 'a', which 'A' codes in coding.csv; expected each sentence of a coder in one file",
        "codings/B.csv, line 2: found the sent_id '9' in 'a'; expected a number from 1 to 4",
        "codings/B.csv, line 3: found 'perhaps' as unsure; expected x or a blank cell",
        "codings/C.csv, line 1: found no column 'theme' among 'doc_id', 'sent_id', 'code'; expected that column",
        "codings/D.csv: found an empty table; expected the columns doc_id, sent_id",
    ]  # fmt: skip


def test_other_files_are_passed_over_and_what_is_no_table_is_said(write):
    folder = write(
        "codings/spans.csv", "", "codings/~$A.xlsx", "", "codings/.DS_Store", "",
        "codings/notes.txt", "Ask about irony.",
    )  # fmt: skip
    with pytest.warns(InputWarning, match=r"codings/notes\.txt: found a file that ends in '\.txt'"):
        assert read(folder).empty
