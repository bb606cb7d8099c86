"""Select the sentences that a number counts, such as the bar of one theme in one group."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.arrays import factorize_runs
from analysis.codebook.model import Codebook
from analysis.codebook.patterns import fold_words
from analysis.faults import Fault, InputError, nearest
from analysis.measures.carried import KEY, is_under, number_sentences
from analysis.measures.groups import can_date, group_of, name_group, name_groups
from analysis.measures.tenths import find_tenths
from analysis.measures.terms import find_terms
from analysis.measures.time import name_periods
from analysis.selection import Where
from analysis.tables import CODINGS, HITS, SENTENCES

THEME = "theme"  # carries one of these themes, or of those below them; "" is no theme at all
ALSO = "also"  # carries one of these themes as well
CODED = "coded"  # was coded by hand with one of these themes; "" is coded with none
THEN = "then"  # the next sentence of the text carries one of these themes
PATTERN = "pattern"  # has a hit of one of these patterns; with `theme`, a hit that is of the theme
WORD = "word"  # contains one of these terms (see `analysis.measures.terms`)
N_WORDS = "n_words"  # its number of words is in one of these ranges, such as "5-9"
TENTH = "tenth"  # its middle lies in one of these tenths of its text, "1" to "10", as `positions`
NOT = "!"  # ends a key whose values are those that a sentence must not have

PARTS = ("section", "paragraph", "speaker")  # columns of sentences that form groups
PLACES = ("doc_id", "sent_id")


def select_sentences(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    documents: pd.DataFrame,
    codebook: Codebook,
    where: Where,
    codings: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Select the sentences for which everything in `where` holds.

    Args:
        sentences: all sentences of the texts, as from `split_sentences`.
        hits: as from `find_hits`.
        documents: the texts, with their metadata.
        codebook: where the themes come from.
        where: a value, or several of which any will do, for each of some keys: `theme`, `also`,
            `then`, `coded`, `pattern`, `word`, `n_words`, `tenth`, a column of the sentences
            (`doc_id`, `sent_id`, `section`, `paragraph`, `speaker`) or of the metadata: a group, or
            a period. A key that ends in `!` names the values that a sentence must not have.
        codings: what was coded by hand, one row per theme of a sentence, as `Study.gold`.

    Returns:
        Rows of `sentences`.

    Raises:
        InputError: there is no such key, theme, group or period.

    >>> from analysis.tables import PATTERNS, THEMES
    >>> themes = THEMES.frame({"theme": ["aid", "war"], "parent": "", "label": ["Aid", "War"]})
    >>> codebook = Codebook("Tiny", "1", "en", themes, PATTERNS.empty(), sha256="")
    >>> sentences = pd.DataFrame({"doc_id": ["a", "a", "b"], "sent_id": [1, 2, 1]})
    >>> hits = pd.DataFrame({"doc_id": ["a", "b"], "sent_id": [2, 1], "theme": "aid"})
    >>> documents = pd.DataFrame({"doc_id": ["a", "b"], "outlet": ["Post", "News"]})
    >>> tables = (sentences, hits, documents, codebook)
    >>> select_sentences(*tables, {"theme": "aid", "outlet": "Post"})["sent_id"].tolist()
    [2]
    >>> len(select_sentences(*tables, {"theme": "", "outlet!": ["News"]}))
    1
    """
    return sentences[Selector(sentences, hits, documents, codebook, codings).mark(where)]


