"""What is not a word of a text: HTML that was not decoded, wrongly decoded letters, addresses."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.reading.formats import TABLE_READERS
from analysis.reading.markup import find_markup
from analysis.reading.mojibake import find_mojibake
from analysis.wording import pluralize

MOST_EXAMPLES = 3  # per text
MOST_SENTENCES = 20  # of a text that are searched for wrong letters
# What every wrongly decoded text has: a sign beside a letter, or a capital within a word.
_SUSPICIOUS = re.compile(
    r"[\x80-\x84\x86-\x9f]"
    r"|[^\W\d_a-zA-Z][^\w\x00-\x7f]"
    r"|[\xc2-\xdf][\xaa\xb2\xb3\xb5\xb9\xba\xbc-\xbe\u0152\u0153\u0160\u0161\u0178\u017d\u017e]"
    r"|[^\w\x00-\x7f][^a-z\x00-\x7f]"
    r"|[a-z\u00df-\u017f][\u00c0-\u00de\u0102\u0139]"
    r"|[\u0430-\u045f][\u0400-\u042f]"
)

_LOST = re.compile(r"\w*(?:\ufffd\w*)+")

URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"”»]+", re.IGNORECASE)


def undecoded_markup(inputs: Inputs) -> Iterator[Finding]:
    """Find entities such as `&amp;` and tags such as `<br>`, whose names are read as words."""
    found = _count_in_texts(inputs, find_markup)
    if not found:
        return
    files = dict(zip(inputs.documents["doc_id"], inputs.documents["path"], strict=True))
    is_in_table = [files[doc_id].lower().endswith(tuple(TABLE_READERS)) for doc_id in found]
    is_decoded = "text" in inputs.settings.html
    advice = "decode the cells of tables"
    if not all(is_in_table):
        advice = "save files that hold HTML with the ending .html"
    elif is_decoded:
        advice = "it was encoded twice: decode it once in the table itself"
    n = sum(examples.total() for examples in found.values())
    yield Finding(
        "warning",
        subject="texts",
        n=n,
        found=f"{n:,} HTML tags and entities not decoded, in {pluralize(len(found), 'text')}",
        advice=advice,
        places=tuple(_describe(found)),
        settings={"html": ("text",)} if any(is_in_table) and not is_decoded else {},
    )


def mojibake(inputs: Inputs) -> Iterator[Finding]:
    """Find words that were decoded in the wrong encoding, such as `MÃ¼ller`."""
    n = 0
    places = []
    suspects = _texts_with_wrong_letters(inputs)
    for doc_id, text in inputs.running_texts:
        words = find_mojibake(text) if doc_id in suspects else []
        if words:
            n += len(words)
            repairs = {word.found: word.repair for word in words}
            examples = [f"{found} (is it {repair}?)" for found, repair in repairs.items()]
            places.append(f"{doc_id}, {len(words):,}: {', '.join(examples[:MOST_EXAMPLES])}")
    if not places:
        return
    yield Finding(
        "warning",
        subject="texts",
        n=n,
        found=f"{pluralize(n, 'word')} decoded in the wrong encoding (mojibake), "
        f"in {pluralize(len(places), 'text')}",
        advice="save the files again from their source as UTF-8; "
        "if the source has these letters too, replace them",
        places=tuple(places),
    )


def lost_letters(inputs: Inputs) -> Iterator[Finding]:
    """Find words with a replacement character: a letter that was lost when the text was decoded."""
    found = _count_in_texts(inputs, _words_with_lost_letters)
    if found:
        n = sum(examples.total() for examples in found.values())
        yield Finding(
            "warning",
            subject="texts",
            n=n,
            found=f"{pluralize(n, 'word')} with letters that were lost in decoding (\ufffd), "
            f"in {pluralize(len(found), 'text')}",
            advice="save the files again from their source as UTF-8: the letters are only there",
            places=tuple(_describe(found)),
        )


def _words_with_lost_letters(text: str) -> list[str]:
    return _LOST.findall(text) if "\ufffd" in text else []


def _texts_with_wrong_letters(inputs: Inputs) -> set[str]:
    """Return the ids of texts with such words in some of their first sentences beyond ASCII.

    A text is decoded as a whole, so a few sentences show whether it was decoded wrongly. Searching
    a whole text in a script other than Latin would take longer than reading it.
    """
    n_seen: Counter[str] = Counter()
    suspicious: dict[str, list[str]] = {}
    ids = inputs.sentences["doc_id"].tolist()
    for doc_id, sentence in zip(ids, inputs.written, strict=True):
        if sentence.isascii() or n_seen[doc_id] >= MOST_SENTENCES:
            continue
        n_seen[doc_id] += 1
        if _SUSPICIOUS.search(sentence):
            suspicious.setdefault(doc_id, []).append(sentence)
    found = set()
    for doc_id, some in suspicious.items():
        if find_mojibake(" ".join(some)):
            found.add(doc_id)
    return found


def urls(inputs: Inputs) -> Iterator[Finding]:
    """Find addresses of the web, whose parts are read as words."""
    found = _count_in_texts(inputs, _urls_in)
    if not found:
        return
    n = sum(examples.total() for examples in found.values())
    yield Finding(
        "note",
        subject="texts",
        n=n,
        found=f"{pluralize(n, 'web address', 'es')} in {pluralize(len(found), 'text')}",
        advice="nothing to do, unless patterns match words in them",
        places=tuple(_describe(found)),
    )


def _urls_in(text: str) -> list[str]:
    if "://" in text or "www." in text:
        return URL.findall(text)
    return []


def _count_in_texts(inputs: Inputs, find: Callable[[str], list[str]]) -> dict[str, Counter[str]]:
    """Count what is found in each text, by its id; texts without any are left out."""
    counts: dict[str, Counter[str]] = {}
    for doc_id, text in inputs.running_texts:
        found = find(text)
        if found:
            counts[doc_id] = Counter(found)
    return counts


def _describe(found: dict[str, Counter[str]]) -> Iterator[str]:
    for doc_id, counts in found.items():
        examples = " ".join(example for example, _ in counts.most_common(MOST_EXAMPLES))
        yield f"{doc_id}, {counts.total():,}: {examples}"
