"""The words of texts that differ from a given word by one letter: likely what was meant."""

from collections import defaultdict
from collections.abc import Iterable

SHORTEST = 4  # letters; nearly every shorter word has others that differ by one letter
SHORTEST_STEM = 6  # letters before `*`; many words begin almost like a shorter one


def nearest_words(missing: Iterable[str], words: Iterable[str]) -> dict[str, list[str]]:
    """Find, for each missing word, the words that differ from it by one letter.

    A letter was added, left out or replaced, or two neighbouring letters were swapped. Two such
    words become the same if one letter is deleted from each, or from one of them.

    Args:
        missing: words in small letters; one that ends in `*` is compared with beginnings of words,
            if it has at least `SHORTEST_STEM` letters.
        words: the words that occur, in small letters.

    Returns:
        The missing words that have such a word, each with these words in alphabetical order.

    >>> nearest_words(["povrety", "goverment*", "tax"], ["poverty", "governments", "law"])
    {'povrety': ['poverty'], 'goverment*': ['governments']}
    """
    by_shortened: dict[str, set[str]] = defaultdict(set)
    sizes = set()
    for word in set(missing):
        stem = word.removesuffix("*")
        is_stem = word.endswith("*")
        if len(stem) < (SHORTEST_STEM if is_stem else SHORTEST):
            continue
        if is_stem:
            sizes |= {len(stem) - 1, len(stem), len(stem) + 1}
        for shortened in _without_one_letter(stem):
            by_shortened[shortened].add(word)
    longest = max(map(len, by_shortened), default=0) + 1
    found: dict[str, set[str]] = defaultdict(set)
    for word in words:
        for beginning in _beginnings(word, sizes, longest):
            is_whole = beginning == word
            for shortened in _without_one_letter(beginning):
                for like in by_shortened.get(shortened, ()):
                    if is_whole or like.endswith("*"):
                        found[like].add(word)
    in_order = dict.fromkeys(missing)
    return {word: sorted(found[word]) for word in in_order if word in found}


def _without_one_letter(word: str) -> set[str]:
    """Return the word, and the word without each one of its letters."""
    shortened = {word[:position] + word[position + 1 :] for position in range(len(word))}
    return shortened | {word}


def _beginnings(word: str, sizes: set[int], longest: int) -> set[str]:
    """Return the beginnings of these sizes; and the word, unless it is too long to be near any."""
    beginnings = {word[:size] for size in sizes if size < len(word)}
    return beginnings | {word} if len(word) <= longest else beginnings
