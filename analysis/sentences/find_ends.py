"""Find the sentence ends of all texts in a buffer.

Most ends are plain: an ordinary word, final punctuation, a space and a capital. Array operations
find those. The rules of `boundaries` decide about each of the others.

The library sentencex takes most of the time. In English, the ends that are certain cut the text
into spans, and sentencex gets only the spans with further punctuation: about a fifth of the text.
"""

import re

import numpy as np

from analysis.arrays import union_sorted
from analysis.languages import ENGLISH
from analysis.sentences.boundaries import (
    CERTAIN,
    SHORT_FRAGMENT,
    UNCERTAIN,
    boundary_confidence,
    find_ends_in_quotes,
    find_sentencex_ends,
    merge_fragments,
    resolve_boundary,
)
from analysis.sentences.boundary_patterns import END_BEFORE_NUMBER, OVERLOOKED_END
from analysis.sentences.text_buffer import (
    BLANK,
    LETTER,
    LOWERCASE,
    NON_WORD,
    PUNCTUATION,
    WORD,
    Mask,
    Offsets,
    Spans,
    TextBuffer,
)

FULL_WIDTH = 0x3000  # higher code points belong to scripts without spaces between words
GERMAN = "de"

# A number or letter that sentencex may mistake for a list item: " (2)", " iv)".
_ITEM_IN_LINE = re.compile(r"[ (](?:\d+|[A-Za-z]|[IVXLCDMivxlcdm]+)\.?\)$")


def find_ends(buffer: TextBuffer) -> Offsets:
    """Find the offsets, in order, at which sentences end inside the segments of a buffer.

    The end of a segment always ends a sentence, so it is not included.

    >>> buffer = TextBuffer(["Dr. Ba left. So did Ms. Ulm."], "en")
    >>> [buffer.text[:end].strip() for end in find_ends(buffer).tolist()]
    ['Dr. Ba left.']
    """
    plain, certain = _find_plain_ends(buffer)
    if buffer.language == ENGLISH:
        found = _find_english_ends(buffer, certain)
    else:
        whole_segments = Spans(buffer.segments.start, buffer.segments.end)
        found = _ask_sentencex(buffer, whole_segments)
    overlooked = _find_overlooked_ends(buffer, found)
    ends = union_sorted(found, overlooked)
    is_settled = _is_member(ends, plain) | _is_after_quoted_stop(buffer, ends)
    resolved = _resolve_ends(buffer, ends[~is_settled])
    ends = union_sorted(ends[is_settled], resolved)
    return _merge_fragments(buffer, ends)


# --- plain ends ----------------------------------------------------------------------------------


def _find_plain_ends(buffer: TextBuffer) -> tuple[Offsets, Offsets]:
    """Find the plain ends; return all of them, and those that are certain.

    A plain end follows a word that is no abbreviation, and precedes a space and a capital. It
    needs no rules. It is certain if sentencex would find it in any English sentence, provided that
    it is not inside quotation marks, brackets or a list item.
    """
    stops = _find_stops_before_capitals(buffer)
    word_start = buffer.skip(stops - 1, WORD, -1) + 1
    words = Spans(word_start, stops)
    confidence = _rate_words(buffer.slices(words))
    is_full_stop = buffer.codes[stops] == ord(".")
    is_part = buffer.is_any_of(".&", word_start - 1)  # of a longer word, such as U.S. or AT&T.
    may_be_abbreviation = (confidence == UNCERTAIN) | is_part
    is_plain = ~is_full_stop | ~may_be_abbreviation

    before_bracket = buffer.codes[stops + 2] == ord("(")
    after_punctuation = buffer.is_kind(PUNCTUATION, stops - 1)
    is_candidate = is_plain & ~before_bracket & ~after_punctuation
    after_blank = buffer.is_kind(BLANK, word_start - 1)
    is_whole_word = after_blank & (word_start < stops)
    for number in np.flatnonzero(is_candidate & ~is_whole_word).tolist():
        whole_word = _read_back_to_space(buffer.text, stops[number])
        confidence[number] = boundary_confidence(whole_word)
    is_certain = is_candidate & (confidence == CERTAIN)
    return stops[is_plain] + 1, stops[is_certain] + 1


