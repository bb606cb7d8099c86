"""A slow reference: hits by sentence, character by character, from the words of the contract.

It shares no code with the package, so that it can check the package. Everything is a loop over the
characters of one sentence; nothing is fast.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

APOSTROPHES = "'’‘ʼ´`′"
HYPHENS = "-‐‑‒–−"
WITHOUT_BLANKS = ("Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar")


# -- characters ----------------------------------------------------------------------------------


@cache
def is_mark(char: str) -> bool:
    return regex.match(r"\p{M}", char) is not None


@cache
def is_left_out(char: str) -> bool:
    number = ord(char)
    return (
        regex.match(r"\p{Cf}", char) is not None
        or 0xFE00 <= number <= 0xFE0F
        or 0xE0100 <= number <= 0xE01EF
        or number in (0x0640, 0x0670)
        or 0x064B <= number <= 0x065F
        or (0x0591 <= number <= 0x05C7 and is_mark(char))
    )


@cache
def is_raised(char: str) -> bool:
    return unicodedata.decomposition(char).startswith(("<super>", "<sub>"))


@cache
def is_letter(char: str) -> bool:
    return regex.match(r"\p{L}", char) is not None and not is_raised(char)


@cache
def is_letter_or_digit(char: str) -> bool:
    return regex.match(r"[\p{L}\p{N}]", char) is not None and not is_raised(char)


@cache
def is_without_blanks(char: str) -> bool:
    return any(regex.match(rf"\p{{scx={script}}}", char) for script in WITHOUT_BLANKS)


@cache
def is_equal(one: str, other: str) -> bool:
    return re.fullmatch(re.escape(one), other, re.IGNORECASE) is not None


# -- the plain form ------------------------------------------------------------------------------


@dataclass
class Plain:
    """One character of a plain form, and the cluster that it comes from."""

    char: str
    start: int
    end: int
    source: str


def unify(text: str) -> str:
    for char in APOSTROPHES:
        text = text.replace(char, "'")
    for char in HYPHENS:
        text = text.replace(char, "-")
    return text


@cache
def plain_of_cluster(cluster: str) -> str:
    kept = unify("".join(char for char in cluster if not is_left_out(char)))
    composed = ""
    waiting = ""
    for char in kept:
        if is_raised(char):
            composed += unicodedata.normalize("NFKC", waiting) + char
            waiting = ""
        else:
            waiting += char
    return unify(composed + unicodedata.normalize("NFKC", waiting))


@dataclass
class Cluster:
    """What a reader takes for one character, and its plain form."""

    source: str
    plain: str
    start: int
    end: int


def clusters(text: str) -> list[Cluster]:
    found = []
    for match in regex.finditer(r"\X", text):
        found.append(Cluster(match[0], plain_of_cluster(match[0]), *match.span()))
    return found


def plain_form(text: str) -> list[Plain]:
    chars = []
    for cluster in clusters(text):
        for char in cluster.plain:
            chars.append(Plain(char, cluster.start, cluster.end, cluster.source))
    return leave_out_line_ends(chars)


def leave_out_line_ends(chars: list[Plain]) -> list[Plain]:
    kept: list[Plain] = []
    position = 0
    while position < len(chars):
        end = position
        while end < len(chars) and chars[end].char.isspace():
            end += 1
        has_line_end = any(one.char == "\n" for one in chars[position:end])
        before = end < len(chars) and is_letter(chars[end].char)
        if not (has_line_end and before and ends_in_divided_word(kept)):
            kept += chars[position : max(end, position + 1)]
        position = max(end, position + 1)
    return kept


def ends_in_divided_word(chars: list[Plain]) -> bool:
    if not chars or chars[-1].char != "-":
        return False
    position = len(chars) - 2
    while position >= 0 and is_mark(chars[position].char):
        position -= 1
    return position >= 0 and is_letter(chars[position].char)


def find_words(text: str) -> list[int]:
    """For each character, the number of its word; -1 for what is part of no word."""
    words: list[int] = []
    bases: list[str] = []  # the letter or digit that each character belongs to
    number = 0
    for char in text:
        before = words[-1] if words else -1
        base = bases[-1] if bases else ""
        if is_mark(char):
            words.append(before)
            bases.append(base)
        elif not is_letter_or_digit(char):
            words.append(-1)
            bases.append("")
        else:
            goes_on = before >= 0 and not is_without_blanks(base) and not is_without_blanks(char)
            if not goes_on:
                number += 1
            words.append(number)
            bases.append(char)
    return words


def words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in plain form, each with the characters that it comes from."""
    chars = plain_form(text)
    numbers = find_words("".join(plain.char for plain in chars))
    found = {}
    for plain, number in zip(chars, numbers, strict=True):
        if number >= 0:
            found.setdefault(number, []).append(plain)
    return [("".join(p.char for p in own), own[0].start, own[-1].end) for own in found.values()]


