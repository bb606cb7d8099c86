"""Groups of phrases that share sentences: what a theme could be made of.

Phrases are the nodes of a network. Two are linked if they occur in the same sentence more often
than by chance; the weight of a link is normalised pointwise mutual information (Bouma 2009). The
communities of such a network (Louvain: Blondel et al. 2008, "Fast unfolding of communities in large
networks") can change with a few sentences more or less. So they are sought many times, each time
with other texts: the texts are dealt into folds, and the folds are drawn with replacement. What
counts is how often two phrases end up in one community (consensus clustering: Monti et al. 2003).
Groups consist of phrases that do so in most draws, by average linkage.

The draws are seeded, and a text's fold follows from its name: the same texts give the same groups.
"""

import zlib

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.measures.standing_out import FEW_PARTS, Phrases, find_phrases
from analysis.tables import PHRASES

FOLDS = 50
DRAWS = 100
TOGETHER = 0.6  # of the draws
FEWEST_TOGETHER = 3  # sentences that two linked phrases share
MORE_THAN_CHANCE = 2.0  # times as many as by chance
SURE = 10.83  # G², which chance exceeds once in a thousand times (chi-squared, one degree)
FEWEST_PHRASES = 3  # of a group
BLOCK = 20_000  # sentences that are counted at a time


def phrase_groups(sentences: pd.DataFrame) -> pd.DataFrame:
    """Group the phrases that stand out by the sentences that they share.

    Returns:
        The table of `standing_out` with the number of each phrase's group, in `group`: 1 for the
        group that occurs in the most sentences, then 2, …; 0 for phrases that belong to none.
        Groups come in this order; in each, the phrases in the most sentences come first.

    Raises:
        InputError: `sentences` lacks a column.
    """
    return group_phrases(sentences, find_phrases(sentences)).table


def group_phrases(sentences: pd.DataFrame, phrases: Phrases) -> Phrases:
    """Group phrases as `phrase_groups` does, and keep where each of them occurs."""
    together = _count_together(sentences, phrases)
    consensus = _find_consensus(*together)
    groups = [group for group in _link(consensus) if len(group) >= FEWEST_PHRASES]
    number = np.zeros(len(phrases.table), dtype=np.int64)
    for group in groups:
        number[group] = 1 + group[0]
    return _in_order(phrases, number)


# -- which phrases share sentences -----------------------------------------------------------------


def _count_together(sentences: pd.DataFrame, phrases: Phrases) -> tuple[np.ndarray, np.ndarray]:
    """Count the sentences that hold both of two phrases.

    Returns:
        For each fold, a square matrix, whose diagonal counts the sentences that hold a phrase; and
        the number of all sentences of each fold.
    """
    fold = _deal_into_folds(sentences)
    n_phrases = len(phrases.table)
    n_both = np.zeros((FOLDS, n_phrases, n_phrases))
    order = np.argsort(phrases.sentence, kind="stable")
    sentence = phrases.sentence[order]
    phrase = phrases.phrase[order]
    for begin in range(0, len(sentences), BLOCK):
        of_block = slice(*np.searchsorted(sentence, [begin, begin + BLOCK]))
        holds = np.zeros((min(BLOCK, len(sentences) - begin), n_phrases), dtype=np.float32)
        holds[sentence[of_block] - begin, phrase[of_block]] = 1
        folds = fold[begin : begin + BLOCK]
        for number in range(FOLDS):
            of_fold = holds[folds == number]
            n_both[number] += of_fold.T @ of_fold
    return n_both, np.bincount(fold, minlength=FOLDS)


def _deal_into_folds(sentences: pd.DataFrame) -> np.ndarray:
    """Return the fold of each sentence: that of its text; of few texts, that of its paragraph."""
    text, texts = factorize_runs(sentences["doc_id"])
    if len(texts) >= FEW_PARTS:
        # A text keeps its fold if others are added or left out.
        of_text = np.array([zlib.crc32(str(name).encode()) % FOLDS for name in texts])
        return of_text[text]
    paragraph = sentences["paragraph"].to_numpy()
    part, parts = pd.factorize(text * (paragraph.max(initial=0) + 1) + paragraph)
    return (part if len(parts) >= FOLDS else np.arange(len(sentences))) % FOLDS


