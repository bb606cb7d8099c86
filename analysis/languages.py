"""Language tags, how words are counted in any script, and the language of a text without a tag."""

import re
from functools import cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

ENGLISH = "en"  # the default
# Chinese (with Mandarin and Cantonese), Japanese and Thai put no spaces between words.
UNSPACED = {"zh", "cmn", "yue", "ja", "th"}
# In these and in Lao, Khmer and Burmese, which put spaces between phrases, a character counts as a
# word.
COUNTED_BY_CHARACTER = UNSPACED | {"lo", "km", "my"}
# Thai and Lao have no final punctuation, so its absence says nothing.
WITHOUT_STOPS = {"th", "lo"}

# Scripts whose words are not separated by blanks, whatever the language.
SCRIPTS_WITHOUT_BLANKS = ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar")
_UNSPACED_SCRIPTS = "".join(rf"\p{{scx={script}}}" for script in SCRIPTS_WITHOUT_BLANKS)
_UNSPACED_LETTER = regex.compile(rf"[[\p{{L}}\p{{N}}]&&[{_UNSPACED_SCRIPTS}]]", regex.VERSION1)

MOST_CHARACTERS = 2000  # to detect a language by; more change the answer for rare languages only
LIKELY = 0.5  # a probability above it exceeds that of all other languages together
UNLIKELY = 0.01
NO_LANGUAGE = "zxx"  # ISO 639's code for what is not language


@cache
def primary(language: object) -> str:
    """Return the primary subtag of a BCP 47 tag, or `en` if there is none.

    >>> primary("zh-Hans"), primary("FR"), primary(""), primary(None)
    ('zh', 'fr', 'en', 'en')
    """
    if not isinstance(language, str):
        return ENGLISH
    subtag = re.match(r"[a-z]{2,3}(?![a-z])", language.strip().lower())
    return subtag[0] if subtag else ENGLISH


def is_tag(language: str) -> bool:
    """Whether a text has the form of a BCP 47 tag: a language, then any subtags.

    >>> is_tag("fr"), is_tag("zh-Hans"), is_tag("French")
    (True, True, False)
    """
    return bool(re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", language.strip()))


def count_words(text: str) -> int:
    """Count the words between blanks; in scripts without blanks, each letter is a word.

    >>> count_words("Human rights"), count_words("人权很重要。"), count_words("联合国 (UN)")
    (2, 5, 4)
    """
    if text.isascii():
        return len(text.split())
    spaced, n_letters = _UNSPACED_LETTER.subn(" ", text)
    words = [word for word in spaced.split() if n_letters == 0 or any(map(str.isalnum, word))]
    return n_letters + len(words)


def detect(text: str) -> str:
    """Detect the language of a text from its beginning.

    The library py3langid compares the sequences of letters with those of many languages. The answer
    is a primary subtag (ISO 639). It is `en` unless another language is more likely than all others
    together and English is nearly impossible, so very short texts, names and numbers are English.
    Two languages that are almost the same (Croatian and Bosnian, Indonesian and Malay) can be
    confused.

    >>> detect("Tous les êtres humains naissent libres et égaux en dignité et en droits.")
    'fr'
    >>> detect("Ban Ki-moon")
    'en'
    """
    likelihoods = dict(_identifier().rank(text[:MOST_CHARACTERS]))
    likeliest = max(likelihoods, key=likelihoods.__getitem__)
    is_likely = likelihoods[likeliest] > LIKELY
    is_english_unlikely = likelihoods[ENGLISH] < UNLIKELY
    if likeliest != NO_LANGUAGE and is_likely and is_english_unlikely:
        return likeliest
    return ENGLISH


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
