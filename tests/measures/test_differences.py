"""Differences of groups and changes over time: worked by hand, and planted."""

import numpy as np
import pandas as pd
import pytest
import tiny
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import InputError, theme_shares
from analysis.measures import differences
from analysis.measures.carried import find_carried
from analysis.measures.differences import change_limits, difference_limits
from analysis.measures.groups import group_differences, group_shares, top_groups
from analysis.measures.ranking import rank_differences
from analysis.measures.resampling import count_clusters, share_intervals, wilson
from analysis.measures.time import shares_over_time
from analysis.tables import GROUP_SHARES, TEXT

RIGHTS, POVERTY = "topic/rights", "topic/poverty"


def corpus(shares: dict[str, list[float]], lengths: list[int]):
    """Texts of these lengths, the first sentences of which carry a theme: a share of each text."""
    n = np.array(lengths)
    doc = np.repeat(np.arange(len(n)), n)
    sent_id = np.concatenate([np.arange(k) + 1 for k in n])
    names = pd.Series([f"t{text:03}" for text in doc], dtype=TEXT)
    sentences = pd.DataFrame({"doc_id": names, "sent_id": sent_id, "paragraph": 1})
    hits = []
    for theme, by_text in shares.items():
        is_hit = sent_id <= np.round(np.array(by_text) * n)[doc]
        hits.append(sentences.loc[is_hit, ["doc_id", "sent_id"]].assign(theme=theme))
    return sentences, pd.concat(hits, ignore_index=True)


def documents(n: int, **columns) -> pd.DataFrame:
    return pd.DataFrame({"doc_id": [f"t{text:03}" for text in range(n)], **columns})


def planted():
    """Group b carries rights four times as often as a; poverty is the same in all groups."""
    rng = np.random.default_rng(2)
    of_a, of_b = rng.uniform(0.0, 0.2, 30), rng.uniform(0.2, 0.6, 10)
    shares = {RIGHTS: [*of_a, *of_b], POVERTY: rng.uniform(0.1, 0.3, 40)}
    texts = documents(40, outlet=["a"] * 30 + ["b"] * 10, year=[2020] * 20 + [2021] * 20)
    return *corpus(shares, rng.integers(10, 60, 40).tolist()), tiny.CODEBOOK, texts


def of(table: pd.DataFrame, theme: str, group: str) -> pd.Series:
    """The row of a theme and group."""
    return table[(table["theme"] == theme) & (table.iloc[:, 0] == group)].iloc[0]


# -- formulas ----------------------------------------------------------------------------------------


def test_the_change_of_two_shares_reproduces_the_published_interval():
    # Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10 (hybrid score).
    published = {
        (56, 70, 48, 80): (0.0524, 0.3339),
        (9, 10, 3, 10): (0.1705, 0.8090),
        (10, 10, 0, 20): (0.6791, 1.0000),
        (10, 10, 0, 10): (0.6075, 1.0000),
    }
    for (a, m, b, n), limits in published.items():
        share = np.array([[b / n], [a / m]])
        low, high = wilson(share[:, 0], np.array([n, m]))
        change = change_limits(share, low[:, None], high[:, None])
        assert np.isnan(change.low[0, 0])
        found = [change.low[1, 0], change.high[1, 0]]
        assert np.round(found, 4).tolist() == list(limits)


cells = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 3), st.integers(0, 4)), min_size=12)


@settings(max_examples=25, deadline=None)
@given(cells)
def test_sums_over_cells_are_those_of_a_loop(drawn):
    """Sentences of texts 0 to 4 and groups 0 to 3, which overlap; a 4 is a hit."""
    text, group, hit = np.array(drawn).T
    n = len(text)
    names = pd.Series([f"t{number}" for number in text], dtype=TEXT)
    sentences = pd.DataFrame({"doc_id": names, "sent_id": np.arange(n) + 1})
    hits = sentences[hit > 2].assign(theme=RIGHTS)
    found = find_carried(sentences, hits, tiny.CODEBOOK)
    counts = count_clusters(sentences, group, 4, found, 6)
    theme = tiny.CODEBOOK.themes["theme"].tolist().index(RIGHTS)
    moments, total = differences._sum_cells(counts)
    table = pd.DataFrame({"text": text, "group": group, "hit": hit > 2})
    whole = table.groupby("text")["hit"].agg(["size", "sum"])
    for name, here in table.groupby("group"):
        of_cell = here.groupby("text")["hit"].agg(["size", "sum"])
        of_text = whole.loc[of_cell.index]
        factors = {
            "n": of_cell["size"],
            "x": of_cell["sum"],
            "N": of_text["size"],
            "X": of_text["sum"],
        }
        for moment in (
            "n",
            "x",
            "nn",
            "xn",
            "xx",
            "N",
            "X",
            "NN",
            "XN",
            "XX",
            "nN",
            "xN",
            "nX",
            "xX",
        ):
            product = factors[moment[0]] * (factors[moment[1]] if len(moment) > 1 else 1)
            found = getattr(moments, moment)[name]
            assert found[min(theme, len(found) - 1)] == product.sum()
        assert moments.cells[name] == len(of_cell)
    assert total.n[0, 0] == n
    assert total.xx[0, theme] == (whole["sum"] ** 2).sum()


