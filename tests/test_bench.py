"""`make bench` without its peers and without timing."""

import random
import re
import sys
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from bench import claims, measure, plan, report, run, texts
from bench.plan import Cell

from analysis.hits.search import find_matches

# So few that some reversed words and some random pairs of words do occur.
SYLLABLES = ("ba", "ab", "ce", "di", "fo")


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    """300 paragraphs of two sentences; most words are among 625 invented ones of eight letters."""
    rng = random.Random(0)
    words = ["".join(syllables) for syllables in product(SYLLABLES, repeat=4)]

    def sentence() -> str:
        subject = " ".join(rng.choices(words, k=30))
        rest = " ".join(rng.choices(words, k=10))
        return f"The {subject} is, of {rest}."

    return [f"{sentence()} {sentence()}" for _ in range(300)]


@pytest.fixture(scope="module")
def words(paragraphs) -> texts.Words:
    return texts.Words(paragraphs)


# -- texts and codebooks ---------------------------------------------------------------------------


def test_texts_reach_the_requested_size_and_are_the_same_every_time(paragraphs):
    drawn = texts.recombine(paragraphs, 0.5)
    n_bytes = [len(paragraphs[number].encode()) + 2 for text in drawn for number in text]
    assert sum(n_bytes[:-1]) < 500_000 <= sum(n_bytes)
    assert drawn == texts.recombine(paragraphs, 0.5)
    assert len({tuple(text) for text in drawn}) == len(drawn) > 5


def test_the_size_of_texts_counts_bytes():
    drawn = texts.recombine(["é" * 499], 0.01)  # 998 bytes and a blank line make 1,000
    assert sum(map(len, drawn)) == 10


@pytest.mark.parametrize("n", [10, 100, 300])
def test_a_codebook_has_n_patterns_and_each_occurs(words, paragraphs, n):
    patterns = texts.draw(words, n)
    assert len(dict(patterns)) == len({literal for _, literal in patterns}) == n
    assert patterns == texts.draw(words, 300)[:n]
    [found] = find_matches(paragraphs, [pattern for pattern, _ in patterns])
    assert sorted(set(found["pattern"])) == list(range(n))
    for (pattern, literal), kind in zip(patterns, texts.KINDS * n, strict=False):
        is_of_kind = {
            "word": pattern.isalpha(),
            "glob": pattern == literal[:-3] + "*",
            "phrase": " " in pattern,
        }
        assert is_of_kind[kind]


def test_a_codebook_with_ten_times_the_patterns_has_the_same_hits(words, paragraphs):
    few = texts.draw(words, 20)
    many = texts.draw_same_hits(words, few, 200)
    assert many[:20] == few
    assert len(dict(many)) == 200
    added = [pattern for pattern, _ in many[20:]]
    assert any("*" in pattern for pattern in added)
    assert any(" " in pattern for pattern in added)
    [found] = find_matches(paragraphs, [pattern for pattern, _ in many])
    assert found["pattern"].max() == 19


def test_texts_with_too_few_words_are_refused():
    words = texts.Words(["One paragraph only."])
    said = r"found words for 0 patterns; expected texts with words for 10$"
    with pytest.raises(ValueError, match=said):
        texts.draw(words, 10)


def test_all_files_are_written_with_the_same_words(paragraphs, tmp_path, monkeypatch):
    monkeypatch.setattr(texts, "CODEBOOKS", (10, 200))
    as_sentences = [re.split(r"(?<=\.) ", paragraph) for paragraph in paragraphs]
    texts.save(tmp_path, as_sentences, [0.02, 0.1])
    for mb in (0.02, 0.1):
        whole = (tmp_path / f"texts-{mb}.txt").read_text()
        assert (tmp_path / f"sentences-{mb}.txt").read_text().split() == whole.split()
    n_lines = {
        path.stem: len(path.read_text().split("\n")) for path in tmp_path.glob("patterns-*.tsv")
    }
    assert n_lines == {"patterns-10": 10, "patterns-200": 200, "patterns-10000-same-hits": 200}


def test_a_folder_of_texts_is_read_as_paragraphs_of_sentences(write):
    one = "One is here. Two\nis too.\n\nThree is here.\n"
    folder = write("a.txt", one, "b.txt", "Four is here.")
    assert texts.paragraphs_of(folder) == [
        ["One is here.", "Two is too."],
        ["Three is here."],
        ["Four is here."],
    ]


# -- what is run -----------------------------------------------------------------------------------


def test_the_plan_has_every_size_codebook_and_work_once():
    todo = plan.all_cells()
    n_per_size = (
        len(plan.SENTENCES) + 4 * len(plan.HITS) + 1 + 2 + len(plan.KEYNESS) + len(plan.ALL)
    )
    assert len(set(todo)) == len(todo) == 2 + 3 * n_per_size
    assert {cell.work for cell in todo} == set(plan.WORKS)
    assert set(plan.WORKS) - {"tidytext hits"} == set(measure.WORKS)
    assert [cell.mb for cell in todo] == sorted(cell.mb for cell in todo)


