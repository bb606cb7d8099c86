"""`make bench` without its peers and without a clock: texts, codebooks, what is left out, the table, the verdicts."""

import random
import re
import sys
from dataclasses import astuple
from itertools import product

import pandas as pd
import pytest
from bench import claims, measure, plan, report, run, texts
from bench.plan import Cell

from analysis.hits.search import find_matches

SYLLABLES = (
    "ba",
    "ab",
    "ce",
    "di",
    "fo",
)  # few: some words turned round, and some random pairs, do occur


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    """300 paragraphs of two sentences each, of 625 invented words of eight letters, and a few short ones."""
    rng = random.Random(0)
    words = ["".join(four) for four in product(SYLLABLES, repeat=4)]

    def sentence() -> str:
        return (
            f"The {' '.join(rng.choices(words, k=30))} is, of {' '.join(rng.choices(words, k=10))}."
        )

    return [f"{sentence()} {sentence()}" for _ in range(300)]


@pytest.fixture(scope="module")
def words(paragraphs) -> texts.Words:
    return texts.Words(paragraphs)


# -- texts and codebooks -------------------------------------------------------------------------------------------


def test_texts_have_the_size_asked_for_to_a_paragraph_and_are_the_same_every_time(paragraphs):
    drawn = texts.recombine(paragraphs, 0.5)
    size = sum(len(paragraphs[number].encode()) + 2 for text in drawn for number in text)
    last = len(paragraphs[drawn[-1][-1]].encode()) + 2
    assert size - last < 500_000 <= size
    assert drawn == texts.recombine(paragraphs, 0.5)
    assert len({tuple(text) for text in drawn}) == len(drawn) > 5
    assert (
        sum(map(len, texts.recombine(["é" * 499], 0.01))) == 10
    )  # 998 bytes and a blank line make 1,000


@pytest.mark.parametrize("n", [10, 100, 300])
def test_a_codebook_has_exactly_n_patterns_each_of_which_occurs(words, paragraphs, n):
    patterns = texts.draw(words, n)
    assert len(dict(patterns)) == len({literal for _, literal in patterns}) == n
    assert patterns == texts.draw(words, 300)[:n]
    [found] = find_matches(paragraphs, [pattern for pattern, _ in patterns])
    assert sorted(set(found["pattern"])) == list(range(n))
    for (pattern, literal), kind in zip(patterns, texts.KINDS * n, strict=False):
        assert {
            "word": pattern.isalpha(),
            "glob": pattern == literal[:-3] + "*",
            "phrase": " " in pattern,
        }[kind]


def test_ten_times_the_patterns_may_have_the_same_hits(words, paragraphs):
    few = texts.draw(words, 20)
    many = texts.draw_same_hits(words, few, 200)
    assert many[:20] == few
    assert len(dict(many)) == 200
    assert all(any(sign in pattern for pattern, _ in many[20:]) for sign in "* ")
    [found] = find_matches(paragraphs, [pattern for pattern, _ in many])
    assert found["pattern"].max() == 19


def test_texts_with_too_few_words_are_refused():
    with pytest.raises(
        ValueError, match=r"found words for 0 patterns; expected texts with words for 10$"
    ):
        texts.draw(texts.Words(["One paragraph only."]), 10)


def test_all_files_are_written_and_their_sentences_are_those_of_the_texts(
    paragraphs, tmp_path, monkeypatch
):
    monkeypatch.setattr(texts, "CODEBOOKS", (10, 200))
    texts.save(
        tmp_path, [re.split(r"(?<=\.) ", paragraph) for paragraph in paragraphs], [0.02, 0.1]
    )
    for mb in (0.02, 0.1):
        whole = (tmp_path / f"texts-{mb}.txt").read_text()
        assert (tmp_path / f"sentences-{mb}.txt").read_text().split() == whole.split()
    lines = {
        path.stem: path.read_text().count("\n") + 1 for path in tmp_path.glob("patterns-*.tsv")
    }
    assert lines == {"patterns-10": 10, "patterns-200": 200, "patterns-10000-same-hits": 200}


