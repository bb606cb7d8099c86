"""`workbook sample`: what is drawn, what is written, what is refused, and what an interruption leaves."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from tiny import CODEBOOK, codebook, rows, sentences

from analysis.cli import main
from analysis.coding.anchoring import load_drawn
from analysis.coding.sheet_form import NO_THEME, sheet_codings
from analysis.coding.strata import Strata
from analysis.faults import InputError, Report
from analysis.output import sample_sheets
from analysis.output.sample_sheets import Order, Texts, make_sample
from analysis.reading.settings import read_settings
from analysis.reading.table_files import read_table
from analysis.study import open_study
from analysis.tables import SHEET

KEY = ["doc_id", "sent_id"]
TEN = pd.concat(
    [
        sentences(*[f"Rights {n}." for n in range(4)]),
        sentences(*[f"Other {n}." for n in range(6)], doc_id="b"),
    ],
    ignore_index=True,
)
NO_STRATA = Strata("", None, "")
STRATA = Strata("outlet", TEN["doc_id"], "")


def sample(
    folder,
    *,
    more=None,
    n=None,
    coders="",
    by="",
    holdout=False,
    seed=None,
    texts=TEN,
    book=CODEBOOK,
):
    """Do what `workbook sample` does with the ten sentences."""
    folder.joinpath("codebook.yaml").touch()
    drawn = load_drawn(read_settings(folder), texts, book, Report())
    order = Order(n, more, tuple(filter(None, coders.split(","))), by, holdout, seed)
    find = {"": NO_STRATA, "outlet": STRATA, "theme": Strata("rights", TEN["doc_id"], "rights")}
    return make_sample(Texts(folder, texts, book), drawn, order, lambda by: find[by], "my study")


def record(folder) -> dict:
    return json.loads((folder / "codings" / "sample.json").read_bytes())


def table(folder, name: str) -> pd.DataFrame:
    data = (folder / "codings" / name).read_bytes()
    return read_table(data, name, KEY, "", Report())[0]


def keys(of_rows) -> list[tuple[str, int]]:
    return [(row["doc_id"], int(row["sent_id"])) for row in of_rows]


def test_a_first_draw(tmp_path):
    said = sample(tmp_path, n=5, coders="A,B", by="outlet", seed=7)
    value = record(tmp_path)
    # Square roots of 4 and 6, so 2 and 3 of 5 (Webster).
    assert value["strata"] == [
        {"stratum": "a", "n_sentences": 4, "n_drawn": 2},
        {"stratum": "b", "n_sentences": 6, "n_drawn": 3},
    ]
    assert {row["doc_id"]: row["weight"] for row in value["rows"]} == {"a": 2.0, "b": 2.0}
    assert (value["seed"], value["by"], value["n_sentences"]) == (7, "outlet", 10)
    assert value["draws"] == [{"n": 5, "seed": 7, "coders": ["A", "B"], "holdout": False}]
    assert sorted(path.name for path in tmp_path.joinpath("codings").iterdir()) == [
        "A.csv", "A.xlsx", "B.csv", "B.xlsx", "sample.json",
    ]  # fmt: skip
    for name in ("A.csv", "A.xlsx", "B.csv", "B.xlsx"):
        sheet = table(tmp_path, name)
        assert sorted(keys(sheet.to_dict("records"))) == keys(value["rows"])
        assert sheet.columns.tolist() == list(SHEET.columns)
    assert said[:4] == [
        "drew 5 of 10 sentences, with the seed 7",
        "  a: 2 of 4 (weight 2)",
        "  b: 3 of 6 (weight 2)",
        "made codings/A.csv, codings/A.xlsx, codings/B.csv, codings/B.xlsx, codings/sample.json",
    ]
    assert said[-1].startswith("  workbook check 'my study' reads them")


def test_the_same_seed_makes_the_same_sample(tmp_path):
    for name in ("one", "two"):
        tmp_path.joinpath(name).mkdir()
        sample(tmp_path / name, n=5, coders="A", by="outlet", seed=7)
    one, two = (tmp_path / name / "codings" for name in ("one", "two"))
    for name in ("sample.json", "A.csv"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_what_a_coder_opens_tells_nothing_of_hits(tmp_path):
    for name, by in (("plain", ""), ("strata", "outlet")):
        tmp_path.joinpath(name).mkdir()
        sample(tmp_path / name, n=10, coders="A", by=by)
    plain, strata = (tmp_path / name / "codings" / "A.csv" for name in ("plain", "strata"))
    assert plain.read_bytes() == strata.read_bytes()  # the order does not depend on strata


def _fill(folder, name: str) -> bytes:
    """Code every row of a sheet; returns the bytes."""
    path = folder / "codings" / name
    text = path.read_bytes().decode("utf-8-sig")
    path.write_bytes(text.replace(",,,,,,,\r\n", ",Rights,,,,,x,- why\r\n").encode())
    return path.read_bytes()


def test_more_is_added_and_what_was_written_stays(tmp_path):
    sample(tmp_path, n=4, coders="A,B", by="outlet")
    before = record(tmp_path)["rows"]
    filled = _fill(tmp_path, "A.csv")
    said = sample(tmp_path, more=3)
    value = record(tmp_path)
    assert [row["draw"] for row in value["rows"]] == [1] * 4 + [2] * 3
    assert [{**row, "weight": 0} for row in value["rows"][:4]] == [
        {**row, "weight": 0} for row in before
    ]
    assert len(set(keys(value["rows"]))) == 7
    assert [draw["seed"] for draw in value["draws"]] == [0, 1]
    assert value["strata"][0]["n_drawn"] + value["strata"][1]["n_drawn"] == 7
    assert tmp_path.joinpath("codings", "A.csv").read_bytes().startswith(filled)
    for name in ("A.csv", "A.xlsx", "B.csv", "B.xlsx"):
        sheet = table(tmp_path, name)
        assert sheet["row"].tolist() == [str(n) for n in range(1, 8)]
        assert sorted(keys(sheet.to_dict("records"))) == sorted(keys(value["rows"]))
    assert said[0] == "drew 3 more of 10 sentences, with the seed 1"
    assert "added 3 rows at the end of codings/B.xlsx" in said


def test_more_for_other_coders_only(tmp_path):
    sample(tmp_path, n=4, coders="A")
    sample(tmp_path, more=3, coders="B")
    assert len(table(tmp_path, "A.csv")) == 4
    assert len(table(tmp_path, "B.csv")) == 3
    sample(tmp_path, coders="C")
    assert len(table(tmp_path, "C.csv")) == 7
    assert [draw["coders"] for draw in record(tmp_path)["draws"]] == [["A", "C"], ["B", "C"]]
    assert sample(tmp_path, coders="C") == [
        "nothing to do: the sheets of these coders have all their sentences"
    ]


def test_all_sentences_can_be_drawn_and_then_no_more(tmp_path):
    sample(tmp_path, n=10, coders="A")
    assert {row["weight"] for row in record(tmp_path)["rows"]} == {1.0}
    with pytest.raises(InputError, match="--more: found 1; expected at most 0"):
        sample(tmp_path, more=1)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.integers(2, 4), min_size=1, max_size=3),
    st.sampled_from(["", "outlet"]),
    st.booleans(),
    st.integers(0, 5),
)
def test_draws_never_repeat_and_weights_add_up(tmp_path_factory, sizes, by, holdout, seed):
    folder = tmp_path_factory.mktemp("study")
    drawn = 0
    for size in sizes:
        if drawn + size > 10:
            break
        more = (
            {"more": size}
            if drawn
            else {"n": size, "coders": "A", "seed": seed, "holdout": holdout}
        )
        sample(folder, by=by, **more)
        drawn += size
        value = record(folder)
        assert len(set(keys(value["rows"]))) == len(value["rows"]) == drawn
        assert sum(row["weight"] for row in value["rows"]) == pytest.approx(10)
        halves = [row["half"] for row in value["rows"]]
        assert set(halves) <= ({"improve", "report"} if holdout else {""})
        if holdout:
            last = [row["half"] for row in value["rows"] if row["draw"] == len(value["draws"])]
            assert abs(last.count("improve") - last.count("report")) <= 1
        assert sorted(keys(table(folder, "A.csv").to_dict("records"))) == sorted(
            keys(value["rows"])
        )


# -- what is refused -------------------------------------------------------------------------------


def _files(folder) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"n": 3, "coders": "A"}, "found a sample of 4 sentences, which is never overwritten; expected --more N"),
        ({}, "found a sample of 4 sentences, which is never overwritten; expected --more N"),
        ({"n": 3, "more": 2}, "--more: found the option beside --n; expected one of the two"),
        ({"more": 7}, "--more: found 7; expected at most 6, the number of sentences that are not"),
        ({"more": 2, "by": "outlet"}, "--by: found 'outlet'; expected none, as before"),
        ({"more": 2, "holdout": True}, "--holdout: found the option; expected none: a sample that was"),
        ({"coders": "C", "by": "outlet"}, "--by: found the option, and nothing to draw"),
        ({"coders": "C", "seed": 3}, "--seed: found the option, and nothing to draw"),
        ({"more": 2, "coders": "a"}, "--coders: found 'a', which differs from 'A' in case only"),
        ({"more": 2, "coders": "D"}, "--coders: found 'D', and codings/D.csv, which is not of the sample"),
        ({"more": 2, "coders": "A,A"}, "--coders: found 'A' twice"),
        ({"more": 2, "coders": "A,final"}, "--coders: found 'final', which names something else"),
    ],
)  # fmt: skip
def test_what_a_sample_rules_out(tmp_path, asked, message):
    sample(tmp_path, n=4, coders="A,B")
    tmp_path.joinpath("codings", "D.csv").write_text("doc_id,sent_id,theme\n")
    before = _files(tmp_path)
    with pytest.raises(InputError, match=re.escape(message)):
        sample(tmp_path, **asked)
    assert _files(tmp_path) == before


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "--n: found no number; expected how many sentences to draw, such as --n 200"),
        ({"n": 3}, "--coders: found no name; expected names with commas between"),
        ({"more": 3, "coders": "A"}, "--more: found no codings/sample.json to add to; expected --n N"),
        ({"n": 11, "coders": "A"}, "--n: found 11; expected at most 10"),
        ({"n": 1, "coders": "A", "by": "outlet"}, "--n: found 1; expected 2 at least, one for each stratum"),
        ({"n": 3, "coders": "A,B/C"}, "--coders: found 'B/C', with '/'"),
    ],
)  # fmt: skip
def test_what_a_first_draw_needs(tmp_path, asked, message):
    with pytest.raises(InputError, match=re.escape(message)):
        sample(tmp_path, **asked)
    assert not tmp_path.joinpath("codings").exists()


def test_a_sample_of_texts_that_changed_is_not_added_to(tmp_path):
    sample(tmp_path, n=4, coders="A")
    with pytest.raises(
        InputError, match=r"sentences_sha256: found sentences .* move the folder codings away"
    ):
        sample(tmp_path, more=2, texts=TEN.iloc[:-1])


def test_hits_of_another_codebook_make_other_strata(tmp_path):
    book = codebook({"rights": ["right*"]})
    sample(tmp_path, n=4, coders="A", by="theme", book=book)
    other = type(book)(**{**vars(book), "version": "2", "sha256": "1" * 64})
    message = r"another codebook in use, .* expected 'Tiny', version 1, .* --codebook FILE"
    with pytest.raises(InputError, match=message):
        sample(tmp_path, more=2, by="theme", book=other)


@pytest.mark.parametrize("name", ["~$A.xlsx", ".~lock.A.xlsx#"])
def test_a_sheet_that_is_open_is_not_written(tmp_path, name):
    sample(tmp_path, n=4, coders="A")
    tmp_path.joinpath("codings", name).touch()
    before = _files(tmp_path)
    with pytest.raises(InputError, match=r"A\.xlsx: found a sheet that is open in another program"):
        sample(tmp_path, more=2)
    assert _files(tmp_path) == before


def test_a_sheet_that_cannot_take_rows_stops_all(tmp_path):
    sample(tmp_path, n=4, coders="A,B")
    tmp_path.joinpath("codings", "B.csv").write_bytes(b"\xff")
    before = _files(tmp_path)
    with pytest.raises(InputError, match=r"codings/B\.csv"):
        sample(tmp_path, more=2)
    assert _files(tmp_path) == before


def test_a_sheet_that_was_saved_meanwhile(tmp_path, monkeypatch):
    sample(tmp_path, n=4, coders="A")
    path = tmp_path / "codings" / "A.csv"
    add = sample_sheets.add_rows

    def save_meanwhile(data, file, rows_of_sheet):
        if file.endswith("csv"):
            path.write_bytes(data + b"\r\n")
        return add(data, file, rows_of_sheet)

    monkeypatch.setattr(sample_sheets, "add_rows", save_meanwhile)
    with pytest.raises(InputError, match=r"A\.csv: found a sheet that was saved meanwhile"):
        sample(tmp_path, more=2)


# -- interrupted -----------------------------------------------------------------------------------


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("n_writes", range(5))
def test_an_interrupted_run_can_be_completed(tmp_path, monkeypatch, n_writes, is_first):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder in (whole, broken):
        folder.mkdir()
        if not is_first:
            sample(folder, n=4, coders="A,B")
            _fill(folder, "A.csv")
    asked = {"n": 4, "coders": "A,B"} if is_first else {"more": 3}
    sample(whole, **asked)
    left = [n_writes]

    def replace(self, target):
        if left[0] == 0:
            raise KeyboardInterrupt
        left[0] -= 1
        return original(self, target)

    original = Path.replace
    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        sample(broken, **asked)
    monkeypatch.undo()
    sample(broken, **(asked if n_writes == 0 else {"coders": "A,B"}))
    names = sorted(path.name for path in (broken / "codings").iterdir())
    assert {name[0] for name in names} == {"A", "B", "s"}  # a coder has one sheet at least
    for name in names:
        one, other = (folder / "codings" / name for folder in (whole, broken))
        if name.endswith("xlsx"):
            assert table(whole, name).equals(table(broken, name))
        else:
            assert one.read_bytes() == other.read_bytes()
    if not is_first:
        assert names == ["A.csv", "A.xlsx", "B.csv", "B.xlsx", "sample.json"]


# -- the command -----------------------------------------------------------------------------------


@pytest.fixture
def study(write):
    text = " ".join(f"States must protect right {n}. Poverty fell." for n in range(30))
    return write(
        "a.txt", text, "b.txt", text.replace("Poverty", "Hunger"),
        "metadata.csv", "doc_id,outlet\na,Post\nb,News\n",
        "codebook.yaml",
        'name: Small\nversion: "1"\nthemes:\n  rights: {label: Rights, patterns: ["right*"]}\n'
        "  poverty: {label: Poverty, patterns: [poverty]}\n",
    )  # fmt: skip


def run(*words) -> int:
    return main(["sample", *map(str, words)])


def test_a_sample_is_drawn_filled_in_and_read(study, capsys):
    assert run(study, "--n", 20, "--coders", "A,B", "--by", "Poverty", "--holdout") == 0
    said = capsys.readouterr().out
    assert "hit of poverty: " in said
    assert "10 to improve the patterns on, 10 to report on" in said
    for name in ("A.csv", "B.csv"):
        path = study / "codings" / name
        theme = "Rights" if name == "A.csv" else NO_THEME
        text = path.read_bytes().decode("utf-8-sig").replace(",,,,,,,\r\n", f",{theme},,,,,,\r\n")
        path.write_bytes(text.encode())
    opened = open_study(study)
    with pytest.warns(match="20 sentences on which coders differ"):
        codings = opened.codings
    assert codings.groupby("coder").size().to_dict() == {"A": 20, "B": 20}
    assert opened.sample["half"].value_counts().to_dict() == {"improve": 10, "report": 10}
    assert opened.sample["weight"].sum() == pytest.approx(len(opened.sentences))
    assert run(study, "--more", 5) == 0
    assert run(study, "--coders", "C") == 0
    said = [fault.found for fault in open_study(study).check().warnings]
    assert said == [
        "5 of 25 rows not coded yet, the first in line 22",
        "5 of 25 rows not coded yet, the first in line 22",
        "25 of 25 rows not coded yet",
        "20 sentences on which coders differ",
    ]
    sheet = read_table((study / "codings/C.csv").read_bytes(), "C.csv", KEY, "", Report())[0]
    assert len(sheet_codings(sheet.astype({"sent_id": int}), opened.codebook, "C")) == 0


def test_sheets_speak_the_language_of_the_study(study):
    study.joinpath("study.yaml").write_text("captions: fr\n")
    assert run(study, "--n", 5, "--coders", "A") == 0
    book = load_workbook(study / "codings" / "A.xlsx")
    assert book["how to"]["A1"].value == "Comment remplir la feuille"
    assert book["themes"]["A2"].value == NO_THEME  # as it is read, in any language


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--n", "0"], "argument --n: found '0'; expected a whole number from 1"),
        (["--n", "x"], "argument --n: found 'x'; expected a whole number from 1"),
        (["--more", "-1"], "argument --more: found '-1'; expected a whole number from 1"),
        (["--seed", "1.5"], "argument --seed: found '1.5'; expected a whole number from 0"),
        (["--coder", "A"], "found the option '--coder'; expected '--coders'"),
    ],
)
def test_wrong_options(study, capsys, words, message):
    with pytest.raises(SystemExit):
        run(study, *words)
    assert message in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--n", "5", "--coders", "A", "--by", "outlett"], "--by: found 'outlett', which is no column and no theme; expected 'outlet'"),
        (["--n", "500", "--coders", "A"], "--n: found 500; expected at most 120"),
        (["--n", "5", "--coders", "A", "--codebook", "none.yaml"], "none.yaml"),
    ],
)  # fmt: skip
def test_faults_of_a_command(study, capsys, words, message):
    assert run(study, *words) == 2
    assert message in capsys.readouterr().err
    assert not study.joinpath("codings").exists()


def test_what_is_no_folder_of_texts(study, capsys):
    for path, message in (
        (study / "a.txt", "found a file; expected a folder with texts"),
        ("memory://study", "found an address; expected a folder of this machine"),
    ):
        assert run(path, "--n", 5, "--coders", "A") == 2
        assert message in capsys.readouterr().err
    assert run("--n", 5, "--coders", "A") == 2
    assert "the built-in study: found a study that takes no files" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["sample", "adjudicate"])
def test_codings_that_are_no_folder(study, capsys, command):
    words = ["--n", "5", "--coders", "A"] if command == "sample" else []
    codings = study / "codings"
    codings.symlink_to(study / "nothing")
    assert main([command, str(study), *words]) == 2
    assert "codings: found a link that leads nowhere; expected a folder" in capsys.readouterr().err
    codings.unlink()
    codings.write_text("mine")
    assert main([command, str(study), *words]) == 2
    assert "codings: found a file; expected a folder" in capsys.readouterr().err
    assert codings.read_text() == "mine"


def test_rows_of_moved_sentences_keep_their_ids_for_a_further_coder(study):
    run(study, "--n", 20, "--coders", "A")
    before = record(study)["rows"]
    text = study.joinpath("a.txt")
    text.write_text("A new one. " + text.read_text())
    assert run(study, "--coders", "C") == 0
    assert record(study)["rows"] == before
    of_a, of_c = (
        sorted(rows(table(study, f"{name}.csv"), "doc_id", "sent_id", "sentence")) for name in "AC"
    )
    assert of_a == of_c