def _find_stops_before_capitals(buffer: TextBuffer) -> Offsets:
    """Find final punctuation before a space and a capital, perhaps with opening punctuation."""
    punctuation = buffer.punctuation
    next_word = punctuation + 2
    has_opening = buffer.is_any_of('"“‘«„(', next_word)
    before_capital = _is_capital(buffer, next_word + has_opening)
    before_blank = buffer.is_kind(BLANK, punctuation + 1)
    candidates = punctuation[before_blank & before_capital]
    return candidates[buffer.is_any_of(".?!؟۔।", candidates)]


def _is_capital(buffer: TextBuffer, offsets: Offsets) -> Mask:
    """Which characters are letters other than lowercase ones."""
    return buffer.kinds[offsets] & (LETTER | LOWERCASE) == LETTER


def _rate_words(words: list[str]) -> np.ndarray:
    confidences = map(boundary_confidence, words)
    return np.fromiter(confidences, dtype=np.int64, count=len(words))


def _read_back_to_space(text: str, offset: int) -> str:
    """Return the characters between the last space before an offset and the offset."""
    start = text.rfind(" ", 0, offset) + 1
    return text[start:offset]


# --- the ends that sentencex finds ---------------------------------------------------------------


def _ask_sentencex(buffer: TextBuffer, spans: Spans) -> Offsets:
    """Return the ends that sentencex finds in some spans, moved back past blanks."""
    ends: list[int] = []
    for start, text in buffer.texts_of(spans):
        ends += [start + end for end in find_sentencex_ends(text, buffer.language)]
    last_characters = _offsets(ends) - 1
    return buffer.skip(last_characters, BLANK, -1) + 1


def _find_english_ends(buffer: TextBuffer, certain: Offsets) -> Offsets:
    """Find the ends that sentencex would find in whole segments, but give it only parts of them.

    The result is the same, because sentencex judges an end by the characters next to it, and by
    whether it is inside quotation marks or brackets.
    """
    is_irregular = _are_irregular(buffer)
    in_irregular = is_irregular[buffer.segment_of(certain)]
    is_enclosed = _are_enclosed(buffer, certain)
    certain = certain[~in_irregular & ~is_enclosed]
    spans = buffer.cut(certain)
    is_asked = is_irregular[buffer.segment_of(spans.start)]
    is_asked[_find_spans_with_possible_ends(buffer, spans)] = True
    asked = _ask_sentencex(buffer, spans.select(is_asked))
    return union_sorted(certain, asked)


def _find_spans_with_possible_ends(buffer: TextBuffer, spans: Spans) -> np.ndarray:
    """Return the numbers of the spans that sentencex may split: those with punctuation inside."""
    punctuation = buffer.punctuation
    number = spans.number_of(punctuation)
    at_end = punctuation + 1 == spans.end[number]
    is_colon = buffer.is_any_of(":;", punctuation)
    may_end = ~(at_end | is_colon | _is_inside_word(buffer, punctuation))
    return number[may_end]


def _is_inside_word(buffer: TextBuffer, punctuation: Offsets) -> Mask:
    """Which punctuation is inside a word or number, as in e.g. or 3.5."""
    following = buffer.codes[punctuation + 1]
    before_letter = (following >= ord("a")) & (following <= ord("z"))
    before_digit = (following >= ord("0")) & (following <= ord("9"))
    after_punctuation = buffer.is_kind(PUNCTUATION, punctuation - 1)
    return (before_letter | before_digit) & ~after_punctuation


