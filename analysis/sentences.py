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
from itertools import cycle
from unicodedata import category

import numpy as np
import pandas as pd

from .blocks import heading_text, split_parts
from .ends import ABBREVIATIONS, BEFORE_NUMBER, MORE, SHORT_PIECE, ends_inside, segment_ends, settled, without_scraps
from .languages import UNSPACED, primary
from .signs import Kinds, code_points
from .tables import DOCUMENTS, SENTENCES, TEXT

BATCH = 500_000  # characters at a time
STACKED = " — "
BULLETS = frozenset("•⁃⁌⁍■□▪▫▶▸►◆◇○●◦★☆➢➣➤")  # sentencex ends nothing in what begins with one of them
ODD_SIGN = re.compile(r"[^\S ]|[\ud800-\udfff]")
# Kinds of characters, a bit each.
BLANK, MARK, SIGN, WORD, LETTER, SMALL, ODD = (1 << bit for bit in range(7))


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
    frames = [_sentences(spans, language) for language, spans in _batches(sorted(texts))]
    frame = pd.concat(frames, ignore_index=True) if frames else _sentences([], "")
    frame["sent_id"] = frame.groupby("doc_id", sort=False).cumcount() + 1
    return SENTENCES.frame(frame)


def _batches(texts: list[tuple[str, str, str]]) -> Iterator[tuple[str, list[tuple]]]:
    """The spans that hold sentences, those of one language that follow one another, about `BATCH` characters at a time.

    A span is the text's `doc_id`, its section, the number of its paragraph, where it starts, and its characters.
    """
    spans, n_chars, of = [], 0, ""
    for doc_id, text, language in texts:
        for section, paragraph, start, end in _paragraphs(text, language):
            if spans and (language != of or n_chars > BATCH):
                yield of, spans
                spans, n_chars = [], 0
            spans.append((doc_id, section, paragraph, start, text[start:end]))
            n_chars, of = n_chars + end - start, language
    if spans:
        yield of, spans


def _paragraphs(text: str, language: str) -> Iterator[tuple[str, int, int, int]]:
    """Section, number of the paragraph, start and end of every span that holds sentences."""
    section, headings, paragraph = "", [], 0
    for part in split_parts(text, language):
        if part.heading:
            headings += [heading_text(text[start:end]) for start, end in part.spans]
            continue
        if headings:
            section, headings = STACKED.join(headings), []
        paragraph += 1
        for start, end in part.spans:
            yield section, paragraph, start, end


def _sentences(spans: list[tuple], language: str) -> pd.DataFrame:
    """The sentences of some spans; one row is one sentence."""
    doc_ids, sections, paragraphs, origins, pieces = zip(*spans, strict=True) if spans else [()] * 5
    line = _line(pieces, language)
    start, end = line.regions(_ends(line, language))
    start, end = line.moved(start, BLANK, 1), line.moved(end - 1, BLANK, -1) + 1
    start, end = start[start < end], end[start < end]
    of, text = line.of(start), "\n".join(["", *pieces])
    begin = np.array(origins, dtype=np.int64)[of] + start - line.begin[of]
    sentences = [text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    return pd.DataFrame(
        {
            "doc_id": pd.array(doc_ids, dtype=TEXT).take(of),
            "section": pd.array(sections, dtype=TEXT).take(of),
            "paragraph": np.array(paragraphs, dtype=np.int64)[of],
            "start": begin,
            "end": begin + end - start,
            "n_words": line.n_words(start, end, language),
            "sentence": pd.array(sentences, dtype=TEXT),
        }
    )


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
        MARK: sign in ".?!…:;؟۔。！？｡",
        SIGN: not word,
        WORD: word or category(sign).startswith("M"),  # a vowel of Hindi is no letter, but stands in words
        LETTER: sign.isalpha(),
        SMALL: sign.islower(),
        ODD: ODD_SIGN.match(sign) is not None and sign != "\n",
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
    found = [segment_ends(piece, language) for piece in line.pieces]
    seen = np.array([end for ends in found for end in ends], dtype=np.int64)
    seen += np.repeat(line.begin, list(map(len, found)))
    seen = line.moved(seen - 1, BLANK, -1) + 1
    ends = _ordered(seen, _overlooked(line, seen, language))
    plain = _are_plain(line, ends)
    places = line.within(ends[~plain])
    others = [begin + end for begin, piece, place in places if (end := settled(piece, place, language))]
    return _without_scraps(line, _ordered(ends[plain], np.array(others, dtype=np.int64)))


def _overlooked(line: _Line, seen: np.ndarray, language: str) -> np.ndarray:
    """Further ends, at marks that stand inside a segment: neither in front of a letter nor behind its last word."""
    start, stop = line.regions(seen)
    marks = np.flatnonzero(line.has(MARK))
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


def _are_plain(line: _Line, ends: np.ndarray) -> np.ndarray:
    """Which ends stand, as most do, between a word that is no abbreviation and a blank and no small letter."""
    mark = line.codes[ends - 1]
    after = ends + 1 + np.isin(line.codes[ends + 1], _codes('"“‘«„('))
    good = line.has(BLANK, ends) & (line.kind[after] & (LETTER | SMALL) == LETTER)
    plain = good & np.isin(mark, _codes("?!؟۔।"))
    at = np.flatnonzero(good & (mark == ord(".")))
    end = ends[at] - 1
    start = line.moved(end - 1, WORD, -1) + 1
    words = [line.text[a:b].lower() for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    known = np.array([word in ABBREVIATIONS for word in words], dtype=bool)
    short = (end - start == 1) | ((end - start == 2) & ~line.has(LETTER, end - 1))
    plain[at] = ~known & ~short & ~np.isin(line.codes[start - 1], _codes(".&"))
    return plain


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
