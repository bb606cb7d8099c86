"""What is no word of a text: entities and tags that were not decoded, and addresses."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from analysis.checks.findings import Finding
from analysis.checks.inputs import Inputs
from analysis.reading.formats import TABLE_READERS
from analysis.wording import pluralize

MOST_EXAMPLES = 3  # per text

ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][ds]quo|[mn]dash|hellip|euro|copy|shy"
    r"|[aeiouncyAEIOUNCY](?:acute|grave|circ|uml|tilde|cedil|slash)|szlig"
    r"|#\d{2,7}|#[xX][0-9a-fA-F]{2,6});"
)
TAG = re.compile(
    r"</?(?:a|b|blockquote|body|br|div|em|font|h[1-6]|hr|html|i|img|li|ol|p|span|strong|sub|sup"
    r"|table|tbody|td|th|tr|u|ul)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
URL = re.compile(r"(?:https?://|\bwww\.)[^\s<>\"”»]+", re.IGNORECASE)


def undecoded_markup(inputs: Inputs) -> Iterator[Finding]:
    """Find entities such as `&amp;` and tags such as `<br>`, whose names are read as words."""
    found = _count_in_texts(inputs, _markup_in)
    if not found:
        return
    files = dict(zip(inputs.documents["doc_id"], inputs.documents["path"], strict=True))
    is_in_table = [files[doc_id].lower().endswith(tuple(TABLE_READERS)) for doc_id in found]
    advice = "decode the cells of tables"
    if not all(is_in_table):
        advice = "save files that hold HTML with the ending .html"
    n = sum(examples.total() for examples in found.values())
    yield Finding(
        "warning",
        subject="texts",
        n=n,
        found=f"{n:,} undecoded entities and tags of HTML in {pluralize(len(found), 'text')}",
        advice=advice,
        places=tuple(_describe(found)),
        settings={"html": ("text",)} if any(is_in_table) else {},
    )


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


def _markup_in(text: str) -> list[str]:
    found = ENTITY.findall(text) if "&" in text else []
    if "<" in text:
        found += TAG.findall(text)
    return found


def _urls_in(text: str) -> list[str]:
    if "://" in text or "www." in text:
        return URL.findall(text)
    return []


def _count_in_texts(inputs: Inputs, find: Callable[[str], list[str]]) -> dict[str, Counter[str]]:
    """Count what is found in each text, by its id; texts without any are left out."""
    found = {doc_id: Counter(find(text)) for doc_id, text in inputs.running_texts}
    return {doc_id: counts for doc_id, counts in found.items() if counts}


def _describe(found: dict[str, Counter[str]]) -> Iterator[str]:
    for doc_id, counts in found.items():
        examples = " ".join(example for example, _ in counts.most_common(MOST_EXAMPLES))
        yield f"{doc_id}, {counts.total():,}: {examples}"