class Selector:
    """Selects sentences again and again; what one selection has found serves the next.

    Args:
        sentences: as for `select_sentences`, as are the other tables.

    Raises:
        InputError: a table lacks a column of its key.
    """

    def __init__(
        self,
        sentences: pd.DataFrame,
        hits: pd.DataFrame,
        documents: pd.DataFrame,
        codebook: Codebook,
        codings: pd.DataFrame | None = None,
    ) -> None:
        self.sentences = SENTENCES.need(sentences, KEY)
        self.hits = HITS.need(hits, [*KEY, "theme"])
        self.documents = documents
        self.codebook = codebook
        self.codings = CODINGS.empty() if codings is None else codings
        self._row_of_hit = number_sentences(sentences, hits)
        self._marked: dict[tuple[str, str], np.ndarray] = {}

    def mark(self, where: Where) -> np.ndarray:
        """Mark the sentences for which everything in `where` holds, as `select_sentences` does."""
        marked = np.ones(len(self.sentences), dtype=bool)
        for key, values in where.items():
            name = key.removesuffix(NOT)
            holds = np.zeros(len(self.sentences), dtype=bool)
            for value in [values] if isinstance(values, str) else values:
                if name == PATTERN:
                    holds |= self._mark_pattern(value, where)
                else:
                    holds |= self._mark(name, value)
            marked &= ~holds if key.endswith(NOT) else holds
        return marked

    def _mark(self, name: str, value: str) -> np.ndarray:
        if (name, value) not in self._marked:
            self._marked[name, value] = self._find_key(name)(value)
        return self._marked[name, value]

    def _find_key(self, name: str) -> Callable[[str], np.ndarray]:
        """Find the method that marks sentences by a key."""
        methods: dict[str, Callable[[str], np.ndarray]] = {
            THEME: self._mark_theme,
            ALSO: self._mark_theme,
            THEN: self._mark_followed,
            CODED: self._mark_coded,
            WORD: self._mark_term,
            N_WORDS: self._mark_length,
            TENTH: self._mark_tenth,
        }
        if name in methods:
            return methods[name]
        if name in PLACES:
            return lambda value: (self.sentences[name].astype(str) == value).to_numpy()
        if name in self.documents or (name in PARTS and name in self.sentences):
            return lambda value: self._mark_group(name, value)
        known = [*methods, PATTERN, *PLACES, *PARTS, *self.documents]
        raise InputError([Fault("where", f"the key {name!r}", nearest(name, known))])

    def _mark_rows(self, of_hits: np.ndarray) -> np.ndarray:
        """Mark the sentences that have one of the hits."""
        rows = self._row_of_hit[of_hits]
        marked = np.zeros(len(self.sentences), dtype=bool)
        marked[rows[rows >= 0]] = True
        return marked

    def _check_theme(self, theme: str) -> None:
        known = self.codebook.themes["theme"].tolist()
        if theme not in known:
            raise InputError([Fault("where, theme", f"the theme {theme!r}", nearest(theme, known))])

    def _is_of_theme(self, theme: str) -> np.ndarray:
        self._check_theme(theme)
        return is_under(self.hits["theme"], theme).to_numpy()

    def _mark_theme(self, theme: str) -> np.ndarray:
        if theme:
            return self._mark_rows(self._is_of_theme(theme))
        return ~self._mark_rows(np.ones(len(self.hits), dtype=bool))

    def _mark_coded(self, theme: str) -> np.ndarray:
        of_theme = self.codings["theme"] == ""
        if theme:
            self._check_theme(theme)
            of_theme = is_under(self.codings["theme"], theme)
        rows = number_sentences(self.sentences, self.codings[of_theme])
        marked = np.zeros(len(self.sentences), dtype=bool)
        marked[rows[rows >= 0]] = True
        return marked

    def _mark_followed(self, theme: str) -> np.ndarray:
        document, _ = factorize_runs(self.sentences["doc_id"])
        order = np.lexsort([self.sentences["sent_id"], document])
        document = document[order]
        carries = self._mark(THEME, theme)[order]
        followed = np.zeros(len(order), dtype=bool)
        followed[order[:-1]] = carries[1:] & (document[1:] == document[:-1])
        return followed

    def _mark_pattern(self, pattern: str, where: Where) -> np.ndarray:
        """Mark the sentences with a hit of a pattern, of the themes that `where` names, if any."""
        of_pattern = (HITS.need(self.hits, ["pattern"])["pattern"] == pattern).to_numpy()
        themes = where.get(THEME, [])
        named = [themes] if isinstance(themes, str) else themes
        if named:
            of_pattern = of_pattern & np.logical_or.reduce(
                [self._is_of_theme(theme) for theme in named]
            )
        return self._mark_rows(of_pattern)

    def _mark_term(self, term: str) -> np.ndarray:
        n = max(1, len(term.split()))
        found = find_terms(self.sentences, n)
        wanted = fold_words([term])[0]
        has = np.zeros(len(self.sentences), dtype=bool)
        if wanted in found.terms:
            has[found.sentence[found.term == found.terms.index(wanted)]] = True
        return has

    def _mark_length(self, bounds: str) -> np.ndarray:
        n_words = SENTENCES.need(self.sentences, [N_WORDS])[N_WORDS].to_numpy()
        least, _, most = bounds.partition("-")
        expected = "a number of words, or the least and the most, such as 5-9"
        if not (least.isdecimal() and (most or least).isdecimal()):
            raise InputError([Fault("where, n_words", repr(bounds), expected)])
        return (n_words >= int(least)) & (n_words <= int(most or least))

    def _mark_tenth(self, tenth: str) -> np.ndarray:
        return (find_tenths(self.sentences).astype(str) == tenth).to_numpy()

    def _mark_group(self, column: str, group: str) -> np.ndarray:
        """Mark the sentences of a group, or of a period."""
        wanted = name_group(group)
        groups = name_groups(self.sentences, self.documents, column)
        marked = (groups == wanted).to_numpy()
        if column in PARTS and column in self.sentences:
            marked = marked | (self.sentences[column].astype(str) == group).to_numpy()
        if marked.any() or self._is_group_of_texts(column, wanted):
            return marked
        names = [groups]
        if column in self.documents and can_date(self.documents[column]):
            periods, known = name_periods(self.documents, column)
            if wanted in known:
                return (self.sentences["doc_id"].map(periods) == wanted).to_numpy()
            names = [periods]
        expected = nearest(wanted, pd.concat(names).dropna().unique())
        raise InputError([Fault(f"where, {column}", repr(group), expected)])

    def _is_group_of_texts(self, column: str, group: str) -> bool:
        """Whether texts without sentences form this group."""
        return column in self.documents and (group_of(self.documents, column) == group).any()