# -- patterns ------------------------------------------------------------------------------------


@dataclass
class Part:
    """`blank`, `letter` (?), `letters` (*), `few` (* beside a letter), `word` (* alone), or a char."""

    kind: str
    char: str = ""
    exact: bool = False


def parts_of(pattern: str, case_counts: bool = True) -> list[Part]:
    parts: list[Part] = []
    for plain in plain_form(pattern):
        if plain.char == "*" and "*" in plain.source:
            if not parts or parts[-1].kind != "*":
                parts.append(Part("*"))
        elif plain.char == "?" and "?" in plain.source:
            parts.append(Part("letter"))
        elif plain.char.isspace():
            if parts and parts[-1].kind != "blank":
                parts.append(Part("blank"))
        else:
            parts.append(Part("char", plain.char))
    while parts and parts[-1].kind == "blank":
        parts.pop()
    if case_counts:
        mark_capitals(parts)
    return name_stars(parts)


def name_stars(parts: list[Part]) -> list[Part]:
    solo = [False] * len(parts)
    for position, part in enumerate(parts):
        if part.kind == "char" and is_letter_or_digit(part.char):
            solo[position] = is_without_blanks(part.char)
        elif part.kind == "char" and is_mark(part.char) and position:
            solo[position] = solo[position - 1]
    named = []
    last = len(parts) - 1
    for position, part in enumerate(parts):
        if part.kind == "*":
            left = parts[position - 1].kind if position else "blank"
            right = parts[position + 1].kind if position < last else "blank"
            beside = (position > 0 and solo[position - 1]) or (
                position < last and solo[position + 1]
            )
            if left == right == "blank":
                named.append(Part("word"))
            elif not beside:
                named.append(Part("letters"))
            elif 0 < position < last:
                named.append(Part("few"))
        else:
            named.append(part)
    return named


def mark_capitals(parts: list[Part]) -> None:
    runs: list[list[Part]] = [[]]
    behind_letter = False
    for part in parts:
        is_wild = part.kind in ("*", "letter")
        is_joined = (
            part.kind == "char"
            and is_letter_or_digit(part.char)
            and not is_without_blanks(part.char)
        )
        if is_wild or is_joined or (part.kind == "char" and is_mark(part.char) and behind_letter):
            runs[-1].append(part)
            behind_letter = True
        else:
            runs.append([])
            behind_letter = False
    for run in runs:
        letters = [part for part in run if regex.match(r"\p{Lu}|\p{Ll}|\p{Lt}", part.char)]
        if len(letters) >= 2 and not any(regex.match(r"\p{Ll}", part.char) for part in letters):
            for part in run:
                part.exact = True


# -- matches -------------------------------------------------------------------------------------


