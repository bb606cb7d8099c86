"""Intervals: values worked by hand, published values, and what holds for any corpus."""

import itertools

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import InputError, theme_shares
from analysis.measures import resampling
from analysis.measures.groups import group_shares
from analysis.measures.resampling import Z, bootstrap_t, count_effective, find_clusters, wilson
from analysis.measures.time import shares_over_time
from analysis.tables import INTERVAL_COLUMNS, SHARES

LEAVES = ["topic/rights", "topic/poverty", "actor/states"]


def corpus(lengths: list[int], carrying: dict[int, dict[str, int]]):
    """Sentences of texts of these lengths, and hits: of each text, how many first sentences hit."""
    keys, hits = [], []
    for text, length in enumerate(lengths):
        doc_id = f"t{text:03}"
        keys += [(doc_id, sent_id + 1) for sent_id in range(length)]
        for theme, n in carrying.get(text, {}).items():
            hits += [(doc_id, sent_id + 1, theme) for sent_id in range(n)]
    sentences = pd.DataFrame(keys, columns=["doc_id", "sent_id"])
    columns = ["doc_id", "sent_id", "theme"]
    return sentences.assign(section="", paragraph=1), pd.DataFrame(hits, columns=columns)


def shares_of(sentences, hits, by=None, draws=200, seed=0):
    return theme_shares(sentences, hits, tiny.CODEBOOK, by, draws=draws, seed=seed)


