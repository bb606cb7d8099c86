"""Texts in a different language from the other texts of the study."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from statistics import median

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.languages import ENGLISH, detect, primary
from analysis.wording import pluralize

FIRST = 500  # characters of a text whose words are looked at
N_COMMON = 100  # words of the study that are common
FEW_COMMON = 0.5  # of the usual share of common words: the language may be another
N_SAMPLE = 20  # texts whose language is detected in any case
FEWEST_ENGLISH = 3  # function words in an English text
FEWEST_WORDS = 15  # different words of a text; the language of shorter ones cannot be detected

# Words that are among the most common of any texts in a language, and hardly of others.
FUNCTION_WORDS = {
    "en": "the of and to in",
    "fr": "les des et la dans",
    "de": "der die und in den",
    "es": "el la los que en",
    "it": "il di che la per",
    "nl": "het een van de en",
    "pt": "os da do que em",
    "ru": "и в не на что",
}

MOST = 2 / 3  # of all texts, in one language: then others are exceptions


def other_languages(inputs: Inputs) -> Iterator[Finding]:
    """Find texts that are not in the language that was stated, or else not in that of most texts.

    If `study.yaml` states no language, it was detected for each text when it was read.
    """
    ids = inputs.documents["doc_id"].tolist()
    languages = dict(zip(ids, map(primary, inputs.documents["language"]), strict=True))
    if inputs.settings.language:
        yield from _not_as_stated(inputs, languages)
    else:
        yield from _not_as_most(inputs, languages)


def _not_as_stated(inputs: Inputs, languages: Mapping[str, str]) -> Iterator[Finding]:
    """Find texts in another language than `study.yaml` or their metadata state."""
    detected = _detect_unusual(inputs.running_texts, primary(inputs.settings.language))
    other = {doc_id: tag for doc_id, tag in detected.items() if tag != languages[doc_id]}
    if other:
        verb = "is" if len(other) == 1 else "are"
        yield Finding(
            "warning",
            subject="texts",
            n=len(other),
            found=f"{_count(other, languages)} {verb} not in the language that was stated",
            advice="state the language of such texts in a column `language`, or leave them out",
            places=_describe(other),
        )


def _not_as_most(inputs: Inputs, languages: Mapping[str, str]) -> Iterator[Finding]:
    """Find texts that are not in the language of most texts, if most are in one."""
    counts = Counter(languages.values())
    usual = {tag for tag, n in counts.items() if n >= MOST * len(languages)}
    other = {}
    for doc_id, text in inputs.running_texts:
        tag = languages[doc_id]
        if tag not in usual and _is_sure(tag, _first_words(text)):
            other[doc_id] = tag
    if usual and other:
        yield Finding(
            "note",
            subject="texts",
            n=len(other),
            found=f"{_count(other, languages)} in a different language from most",
            advice="nothing to do if they are meant to be here; else leave them out (`leave_out:`)",
            places=_describe(other),
        )


def _count(some: Mapping[str, str], all_texts: Mapping[str, str]) -> str:
    return f"{len(some):,} of {pluralize(len(all_texts), 'text')}"


def _describe(languages: Mapping[str, str]) -> tuple[str, ...]:
    places = [f"{doc_id}: {tag}" for doc_id, tag in languages.items()]
    return tuple(places)


def _detect_unusual(texts: Iterable[tuple[str, str]], stated: str) -> dict[str, str]:
    """Detect the language of texts with few of the words that are common in the study.

    Detecting all would take longer than reading them. Unless the common words are those of the
    language that was stated, a sample is detected as well.
    """
    written = dict(texts)
    words = {}
    for doc_id, text in written.items():
        own = _first_words(text)
        if len(own) >= FEWEST_WORDS:
            words[doc_id] = own
    common = _find_common(words.values())
    chosen = _choose_unusual(words, common)
    expected = FUNCTION_WORDS.get(stated, "").split()
    if not expected or not common.issuperset(expected):
        step = max(1, len(words) // N_SAMPLE)
        chosen += list(words)[::step]
    detected = {}
    for doc_id in sorted(set(chosen)):
        tag = detect(written[doc_id])
        if _is_sure(tag, words[doc_id]):
            detected[doc_id] = tag
    return detected


def _find_common(words: Iterable[set[str]]) -> set[str]:
    """Find the words that are in most texts, given the words of each text."""
    counts: Counter[str] = Counter()
    for own in words:
        counts.update(own)
    return {word for word, _ in counts.most_common(N_COMMON)}


def _choose_unusual(words: Mapping[str, set[str]], common: set[str]) -> list[str]:
    """Choose the texts with far fewer common words than usual, given the words of each text."""
    shares = {doc_id: len(own & common) / len(own) for doc_id, own in words.items()}
    if not shares:
        return []
    usual = median(shares.values())
    return [doc_id for doc_id, share in shares.items() if share < FEW_COMMON * usual]


def _is_sure(tag: str, words: set[str]) -> bool:
    """Whether a detected language is certain: names and numbers are taken for English as well."""
    if tag != ENGLISH:
        return True
    return len(words.intersection(FUNCTION_WORDS[ENGLISH].split())) >= FEWEST_ENGLISH


def _first_words(text: str) -> set[str]:
    return set(text[:FIRST].lower().split())