def test_a_folder_of_texts_gives_its_paragraphs_as_sentences(write):
    folder = write(
        "a.txt", "One is here. Two\nis too.\n\nThree is here.\n", "b.txt", "Four is here."
    )
    assert texts.paragraphs_of(folder) == [
        ["One is here.", "Two is too."],
        ["Three is here."],
        ["Four is here."],
    ]


# -- what is run ---------------------------------------------------------------------------------------------------


def test_the_plan_holds_every_size_codebook_and_competitor_once():
    todo = plan.cells()
    assert (
        len(set(todo))
        == len(todo)
        == 2 + 3 * (len(plan.SENTENCES) + 4 * len(plan.HITS) + 1 + len(plan.ALL))
    )
    assert {cell.work for cell in todo} == set(plan.WORKS)
    assert set(plan.WORKS) - {"tidytext hits"} == set(measure.WORKS)
    assert [cell.mb for cell in todo] == sorted(cell.mb for cell in todo)


TODO = [Cell("pandas hits", mb, book) for mb in (1, 8) for book in ("10", "100", "1000")]


def test_a_cell_is_run_only_where_the_next_smaller_one_lets_it():
    others = {TODO[1]: 1.0, TODO[4]: 1.0}
    assert plan.why_not(TODO[5], TODO, others, 300) == "not run: the next smaller one was not"
    assert plan.why_not(TODO[5], TODO, others | {TODO[2]: 7.6}, 300) == "not run: predicted 61 s"
    assert (
        plan.why_not(TODO[5], TODO, others | {TODO[2]: 7.4}, 300) == ""
    )  # eight times as long: 59.2 s
    assert (
        plan.why_not(TODO[5], TODO, others | {TODO[2]: 7.4}, 59)
        == "not run: predicted 59 s, no time left"
    )


def test_on_the_smallest_texts_the_smaller_codebook_predicts():
    assert plan.smaller(TODO[1], TODO) == (TODO[0], 10)
    assert plan.why_not(TODO[1], TODO, {TODO[0]: 6.1}, 300) == "not run: predicted 61 s"
    assert plan.why_not(TODO[0], TODO, {}, 300) == ""
    assert plan.why_not(TODO[0], TODO, {}, -1) == "not run: no time left"
    assert plan.smaller(Cell("analysis hits", 1, texts.SAME_HITS), plan.cells()) is None
    assert (
        plan.smaller(Cell("analysis all", 1, "100"), plan.cells()) is None
    )  # an article predicts nothing


def test_a_round_takes_the_cheapest_cells_that_fit():
    costs = dict(zip(TODO, (3, 1, 5, 2), strict=False))
    assert plan.affordable(costs, 6) == {TODO[0], TODO[1], TODO[3]}
    assert plan.affordable(costs, 0.5) == set()


def figures(seconds: float, **more) -> dict:
    return {
        "cpu_s": seconds,
        "wall_s": seconds,
        "first_s": 0.1,
        "peak_mb": 50.0,
        "n_rows": 7,
    } | more


def test_rounds_go_through_all_cells_before_the_next_begins(monkeypatch, tmp_path, capsys):
    todo = [
        Cell("spacy hits", 1, "10"),
        Cell("tidytext hits", 1, "10"),
        Cell("pandas hits", 1, "10"),
        *TODO[1:3],
    ]
    monkeypatch.setattr(run, "missing", lambda: {"tidytext hits": "not installed"})
    monkeypatch.setattr(
        run, "measure", lambda cell, _: "failed: x" if cell.book == "100" else figures(0.5)
    )
    rows, left_out = run.rounds(todo, tmp_path, 2, run.monotonic() + 1000)
    ran = [f"{row['round']} {row['work']}" for row in rows]
    assert ran == ["1 spacy hits", "1 pandas hits", "2 spacy hits", "2 pandas hits"]
    why = ("not installed", "failed: x", "not run: the next smaller one was not")
    assert left_out == dict(zip((todo[1], todo[3], todo[4]), why, strict=True))
    assert "round 2 of 2: pandas hits, 1 MB, 10 patterns: 0.500 s" in capsys.readouterr().err


