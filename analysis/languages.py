"""Languages by their BCP 47 tags: the part of a tag that rules go by, and the language of a text that states none."""

import re
from functools import cache

UNSPACED = {
    "zh",
    "cmn",
    "yue",
    "ja",
    "th",
}  # Chinese, Japanese and Thai write no blanks between words
ENGLISH = "en"  # where nothing else is known
LONG_ENOUGH = 2000  # characters: more change the answer for rare languages only
LIKELY = 0.5  # more likely than all other languages together
UNLIKELY = 0.01


@cache
def primary(language: object) -> str:
    """The first part of a language's tag, `en` where there is none.

    >>> primary("zh-Hans"), primary("FR"), primary(""), primary(None)
    ('zh', 'fr', 'en', 'en')
    """
    found = (
        re.match(r"[a-z]{2,3}(?![a-z])", language.strip().lower())
        if isinstance(language, str)
        else None
    )
    return found[0] if found else ENGLISH


def detect(text: str) -> str:
    """The language of a text by the frequencies of its letter sequences, as the library py3langid counts them.

    The answer is a primary tag (ISO 639) and rests on the beginning of the text. It is `en` unless some other language
    is more likely than all the rest together and English is hardly possible: very short texts, names and numbers are
    `en`, too. Of languages that are nearly one (Croatian and Bosnian, Indonesian and Malay) it may name the other.

    >>> detect("Tous les êtres humains naissent libres et égaux en dignité et en droits."), detect("Ban Ki-moon")
    ('fr', 'en')
    """
    likelihoods = dict(_identifier().rank(text[:LONG_ENOUGH]))
    best = max(likelihoods, key=likelihoods.get)
    sure = (
        likelihoods[best] > LIKELY and likelihoods[ENGLISH] < UNLIKELY and best != "zxx"
    )  # no language at all
    return best if sure else ENGLISH


def is_tag(language: str) -> bool:
    """Whether a text is written as a BCP 47 tag: a language, and what narrows it down.

    >>> is_tag("fr"), is_tag("zh-Hans"), is_tag("French")
    (True, True, False)
    """
    return bool(re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", language.strip()))


@cache
def _identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
