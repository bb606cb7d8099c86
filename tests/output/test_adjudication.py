"""`workbook adjudicate`: the sentences on which coders differ, and what each of them gave."""

import pandas as pd
import pytest
from tiny import CODEBOOK, SENTENCES_AB, rows

from analysis.cli import main
from analysis.coding.sheet_form import NO_THEME
from analysis.faults import InputError, Report
from analysis.output.adjudication import make_final_sheet, write_adjudication
from analysis.output.coding_sheets import to_csv
from analysis.reading.table_files import read_table
from analysis.study import open_study
from analysis.tables import CODINGS

KEY = ["doc_id", "sent_id"]
# A and B differ on a 1 in one theme and on a 4 in three, and agree on a 2; C read b 1 alone.
CODINGS_ABC = CODINGS.frame(
    pd.DataFrame(
        [
            ("a", 1, "A", "tone", "", False),
            ("a", 1, "B", "", "hm", True),
            ("a", 2, "A", "topic/poverty", "", False),
            ("a", 2, "B", "topic/poverty", "", False),
            ("a", 4, "A", "topic/rights", "", False),
            ("a", 4, "A", "topic/poverty", "", False),
            ("a", 4, "B", "tone", "", False),
            ("b", 1, "C", "tone", "", False),
        ],
        columns=["doc_id", "sent_id", "coder", "theme", "memo", "unsure"],
    )
)


def adjudicate(folder, codings=CODINGS_ABC, **more):
    return write_adjudication(folder, SENTENCES_AB, codings, CODEBOOK, "s", **more)


def test_the_worst_come_first_with_what_each_coder_gave():
    sheet = make_final_sheet(SENTENCES_AB, CODINGS_ABC, CODEBOOK)
    assert rows(sheet, "row", "doc_id", "sent_id", "A gave", "B gave") == [
        [1, "a", 4, "Rights; Poverty", "Tone"],
        [2, "a", 1, "Tone", f"{NO_THEME}\nunsure\nhm"],
    ]
    assert sheet.columns.tolist()[3:10] == [
        "before", "sentence", "after", "A gave", "B gave", "theme_1", "theme_2",
    ]  # fmt: skip


def test_who_did_not_read_a_sentence_has_a_blank():
    third = CODINGS_ABC.iloc[[0]].assign(coder="C")
    sheet = make_final_sheet(SENTENCES_AB, pd.concat([CODINGS_ABC, third]), CODEBOOK)
    assert rows(sheet, "sent_id", "C gave") == [[4, ""], [1, "Tone"]]


def test_the_files_are_made_once_and_never_overwritten(tmp_path):
    said = adjudicate(tmp_path)
    assert said[0] == (
        "made codings/final.csv and codings/final.xlsx: 2 sentences on which coders differ, the "
        "worst first"
    )
    before = {path: path.read_bytes() for path in (tmp_path / "codings").iterdir()}
    assert sorted(path.name for path in before) == ["final.csv", "final.xlsx"]
    message = (
        r"codings/final\.csv: found a file that is there, which is never overwritten; .*--more"
    )
    with pytest.raises(InputError, match=message):
        adjudicate(tmp_path)
    assert {path: path.read_bytes() for path in (tmp_path / "codings").iterdir()} == before


def test_a_final_file_of_any_case_and_ending_counts(tmp_path):
    tmp_path.joinpath("codings").mkdir()
    tmp_path.joinpath("codings", "Final.tsv").touch()
    with pytest.raises(InputError, match=r"codings/Final\.tsv: found a file that is there"):
        adjudicate(tmp_path)


def test_further_differences_are_added_at_the_end(tmp_path):
    adjudicate(tmp_path)
    path = tmp_path / "codings" / "final.csv"
    path.write_bytes(path.read_bytes().replace(b",Tone,,,,,,,\r\n", b",Tone,Rights,,,,,,\r\n"))
    settled = path.read_bytes()
    assert adjudicate(tmp_path, more=True) == [
        "nothing to do: codings/final.csv has every sentence on which coders differ"
    ]
    more = CODINGS_ABC.iloc[[0, 1]].assign(doc_id="b", sent_id=2)
    said = adjudicate(tmp_path, pd.concat([CODINGS_ABC, more]), more=True)
    assert said[:2] == [
        "added 1 row at the end of codings/final.csv",
        "added 1 row at the end of codings/final.xlsx",
    ]
    assert path.read_bytes().startswith(settled)
    table, _ = read_table(path.read_bytes(), "final.csv", KEY, "", Report())
    assert rows(table, "row", "doc_id", "sent_id", "A gave")[-1] == ["3", "b", "2", "Tone"]


def test_coders_who_agree(tmp_path):
    assert adjudicate(tmp_path, CODINGS_ABC.iloc[2:4]) == [
        "nothing to settle: A and B agree on what more than one read"
    ]
    assert not tmp_path.joinpath("codings").exists()


@pytest.mark.parametrize(
    ("codings", "message"),
    [
        (CODINGS_ABC.iloc[:1], "codings: found codings of 'A' only; expected two coders at least"),
        (CODINGS_ABC.iloc[:0], "codings: found no codings; expected two coders at least"),
    ],
)
def test_fewer_than_two_coders(tmp_path, codings, message):
    with pytest.raises(InputError, match=message):
        adjudicate(tmp_path, codings)


def test_what_was_settled_is_the_gold_standard(write, capsys):
    text = "States must protect rights. Poverty fell."
    header = "doc_id,sent_id,theme\n"
    study = write(
        "a.txt", text,
        "codebook.yaml", 'name: S\nversion: "1"\nthemes:\n  rights: {label: Rights, patterns: ["right*"]}\n',
        "codings/A.csv", f"{header}a,1,rights\na,2,\n",
        "codings/B.csv", f"{header}a,1,\na,2,\n",
    )  # fmt: skip
    assert main(["adjudicate", str(study)]) == 0
    assert "1 sentence on which coders differ" in capsys.readouterr().out
    path = study / "codings" / "final.csv"
    table, _ = read_table(path.read_bytes(), "final.csv", KEY, "", Report())
    path.write_bytes(to_csv(table.assign(theme_1="rights")))
    study.joinpath("codings", "final.xlsx").unlink()
    gold = open_study(study).gold
    assert rows(gold, "sent_id", "theme") == [[1, "rights"], [2, ""]]
    assert main(["adjudicate", str(study)]) == 2
    assert "never overwritten" in capsys.readouterr().err