def test_a_difference_by_hand():
    """Two groups of five texts with two sentences each: all arithmetic is on tenths."""
    shares = {RIGHTS: [0, 0.5, 0.5, 1, 0.5, 0, 0, 0.5, 0, 0.5]}
    table = corpus(shares, [2] * 10)
    names = documents(10, outlet=["a"] * 5 + ["b"] * 5)
    found = group_shares(*table, tiny.CODEBOOK, names, "outlet", draws=400)
    a, b = of(found, RIGHTS, "a"), of(found, RIGHTS, "b")
    assert (a["share"], b["share"], a["share_of_all"]) == (0.5, 0.2, 0.35)
    assert a["difference"] == pytest.approx(0.15)
    assert b["difference"] == pytest.approx(-0.15)
    # The shares are independent, and each group has half of the sentences. All texts have the same
    # length, so the part of a group is the same in all draws, and nothing is added.
    rest_of_a = _limits_of_rest(table, names, "b")
    below = np.hypot(a["share"] - a["low"], rest_of_a[1] - b["share"]) / 2
    above = np.hypot(a["high"] - a["share"], b["share"] - rest_of_a[0]) / 2
    limits = [a["difference_low"], a["difference_high"]]
    assert limits == pytest.approx([0.15 - below, 0.15 + above])


def _limits_of_rest(table, names, group):
    """The interval of one group with the critical distance of all: that of the other groups."""
    found = find_carried(*table, tiny.CODEBOOK)
    in_one = np.zeros(len(table[0]), dtype=int)
    of_all = share_intervals(count_clusters(table[0], in_one, 1, found, 6), 400, 0)
    critical = of_all.critical[0, tiny.CODEBOOK.themes["theme"].tolist().index(RIGHTS)]
    # Group b: share 2 / 10, residuals -0.4 three times and 0.6 twice, whose squares add up to 1.2.
    error = np.sqrt(5 / 4 * 1.2) / 10
    half = critical * error / (0.2 * 0.8)
    low, high = (0.25 / (0.25 + np.exp(sign * half)) for sign in (1, -1))
    widest = wilson(np.array([0.2]), 5)
    return max(low, widest[0].item()), min(high, widest[1].item())


# -- groups ------------------------------------------------------------------------------------------


def test_a_group_that_differs_is_found_and_one_that_does_not_is_not():
    table = group_shares(*planted(), "outlet", draws=500)
    b = of(table, RIGHTS, "b")
    assert b["difference_low"] > 0.05
    same = of(table, POVERTY, "b")
    assert same["difference_low"] < 0 < same["difference_high"]
    ranked = rank_differences(table, tiny.CODEBOOK, "outlet")
    ranked = ranked[ranked["theme"].isin([RIGHTS, POVERTY])]
    assert set(group_differences(ranked)["theme"].iloc[:2]) == {RIGHTS}


def test_columns_of_differences_and_their_types():
    tables = planted()
    table = group_shares(*tables, "outlet", draws=200)
    plain = group_shares(*tables, "outlet")
    pd.testing.assert_frame_equal(table[plain.columns], plain)
    columns = table.columns.tolist()
    at = columns.index("share")
    assert columns[at : at + 3] == ["share", "low", "high"]
    at = columns.index("difference")
    assert columns[at : at + 3] == ["difference", "difference_low", "difference_high"]
    dtypes = GROUP_SHARES.columns | GROUP_SHARES.optional
    found = table.dtypes.astype(str)
    assert {name: found[name] for name in dtypes if name in table} == {
        name: str(dtype) for name, dtype in dtypes.items() if name in table
    }
    assert table["difference"].equals(table["share"] - table["share_of_all"])


def test_a_column_of_the_result_cannot_form_groups():
    *tables, texts = planted()
    with pytest.raises(InputError, match="found 'difference', a column of the result"):
        group_shares(*tables, texts.rename(columns={"outlet": "difference"}), "difference")
    sentences = tables[0].assign(low=1)
    with pytest.raises(InputError, match="found 'low', a column of the result"):
        theme_shares(sentences, tables[1], tables[2], "low")


def test_one_group_differs_from_nothing():
    *tables, texts = planted()
    table = group_shares(*tables, texts.assign(outlet="a"), "outlet", draws=100)
    assert (table["difference"] == 0).all()
    assert table[["difference_low", "difference_high"]].isna().all(axis=None)
    assert table["low"].notna().all()


def test_a_group_is_compared_with_five_other_texts_at_least():
    *tables, texts = planted()
    texts["outlet"] = ["a"] * 36 + ["b"] * 4
    table = group_shares(*tables, texts, "outlet", draws=100)
    assert table["difference_low"].isna().all()
    assert table["low"].notna().tolist() == (table["outlet"] == "a").tolist()