TODO = [Cell("pandas hits", mb, book) for mb in (1, 8) for book in ("10", "100", "1000")]


def reason(cell: Cell, walls: dict[Cell, float], seconds_left: float = 300) -> str:
    return plan.reason_to_skip(cell, TODO, walls, seconds_left)


def test_a_cell_is_run_only_if_the_next_smaller_one_predicts_that_it_fits():
    walls = {TODO[1]: 1.0, TODO[4]: 1.0}
    assert reason(TODO[5], walls) == "not run: the next smaller one was not"
    assert reason(TODO[5], walls | {TODO[2]: 7.6}) == "not run: predicted 61 s"
    walls[TODO[2]] = 7.4  # predicts eight times as long: 59.2 s
    assert reason(TODO[5], walls) == ""
    assert reason(TODO[5], walls, 59) == "not run: predicted 59 s, no time left"


def test_on_the_smallest_texts_the_smaller_codebook_predicts():
    assert plan.predictor(TODO[1], TODO) == (TODO[0], 10)
    assert reason(TODO[1], {TODO[0]: 6.1}) == "not run: predicted 61 s"
    assert reason(TODO[0], {}) == ""
    assert reason(TODO[0], {}, -1) == "not run: no time left"


@pytest.mark.parametrize(
    "cell", [Cell("analysis hits", 1, texts.SAME_HITS), Cell("analysis all", 1, "100")]
)
def test_nothing_predicts_a_cell_without_a_smaller_one(cell):
    assert plan.predictor(cell, plan.all_cells()) is None  # an article is too small to predict


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


def test_a_round_goes_through_all_cells_before_the_next_begins(monkeypatch, tmp_path, capsys):
    hits = [Cell(f"{peer} hits", 1, "10") for peer in ("spacy", "tidytext", "pandas")]
    todo = [*hits, *TODO[1:3]]

    def measure(cell: Cell, folder: Path) -> dict | str:
        return "failed: x" if cell.book == "100" else figures(0.5)

    monkeypatch.setattr(run, "missing_works", lambda: {"tidytext hits": "not installed"})
    monkeypatch.setattr(run, "measure", measure)
    rounds = run.Rounds(todo, tmp_path, 2)
    rounds.run(run.monotonic() + 1000)
    ran = [f"{row['round']} {row['work']}" for row in rounds.rows]
    assert ran == ["1 spacy hits", "1 pandas hits", "2 spacy hits", "2 pandas hits"]
    assert rounds.left_out == {
        todo[1]: "not installed",
        todo[3]: "failed: x",
        todo[4]: "not run: the next smaller one was not",
    }
    assert "round 2 of 2: pandas hits, 1 MB, 10 patterns: 0.500 s" in capsys.readouterr().err


def test_each_work_runs_in_its_own_environment(tmp_path):
    own, peer, r = (
        run.command_of(Cell(f"{library} hits", 8, "10"), tmp_path)
        for library in ("analysis", "spacy", "tidytext")
    )
    assert (own[0], r[0]) == (sys.executable, "Rscript")
    assert own[1:3] == peer[1:3] == ["-m", "bench.measure"]
    assert peer[0] == str(run.PEERS_PYTHON) != own[0]
    files = [str(tmp_path / name) for name in ("sentences-8.txt", "patterns-10.tsv")]
    assert own[-2:] == peer[-2:] == r[-2:] == files


def test_a_work_on_whole_texts_gets_texts(tmp_path):
    files = run.command_of(Cell("pysbd sentences", 1), tmp_path)[-2:]
    assert files == [str(tmp_path / "texts-1.txt"), str(tmp_path / "patterns-100.tsv")]


def test_a_missing_folder_of_texts_is_refused_in_one_line(capsys):
    with pytest.raises(SystemExit):
        run.main(["--texts", "nowhere"])
    said = capsys.readouterr().err
    assert said.endswith("--texts: found 'nowhere'; expected a folder of texts\n")


def test_the_peers_are_pinned_without_a_host():
    lines = (run.HERE / "peers.txt").read_text().splitlines()
    assert all(re.match(r"[a-z0-9-]+==[\w.]+( ; .+)?$", line) for line in lines)
    assert set(report.PEERS) < {line.partition("==")[0] for line in lines}