# -- Wilson's interval -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n_hit", "n", "low", "high"),
    [  # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (score, Wilson)
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_reproduces_the_published_table(n_hit: int, n: int, low: float, high: float):
    limits = [limit.item() for limit in wilson(np.array([n_hit / n]), n)]
    assert np.round(limits, 4).tolist() == [low, high]
    opposite = [limit.item() for limit in wilson(np.array([1 - n_hit / n]), n)]
    assert opposite == pytest.approx([1 - limits[1], 1 - limits[0]], abs=1e-12)


def test_the_effective_number_is_kishs():
    assert count_effective(np.array([7.0] * 12)) == pytest.approx(12)
    assert count_effective(np.array([1.0, 2.0, 3.0])) == pytest.approx(36 / 14)


def test_shares_of_none_and_all_have_wilsons_interval_on_the_effective_number_of_texts():
    lengths = [1, 2, 3, 4, 5]  # 15² / 55 = 4.09 texts
    every = {text: {"topic/rights": n} for text, n in enumerate(lengths)}
    shares = shares_of(*corpus(lengths, every)).set_index("theme")
    effective = 225 / 55
    none = shares.loc["topic/poverty", ["share", "low", "high"]].tolist()
    assert none == pytest.approx([0, 0, Z**2 / (effective + Z**2)])
    all_of_them = shares.loc["topic/rights", ["share", "low", "high"]].tolist()
    assert all_of_them == pytest.approx([1, effective / (effective + Z**2), 1])
    # A share that is the same in all texts does not vary between draws, either.
    alike = corpus([2] * 5, {text: {"topic/rights": 1} for text in range(5)})
    shares = shares_of(*alike).set_index("theme")
    assert shares.loc["topic/rights", ["low", "high"]].tolist() == pytest.approx(
        [0.1704, 0.8296], abs=5e-5
    )  # z² / 5 is 0.7683, so 0.5 ± sqrt(0.7683 / 4 + 0.7683² / 4) / 1.7683


# -- the bootstrap ---------------------------------------------------------------------------------


def every_draw(n: np.ndarray, x: np.ndarray) -> list[float]:
    """The distance of each of the k ** k draws of k texts, by the formulas, in order."""
    k, share = len(n), x.sum() / n.sum()
    distances = []
    for drawn in itertools.product(range(k), repeat=k):
        n_drawn, x_drawn = n[list(drawn)], x[list(drawn)]
        share_drawn = x_drawn.sum() / n_drawn.sum()
        residuals = x_drawn - share_drawn * n_drawn
        error = np.sqrt(k / (k - 1) * (residuals**2).sum()) / n_drawn.sum()
        distance = abs(share_drawn - share)
        distances.append(distance / error if error > 1e-9 else np.inf)
    return sorted(distances)


def test_the_interval_is_that_of_all_possible_draws():
    n = np.array([2.0, 4.0, 3.0, 6.0, 5.0])
    x = np.array([1.0, 2.0, 2.0, 2.0, 1.0])
    exact = every_draw(n, x)
    rng = np.random.Generator(np.random.PCG64(5))
    low, high, critical = bootstrap_t(n, x[:, None], 20_000, rng)[:, 0]
    assert exact[int(0.94 * len(exact))] <= critical <= exact[int(0.96 * len(exact))]
    # share 8 / 20; residuals 0.2, 0.4, 0.8, -0.4, -1; their squares add up to 2.
    error = np.sqrt(5 / 4 * 2) / 20
    half = critical * error / (0.4 * 0.6)
    odds = 0.4 / 0.6
    by_hand = [odds / (odds + np.exp(half)), odds / (odds + np.exp(-half))]
    assert [low, high] == pytest.approx(by_hand)


def test_an_interval_is_cut_where_it_would_leave_wilsons():
    # One of six texts carries the theme: a third of the draws are without it.
    n, x = np.full(6, 10.0), np.array([[3.0], [0], [0], [0], [0], [0]])
    low, high, _ = bootstrap_t(n, x, 500, np.random.Generator(np.random.PCG64(0)))[:, 0]
    widest = [limit.item() for limit in wilson(np.array([0.05]), 6)]
    assert [low, high] == pytest.approx(widest, abs=1e-9)


def test_a_naive_interval_is_far_too_narrow_where_texts_are_all_or_none():
    lengths = [50] * 40
    carrying = {text: {"topic/rights": 50} for text in range(0, 40, 4)}
    row = shares_of(*corpus(lengths, carrying), draws=2000).set_index("theme").loc["topic/rights"]
    low, high = wilson(np.array([0.25]), 2000)
    assert row["high"] - row["low"] > 6 * (high - low)
    # It is close to Wilson's interval of 10 of 40 texts.
    assert [row["low"], row["high"]] == pytest.approx([0.14, 0.40], abs=0.02)


# -- what is resampled -----------------------------------------------------------------------------


def test_columns_say_what_was_resampled():
    table = corpus([3, 2, 4, 2, 3, 3], {0: {"topic/rights": 2}, 4: {"topic/rights": 1}})
    shares = shares_of(*table)
    columns = [*SHARES.columns, *INTERVAL_COLUMNS]
    assert shares.columns.tolist() == columns
    dtypes = SHARES.columns | INTERVAL_COLUMNS
    assert shares.dtypes.astype(str).to_dict() == {name: dtypes[name] for name in columns}
    assert set(shares["resampled"]) == {"texts"}
    assert set(shares["n_resampled"]) == {6}
    assert shares.set_index("theme")["n_carrying"].to_dict() == {
        "topic": 2,
        "topic/rights": 2,
        "topic/poverty": 0,
        "actor": 0,
        "actor/states": 0,
        "tone": 0,
    }


def test_paragraphs_are_resampled_where_there_is_one_text():
    sentences, hits = corpus([10], {0: {"topic/rights": 3}})
    in_paragraphs = sentences.assign(paragraph=[1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    shares = shares_of(in_paragraphs, hits)
    assert set(shares["resampled"]) == {"paragraphs"}
    assert set(shares["n_resampled"]) == {5}
    assert shares["low"].notna().all()
    assert shares.set_index("theme").loc["topic/rights", "n_carrying"] == 2
    two = pd.concat([in_paragraphs, in_paragraphs.assign(doc_id="b")], ignore_index=True)
    assert set(shares_of(two, hits)["resampled"]) == {"texts"}
    assert find_clusters(in_paragraphs.drop(columns="paragraph"))[0] == "texts"


def test_fewer_than_five_texts_or_paragraphs_have_no_interval():
    sentences, hits = corpus([3] * 4, {0: {"topic/rights": 2}})
    shares = shares_of(sentences, hits)
    assert shares[["low", "high"]].isna().all(axis=None)
    assert set(shares["n_resampled"]) == {4}
    outlets = {"t000": "a", **{f"t{i:03}": "b" for i in range(1, 6)}}
    sentences, hits = corpus([3] * 6, {0: {"topic/rights": 2}, 3: {"topic/rights": 1}})
    by = shares_of(sentences.assign(outlet=sentences["doc_id"].map(outlets)), hits, "outlet")
    of_group = by.groupby("outlet")
    assert of_group["n_resampled"].max().to_dict() == {"a": 1, "b": 5}
    assert of_group["low"].count().to_dict() == {"a": 0, "b": 6}


def test_without_sentences_there_is_nothing_to_resample():
    sentences, hits = corpus([3], {0: {"topic/rights": 2}})
    empty = shares_of(sentences[:0], hits[:0])
    assert len(empty) == 6
    assert empty[["share", "low", "high"]].isna().all(axis=None)
    assert set(empty["n_resampled"]) == {0}
    assert shares_of(sentences[:0], hits[:0], "section").empty


@pytest.mark.parametrize("draws", [-1, 1, 19])
def test_too_few_draws_are_refused(draws: int):
    sentences, hits = corpus([3], {})
    with pytest.raises(InputError, match=f"draws: found {draws}; expected 0 for no intervals"):
        shares_of(sentences, hits, draws=draws)


def test_draws_and_seed_of_groups_are_checked_too():
    sentences, hits = corpus([3], {})
    documents = pd.DataFrame({"doc_id": ["t000"], "outlet": "a", "year": [2020]})
    tables = sentences, hits, tiny.CODEBOOK, documents
    with pytest.raises(InputError, match="seed: found -1; expected 0 or a greater whole number"):
        group_shares(*tables, "outlet", draws=50, seed=-1)
    with pytest.raises(InputError, match="draws: found 5; expected 0 for no intervals"):
        shares_over_time(*tables, "year", draws=5)


def test_many_texts_are_put_into_bundles(monkeypatch):
    rng = np.random.default_rng(3)
    lengths = rng.integers(1, 9, 400)
    table = corpus(
        lengths.tolist(),
        {i: {"topic/rights": int(n * rng.random())} for i, n in enumerate(lengths)},
    )
    whole = shares_of(*table, draws=1000)
    monkeypatch.setattr(resampling, "MOST_CLUSTERS", 100)
    monkeypatch.setattr(resampling, "LEAST_BUNDLES", 50)
    bundled = shares_of(*table, draws=1000)
    counts = [*SHARES.columns, "resampled", "n_resampled", "n_carrying"]
    pd.testing.assert_frame_equal(whole[counts], bundled[counts])  # which count texts
    width = (bundled["high"] - bundled["low"]) / (whole["high"] - whole["low"])
    rights = width[whole["theme"] == "topic/rights"].item()
    assert rights != 1
    assert rights == pytest.approx(1, abs=0.2)


# -- what always holds -----------------------------------------------------------------------------


texts = st.integers(1, 6).flatmap(
    lambda n: st.tuples(st.just(n), *[st.integers(0, n) for _ in LEAVES])
)


@settings(max_examples=20, deadline=None)
@given(st.lists(texts, min_size=1, max_size=14), st.integers(0, 9), st.integers(0, 9))
def test_intervals_of_any_corpus(drawn, seed, shuffle):
    lengths = [n for n, *_ in drawn]
    carrying = {
        text: dict(zip(LEAVES, counts, strict=True)) for text, (_, *counts) in enumerate(drawn)
    }
    sentences, hits = corpus(lengths, carrying)
    sentences = sentences.assign(paragraph=sentences["sent_id"])
    shares = shares_of(sentences, hits, draws=60, seed=seed)
    plain = shares_of(sentences, hits, draws=0)
    pd.testing.assert_frame_equal(shares[plain.columns], plain)
    has_interval = shares["low"].notna()
    assert (has_interval == (shares["n_resampled"] >= 5)).all()
    known = shares[has_interval]
    assert (known["low"] >= 0).all()
    assert (known["low"] <= known["share"]).all()
    assert (known["share"] <= known["high"]).all()
    assert (known["high"] <= 1).all()
    assert (known["high"] > known["low"]).all()
    other = sentences.sample(frac=1, random_state=shuffle)
    pd.testing.assert_frame_equal(shares_of(other, hits, draws=60, seed=seed), shares)
    size, resampling.BLOCK = resampling.BLOCK, 1 + 9 * shuffle  # of draws, and of themes
    try:
        pd.testing.assert_frame_equal(shares_of(sentences, hits, draws=60, seed=seed), shares)
    finally:
        resampling.BLOCK = size


def test_the_seed_decides_the_draws():
    carrying = {text: {"topic/rights": 1 + text % 3} for text in range(9)}
    table = corpus([8, 3, 4, 9, 6, 5, 3, 7, 5], carrying)
    first, second = shares_of(*table, seed=1), shares_of(*table, seed=2)
    assert not first["low"].equals(second["low"])
    pd.testing.assert_frame_equal(first, shares_of(*table, seed=1))


@pytest.mark.parametrize(
    ("draws", "seed"), [(50.5, 0), ("50", 0), (None, 0), (50, 1.5), (50, "a"), (50, None)]
)
def test_draws_and_seed_are_whole_numbers(draws, seed):
    with pytest.raises(InputError, match=r"(draws|seed): found .*; expected 0 "):
        shares_of(*corpus([3], {}), draws=draws, seed=seed)


def test_draws_and_seed_can_be_numbers_of_numpy():
    table = corpus([8, 3, 4, 9, 6], {0: {"topic/rights": 3}, 3: {"topic/rights": 1}})
    of_numpy = shares_of(*table, draws=np.int64(50), seed=np.int64(3))
    pd.testing.assert_frame_equal(of_numpy, shares_of(*table, draws=50, seed=3))


def test_sentences_without_a_paragraph_are_one_cluster():
    frame = pd.DataFrame({"doc_id": "a", "paragraph": [1, None, 2, None]})
    assert find_clusters(frame)[1].tolist() == [0, 2, 1, 2]
