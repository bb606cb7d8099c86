"""Many texts in one string, so that arrays can handle all of their characters at once.

The buffer knows the kinds of each character, and where the segments are: the paragraphs and list
items. No sentence crosses from one segment into the next. Most texts consist of long lines between
blank lines, so array operations find their segments. All other texts are parsed one by one.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from unicodedata import category

import numpy as np
import regex

from analysis.arrays import CharClasses, code_points, is_any_of, rank_in_run, union_sorted
from analysis.languages import COUNTED_BY_CHARACTER, UNSPACED
from analysis.reading.headings import HEADING_CHARS, heading_text
from analysis.reading.layout import GUESSED, Span, split_paragraphs
from analysis.reading.turns import LABEL_WINDOW

Offsets = np.ndarray  # integers: positions of characters in a buffer
Mask = np.ndarray  # booleans, one for each offset or span

HEADING_SEPARATOR = " — "  # between headings that follow one another
# In a paragraph that begins with one of these, the library sentencex finds no sentence end.
BULLETS = "•⁃⁌⁍■□▪▫▶▸►◆◇○●◦★☆➢➣➤"
SUPERSCRIPTS = "¹²³⁰⁴⁵⁶⁷⁸⁹"
PUNCTUATION_MARKS = ".?!…:;؟۔।。！？｡"
SHORT_RUN = 50  # characters; up to this length they are skipped one by one

# Kinds of characters; each is one bit, and a character can be of several kinds.
BLANK = 1 << 0  # a space, or white space that the buffer replaces by one
PUNCTUATION = 1 << 1  # punctuation that may end a sentence
NON_WORD = 1 << 2  # neither letter nor digit nor underscore
WORD = 1 << 3  # letters, digits, underscores, and combining marks (such as vowels in Hindi)
LETTER = 1 << 4
LOWERCASE = 1 << 5
REPLACED = 1 << 6  # white space other than " ", and surrogates; the buffer replaces them
SPECIAL = 1 << 7  # other characters that change what sentencex does

_REPLACED = re.compile(r"[^\S ]|[\ud800-\udfff]")

# Brackets, quotation marks, bullets, and sentence ends other than `.?!`.
_SPECIAL = regex.compile(
    rf"""
    [\p{{Ps}}\p{{Pe}}\p{{Quotation_Mark}}<>`{BULLETS}]
  | (?![.?!])[\p{{Sentence_Break=STerm}}\p{{Sentence_Break=ATerm}}]
    """,
    regex.VERBOSE,
)


def _kinds_of(character: str) -> int:
    """Return the kinds of a character as a sum of bits."""
    in_word = (character.isalnum() or character == "_") and character not in SUPERSCRIPTS
    is_combining = category(character).startswith("M")
    applies = {
        BLANK: character == " ",
        PUNCTUATION: character in PUNCTUATION_MARKS,
        NON_WORD: not in_word,
        WORD: in_word or is_combining,
        LETTER: character.isalpha(),
        LOWERCASE: character.islower(),
        REPLACED: bool(_REPLACED.match(character)),
        SPECIAL: bool(_SPECIAL.match(character)),
    }
    return sum(kind for kind, is_of_kind in applies.items() if is_of_kind)


_kinds = CharClasses(_kinds_of)


@dataclass(frozen=True)
class Spans:
    """Parts of a buffer, in order: the offsets at which each starts and ends."""

    start: Offsets
    end: Offsets

    def __len__(self) -> int:
        return len(self.start)

    def select(self, which: Mask) -> "Spans":
        """Select spans by a mask or by their numbers."""
        return Spans(self.start[which], self.end[which])

    def number_of(self, offsets: Offsets) -> np.ndarray:
        """Return the number of the last span that starts at or before each offset; -1 if none."""
        return np.searchsorted(self.start, offsets, side="right") - 1

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Start and end of each span, as Python integers."""
        return zip(self.start.tolist(), self.end.tolist(), strict=True)


class Segments(NamedTuple):
    """The segments of a buffer, in order: arrays with one entry per segment.

    Attributes:
        start, end: its offsets in the buffer.
        text_number: the number of its text, from 0.
        section: the heading above it.
        paragraph: the number of its paragraph within the text, from 1.
        speaker: who speaks, in a text with turns of speech; "" elsewhere.
        label_end: the offset at which the label of a turn ends; 0 if it has none.
    """

    start: Offsets
    end: Offsets
    text_number: np.ndarray
    section: np.ndarray
    paragraph: np.ndarray
    speaker: np.ndarray
    label_end: Offsets


class TextBuffer:
    """Texts in one language, joined into one string. Offsets count from the start of the buffer.

    Attributes:
        language: primary tag of the language of all texts.
        headings: which headings of each text count, one of `analysis.reading.layout.HEADINGS`.
        original: the texts, unchanged.
        text: the string that is searched. It is as long as `original`, but all white space is " ".
        codes: code point of each character of `text`, except that line ends are still "\\n".
        kinds: kinds of each character of `text`, as bits.
        text_start: offset of each text; the last entry is where a further text would start.
        segments: the paragraphs and list items.
        punctuation: offsets of the characters of kind PUNCTUATION inside the segments.
        special: offsets of the characters of kind SPECIAL inside the segments, including bullets
            that `text` replaces by a hyphen.
    """

    def __init__(
        self,
        texts: Sequence[str],
        language: str,
        headings: Sequence[str] | None = None,
    ) -> None:
        """Join texts.

        Args:
            texts: the texts.
            language: the primary tag of their language.
            headings: which headings of each text count; by default those that its layout suggests.
        """
        self.language = language
        self.headings = headings or [GUESSED] * len(texts)
        # The characters at both ends stop every search that runs beyond a segment.
        self.original = "\n" + "\n\n".join(texts) + "\n\n0"
        self.text = self.original
        self.codes = code_points(self.text)
        self.kinds = _kinds(self.codes)
        is_candidate = self.kinds & (PUNCTUATION | SPECIAL | REPLACED) != 0
        candidates = np.flatnonzero(is_candidate)
        self._colons = candidates[self.is_any_of(":：", candidates)]
        newlines = self._replace_odd_characters(candidates)
        self.text_start = _find_text_starts(texts)
        self.segments = self._find_segments(texts, newlines)
        self._segment_of = self._number_characters()
        self._replace_bullets()
        if language in UNSPACED:
            self._pair_straight_quotes()
        self.kinds[newlines] = BLANK | NON_WORD
        self.text = self.text.replace("\n", " ")
        candidates = self.inside_segments(candidates)
        self.punctuation = candidates[self.is_kind(PUNCTUATION, candidates)]
        self.special = candidates[self.is_kind(SPECIAL, candidates)]

    def is_kind(self, kinds: int, offsets: Offsets) -> Mask:
        """Whether the character at each offset has at least one of the kinds."""
        return (self.kinds[offsets] & kinds) != 0

    def is_any_of(self, characters: str, offsets: Offsets) -> Mask:
        """Whether the character at each offset is one of some characters."""
        return is_any_of(self.codes[offsets], characters)

    def skip(self, offsets: Offsets, kinds: int, step: int) -> Offsets:
        """Move each offset by `step`, 1 or -1, until its character has none of the kinds."""
        offsets = offsets.copy()
        moving = np.flatnonzero(self.is_kind(kinds, offsets))
        for _ in range(SHORT_RUN):
            if not len(moving):
                return offsets
            offsets[moving] += step
            moving = moving[self.is_kind(kinds, offsets[moving])]
        if len(moving):  # long runs would take too many steps
            offsets[moving] = self._leave_runs(offsets[moving], kinds, step)
        return offsets

    def _leave_runs(self, offsets: Offsets, kinds: int, step: int) -> Offsets:
        """Move each offset to the next (step 1) or previous (step -1) character of other kinds."""
        is_other = self.kinds & kinds == 0
        others = np.append(-1, np.flatnonzero(is_other))  # -1: no such character
        following = np.searchsorted(others, offsets)
        return others[following] if step > 0 else others[following - 1]

    def trim(self, spans: Spans) -> Spans:
        """Move the start and end of each span inwards, past blanks."""
        start = self.skip(spans.start, BLANK, 1)
        end = self.skip(spans.end - 1, BLANK, -1) + 1
        return Spans(start, end)

    def slices(self, spans: Spans) -> list[str]:
        """The characters of each span."""
        text = self.text
        return [text[start:end] for start, end in spans.pairs()]

    def texts_of(self, spans: Spans) -> Iterator[tuple[int, str]]:
        """Yield the start and the characters of each span."""
        return zip(spans.start.tolist(), self.slices(spans), strict=True)

    def segment_of(self, offsets: Offsets) -> np.ndarray:
        """Return the number of the last segment that starts at or before each offset, or -1."""
        return self._segment_of.take(offsets)

    def inside_segments(self, offsets: Offsets) -> Offsets:
        """Select the offsets that are inside a segment."""
        end = np.append(self.segments.end, 0)  # the last entry is for offsets before all segments
        is_inside = offsets < end[self.segment_of(offsets)]
        return offsets[is_inside]

    def segment_text(self, number: int) -> str:
        """The characters of one segment."""
        start = self.segments.start[number]
        end = self.segments.end[number]
        return self.text[start:end]

    def split_positions(self, offsets: Offsets) -> Iterator[tuple[int, str, int]]:
        """For each offset, yield its segment's start and text, and its position in that text."""
        segments = self.segment_of(offsets)
        start = self.segments.start[segments]
        positions = offsets - start
        distinct = np.unique(segments).tolist()
        texts = {number: self.segment_text(number) for number in distinct}
        texts_in_order = [texts[number] for number in segments.tolist()]
        return zip(start.tolist(), texts_in_order, positions.tolist(), strict=True)

    def segment_start(self, offsets: Offsets) -> Offsets:
        """Return the start of the segment of each offset."""
        return self.segments.start[self.segment_of(offsets)]

    def cut(self, offsets: Offsets) -> Spans:
        """Cut the segments at the offsets into spans."""
        start = union_sorted(self.segments.start, offsets)
        next_start = np.append(start[1:], len(self.text))
        segment_end = self.segments.end[self.segment_of(start)]
        return Spans(start, np.minimum(next_start, segment_end))

    def count_words(self, spans: Spans) -> np.ndarray:
        """Count the words in each span. No span may start with a blank.

        In the languages of `COUNTED_BY_CHARACTER`, count the characters that are not blank.
        """
        blank = self.kinds & BLANK
        if self.language in COUNTED_BY_CHARACTER:
            begins_word = blank == 0
        else:
            begins_word = np.append(False, blank[:-1] > blank[1:])
        begins_word[spans.start] = True
        bounds = np.column_stack([spans.start, spans.end]).ravel()
        sums = np.add.reduceat(begins_word, bounds, dtype=np.int32)
        return sums[::2]  # every second sum is of the characters between two spans

    def _replace(self, offsets: Offsets, codes: np.ndarray | int) -> None:
        """Replace the characters at the offsets; `original` stays as it is."""
        if not len(offsets):
            return
        self.codes = self.codes.copy()
        self.codes[offsets] = codes
        self.kinds[offsets] = _kinds(self.codes[offsets])
        self.text = self.codes.tobytes().decode("utf-32-le")

    def _replace_odd_characters(self, candidates: Offsets) -> Offsets:
        """Replace white space by " " and surrogates by U+FFFD; return the offsets of line ends."""
        odd = candidates[self.is_kind(REPLACED, candidates)]
        is_newline = self.codes[odd] == ord("\n")
        others = odd[~is_newline]
        is_surrogate = self.codes[others] >> 11 == 0xD800 >> 11
        replacements = np.where(is_surrogate, 0xFFFD, ord(" "))
        self._replace(others, replacements)
        return odd[is_newline]

    def _replace_bullets(self) -> None:
        start = self.segments.start
        bullets = start[self.is_any_of(BULLETS, start)]
        self._replace(bullets, ord("-"))

    def _pair_straight_quotes(self) -> None:
        """Replace the straight quotation marks of a segment by `“` and `”` in turn.

        Without spaces between words, only their order tells which of them open.
        """
        straight = np.flatnonzero(self.codes == ord('"'))
        quotes = self.inside_segments(straight)
        rank = rank_in_run(self.segment_of(quotes))  # from 1
        is_opening = rank % 2 == 1
        paired = np.where(is_opening, ord("“"), ord("”"))
        self._replace(quotes, paired)

    def _number_characters(self) -> np.ndarray:
        """For each character, the number of the last segment that starts at or before it."""
        start = self.segments.start
        lengths = np.diff(start, prepend=0, append=len(self.text))
        numbers = np.arange(-1, len(start), dtype=np.int32)
        return np.repeat(numbers, lengths)

    def _find_segments(self, texts: Sequence[str], newlines: Offsets) -> Segments:
        between_newlines = Spans(newlines[:-1] + 1, newlines[1:])
        lines = self.trim(between_newlines)
        text_number = np.searchsorted(self.text_start, lines.start, side="right") - 1
        is_empty = lines.start >= lines.end
        is_simple = self._are_simple_paragraphs(lines)
        needs_parser = self._may_have_turns(lines, text_number)
        needs_parser[text_number[~is_empty & ~is_simple]] = True
        is_simple &= ~needs_parser[text_number]
        simple = _make_simple_segments(lines.select(is_simple), text_number[is_simple])
        parsed = self._parse_segments(texts, np.flatnonzero(needs_parser))
        if not parsed:
            return simple
        return _merge_segments(simple, parsed)

    def _are_simple_paragraphs(self, lines: Spans) -> Mask:
        """Which lines are paragraphs: between blank lines, and too long for a heading.

        A line that begins with a small letter may continue the paragraph above.
        """
        length = lines.end - lines.start
        has_text = length > 0
        is_markdown = self.codes[lines.start] == ord("#")
        begins_small = self.is_kind(LOWERCASE, lines.start)
        is_simple = (length > HEADING_CHARS) & ~is_markdown & ~begins_small
        is_simple[1:] &= ~has_text[:-1]
        is_simple[:-1] &= ~has_text[1:]
        return is_simple

    def _may_have_turns(self, lines: Spans, text_number: np.ndarray) -> Mask:
        """Which texts may have turns of speech, if all of their lines are simple paragraphs."""
        n_texts = len(self.text_start)
        has_text = lines.end > lines.start
        text_number = text_number[has_text]
        may_be_label = self._may_begin_with_label(lines.start[has_text])
        n_lines = np.bincount(text_number, minlength=n_texts)
        n_labels = np.bincount(text_number[may_be_label], minlength=n_texts)
        return (n_labels > 1) & (2 * n_labels >= n_lines)

    def _may_begin_with_label(self, start: Offsets) -> Mask:
        """Which lines have a colon near their start, or begin like another kind of label."""
        colons = np.append(self._find_colons(), len(self.codes))
        next_colon = colons[np.searchsorted(colons, start)]
        has_colon = next_colon <= start + LABEL_WINDOW
        has_letter = self.is_any_of("QA", start) & ~self.is_kind(LETTER | BLANK, start + 1)
        # This accepts more characters than LABEL_STARTS, but in one step.
        has_sign = ~self.is_kind(LETTER | SPECIAL, start) | self.is_any_of("[", start)
        return has_colon | has_letter | has_sign

    def _find_colons(self) -> Offsets:
        """Find the colons that are not inside a time or an address."""
        is_ascii = self.codes[self._colons] == ord(":")
        following = self._colons + 1
        before_word = self.is_kind(WORD, following) & (self.codes[following] < 128)
        before_word &= ~self.is_any_of("_", following)
        in_address = self.is_any_of("/", following)
        return self._colons[~is_ascii | ~(before_word | in_address)]

    def _parse_segments(self, texts: Sequence[str], numbers: np.ndarray) -> list[tuple]:
        """Parse the texts with these numbers; return rows with the columns of `Segments`."""
        rows = []
        for number in numbers.tolist():
            offset = int(self.text_start[number])
            segments = _parse_segments_of(texts[number], self.language, self.headings[number])
            for (start, end), section, paragraph, speaker, label_end in segments:
                label_end += offset if label_end else 0
                span = (offset + start, offset + end)
                rows.append((*span, number, section, paragraph, speaker, label_end))
        return rows


def _find_text_starts(texts: Sequence[str]) -> Offsets:
    """Return the offset of each text: one line end is before the first, two between texts."""
    lengths = [len(text) + 2 for text in texts]
    return np.cumsum([1, *lengths])


def _make_simple_segments(lines: Spans, text_number: np.ndarray) -> Segments:
    """Make the segments of texts in which each line is a paragraph and none is a heading."""
    blank = np.full(len(lines), "", dtype=object)
    return Segments(
        start=lines.start,
        end=lines.end,
        text_number=text_number,
        section=blank,
        paragraph=rank_in_run(text_number),
        speaker=blank,
        label_end=np.zeros(len(lines), dtype=lines.start.dtype),
    )


def _merge_segments(simple: Segments, parsed: list[tuple]) -> Segments:
    """Combine the segments found by arrays and by the parser, in order of their start."""
    merged = []
    parsed_columns = zip(*parsed, strict=True)
    for column, values in zip(simple, parsed_columns, strict=True):
        further = np.array(values, dtype=column.dtype)
        merged.append(np.append(column, further))
    order = np.argsort(merged[0], kind="stable")
    return Segments(*(column[order] for column in merged))


def _parse_segments_of(
    text: str,
    language: str,
    headings: str,
) -> Iterator[tuple[Span, str, int, str, int]]:
    """Yield each segment of one text: its span, section, paragraph, speaker and end of a label."""
    section = ""
    new_headings: list[str] = []  # since the last paragraph
    number = 0
    for paragraph in split_paragraphs(text, language, headings):
        if paragraph.heading:
            new_headings += [heading_text(text[start:end]) for start, end in paragraph.spans]
            continue
        if new_headings:
            section = HEADING_SEPARATOR.join(new_headings)
            new_headings = []
        number += 1
        label_end = paragraph.label_end
        for span in paragraph.spans:
            yield span, section, number, paragraph.speaker, label_end
            label_end = 0  # a label begins the paragraph