def test_each_work_runs_in_its_own_environment(tmp_path):
    own, peer, r = (
        run.command(Cell(f"{who} hits", 8, "10"), tmp_path)
        for who in ("analysis", "spacy", "tidytext")
    )
    assert (own[0], r[0]) == (sys.executable, "Rscript")
    assert own[1:3] == peer[1:3] == ["-m", "bench.measure"]
    assert peer[0] == str(run.PEERS_PYTHON) != own[0]
    assert (
        own[-2:]
        == peer[-2:]
        == r[-2:]
        == [str(tmp_path / name) for name in ("sentences-8.txt", "patterns-10.tsv")]
    )
    whole = run.command(Cell("pysbd sentences", 1), tmp_path)[-2:]
    assert whole == [str(tmp_path / "texts-1.txt"), str(tmp_path / "patterns-100.tsv")]


def test_a_folder_that_is_not_there_is_one_line(capsys):
    with pytest.raises(SystemExit):
        run.main(["--texts", "nowhere"])
    assert capsys.readouterr().err.endswith(
        "--texts: found 'nowhere'; expected a folder of texts\n"
    )


def test_the_peers_versions_are_pinned_and_name_no_host():
    lines = (run.HERE / "peers.txt").read_text().splitlines()
    assert all(re.match(r"[a-z0-9-]+==[\w.]+( ; .+)?$", line) for line in lines)
    assert set(report.PEERS) < {line.partition("==")[0] for line in lines}


@pytest.mark.parametrize(
    ("work", "n_rows"), [("sketch words", 9), ("analysis sentences", 3), ("analysis hits", 4)]
)
def test_a_measurement_counts_the_rows_of_the_result(work, n_rows, tmp_path):
    items = tmp_path / ("sentences-1.txt" if work in plan.ON_SENTENCES else "texts-1.txt")
    items.write_text(
        ("\n\n" if "texts" in items.stem else "\n").join(
            ["Rights are rights.", "They rule.", "All of it goes."]
        )
    )
    (tmp_path / "patterns-10.tsv").write_text("right*\trights\nall of\tall of\ngoes\tgoes")
    measured = measure.measure(work, items, tmp_path / "patterns-10.tsv")
    assert list(measured) == report.MEASURED
    assert measured["n_rows"] == n_rows


# -- what is said of it --------------------------------------------------------------------------------------------


def made_up(cells: str) -> pd.DataFrame:
    """A table of cells `work/MB/codebook=CPU seconds`, a semicolon between them."""
    split = [re.split("[/=]", cell.strip()) for cell in cells.split(";")]
    found = {Cell(work, float(mb), book): float(cpu) for work, mb, book, cpu in split}
    return report.table(list(found), [row(*astuple(cell), cpu) for cell, cpu in found.items()], {})


def row(work: str, mb: float, book: str, cpu: float, **more) -> dict:
    return {"work": work, "mb": mb, "book": book, "round": 1, **figures(cpu, **more)}


def test_the_table_has_a_row_a_cell_with_medians_and_reasons():
    todo = [
        Cell("pandas hits", 8, "10"),
        Cell("pandas hits", 8, "100"),
        Cell("spacy hits", 8, "10"),
    ]
    rows = [row("pandas hits", 8, "10", cpu) for cpu in (9.0, 1.0, 2.0)]
    frame = report.table(todo, rows, {todo[1]: "not run: predicted 70 s", todo[2]: "failed: x"})
    assert list(frame) == [
        "work",
        "mb",
        "book",
        *report.MEASURED,
        "repeats",
        "status",
        "mb_per_cpu_s",
        "includes",
    ]
    assert frame["status"].tolist() == ["median of 3", "not run: predicted 70 s", "failed: x"]
    assert frame.loc[0, ["cpu_s", "mb_per_cpu_s", "repeats"]].tolist() == [2.0, 4.0, 3]
    assert frame.loc[1:, ["cpu_s", "mb_per_cpu_s"]].isna().all(axis=None)


