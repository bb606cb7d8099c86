"""A study with a sample that was drawn and coded: what its methods do with it."""

import json

import pytest
import tiny

from analysis import open_study
from analysis.codebook.read import read_codebook
from analysis.coding.sample_file import hash_sentences

CODEBOOK = "name: T\nversion: '1'\nthemes:\n  aid: {patterns: [aid]}\n  law: {patterns: [law]}\n"
N = 60  # sentences; every third has the word “aid”, and of these every second is about aid


def sentence(number):
    return f"Sentence {number} names {'aid' if number % 3 == 0 else 'nothing'}."


@pytest.fixture
def study(write):
    """Two texts of 60 sentences; the first 40 of each were drawn and coded, in two strata."""
    text = "\n\n".join(sentence(number) for number in range(1, N + 1))
    codes = [f"{doc_id},{n},{'aid' if n % 6 == 0 else ''}" for doc_id in "ab" for n in range(1, 41)]
    folder = write(
        "a.txt", text, "b.txt", text, "codebook.yaml", CODEBOOK,
        "metadata.csv", "doc_id,outlet,year\na,Post,2023\nb,News,2024\n",
        "codings/A.csv", "\n".join(["doc_id,sent_id,theme", *codes]),
    )  # fmt: skip
    write_sample(folder)
    return open_study(folder)


def write_sample(folder, halves=("",)):
    """Write a sample of 26 sentences with a hit, of 40, and 54 without one, of 80."""
    sentences = open_study(folder).sentences
    codebook = read_codebook(folder / "codebook.yaml")
    rows = []
    for row in sentences[sentences["sent_id"] <= 40].to_dict("records"):
        has_hit = row["sent_id"] % 3 == 0
        weight = 40 / 26 if has_hit else 80 / 54
        keys = {name: row[name] for name in ("doc_id", "sent_id", "start", "end", "sentence")}
        half = halves[row["sent_id"] % len(halves)]
        rows.append({**keys, "stratum": str(has_hit), "weight": weight, "half": half, "draw": 1})
    strata = [("True", 40, 26), ("False", 80, 54)]
    names = ("stratum", "n_sentences", "n_drawn")
    record = {
        "format": 1,
        "seed": 0,
        "by": "aid",
        "codebook": {"name": "T", "version": "1", "sha256": codebook.sha256},
        "sentences_sha256": hash_sentences(sentences),
        "n_sentences": 120,
        "draws": [{"n": 80, "seed": 0, "coders": ["A"], "holdout": len(halves) > 1}],
        "strata": [dict(zip(names, row, strict=True)) for row in strata],
        "rows": rows,
    }
    (folder / "codings" / "sample.json").write_text(json.dumps(record), encoding="utf-8")


def test_corrected_shares_by_group_and_period(study):
    whole = study.corrected_shares()
    assert tiny.rows(whole, "theme", "n_sentences", "n_sample") == [
        ["aid", 120, 80],
        ["law", 120, 80],
    ]
    aid = whole.iloc[0]
    # 12 of the 26 with a hit were coded with it, and none of the others: 40 / 120 * 12 / 26.
    assert aid[["share", "precision", "recall"]].tolist() == pytest.approx([1 / 3, 12 / 26, 1])
    assert aid["corrected"] == pytest.approx(40 / 120 * 12 / 26)
    assert aid["low"] < aid["corrected"] < aid["high"]
    by_outlet = study.corrected_shares("outlet")
    assert tiny.rows(by_outlet, "outlet", "theme", "n_sample")[::2] == [
        ["News", "aid", 40],
        ["Post", "aid", 40],
    ]
    assert list(study.corrected_by_group()) == ["year"]  # each text is an outlet of its own
    by_year = study.corrected_shares("year")
    assert by_year["period"].tolist() == ["2023", "2023", "2024", "2024"]
    assert whole["theme_order"].tolist() == [0, 1]


def test_precision_is_weighted_and_its_halves_are_kept_apart(study, write):
    figures = study.precision_recall().set_index("theme").loc["aid"]
    assert (figures["n_found"], figures["n_coded"], figures["n_both"]) == (26, 12, 12)
    assert not figures["in_sample"]
    write_sample(study.path, ("improve", "report"))
    halves = open_study(study.path).precision_by_half()
    assert tiny.rows(halves, "half", "theme", "n_read", "in_sample") == [
        ["improve", "aid", 40, False],
        ["report", "aid", 40, False],
    ]
    write("codebook.yaml", CODEBOOK.replace("[law]", "[law, laws]"))
    with pytest.warns(match=r"codings/sample\.json"):
        changed = open_study(study.path).precision_by_half()
    assert changed["in_sample"].tolist() == [True, False]


def test_the_plain_share_of_coded_sentences_is_left_out_where_strata_were_drawn(study):
    assert "share_coded" not in study.shares()
    (study.path / "codings" / "sample.json").unlink()
    plain = open_study(study.path)
    assert plain.shares()["share_coded"].tolist() == [12 / 80, 0]
    assert plain.coded_sample.empty


def test_part_of_a_study_keeps_its_part_of_the_sample(study):
    part = study.where(outlet="Post")
    assert len(part.coded_sample) == 40
    assert part.corrected_shares()["n_sample"].tolist() == [40, 40]
    assert not part.precision_recall()["in_sample"].any()


@pytest.fixture
def other_book(tmp_path_factory):
    """A function that writes another codebook outside the study, and returns its path."""

    def write_book(text):
        path = tmp_path_factory.mktemp("other") / "other.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write_book


def test_with_a_newer_codebook_only_the_half_that_was_held_out_counts(study, other_book):
    folder = study.path
    write_sample(folder, ("improve", "report"))
    same = open_study(folder)
    assert same.has_halves
    assert same.precision_recall()[["n_read", "in_sample"]].to_numpy().tolist() == [[80, False]]
    book = other_book(CODEBOOK.replace("[law]", "[law, laws]"))
    newer = open_study(folder, book)
    with pytest.warns(match="sample"):
        table = newer.precision_recall()
    assert table[["n_read", "in_sample"]].to_numpy().tolist() == [[40, False]]
    assert newer.corrected_shares()["n_sample"].unique().tolist() == [40]
    assert "only the half that was held out counts" in newer.describe_codings().replace("\n", " ")
    assert "40 of the half to report on" in newer.describe_halves().replace("\n", " ")
    write_sample(folder)
    without = open_study(folder, book)
    with pytest.warns(match="sample"):
        assert without.precision_recall()["in_sample"].tolist() == [True]
    assert not without.has_halves


def test_two_codebooks_are_compared_in_the_half_that_was_held_out(study, other_book):
    write_sample(study.path, ("improve", "report"))
    same = open_study(study.path)
    other = same.with_codebook(other_book(CODEBOOK.replace("[aid]", "[aid, nothing]")))
    with pytest.warns(match="sample"):
        compared = other.compare_with_people(same)
    assert compared.half == "report"
    assert compared.figures["n_read"].tolist() == [40] * 3


def test_two_codebooks_are_compared_by_the_sample(study, other_book):
    other = study.with_codebook(other_book(CODEBOOK.replace("[aid]", "[aid, nothing]")))
    with pytest.warns(match="sample"):
        figures = other.compare_with_people(study).figures.set_index("figure")
    of_study = study.precision_recall().iloc[0]
    assert figures.loc["precision", "before"] == pytest.approx(of_study["precision"])
    assert figures.loc["precision", "now"] < figures.loc["precision", "before"]
    assert figures["n_read"].tolist() == [80] * 3