def _are_irregular(buffer: TextBuffer) -> Mask:
    """Which segments sentencex must get as a whole.

    These are the segments in which arrays cannot tell what is inside quotation marks or brackets,
    and those with something that sentencex may take for a list item.
    """
    is_common = buffer.is_any_of("\"“”()[]'’", buffer.special)
    rare = buffer.special[~is_common]
    offsets = [rare, _find_opening_apostrophes(buffer), _find_items_in_line(buffer)]
    n_segments = len(buffer.segments.start)
    is_irregular = np.zeros(n_segments, dtype=bool)
    is_irregular[buffer.segment_of(np.concatenate(offsets))] = True
    with_straight = buffer.segment_of(_select_special(buffer, '"'))
    with_curly = buffer.segment_of(_select_special(buffer, "“”"))
    with_both = np.intersect1d(with_straight, with_curly)
    is_irregular[with_both] = True
    return is_irregular


def _select_special(buffer: TextBuffer, characters: str) -> Offsets:
    """Return the offsets of the special characters that are among `characters`."""
    is_wanted = buffer.is_any_of(characters, buffer.special)
    return buffer.special[is_wanted]


def _find_opening_apostrophes(buffer: TextBuffer) -> Offsets:
    """Find the apostrophes that open a quotation: before a word, but not after one."""
    apostrophes = _select_special(buffer, "'")
    after_word = ~buffer.is_kind(NON_WORD, apostrophes - 1)
    before_word = ~buffer.is_kind(NON_WORD, apostrophes + 1)
    return apostrophes[before_word & ~after_word]


def _find_items_in_line(buffer: TextBuffer) -> Offsets:
    """Find the closing brackets of numbers or letters that sentencex may take for list items."""
    closing = _select_special(buffer, ")")
    closing = closing[buffer.is_kind(BLANK, closing + 1)]
    before_lowercase = buffer.is_kind(LOWERCASE, closing + 2)
    at_start = closing < buffer.segment_start(closing) + SHORT_FRAGMENT
    candidates = closing[~before_lowercase | at_start]
    items = []
    for offset in candidates.tolist():
        first = offset - SHORT_FRAGMENT
        if _ITEM_IN_LINE.search(buffer.text, first, offset + 1):
            items.append(offset)
    return _offsets(items)


def _are_enclosed(buffer: TextBuffer, offsets: Offsets) -> Mask:
    """Which offsets are inside quotation marks or brackets; exact only in regular segments."""
    segment_start = buffer.segment_start(offsets)
    straight = _select_special(buffer, '"')
    before_offset = np.searchsorted(straight, offsets)
    before_segment = np.searchsorted(straight, segment_start)
    is_enclosed = (before_offset - before_segment) % 2 > 0
    for opening, closing in (("“", "”"), ("([", ")]")):
        marks = _select_special(buffer, opening + closing)
        marks = np.append(0, marks)  # a sentinel: nothing opens at offset 0
        last = marks[np.searchsorted(marks, offsets) - 1]
        is_open = buffer.is_any_of(opening, last)
        is_enclosed |= is_open & (last >= segment_start)
    return is_enclosed


# --- the ends that sentencex overlooks -----------------------------------------------------------


def _find_overlooked_ends(buffer: TextBuffer, found: Offsets) -> Offsets:
    """Find further ends inside the spans between the ends found so far."""
    spans = buffer.cut(found)
    inner = _find_inner_punctuation(buffer, spans)
    ends: list[int] = []
    for segment_start, text, position in buffer.split_positions(inner):
        if ends and segment_start + position < ends[-1]:
            continue  # inside a run of stops, which has one end
        match = OVERLOOKED_END.match(text, position)
        if match:
            ends.append(segment_start + match.end())
    with_inner = np.unique(spans.number_of(inner))
    ends += _find_ends_in_quotes(buffer, spans.select(with_inner))
    if buffer.language == GERMAN:  # in German, sentencex ends no sentence before a number
        matches = END_BEFORE_NUMBER.finditer(buffer.text)
        ends += [match.end() for match in matches]
    return buffer.inside_segments(_offsets(ends))


