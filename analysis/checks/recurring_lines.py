"""Lines that recur, with other numbers at most: page headers and footers, rules, time stamps.

A reader of a text file cannot know them. Left in, they are read as sentences or headings, and cut
the sentence that runs on from page to page.

Not every line that recurs is one of them: sentences, turns of speech, labels (`Interviewer:`),
numbered headings (`Article 5`) and parts of hard-wrapped sentences recur too. A line counts as a
header if it has no letters or names a page. If it is set apart from the text, it also counts if it
names a date or an address, has several numbers, or interrupts sentences. Others that are set apart
and recur often are only mentioned. A turn of speech is never named.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from analysis.checks.article_ends import is_article_end
from analysis.checks.cut_sentences import ends_in_final_punctuation
from analysis.checks.findings import Finding
from analysis.checks.globs import safe_globs
from analysis.checks.inputs import Inputs
from analysis.reading.turns import read_label
from analysis.wording import pluralize

FEWEST = 3  # times that a line recurs
FEWEST_IN_TEXT = 5  # times in one text, of a line that is only mentioned
MANY_TEXTS = 0.5  # of all texts, in which such a line occurs at least once
CUTTING = 0.1  # the share of its places at which a header interrupts a sentence
APART = 0.5  # the share of its places at which a header is set apart from the text
PARAGRAPH = 150  # characters; a line as long as this is a paragraph, not a part of one
N_SHOWN = 5  # kinds of lines

# Words for a page, before or after its number.
_PAGE = re.compile(
    r"\b(?:pages?|pp?|pg|seiten?|página|pagina|pág|strona|str|sida|side|sivu|sayfa|oldal|hal)\b\.?"
    r"|страница|стр\.|сторінка|σελίδα|صفحة|पृष्ठ|หน้า|页|頁|ページ|쪽",
    re.IGNORECASE,
)
# Symbols of documents, dates, times.
_CODE = re.compile(r"\d/\w|\w/\d|\d\.\d+\.\d|\d-\d+-\d|\d:\d\d")
_ADDRESS = re.compile(r"©|\(c\) |www\.|://|copyright|all rights reserved", re.IGNORECASE)
_MARKED = re.compile(r"#{1,6}\s")  # a Markdown heading
_NUMBER = re.compile(r"\d+")
_LETTER = regex.compile(r"\p{L}")

# A numbered heading, label or list item: a word and a number, or the reverse.
_NUMBERED = regex.compile(r"[\p{L}\p{M}]+ ?\d+[.:)]?|\d+[.:)]? ?[\p{L}\p{M}]+")

# A label of a turn of speech, or a line that announces what follows.
_LABEL = re.compile(r".*[:：]\s*")


@dataclass
class Kind:
    """Lines that differ only in their numbers.

    Attributes:
        times: how often each of them occurs, as written.
        texts: how often they occur in each text, by its id.
        first: the id and line of the first place.
        n_cuts: at how many places they interrupt a sentence.
        n_apart: at how many places they are next to a blank line or to a whole paragraph.
        n_turns: at how many places they are turns of speech.
    """

    times: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    first: tuple[str, int] = ("", 0)
    n_cuts: int = 0
    n_apart: int = 0
    n_turns: int = 0

    @property
    def n(self) -> int:
        """How many lines there are."""
        return self.times.total()

    @property
    def example(self) -> str:
        """One of the lines, as written."""
        return next(iter(self.times))


def recurring_lines(inputs: Inputs) -> Iterator[Finding]:
    """Find lines that recur, with other numbers at most, and the `drop:` that leaves them out."""
    kinds = recurring_kinds(inputs)
    headers = [kind for kind in kinds if is_header(kind)]
    n_texts = len(inputs.texts)
    others = [kind for kind in kinds if not is_header(kind) and _may_be_header(kind, n_texts)]
    if headers:
        globs = safe_globs([list(kind.times) for kind in headers], inputs.texts)
        yield Finding(
            "warning",
            subject="texts",
            n=sum(kind.n for kind in headers),
            found=f"{_count(headers)} (only their numbers differ)",
            advice=_header_advice(bool(globs)),
            places=tuple(map(_describe, headers)),
            settings={"drop": globs} if globs else {},
            n_shown=N_SHOWN,
        )
    if others:
        yield Finding(
            "note",
            subject="texts",
            n=sum(kind.n for kind in others),
            found=f"{_count(others)} and may be headers",
            advice="if such a line is not part of the text, add it to `drop:`",
            places=tuple(map(_describe, others)),
            n_shown=N_SHOWN,
        )


def _count(kinds: list[Kind]) -> str:
    n_texts = len(set().union(*(kind.texts for kind in kinds)))
    n_lines = pluralize(sum(kind.n for kind in kinds), "line")
    return f"{n_lines} of {pluralize(len(kinds), 'kind')} recur in {pluralize(n_texts, 'text')}"


def _header_advice(has_globs: bool) -> str:
    if has_globs:
        return "leave out page headers and the like: they are read as sentences, or cut sentences"
    return "remove page headers and the like from the files: no `drop:` fits only them"


def _describe(kind: Kind) -> str:
    doc_id, line = kind.first
    return f"{pluralize(kind.n, 'time')}: {kind.example!r}, first in {doc_id}, line {line}"


# -- which lines recur --------------------------------------------------------------------------


def recurring_kinds(inputs: Inputs) -> list[Kind]:
    """Group the short lines that recur, with other numbers at most, most frequent first."""
    lines_of: defaultdict[str, list[str]] = defaultdict(list)
    for line, n in inputs.lines.items():
        if _NUMBER.search(line):
            lines_of[_NUMBER.sub("#", line)].append(line)
        elif n >= FEWEST:
            lines_of[line].append(line)
    kinds: dict[str, Kind] = {}
    for lines in lines_of.values():
        if _MARKED.match(lines[0]):
            continue
        times = Counter({line: inputs.lines[line] for line in lines})
        if times.total() >= FEWEST:
            kinds.update(dict.fromkeys(times, Kind(times)))
    for doc_id, text in inputs.texts:
        lines = list(map(str.strip, text.split("\n")))
        if len(lines) > 1 and not kinds.keys().isdisjoint(lines):
            _add_places(kinds, doc_id, lines)
        speakers = inputs.speakers.get(doc_id)
        if speakers:
            _count_turns(kinds, lines, speakers)
    found = {id(kind): kind for kind in kinds.values() if not _is_something_else(kind)}
    return sorted(found.values(), key=lambda kind: -kind.n)


def _is_something_else(kind: Kind) -> bool:
    """Whether lines are turns of speech, or part the articles in one file (see `article_ends`)."""
    parts_articles = is_article_end(kind.example) and max(kind.texts.values()) > 1
    return kind.n_turns > 0 or parts_articles


def _add_places(kinds: Mapping[str, Kind], doc_id: str, lines: Sequence[str]) -> None:
    """Add to each kind where it occurs in a text, and what lies around it there."""
    pending: list[Kind] = []  # kinds since the last other line
    above = ""
    for number, line in enumerate(lines):
        if not line:
            continue
        kind = kinds.get(line)
        if kind is not None:
            kind.texts[doc_id] += 1
            kind.n_apart += _is_apart(lines, number)
            kind.first = kind.first if kind.first[1] else (doc_id, number + 1)
            pending.append(kind)
            continue
        if pending and _runs_on(above, line):
            for interrupting in pending:
                interrupting.n_cuts += 1
        pending = []
        above = line


def _count_turns(
    kinds: Mapping[str, Kind], lines: Sequence[str], speakers: tuple[str, ...]
) -> None:
    """Count the places at which lines of a transcript are turns: a label, or what is below it."""
    is_below_label = False
    for line in filter(None, lines):
        label = read_label(line, 0, len(line))
        is_turn = label is not None and label.speaker.startswith(speakers)
        if (is_turn or is_below_label) and line in kinds:
            kinds[line].n_turns += 1
        is_below_label = is_turn and label is not None and label.is_alone


def _is_apart(lines: Sequence[str], number: int) -> bool:
    """Whether a line is at an end of the text, or next to a blank line or a whole paragraph."""
    if number in (0, len(lines) - 1):
        return True
    around = len(lines[number - 1]), len(lines[number + 1])
    return min(around) == 0 or max(around) >= PARAGRAPH


def _runs_on(above: str, below: str) -> bool:
    """Whether a sentence runs on from one line to another."""
    return below[0].islower() and bool(above) and not ends_in_final_punctuation(above)


# -- which of them are headers ------------------------------------------------------------------


def is_header(kind: Kind) -> bool:
    """Whether lines that recur are headers of pages or the like."""
    line = kind.example
    if not _can_be_dropped(line):
        return False
    n_numbers = len(_NUMBER.findall(line))
    if not _LETTER.search(line) or (n_numbers and _PAGE.search(line)):
        return True
    if _LABEL.fullmatch(line) or kind.n_apart < APART * kind.n:
        return False
    if kind.n_cuts > max(1, CUTTING * kind.n):
        return True
    if ends_in_final_punctuation(line) or _NUMBERED.fullmatch(line):
        return False
    has_code = n_numbers > 1 or bool(_CODE.search(line) or _ADDRESS.search(line))
    return has_code or (n_numbers == 1 and len(kind.times) < kind.n)


def _can_be_dropped(line: str) -> bool:
    return bool(line.strip("* "))  # no glob fits stars alone


def _may_be_header(kind: Kind, n_texts: int) -> bool:
    """Whether lines recur so often in a text, or in so many texts, that a person should look."""
    line = kind.example
    if not _can_be_dropped(line) or _LABEL.fullmatch(line) or _NUMBERED.fullmatch(line):
        return False
    if ends_in_final_punctuation(line) or kind.n_apart < APART * kind.n:
        return False
    is_in_many = len(kind.texts) >= max(FEWEST_IN_TEXT, MANY_TEXTS * n_texts)
    return is_in_many or max(kind.texts.values()) >= FEWEST_IN_TEXT
