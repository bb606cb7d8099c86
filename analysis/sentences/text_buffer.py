"""Many texts on one line: what kind each character is of, and the pieces of the line in which sentences are looked for.

A piece is a paragraph or a list item. Most texts are nothing but long lines between blank ones, which arrays can tell;
only the others are read block by block.
"""

import re
from collections.abc import Iterator
from unicodedata import category

import numpy as np
import regex

from analysis.arrays import CharClasses, code_points, is_any_of, rank_in_run, union_sorted
from analysis.languages import UNSPACED
from analysis.reading.layout import HEADING_CHARS, heading_text, split_parts

STACKED = " — "
BULLETS = "•⁃⁌⁍■□▪▫▶▸►◆◇○●◦★☆➢➣➤"  # sentencex ends nothing in what begins with one of them
ODD_SIGN = re.compile(r"[^\S ]|[\ud800-\udfff]")
PAIRS = regex.compile(  # what sentencex pairs, and what it ends at or begins an item with besides `.?!`
    rf"[\p{{Ps}}\p{{Pe}}\p{{Quotation_Mark}}<>`{BULLETS}]|(?![.?!])[\p{{Sentence_Break=STerm}}\p{{Sentence_Break=ATerm}}]"
)
# Kinds of characters, a bit each.
BLANK, MARK, SIGN, WORD, LETTER, SMALL, ODD, PAIRED = (1 << bit for bit in range(8))


def _kind(sign: str) -> int:
    word = (sign.isalnum() or sign == "_") and sign not in "¹²³⁰⁴⁵⁶⁷⁸⁹"
    kinds = {
        BLANK: sign == " ",
        MARK: sign in ".?!…:;؟۔।。！？｡",
        SIGN: not word,
        WORD: word
        or category(sign).startswith("M"),  # a vowel of Hindi is no letter, but stands in words
        LETTER: sign.isalpha(),
        SMALL: sign.islower(),
        ODD: ODD_SIGN.match(sign) is not None,
        PAIRED: PAIRS.match(sign) is not None,
    }
    return sum(kind for kind, has in kinds.items() if has)


_kinds = CharClasses(_kind)