def test_speakers_of_the_same_texts_are_compared():
    """Two speakers in every text; the texts differ far more than the speakers do."""
    rng = np.random.default_rng(4)
    by_text = np.repeat(rng.uniform(0, 0.8, 20), 40)
    speaker = np.tile(["Ada", "Ben"], 400)
    sentences = pd.DataFrame({"doc_id": np.repeat([f"t{i:02}" for i in range(20)], 40)})
    sentences = sentences.assign(sent_id=np.tile(np.arange(40) + 1, 20), speaker=speaker)
    is_hit = rng.random(800) < by_text + 0.1 * (speaker == "Ben")
    hits = sentences.loc[is_hit, ["doc_id", "sent_id"]].assign(theme=RIGHTS)
    texts = pd.DataFrame({"doc_id": sorted(set(sentences["doc_id"]))})
    table = group_shares(sentences, hits, tiny.CODEBOOK, texts, "speaker", draws=500)
    ben = of(table, RIGHTS, "Ben")
    assert (ben["n_resampled"], ben["resampled"]) == (20, "texts")
    width, width_of_difference = (
        ben[f"{name}high"] - ben[f"{name}low"] for name in ("", "difference_")
    )
    assert width > 0.2  # texts differ
    assert width_of_difference < 0.1  # but speakers are compared within texts
    assert ben["difference_low"] < ben["difference"] < ben["difference_high"]


def test_pooled_groups_have_no_interval():
    *tables, texts = planted()
    texts["outlet"] = np.repeat(["a", "b", "c", "d"], [16, 12, 6, 6])
    whole = group_shares(*tables, texts, "outlet", draws=100)
    table = top_groups(whole, "outlet", limit=2)
    names = table["outlet"].unique().tolist()
    assert names == ["a", "b", "2 others"]
    others = table["outlet"] == "2 others"
    limits = ["low", "high", "difference_low", "difference_high"]
    assert table.loc[others, limits].isna().all(axis=None)
    assert set(table.loc[others, "n_resampled"]) == {0}
    kept = [*limits, "n_resampled", "n_carrying", "resampled"]
    for name in "ab":
        of_whole = whole.loc[whole["outlet"] == name, kept].reset_index(drop=True)
        of_top = table.loc[table["outlet"] == name, kept].reset_index(drop=True)
        pd.testing.assert_frame_equal(of_top, of_whole)


# -- time --------------------------------------------------------------------------------------------


def test_a_jump_is_found_against_the_period_before():
    rng = np.random.default_rng(6)
    by_text = [*rng.uniform(0, 0.04, 20), *rng.uniform(0.08, 0.2, 10), *rng.uniform(0.05, 0.2, 10)]
    table = corpus({RIGHTS: by_text, POVERTY: rng.uniform(0, 0.3, 40)}, [50] * 40)
    texts = documents(40, year=[2018] * 10 + [2019] * 10 + [2020] * 10 + [2022] * 10)
    found = shares_over_time(*table, tiny.CODEBOOK, texts, "year", draws=500)
    rights = found[found["theme"] == RIGHTS].set_index("period")
    share = rights["share"]
    assert rights.loc["2020", "change"] == pytest.approx(share["2020"] - share["2019"])
    assert rights.loc["2020", "change_low"] > 0.05
    assert rights.loc["2019", "change_low"] < 0 < rights.loc["2019", "change_high"]
    unknown = rights["change_low"].isna()
    assert rights.index[unknown].tolist() == ["2018", "2021", "2022"]  # 2021 has no texts
    plain = shares_over_time(*table, tiny.CODEBOOK, texts, "year")
    pd.testing.assert_frame_equal(found[plain.columns], plain)


def test_undated_texts_are_no_period():
    table = corpus({RIGHTS: [0.1, 0.5] * 10}, [20] * 20)
    years = pd.array([2018] * 10 + [None] * 10, dtype="Int64")
    found = shares_over_time(*table, tiny.CODEBOOK, documents(20, year=years), "year", draws=100)
    undated = found["period"] == "(not stated)"
    assert found.loc[undated, "low"].notna().all()
    assert found["change"].isna().all()


def test_limits_stay_within_one():
    """Two groups that share nothing: one all, one none."""
    table = corpus({RIGHTS: [1] * 6 + [0] * 6}, [3] * 12)
    names = documents(12, outlet=["a"] * 6 + ["b"] * 6)
    found = group_shares(*table, tiny.CODEBOOK, names, "outlet", draws=100)
    a = of(found, RIGHTS, "a")
    assert a["difference"] == 0.5
    assert 0 < a["difference_low"] < 0.5 == a["difference_high"]  # nothing lies beyond 1 and 0
    counts = count_clusters(
        table[0], np.repeat([0, 1], 18), 2, find_carried(*table, tiny.CODEBOOK), 6
    )
    limits = difference_limits(
        counts, share_intervals(counts, 50, 0), share_intervals(counts.pooled(), 50, 0)
    )
    assert np.nanmax(np.abs([limits.low, limits.high])) <= 1
