"""A codebook proposed from groups of phrases: one theme per group."""

import re

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.codebook.patterns import Token, TokenKind
from analysis.codebook.plain_form import CharKind, kind_of
from analysis.codebook.word_forms import WordForms
from analysis.tables import PATTERNS, THEMES

LONGEST_LABEL = 3  # phrases


def propose_codebook(
    name: str,
    language: str,
    phrases: pd.DataFrame,
    forms: WordForms,
) -> Codebook:
    """Make a codebook of groups of phrases.

    A theme is named after its first phrases. Its patterns are its phrases, with a `*` where that
    joins the forms of a word, and in capitals if the texts mostly write them so. A word that is
    part of a longer phrase of another theme gets this phrase as a `not` pattern. A longer phrase
    that is in no theme says nothing against the word, and is none.

    Args:
        name: the name of the codebook.
        language: its language, as a BCP 47 tag.
        phrases: one row per phrase (`analysis.tables.PHRASES`), those of a group in order.
        forms: the forms of all words of the texts.

    >>> phrases = {"phrase": ["clean water", "rivers", "water"], "group": [1, 1, 0]}
    >>> phrases = pd.DataFrame({**phrases, "form": phrases["phrase"]})
    >>> codebook = propose_codebook("Draft", "en", phrases, WordForms(["clean", "rivers", "water"]))
    >>> codebook.themes[["theme", "label"]].to_numpy().tolist()
    [['clean-water', 'Clean water, rivers']]
    >>> codebook.patterns["pattern"].tolist()
    ['clean water', 'rivers']
    """
    themes: list[dict[str, str]] = []
    patterns = []
    for number, group in phrases[phrases["group"] > 0].groupby("group"):
        theme = _make_key(group["phrase"].iloc[0], [row["theme"] for row in themes])
        themes.append({"theme": theme, "parent": "", "label": _make_label(group)})
        others = phrases.loc[phrases["group"] != number, "phrase"]
        own = forms.join(_in_their_capitals(group), others)
        patterns += [(theme, pattern, False) for pattern in own]
        is_of_another = ~phrases["group"].isin([0, number])
        of_others = phrases.loc[is_of_another, "phrase"].tolist()
        longer = _longer_phrases(group["phrase"].tolist(), of_others)
        patterns += [(theme, phrase, True) for phrase in longer]
    return Codebook(
        name=name,
        version="draft",
        language=language,
        themes=THEMES.frame(pd.DataFrame(themes, columns=["theme", "parent", "label"])).fillna(""),
        patterns=PATTERNS.frame(pd.DataFrame(patterns, columns=list(PATTERNS.columns))),
        sha256="",
    )


def _make_key(phrase: str, taken: list[str]) -> str:
    """Make the key of a theme of its first phrase.

    >>> _make_key("clean water", []), _make_key("clean water", ["clean-water"])
    ('clean-water', 'clean-water-2')
    """
    key = phrase.replace(" ", "-")
    number = 2
    while key in taken:
        key = f"{phrase.replace(' ', '-')}-{number}"
        number += 1
    return key


def _make_label(group: pd.DataFrame) -> str:
    """Join the leading phrases as the texts spell them; none that repeats words of another one."""
    chosen: list[str] = []
    seen: set[str] = set()
    for phrase, form in zip(group["phrase"], group["form"], strict=True):
        if seen.isdisjoint(phrase.split()):
            chosen.append(form)
        seen.update(phrase.split())
    label = ", ".join(chosen[:LONGEST_LABEL])
    return label[:1].upper() + label[1:]


def _in_their_capitals(group: pd.DataFrame) -> list[str]:
    """Write the words of phrases in capitals where the texts mostly do, so that US is not us."""
    written = []
    for phrase, form in zip(group["phrase"], group["form"], strict=True):
        words = phrase.split()
        spelled = form.split()
        if len(words) == len(spelled):
            pairs = zip(words, spelled, strict=True)
            words = [as_is if _is_capitals(as_is) else small for small, as_is in pairs]
        written.append(" ".join(words))
    return written


def _is_capitals(word: str) -> bool:
    return word.isalpha() and Token(TokenKind.WORD, word).is_capitals


def _longer_phrases(phrases: list[str], others: list[str]) -> list[str]:
    """List the phrases of other groups that hold a phrase of this one."""
    return [other for other in others if any(_holds(other, phrase) for phrase in phrases)]


def _holds(longer: str, phrase: str) -> bool:
    """Whether a phrase is part of a longer one.

    >>> _holds("human rights", "rights"), _holds("humane rights", "human"), _holds("人权法", "人权")
    (True, False, True)
    """
    if phrase not in longer or phrase == longer:
        return False
    if kind_of(phrase[0]) is CharKind.SOLO:
        return True
    return re.search(rf"(?<!\S){re.escape(phrase)}(?!\S)", longer) is not None