class Line:
    """Texts of one language, one behind the other; places are counted along this line.

    Attributes:
        original: the texts as they are.
        text: what is looked through in their place: as many characters, every blank of which is " ".
        codes, kind: its code points, and the kinds of its characters.
        marked: where the marks, the paired and the odd signs stood in the texts.
        begin, stop: where each piece begins and stops.
        number, origin: the position of each piece's text, and where that begins.
        section, paragraph: of each piece; paragraphs are counted from 1 within a text.
    """

    def __init__(self, texts: list[str], language: str):
        self.original = self.text = (
            "\n" + "\n\n".join(texts) + "\n\n0"
        )  # a sign and a word end the way out of a piece
        self.codes = code_points(self.text)
        self.kind = _kinds(self.codes)
        self.marked = np.flatnonzero(self.has(MARK | PAIRED | ODD))
        odd = self.marked[self.has(ODD, self.marked)]
        newline, odd = (
            odd[is_any_of(self.codes[odd], "\n") == is_newline] for is_newline in (True, False)
        )
        self._replace(
            odd, np.where(self.codes[odd] >> 11 == 0x1B, 0xFFFD, ord(" "))
        )  # a surrogate, or a blank
        self._find_pieces(texts, language, newline)
        bullets = self.begin[is_any_of(self.codes[self.begin], BULLETS)]
        self._replace(bullets, np.full(len(bullets), ord("-")))
        if language in UNSPACED:  # no blank tells which quotation marks open: they do in turn
            quotes = self.inside(np.flatnonzero(self.codes == ord('"')))
            self._replace(quotes, np.where(rank_in_run(self.of(quotes)) % 2, ord("“"), ord("”")))
        self.kind[newline] = BLANK | SIGN
        self.text = self.text.replace("\n", " ")

    def _replace(self, places: np.ndarray, codes: np.ndarray) -> None:
        if len(places):
            self.codes = self.codes.copy()
            self.codes[places] = codes
            self.kind[places] = _kinds(self.codes[places])
            self.text = self.codes.tobytes().decode("utf-32-le")

    def _find_pieces(self, texts: list[str], language: str, newline: np.ndarray) -> None:
        at = np.cumsum([1, *(len(text) + 2 for text in texts)])
        start, stop = (
            self.moved(newline[:-1] + 1, BLANK, 1),
            self.moved(newline[1:] - 1, BLANK, -1) + 1,
        )
        full = start < stop
        long = full & (stop - start > HEADING_CHARS) & (self.codes[start] != ord("#"))
        long[1:] &= ~full[:-1]
        long[:-1] &= ~full[1:]
        of = np.searchsorted(at, start, side="right") - 1
        mixed = np.zeros(
            len(at), dtype=bool
        )  # texts with other lines than long ones between blank ones
        mixed[of[full & ~long]] = True
        plain = long & ~mixed[of]
        pieces = [
            start[plain],
            stop[plain],
            of[plain],
            np.full(plain.sum(), "", dtype=object),
            rank_in_run(of[plain]),
        ]
        rows = [
            (at[n] + begin, at[n] + end, n, section, paragraph)
            for n in np.flatnonzero(mixed).tolist()
            for begin, end, section, paragraph in _paragraphs(texts[n], language)
        ]
        if rows:
            columns = zip(pieces, zip(*rows, strict=True), strict=True)
            pieces = [
                np.append(own, np.array(further, dtype=own.dtype)) for own, further in columns
            ]
            order = np.argsort(pieces[0], kind="stable")
            pieces = [column[order] for column in pieces]
        self.begin, self.stop, self.number, self.section, self.paragraph = pieces
        self.origin = at[self.number]
        reach = np.diff(self.begin, prepend=0, append=len(self.text))
        self._of = np.repeat(np.arange(-1, len(reach) - 1, dtype=np.int32), reach)

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
        return self._of.take(places)

    def inside(self, places: np.ndarray) -> np.ndarray:
        """The places that lie in a piece."""
        return places[places < np.append(self.stop, 0)[self.of(places)]]

    def piece(self, number: int) -> str:
        """The characters of a piece."""
        return self.text[self.begin[number] : self.stop[number]]

    def within(self, places: np.ndarray) -> Iterator[tuple[int, str, int]]:
        """Each place by where its piece begins, the piece, and the place in it."""
        numbers, of = np.unique(self.of(places), return_inverse=True)
        pieces = list(map(self.piece, numbers.tolist()))
        begin = self.begin[numbers[of]]
        return zip(
            begin.tolist(),
            map(pieces.__getitem__, of.tolist()),
            (places - begin).tolist(),
            strict=True,
        )

    def regions(self, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where the parts begin and stop into which ends cut the pieces."""
        start = union_sorted(self.begin, ends)
        return start, np.minimum(np.append(start[1:], len(self.text)), self.stop[self.of(start)])

    def n_words(self, start: np.ndarray, end: np.ndarray, language: str) -> np.ndarray:
        """The number of words in each sentence; none begins with a blank."""
        blank = self.kind & BLANK
        begins = blank == 0 if language in UNSPACED else np.append(False, blank[:-1] > blank[1:])
        begins[start] = True
        return np.add.reduceat(begins, np.column_stack([start, end]).ravel(), dtype=np.int32)[::2]


def _paragraphs(text: str, language: str) -> Iterator[tuple[int, int, str, int]]:
    """Start, end, section and number of the paragraph of every piece of a text."""
    section, headings, paragraph = "", [], 0
    for part in split_parts(text, language):
        if part.heading:
            headings += [heading_text(text[start:end]) for start, end in part.spans]
            continue
        if headings:
            section, headings = STACKED.join(headings), []
        paragraph += 1
        for start, end in part.spans:
            yield start, end, section, paragraph
