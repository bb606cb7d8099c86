r"""From texts to sentences: every sentence is `text[start:end]`, and none is lost.

The ends are those of the library sentencex, looked for twice (it never ends a sentence inside quotation marks or
brackets, so they are blanked for the second look), with what it overlooks added and what it takes for an end by mistake
taken away. `。` ends a sentence in any language, and no sentence begins with a small letter in any but English. A piece
without letter or digit (`…`, `!`) belongs to the sentence before it, at the start of a paragraph to the next.

Thousands of paragraphs are handled at a time: most ends stand between a plain word and a capital, which arrays can
tell; only the others go through the rules of `ends`, one by one.
"""

import re
from collections.abc import Iterator
from itertools import chain, cycle
from unicodedata import category

import numpy as np
import pandas as pd
import regex

from .blocks import heading_text, split_parts
from .ends import BEFORE_NUMBER, MORE, SHORT_PIECE, certainty, ends_inside, segment_ends, settled, without_scraps
from .languages import ENGLISH, UNSPACED, primary
from .signs import Kinds, code_points
from .tables import DOCUMENTS, SENTENCES, TEXT

BATCH = 500_000  # characters at a time
STACKED = " — "
BULLETS = frozenset("•⁃⁌⁍■□▪▫▶▸►◆◇○●◦★☆➢➣➤")  # sentencex ends nothing in what begins with one of them
ODD_SIGN = re.compile(r"[^\S ]|[\ud800-\udfff]")
# Kinds of characters, a bit each.
BLANK, MARK, SIGN, WORD, LETTER, SMALL, ODD, PAIRED = (1 << bit for bit in range(8))
PAIRS = regex.compile(  # what sentencex pairs, and what it ends at or begins an item with besides `.?!`
    rf"(?V1)[[\p{{Ps}}\p{{Pe}}\p{{Quotation_Mark}}<>`{''.join(BULLETS)}]--’]"
    r"|(?![.?!])[\p{Sentence_Break=STerm}\p{Sentence_Break=ATerm}]"
)
NUMBERED = re.compile(r"[\n (](?:\d+|[A-Za-z]|[IVXLCDMivxlcdm]+)\.?\)$")


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Split every text into sentences; one row is one sentence, in the order of `doc_id` and of the text.

    `documents` needs `doc_id` and `text`; `language` (BCP 47) is used where it is there and known, else English is
    taken. `start` and `end` count code points of the text, `n_words` the words of the sentence (in Chinese, Japanese
    and Thai its characters without blanks), `paragraph` counts from 1 within the text, `section` is the heading above.
    Raises `InputError` where a column is missing or a `doc_id` comes twice.

    >>> text = "Aims\\n\\nDr. Ba asked: “Why? How?” (Nobody knew.) It was 5 p.m. in Geneva."
    >>> sentences = split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    >>> sentences[["sent_id", "section", "paragraph", "start", "end", "n_words"]].to_numpy().tolist()
    [[1, 'Aims', 1, 6, 25, 4], [2, 'Aims', 1, 26, 31, 1], [3, 'Aims', 1, 32, 46, 2], [4, 'Aims', 1, 47, 71, 6]]
    >>> sentences["sentence"].tolist()
    ['Dr. Ba asked: “Why?', 'How?”', '(Nobody knew.)', 'It was 5 p.m. in Geneva.']
    """
    DOCUMENTS.need(documents, ["doc_id", "text"])
    DOCUMENTS.unique(documents)
    tags = documents["language"] if "language" in documents else [""] * len(documents)
    texts = zip(documents["doc_id"].astype(str), documents["text"].fillna(""), map(primary, tags), strict=True)
    texts = sorted(texts)
    parts = [_sentences(spans, language) for language, spans in _batches(texts)]
    of, section, paragraph, start, end, n_words, sentence = map(np.concatenate, zip(*parts, strict=True))
    first = np.flatnonzero(np.diff(of, prepend=-1))
    data = {
        "doc_id": pd.array([doc_id for doc_id, _, _ in texts], dtype=TEXT).take(of),
        "sent_id": np.arange(1, len(of) + 1) - np.repeat(first, np.diff(first, append=len(of))),
        "section": pd.array(section, dtype=TEXT),
        "paragraph": paragraph,
        "start": start,
        "end": end,
        "n_words": n_words,
        "sentence": pd.array(sentence, dtype=TEXT),
    }
    return SENTENCES.frame(data)


def _batches(texts: list[tuple[str, str, str]]) -> Iterator[tuple[str, list[tuple]]]:
    """The spans that hold sentences, those of one language that follow one another, about `BATCH` characters at a time.

    A span is the position of its text, its section, the number of its paragraph, where it starts, and its characters.
    """
    spans, n_chars, of = [], 0, ""
    for number, (_, text, language) in enumerate(texts):
        if language != of or n_chars > BATCH:
            yield of, spans
            spans, n_chars, of = [], 0, language
        section, headings, paragraph = "", [], 0
        for heading, own in split_parts(text, language):
            if heading:
                headings += [heading_text(text[start:end]) for start, end in own]
                continue
            if headings:
                section, headings = STACKED.join(headings), []
            paragraph += 1
            spans += [(number, section, paragraph, start, text[start:end]) for start, end in own]
        n_chars += len(text)
    yield of, spans


def _sentences(spans: list[tuple], language: str) -> tuple[np.ndarray, ...]:
    """The sentences of some spans: position of the text, section, paragraph, start, end, number of words, sentence."""
    numbers, sections, paragraphs, origins, pieces = zip(*spans, strict=True) if spans else [()] * 5
    line = _line(pieces, language)
    start, end = line.regions(_ends(line, language))
    start, end = line.moved(start, BLANK, 1), line.moved(end - 1, BLANK, -1) + 1
    start, end = start[start < end], end[start < end]
    of, text = line.of(start), "\n".join(["", *pieces])
    number, paragraph, origin = (np.array(column, dtype=np.int64)[of] for column in (numbers, paragraphs, origins))
    section = np.array(sections, dtype=object)[of]
    sentences = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    begin = origin + start - line.begin[of]
    n_words = line.n_words(start, end, language)
    return number, section, paragraph, begin, begin + end - start, n_words, np.array(sentences, dtype=object)


# -- many pieces of text at a time ---------------------------------------------------------------------------------


class _Line:
    """Pieces of text one behind the other, a character apart: places are counted along this line."""

    def __init__(self, pieces: list[str]):
        self.pieces = pieces
        self.text = "\n".join(["", *pieces, "", "0"])  # so that a sign and a word end the way out of any piece
        self.codes = code_points(self.text)
        self.kind = _kinds(self.codes)
        length = np.fromiter(map(len, pieces), dtype=np.int64, count=len(pieces))
        self.stop = np.cumsum(length + 1)
        self.begin = self.stop - length

    def has(self, kinds: int, places: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Whether the characters at the places (all of them) are of one of the kinds."""
        return (self.kind[places] & kinds) != 0

    def moved(self, places: np.ndarray, over: int, step: int) -> np.ndarray:
        """The places moved on as long as they are over a character of a kind."""
        places = places.copy()
        moving = np.flatnonzero(self.has(over, places))
        while len(moving):
            places[moving] += step
            moving = moving[self.has(over, places[moving])]
        return places

    def of(self, places: np.ndarray) -> np.ndarray:
        """The number of the piece that each place is in."""
        return np.searchsorted(self.begin, places, side="right") - 1

    def within(self, places: np.ndarray) -> Iterator[tuple[int, str, int]]:
        """Each place by where its piece begins, the piece, and the place in it."""
        begin = self.begin[of := self.of(places)]
        return zip(begin.tolist(), map(self.pieces.__getitem__, of), (places - begin).tolist(), strict=True)

    def regions(self, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the parts begin and stop into which ends cut the pieces."""
        start = _ordered(self.begin, ends)
        return start, np.minimum(np.append(start[1:], len(self.text)), self.stop[self.of(start)])

    def n_words(self, start: np.ndarray, end: np.ndarray, language: str) -> np.ndarray:
        """The number of words in each sentence; none begins with a blank."""
        blank = self.has(BLANK)
        counted = ~blank
        if language not in UNSPACED:
            counted[1:] &= blank[:-1]
        reached = np.cumsum(counted, dtype=np.int32)
        return 1 + reached[end - 1] - reached[start]


def _line(pieces: tuple[str, ...], language: str) -> _Line:
    """What is looked through in place of the pieces: as many characters, every blank of which is " "."""
    same = [piece.replace("\n", " ") for piece in pieces]
    same = ["-" + piece[1:] if piece[0] in BULLETS else piece for piece in same]
    if language in UNSPACED:
        same = list(map(_with_turned_marks, same))
    line = _Line(same)
    if not line.has(ODD).any():
        return line
    return _Line([ODD_SIGN.sub(lambda odd: " " if odd[0].isspace() else "\ufffd", piece) for piece in same])


def _with_turned_marks(piece: str) -> str:
    """Straight quotation marks opening and closing in turn, where no blank tells which of them open."""
    marks = cycle("“”")
    return re.sub('"', lambda _: next(marks), piece)


def _kind(sign: str) -> int:
    word = (sign.isalnum() or sign == "_") and sign not in "¹²³⁰⁴⁵⁶⁷⁸⁹"
    kinds = {
        BLANK: sign == " ",
        MARK: sign in ".?!…:;؟۔।。！？｡",
        SIGN: not word,
        WORD: word or category(sign).startswith("M"),  # a vowel of Hindi is no letter, but stands in words
        LETTER: sign.isalpha(),
        SMALL: sign.islower(),
        ODD: ODD_SIGN.match(sign) is not None and sign != "\n",
        PAIRED: PAIRS.match(sign) is not None,
    }
    return sum(kind for kind, has in kinds.items() if has)


_kinds = Kinds(_kind)


def _ordered(*places: np.ndarray) -> np.ndarray:
    """Places in order, each once."""
    ordered = np.sort(np.concatenate(places), kind="stable")  # the fastest for what is in order by parts
    return ordered[np.diff(ordered, prepend=-1) > 0]


# -- where sentences end -------------------------------------------------------------------------------------------


def _ends(line: _Line, language: str) -> np.ndarray:
    """Where sentences end inside the pieces, in order."""
    marks = np.flatnonzero(line.has(MARK))
    plain, sure = _plain(line, marks)
    seen = _seen_in_parts(line, marks, sure) if language == ENGLISH else _seen(line, line.begin, line.stop, language)
    ends = _ordered(seen, _overlooked(line, marks, seen, language))
    is_plain = np.isin(ends, plain, assume_unique=True)
    places = line.within(ends[~is_plain])
    others = [begin + end for begin, piece, place in places if (end := settled(piece, place, language))]
    return _without_scraps(line, _ordered(ends[is_plain], np.array(others, dtype=np.int64)))


def _plain(line: _Line, marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends that stand, as most do, between a word that is no abbreviation and a blank and no small letter; and
    those of them that sentencex is sure to see in English, unless there are quotation marks, brackets or list items.
    """
    after = marks + 2 + np.isin(line.codes[marks + 2], _codes('"“‘«„('))
    good = line.has(BLANK, marks + 1) & (line.kind[after] & (LETTER | SMALL) == LETTER)
    at = marks[good & np.isin(line.codes[marks], _codes(".?!؟۔।"))]
    start = line.moved(at - 1, WORD, -1) + 1
    words = [line.text[a:b] for a, b in zip(start.tolist(), at.tolist(), strict=True)]
    certain = np.fromiter(map(certainty, words), dtype=np.int64, count=len(words))
    plain = (line.codes[at] != ord(".")) | ((certain > 0) & ~np.isin(line.codes[start - 1], _codes(".&")))
    sure = plain & (certain == 2) & line.has(BLANK, start - 1) & (line.codes[at + 2] != ord("("))
    return at[plain] + 1, at[sure] + 1


def _seen(line: _Line, start: np.ndarray, stop: np.ndarray, language: str) -> np.ndarray:
    """The ends that sentencex sees in parts of the line."""
    parts = zip(start.tolist(), stop.tolist(), strict=True)
    found = [segment_ends(line.text[a:b], language) for a, b in parts]
    ends = np.fromiter(chain.from_iterable(found), dtype=np.int64) + np.repeat(start, list(map(len, found)))
    return line.moved(ends - 1, BLANK, -1) + 1


def _seen_in_parts(line: _Line, marks: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """The ends that sentencex sees in English, asked only of what stands between sure ends and holds other marks.

    It judges an end by the signs beside it, and by whether it lies between quotation marks or brackets.
    """
    signs = np.flatnonzero(line.has(PAIRED))
    odd = _odd(line, signs)
    sure = sure[~odd[line.of(sure)] & ~_enclosed(line, signs, sure)]
    start, stop = line.regions(sure)
    of = np.searchsorted(start, marks, side="right") - 1
    follows = line.codes[marks + 1]
    goes_on = ((follows >= ord("a")) & (follows <= ord("z"))) | ((follows >= ord("0")) & (follows <= ord("9")))
    goes_on &= ~line.has(MARK, marks - 1)  # in a number, say
    asked = odd[line.of(start)]
    asked[of[~(goes_on | (marks + 1 == stop[of]) | np.isin(line.codes[marks], _codes(":;")))]] = True
    return _ordered(sure, _seen(line, start[asked], stop[asked], ENGLISH))


def _odd(line: _Line, signs: np.ndarray) -> np.ndarray:
    """The pieces that sentencex is shown whole: with quotation marks of two kinds or of rarer ones, or list items."""
    code = line.codes[signs]
    opening = signs[(code == ord("'")) & line.has(SIGN, signs - 1) & ~line.has(SIGN, signs + 1)]
    closing = signs[(code == ord(")")) & line.has(BLANK, signs + 1)]
    closing = closing[~line.has(SMALL, closing + 2) | (closing < line.begin[line.of(closing)] + SHORT_PIECE)]
    items = [at for at in closing.tolist() if NUMBERED.search(line.text, at - SHORT_PIECE, at + 1)]
    others = signs[~np.isin(code, _codes("\"“”()[]'"))]
    odd = np.zeros(len(line.pieces), dtype=bool)
    odd[line.of(np.concatenate([opening, others, np.array(items, dtype=np.int64)]))] = True
    odd[np.intersect1d(*(line.of(signs[np.isin(code, _codes(quotes))]) for quotes in ('"', "“”")))] = True
    return odd


def _enclosed(line: _Line, signs: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Whether each place may lie between quotation marks or brackets, in pieces that are not odd."""
    begin, code = line.begin[line.of(places)], line.codes[signs]
    straight = signs[code == ord('"')]
    enclosed = (np.searchsorted(straight, places) - np.searchsorted(straight, begin)) % 2 > 0
    for opening, closing in (("“", "”"), ("([", ")]")):
        at = np.append(0, signs[np.isin(code, _codes(opening + closing))])  # nothing opens at 0
        last = at[np.searchsorted(at, places) - 1]
        enclosed |= (last >= begin) & np.isin(line.codes[last], _codes(opening))
    return enclosed


def _overlooked(line: _Line, marks: np.ndarray, seen: np.ndarray, language: str) -> np.ndarray:
    """Further ends, at marks that stand inside a segment: neither in front of a letter nor behind its last word."""
    start, stop = line.regions(seen)
    of = np.searchsorted(start, marks, side="right") - 1
    before_sign = marks[(marks < line.moved(stop - 1, SIGN, -1)[of]) & line.has(SIGN, marks + 1)]
    colon, smile = np.isin(line.codes[before_sign], _codes(":;")), np.isin(line.codes[before_sign + 1], _codes(")-"))
    wide = marks[(line.codes[marks] > ord("\u3000")) & (marks + 1 < stop[of])]  # of scripts without blanks
    inside = _ordered(before_sign[smile | ~colon], wide)
    ends = [begin + more.end() for begin, piece, at in line.within(inside) if (more := MORE.match(piece, at))]
    for at in np.unique(np.searchsorted(start, inside, side="right") - 1):
        ends += [start[at] + end for end in ends_inside(line.text[start[at] : stop[at]], language)]
    if language == "de":  # sentencex ends nothing before a number there
        ends += [match.end() for match in BEFORE_NUMBER.finditer(line.text)]
    return np.array(ends, dtype=np.int64)


def _codes(signs: str) -> list[int]:
    return list(map(ord, signs))


def _without_scraps(line: _Line, ends: np.ndarray) -> np.ndarray:
    """The ends without those that would leave a mere marker, or a piece without letter or digit."""
    start, stop = line.regions(ends)
    short = np.unique(line.of(start[stop - start < SHORT_PIECE]))
    first, last = np.searchsorted(ends, [line.begin[short], line.stop[short]])
    keep = np.ones(len(ends), dtype=bool)
    others = []
    for number, a, b in zip(short.tolist(), first.tolist(), last.tolist(), strict=True):
        keep[a:b] = False
        begin = line.begin[number]
        others += [begin + end for end in without_scraps(line.pieces[number], (ends[a:b] - begin).tolist())]
    return _ordered(ends[keep], np.array(others, dtype=np.int64))
