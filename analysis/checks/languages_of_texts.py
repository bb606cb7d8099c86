"""Texts in another language than the other texts of the study."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.languages import detect, primary
from analysis.wording import pluralize

FIRST = 500  # characters of a text whose words are looked at
N_COMMON = 100  # words of the study that are common
FEW_COMMON = 0.5  # of the usual share of common words: the language may be another
N_SAMPLE = 20  # texts whose language is detected in any case
FEWEST_WORDS = 15  # different words of a text; the language of shorter ones cannot be told

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

MOST_OTHERS = 1 / 3  # of all texts, in which another language is an exception


def other_languages(inputs: Inputs) -> Iterator[Finding]:
    """Find texts in another language than `study.yaml` states, or else than most texts.

    If `study.yaml` states no language, it was detected for each text when it was read. Otherwise
    only some texts are looked at, because detecting a language takes time: those with few of the
    words that are common in the study; and a sample, unless these words are of that language.
    """
    ids = inputs.documents["doc_id"].tolist()
    languages = dict(zip(ids, map(primary, inputs.documents["language"]), strict=True))
    if inputs.settings.language:
        detected = _detect_unusual(inputs.running_texts, primary(inputs.settings.language))
        other = {doc_id: tag for doc_id, tag in detected.items() if tag != languages[doc_id]}
        verb = "is" if len(other) == 1 else "are"
        found = f"{pluralize(len(other), 'text')} {verb} not in the language that was stated"
        advice = "state the language of such texts in a column `language`, or leave them out"
    else:
        other = _exceptions(languages)
        found = f"{pluralize(len(other), 'text')} in another language than most"
        advice = "nothing to do if they are meant to be here; else leave them out (`leave_out:`)"
    if other:
        yield Finding(
            "warning" if inputs.settings.language else "note",
            subject="texts",
            n=len(other),
            found=f"{found}, of {len(ids):,}",
            advice=advice,
            places=tuple(f"{doc_id}: {tag}" for doc_id, tag in other.items()),
        )


def _exceptions(languages: dict[str, str]) -> dict[str, str]:
    """Return the texts that are not in the usual language, if there is one."""
    counts = Counter(languages.values())
    usual = {tag for tag, n in counts.items() if n >= (1 - MOST_OTHERS) * len(languages)}
    if not usual:
        return {}
    return {doc_id: tag for doc_id, tag in languages.items() if tag not in usual}


def _detect_unusual(texts: list[tuple[str, str]], stated: str) -> dict[str, str]:
    """Detect the language of texts with few common words.

    Unless the common words are those of the language that was stated, a sample is detected too.
    """
    words = {doc_id: _first_words(text) for doc_id, text in texts}
    words = {doc_id: own for doc_id, own in words.items() if len(own) >= FEWEST_WORDS}
    if not words:
        return {}
    counts: Counter[str] = Counter()
    for own in words.values():
        counts.update(own)
    common = {word for word, _ in counts.most_common(N_COMMON)}
    shares = np.array([len(own & common) / len(own) for own in words.values()])
    ids = np.array(list(words), dtype=object)
    chosen = set(ids[shares < FEW_COMMON * np.median(shares)])
    expected = FUNCTION_WORDS.get(stated, "").split()
    if not expected or not common.issuperset(expected):
        chosen.update(ids[:: max(1, len(ids) // N_SAMPLE)])
    return {doc_id: detect(text) for doc_id, text in texts if doc_id in chosen}


def _first_words(text: str) -> set[str]:
    return set(text[:FIRST].lower().split())
