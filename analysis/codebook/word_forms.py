"""Forms of one word, joined to a pattern with `*` where it finds nothing else in the texts."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Sequence

LONGEST_ENDING = 3  # letters
SHORTEST_STEM = 4  # letters; shorter words are the beginnings of too many others
FEWEST_STEMS = 3  # that take an ending
PRODUCTIVE = 0.1  # of the stems that take the most frequent ending


class WordForms:
    """The words of some texts, and the endings that many of them take.

    An ending is a few letters by which one word of the texts is longer than another one. It counts
    only if it occurs with many stems, so that `country` is no form of `count`.

    Args:
        words: the different words of the texts, in small letters.

    >>> forms = WordForms(["right", "rights", "rightly", "reform", "reforms", "state", "states"])
    >>> forms.join(["reform", "rights"])
    ['reform*', 'rights']
    """

    def __init__(self, words: Collection[str]) -> None:
        self.words = sorted(words)
        self._known = set(words)
        self.endings = self._find_endings()

    def _find_endings(self) -> frozenset[str]:
        """Return the endings that many words take."""
        n_stems = Counter(
            word[-length:]
            for word in self.words
            for length in range(1, LONGEST_ENDING + 1)
            if len(word) - length >= SHORTEST_STEM and word[:-length] in self._known
        )
        fewest = max(FEWEST_STEMS, PRODUCTIVE * max(n_stems.values(), default=0))
        return frozenset(ending for ending, n in n_stems.items() if n >= fewest)

    def join(self, phrases: Sequence[str], others: Collection[str] = ()) -> list[str]:
        """Write phrases as patterns, with a `*` in place of the endings of their last words.

        The `*` is used only if the texts have several forms of the word, and no other word that the
        pattern would find.

        Args:
            phrases: the phrases of a theme, in plain form and small letters.
            others: phrases that no pattern may find by a `*`, such as those of other themes.
        """
        taken = frozenset(others)
        patterns = [self._join_one(phrase, taken) for phrase in phrases]
        return list(dict.fromkeys(patterns))

    def _join_one(self, phrase: str, others: frozenset[str]) -> str:
        start, blank, last = phrase.rpartition(" ")
        for stem in self._stems(last):
            forms = self._words_that_begin_with(stem)
            endings = {form.removeprefix(stem) for form in forms} - {""}
            is_taken = any(f"{start}{blank}{form}" in others for form in forms)
            if endings and endings <= self.endings and not is_taken:
                return f"{start}{blank}{stem}*"
        return phrase

    def _stems(self, word: str) -> list[str]:
        """List the words of which a word may be a form, the shortest first, and the word itself."""
        stems = [
            word[:-length]
            for length in range(LONGEST_ENDING, 0, -1)
            if word[-length:] in self.endings and word[:-length] in self._known
        ]
        return [stem for stem in [*stems, word] if len(stem) >= SHORTEST_STEM]

    def _words_that_begin_with(self, stem: str) -> list[str]:
        found = []
        for position in range(bisect_left(self.words, stem), len(self.words)):
            if not self.words[position].startswith(stem):
                break
            found.append(self.words[position])
        return found