class Sentence:
    """The plain form of a sentence, in which patterns are tried at one place."""

    def __init__(self, sentence: str) -> None:
        self.chars = plain_form(sentence)
        self.text = "".join(plain.char for plain in self.chars)
        self.words = find_words(self.text)
        self.in_blank_script: list[bool] = []
        base = ""
        for char, word in zip(self.text, self.words, strict=True):
            base = base if is_mark(char) else char
            self.in_blank_script.append(word >= 0 and not is_without_blanks(base))

    def is_inside(self, position: int) -> bool:
        if not 0 < position < len(self.text):
            return False
        return self.words[position] >= 0 and self.words[position - 1] == self.words[position]

    def match(self, parts: list[Part], start: int) -> int:
        """The end of the match that begins at the start; -1 if there is none."""
        if self.is_inside(start):
            return -1
        for end in self.ends(parts, 0, start):
            if not self.is_inside(end):
                return end
        return -1

    def ends(self, parts: list[Part], number: int, position: int) -> Iterator[int]:
        """Every end that the parts from a number on can have, the preferred ones first."""
        if number == len(parts):
            yield position
            return
        for next_position in self.steps(parts[number], position):
            yield from self.ends(parts, number + 1, next_position)

    def steps(self, part: Part, position: int) -> list[int]:
        """The places at which one part can end, the preferred ones first."""
        if part.kind == "char":
            return self.char_end(part, position)
        if part.kind == "word":
            return self.word_end(position)
        if part.kind == "letter":
            return self.letter_ends(position)
        if part.kind == "blank":
            ends = self.run(position, [char.isspace() for char in self.text])
            return ends[:0:-1]
        if part.kind == "letters":
            return self.run(position, self.in_blank_script)[::-1]
        return self.run(position, [word >= 0 for word in self.words])

    def run(self, position: int, is_part: list[bool]) -> list[int]:
        """The places up to which all characters are part of something, from the position on."""
        ends = [position]
        while ends[-1] < len(is_part) and is_part[ends[-1]]:
            ends.append(ends[-1] + 1)
        return ends

    def char_end(self, part: Part, position: int) -> list[int]:
        if position == len(self.text):
            return []
        char = self.text[position]
        is_same = char == part.char if part.exact else is_equal(part.char, char)
        return [position + 1] if is_same else []

    def word_end(self, position: int) -> list[int]:
        if position == len(self.text) or self.words[position] < 0 or is_mark(self.text[position]):
            return []
        is_part = [word == self.words[position] for word in self.words]
        return self.run(position, is_part)[-1:]

    def letter_ends(self, position: int) -> list[int]:
        if position == len(self.text) or not is_letter_or_digit(self.text[position]):
            return []
        return self.run(position + 1, [is_mark(char) for char in self.text])[::-1]

    def matches(self, parts: list[Part]) -> Iterator[tuple[int, int]]:
        """Every match, as the start and end of the characters that it comes from."""
        for start in range(len(self.text)):
            end = self.match(parts, start)
            if end > start:
                yield self.chars[start].start, self.chars[end - 1].end


# -- hits ----------------------------------------------------------------------------------------


def hits(sentences, codebook, case_counts: bool = True) -> list[tuple]:
    """Every hit as a row of the table `hits`, in the order of that table."""
    found = []
    parts = {pattern: parts_of(pattern, case_counts) for pattern in codebook.patterns["pattern"]}
    for row in sentences.itertuples():
        sentence = Sentence(row.sentence)
        for order, theme in enumerate(codebook.themes["theme"]):
            own = codebook.patterns[codebook.patterns["theme"] == theme]
            for pattern, start, end in _theme_hits(sentence, own, parts):
                begin = row.start + start
                stop = row.start + end
                match = row.sentence[start:end]
                hit = (row.doc_id, row.sent_id, theme, pattern, begin, stop, match)
                found.append(((row.doc_id, begin, order), hit))
    found.sort(key=lambda pair: pair[0])
    return [hit for _, hit in found]


def _theme_hits(sentence: Sentence, rows, parts: dict[str, list[Part]]):
    wanted = []
    excluded = []
    for rank, row in enumerate(rows.itertuples()):
        for start, end in sentence.matches(parts[row.pattern]):
            found = excluded if row.excludes else wanted
            found.append((start, -end, rank, row.pattern))
    selected: list[tuple[str, int, int]] = []
    for start, minus_end, _, pattern in sorted(wanted):
        if all(start >= end for _, _, end in selected):
            selected.append((pattern, start, -minus_end))
    for pattern, start, end in selected:
        if not any(begin < end and start < -minus_stop for begin, minus_stop, *_ in excluded):
            yield pattern, start, end
