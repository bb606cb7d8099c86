"""Ranking lines by the collocates beside their matches."""

from tiny import CODEBOOK, sentences

from analysis.measures.concordance import read_texts
from analysis.measures.line_ranking import describe_ranking, rank_lines
from analysis.measures.lines import make_lines, read_query

TABLE = sentences(
    "Free trade is a law.",  # a
    "The old law of free trade holds.",  # free, trade and a word of each
    "No law.",
    "Free trade made the law of nations.",
    *["The sea is old and wide and the sky is a dome."] * 5,
)


def ranked(span: int = 5):
    texts = read_texts(TABLE)
    lines = make_lines(texts, read_query("law", CODEBOOK), None, 60)
    return rank_lines(texts, lines, TABLE, span)


def test_lines_with_more_collocates_come_first_and_others_keep_their_order():
    ranking = ranked()
    assert ranking.collocates == ["free", "trade", "of"]
    assert ranking.lines["line"].tolist() == [2, 4, 1, 3]
    assert ranking.lines["n_collocates"].tolist() == [3, 3, 2, 0]
    assert describe_ranking(ranking.collocates, 5) == (
        "ranked by how many of the 3 strongest collocates are within 5 words (free, trade, of)"
    )


def test_the_span_says_what_is_beside():
    ranking = ranked(span=1)
    assert ranking.collocates == ["of"]
    assert ranking.lines["line"].tolist() == [2, 4, 1, 3]


def test_without_collocates_the_order_stays():
    table = sentences("The law.", "A rule.")
    texts = read_texts(table)
    lines = make_lines(texts, read_query("law", CODEBOOK), None, 60)
    ranking = rank_lines(texts, lines, table, 5)
    assert (ranking.collocates, ranking.lines["n_collocates"].tolist()) == ([], [0])
    assert describe_ranking([], 5).startswith("not ranked: no word")
    assert len(rank_lines(texts, lines[:0], table, 5).lines) == 0