def _weigh(n_both: np.ndarray, n_sentences: float) -> np.ndarray:
    """Return the weight of the link between any two phrases; 0 if there is none.

    Args:
        n_both: the sentences that hold both, as a square matrix; its diagonal those that hold one.
        n_sentences: the number of all sentences.
    """
    n_one = np.diag(n_both)
    expected = np.outer(n_one, n_one) / max(n_sentences, 1)
    row, column = np.nonzero(np.triu(n_both > MORE_THAN_CHANCE * expected, k=1))
    n = n_both[row, column]
    pmi = np.log(n / expected[row, column])
    g2 = 2 * (n * pmi - (n - expected[row, column]))  # of the one cell, as a Poisson count
    is_linked = (n >= FEWEST_TOGETHER) & (n < n_sentences) & (g2 > SURE)
    linked = row[is_linked], column[is_linked]
    weight = np.zeros_like(expected)
    weight[linked] = pmi[is_linked] / -np.log(n[is_linked] / n_sentences)
    return weight + weight.T


# -- which of them belong together -----------------------------------------------------------------


def _find_consensus(n_both: np.ndarray, n_sentences: np.ndarray) -> np.ndarray:
    """Return in which share of the draws two phrases were in one community, as a square matrix."""
    import networkx as nx  # it takes half as long to import as pandas, and only a draft needs it

    generator = np.random.default_rng(0)
    n_phrases = n_both.shape[1]
    n_together = np.zeros((n_phrases, n_phrases))
    for draw in range(DRAWS):
        drawn = np.bincount(generator.integers(0, FOLDS, FOLDS), minlength=FOLDS)
        weight = _weigh(np.tensordot(drawn, n_both, axes=1), float(drawn @ n_sentences))
        network = nx.from_numpy_array(weight)
        for community in nx.community.louvain_communities(network, weight="weight", seed=draw):
            members = sorted(community)
            n_together[np.ix_(members, members)] += 1
    return n_together / DRAWS


def _link(consensus: np.ndarray) -> list[list[int]]:
    """Join phrases to groups, the closest first, as long as groups are mostly together."""
    closeness = consensus.copy()
    np.fill_diagonal(closeness, -1)
    groups = [[number] for number in range(len(closeness))]
    while closeness.size and closeness.max() >= TOGETHER:
        one, other = divmod(int(closeness.argmax()), len(closeness))
        sizes = len(groups[one]), len(groups[other])
        joined = np.average(closeness[[one, other]], axis=0, weights=sizes)
        closeness[one] = closeness[:, one] = joined
        closeness[other] = closeness[:, other] = closeness[one, one] = -1
        groups[one] += groups[other]
        groups[other] = []
    return [sorted(group) for group in groups]


def _in_order(phrases: Phrases, number: np.ndarray) -> Phrases:
    """Sort groups by the number of sentences that hold one of their phrases, and number them."""
    of_occurrence = number[phrases.phrase]
    held = pd.DataFrame({"group": of_occurrence, "sentence": phrases.sentence}).drop_duplicates()
    n_sentences = held.loc[held["group"] > 0, "group"].value_counts()
    in_order = sorted(n_sentences.index, key=lambda group: (-n_sentences[group], group))
    rank = {group: position for position, group in enumerate(in_order, start=1)}
    table = phrases.table.assign(group=[rank.get(group, 0) for group in number.tolist()])
    table["is_in_none"] = table["group"] == 0
    order = table.sort_values(
        ["is_in_none", "group", "n_sentences", "phrase"], ascending=[True, True, False, True]
    ).index.to_numpy()
    position = np.empty(len(order), dtype=np.int64)
    position[order] = np.arange(len(order))
    table = table.loc[order].drop(columns="is_in_none").reset_index(drop=True)
    return Phrases(PHRASES.frame(table), position[phrases.phrase], phrases.sentence)