def _find_inner_punctuation(buffer: TextBuffer, spans: Spans) -> Offsets:
    """Find the punctuation inside spans at which a sentence may end.

    In scripts with spaces, a space or more punctuation must follow, and a word later in the span.
    In scripts without spaces, anything can follow.
    """
    punctuation = buffer.punctuation
    number = spans.number_of(punctuation)
    is_inner = punctuation + 1 < spans.end[number]
    inner = punctuation[is_inner]
    number = number[is_inner]
    is_colon = buffer.is_any_of(":;", inner)
    may_be_smiley = buffer.is_any_of(")-", inner + 1)
    before_non_word = buffer.is_kind(NON_WORD, inner + 1)
    may_end = before_non_word & (may_be_smiley | ~is_colon)
    last_in_word = _find_last_letters(buffer, spans, number[may_end])
    may_end[may_end] = inner[may_end] < last_in_word
    is_full_width = buffer.codes[inner] > FULL_WIDTH
    return inner[may_end | is_full_width]


def _find_last_letters(buffer: TextBuffer, spans: Spans, numbers: np.ndarray) -> Offsets:
    """Return the offset of the last word character in each of the spans with these numbers."""
    distinct, which = np.unique(numbers, return_inverse=True)  # one search per span is enough
    last = spans.end[distinct] - 1
    return buffer.skip(last, NON_WORD, -1)[which]


def _find_ends_in_quotes(buffer: TextBuffer, spans: Spans) -> list[int]:
    """Find the ends inside quotation marks or brackets in some spans."""
    first_special = np.searchsorted(buffer.special, spans.start)
    after_special = np.searchsorted(buffer.special, spans.end)
    spans = spans.select(first_special < after_special)
    ends: list[int] = []
    for start, text in buffer.texts_of(spans):
        ends += [start + end for end in find_ends_in_quotes(text, buffer.language)]
    return ends


# --- the rules -----------------------------------------------------------------------------------


def _is_after_quoted_stop(buffer: TextBuffer, ends: Offsets) -> Mask:
    """Which ends are between `.”` and a capital, where even an abbreviation ends a sentence."""
    after_quote = buffer.is_any_of('"”', ends - 1)
    after_stop = buffer.codes[ends - 2] == ord(".")
    before_blank = buffer.is_kind(BLANK, ends)
    before_capital = before_blank & _is_capital(buffer, ends + 1)
    return after_quote & after_stop & before_capital


def _resolve_ends(buffer: TextBuffer, ends: Offsets) -> Offsets:
    """Apply the rules to possible ends: move them past closing punctuation, or drop them."""
    resolved = []
    for segment_start, text, position in buffer.split_positions(ends):
        end = resolve_boundary(text, position, buffer.language)
        if end:
            resolved.append(segment_start + end)
    return _offsets(resolved)


def _merge_fragments(buffer: TextBuffer, ends: Offsets) -> Offsets:
    """Apply `merge_fragments` to each segment that contains a very short sentence."""
    spans = buffer.cut(ends)
    is_short = spans.end - spans.start < SHORT_FRAGMENT
    numbers = np.unique(buffer.segment_of(spans.start[is_short]))
    segment_start = buffer.segments.start[numbers]
    segment_end = buffer.segments.end[numbers]
    first = np.searchsorted(ends, segment_start).tolist()
    after = np.searchsorted(ends, segment_end).tolist()
    is_kept = np.ones(len(ends), dtype=bool)
    merged: list[int] = []
    for i, number in enumerate(numbers.tolist()):
        start = int(segment_start[i])
        in_segment = slice(first[i], after[i])
        is_kept[in_segment] = False
        positions = (ends[in_segment] - start).tolist()
        kept = merge_fragments(buffer.segment_text(number), positions)
        merged += [start + position for position in kept]
    return union_sorted(ends[is_kept], _offsets(merged))


def _offsets(values: list[int]) -> Offsets:
    return np.array(values, dtype=np.int64)


def _is_member(values: Offsets, members: Offsets) -> Mask:
    """Which values are among the members; these are in ascending order."""
    position = np.searchsorted(members, values)
    candidate = np.append(members, -1)[position]
    return candidate == values