@pytest.mark.parametrize(
    ("work", "n_rows"),
    [
        ("sketch words", 9),
        ("analysis sentences", 3),
        ("analysis hits", 4),
        ("analysis concordance", 2),
        ("analysis keyness", 8 + 6),
        ("analysis measures", 50 + 50 + 50 + 50 * 49 // 2 + 50 * 50),
    ],
)
def test_a_measurement_counts_the_rows_of_the_result(work, n_rows, tmp_path):
    sentences = ["Rights are rights.", "They rule.", "All of it goes."]
    if work in plan.ON_SENTENCES:
        items = tmp_path / "sentences-1.txt"
        items.write_text("\n".join(sentences))
    else:
        items = tmp_path / "texts-1.txt"
        items.write_text("\n\n".join(sentences))
    patterns = tmp_path / "patterns-10.tsv"
    patterns.write_text("right*\trights\nall of\tall of\ngoes\tgoes")
    measured = measure.measure(work, items, patterns)
    assert list(measured) == report.MEASURED
    assert measured["n_rows"] == n_rows


# -- the report --------------------------------------------------------------------------------


def made_up(cells: str) -> pd.DataFrame:
    """A table of cells, written as `work/MB/codebook=CPU seconds` with semicolons between them."""
    todo = []
    rows = []
    for written in cells.split(";"):
        work, mb, book, cpu = re.split("[/=]", written)
        todo.append(Cell(work, float(mb), book))
        rows.append(row(work, float(mb), book, float(cpu)))
    return report.table(todo, rows, {})


def row(work: str, mb: float, book: str, cpu: float, **more) -> dict:
    return {"work": work, "mb": mb, "book": book, "round": 1, **figures(cpu, **more)}


def test_the_table_has_one_row_per_cell_with_medians_and_reasons():
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


def test_ratios_are_judged_on_the_largest_texts_that_both_were_run_on():
    frame = made_up(
        "analysis hits/1/100=1;analysis hits/8/100=2;analysis hits/64/100=18;"
        "analysis hits/8/1000=0.5;analysis hits/64/1000=2;spacy hits/1/100=25;"
        "spacy hits/8/100=30;sklearn hits/8/100=20;sketch words/64/=13.5"
    )
    assert next(claims.claims(frame)).row()[1:] == ["≥ 20", "15 (8 MB), 25 (1 MB)", "no"]
    found = verdicts(frame)
    peers = "sentences to hits, 100 patterns"
    assert found[f"{peers}: times as fast as spacy"] == ({1: 25, 8: 15}, "no")
    assert found[f"{peers}: times as fast as sklearn"] == ({8: 10}, "yes")
    assert found[f"{peers}: times as fast as pandas"] == ({}, "not measured")
    assert found[f"{peers}: share of the sketch's rate"] == ({64: 0.75}, "yes")
    assert found["sentences to hits, 1,000 patterns: MB per CPU s"] == ({8: 16, 64: 32}, "yes")
    growth = found["64 MB: times the cost of 8 MB, the worst of the package's rows"]
    assert growth == ({64: 9}, "no")


def test_the_targets_for_all_tables_are_judged():
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


def test_the_targets_for_keyness_are_judged():
    found = verdicts(made_up("analysis keyness/8/=1;analysis keyness/64/=9;sklearn keyness/64/=27"))
    assert found["keyness of terms of one and two words: CPU seconds"] == ({8: 1, 64: 9}, "no")
    ratio = found["keyness of terms of one and two words: times as fast as sklearn"]
    assert ratio == ({64: 3}, "yes")


def test_the_page_has_every_cell_and_the_chart_draws_those_that_were_run(tmp_path, capsys):
    todo = [Cell("sketch words", 1), *TODO]
    rows = [
        row("sketch words", 1, "", 0.02, n_rows=2000),
        row("analysis hits", 1, "10", 0.1, n_rows=9),
        row("pandas hits", 1, "10", 1.0),
        row("pandas hits", 1, "100", 1.0),
    ]
    left_out = dict.fromkeys(TODO[2:], "not run: y")
    report.write(tmp_path, [*todo, Cell("analysis hits", 1, "10")], rows, left_out)
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"bench.csv", "bench.md", "bench.png", "bench.svg", "measurements.csv"}
    text = (tmp_path / "bench.md").read_text()
    assert "| pandas hits | 1 | 100 | median of 1 | 1.000 | 1.000 | 1 | 50 | 0.100 | 7 |" in text
    assert "| pandas hits | 8 | 10 | not run: y |  |  |  |  |  |  |" in text
    assert "Hits of the package in 1,000 words of text, by codebook: 10: 4.5." in text
    assert "times as fast as spacy | ≥ 20 | – | not measured |" in capsys.readouterr().out

    chart = report.draw(report.table(todo, rows, {}))
    (ax,) = chart.figure.axes
    speed, sketch = ax.lines
    assert speed.get_label() == "pandas"
    assert speed.get_xydata().tolist() == [[10, 1], [100, 1]]
    assert sketch.get_ydata()[0] == 50