def verdicts(frame) -> dict[str, tuple]:
    return {claim.text: (claim.found.to_dict(), claim.met) for claim in claims.claims(frame)}


def test_ratios_are_judged_on_the_largest_texts_on_which_both_were_run():
    frame = made_up(
        "analysis hits/1/100=1;analysis hits/8/100=2;analysis hits/64/100=18;analysis hits/8/1000=0.5;"
        "analysis hits/64/1000=2;spacy hits/1/100=25;spacy hits/8/100=30;sklearn hits/8/100=20;sketch words/64/=13.5"
    )
    assert next(claims.claims(frame)).line()[1:] == ["≥ 20", "15 (8 MB), 25 (1 MB)", "no"]
    found = verdicts(frame)
    peers = "sentences to hits, 100 patterns"
    assert found[f"{peers}: times as fast as spacy"] == ({1: 25, 8: 15}, "no")
    assert found[f"{peers}: times as fast as sklearn"] == ({8: 10}, "yes")
    assert found[f"{peers}: times as fast as pandas"] == ({}, "not measured")
    assert found[f"{peers}: share of the sketch's rate"] == ({64: 0.75}, "yes")
    assert found["sentences to hits, 1,000 patterns: MB per CPU s"] == ({8: 16, 64: 32}, "yes")
    assert found["64 MB: times the cost of 8 MB, the worst of the package's rows"] == (
        {64: 9},
        "no",
    )


def test_all_tables_are_judged_too():
    frame = made_up(
        "analysis import/0.02/=0.5;analysis all/0.02/100=0.04;analysis hits/8/100=1;"
        "analysis hits/8/10000-same-hits=6.5;analysis all/8/100=2;sentencex sentences/8/=0.5;"
        "spacy all/8/100=30;pysbd sentences/8/=150;pandas hits/8/100=49"
    )
    found = {text.rpartition(": ")[2]: verdict for text, verdict in verdicts(frame).items()}
    assert found["times sentencex's cost"] == ({8: 4}, "no")
    assert found["times as fast as pysbd + pandas"] == ({8: 99.5}, "no")
    assert found["times the cost of 100"] == ({8: 6.5}, "no")
    assert found["ms"] == ({0.02: 40}, "yes")
    assert found["more seconds than warm"] == ({0.02: pytest.approx(0.06)}, "yes")
    assert found["seconds"] == ({0.02: 0.5}, "yes")


def test_the_page_says_all_and_the_chart_draws_what_was_run(tmp_path, capsys):
    todo = [Cell("sketch words", 1), *TODO]
    rows = [
        row("sketch words", 1, "", 0.02, n_rows=2000),
        row("analysis hits", 1, "10", 0.1, n_rows=9),
    ]
    rows += [row("pandas hits", 1, book, 1.0) for book in ("10", "100")]
    report.write(
        tmp_path,
        [*todo, Cell("analysis hits", 1, "10")],
        rows,
        dict.fromkeys(TODO[2:], "not run: y"),
    )
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"bench.csv", "bench.md", "bench.png", "bench.svg", "measurements.csv"}
    text = (tmp_path / "bench.md").read_text()
    assert "| pandas hits | 1 | 100 | median of 1 | 1.000 | 1.000 | 1 | 50 | 0.100 | 7 |" in text
    assert "| pandas hits | 8 | 10 | not run: y |  |  |  |  |  |  |" in text
    assert "Hits of the package in 1,000 words of text, by codebook: 10: 4.5." in text
    assert "times as fast as spacy | ≥ 20 | – | not measured |" in capsys.readouterr().out
    chart = report.draw(report.table(todo, rows, {}))
    (ax,) = chart.figure.axes
    assert {line.get_label(): line.get_xydata().tolist() for line in ax.lines[:1]} == {
        "pandas": [[10, 1], [100, 1]]
    }
    assert ax.lines[1].get_ydata()[0] == 50
