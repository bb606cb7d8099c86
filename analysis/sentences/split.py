r"""From texts to sentences: every sentence is `text[start:end]`, and none is lost.

The ends are those of the library sentencex, looked for twice (it never ends a sentence inside quotation marks or
brackets, so they are blanked for the second look), with what it overlooks added and what it takes for an end by mistake
taken away. `。` ends a sentence in any language, and no sentence begins with a small letter in any but English. A piece
without letter or digit (`…`, `!`) belongs to the sentence before it, at the start of a paragraph to the next.

Many texts are handled at a time: most ends stand between a plain word and a capital, which arrays can tell; only the
others go through the rules of `ends`, one by one. In English sentencex is only asked of what stands between such ends
and holds other marks, a fifth of the text.
"""

import re
from itertools import chain, groupby

import numpy as np
import pandas as pd

from analysis.arrays import is_any_of, rank_in_run, union_sorted
from analysis.languages import ENGLISH, primary
from analysis.sentences.boundaries import (
    BEFORE_NUMBER,
    MORE,
    SHORT_PIECE,
    certainty,
    ends_inside,
    segment_ends,
    settled,
    without_scraps,
)
from analysis.sentences.text_buffer import BLANK, LETTER, MARK, PAIRED, SIGN, SMALL, WORD, Line
from analysis.tables import DOCUMENTS, SENTENCES, TEXT

BATCH = 800_000  # characters at a time
NUMBERED = re.compile(r"[ (](?:\d+|[A-Za-z]|[IVXLCDMivxlcdm]+)\.?\)$")


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
    tags = documents["language"].tolist() if "language" in documents else [""] * len(documents)
    texts = documents["text"].fillna("").tolist()
    rows = zip(documents["doc_id"].astype(str).tolist(), texts, map(primary, tags), strict=True)
    doc_ids, texts, languages = zip(*sorted(rows), strict=True) if len(documents) else [()] * 3
    batches = zip(languages, (np.cumsum(list(map(len, texts))) // BATCH).tolist(), strict=True)
    parts, first = [_sentences((), ENGLISH, 0)], 0
    for (language, _), batch in groupby(batches):
        after = first + len(list(batch))
        parts.append(_sentences(texts[first:after], language, first))
        first = after
    of, section, paragraph, start, end, n_words, sentence = map(
        np.concatenate, zip(*parts, strict=True)
    )
    doc_id, section, sentence = (
        pd.array(column, dtype=TEXT) for column in (doc_ids, section, sentence)
    )
    columns = doc_id.take(of), rank_in_run(of), section, paragraph, start, end, n_words, sentence
    return SENTENCES.frame(dict(zip(SENTENCES.columns, columns, strict=True)))


def _sentences(texts: tuple[str, ...], language: str, first: int) -> tuple[np.ndarray, ...]:
    """The sentences of some texts, of which the first has this number: number of the text, section, paragraph, start,
    end, number of words, sentence.
    """
    line = Line(texts, language)
    start, end = line.regions(_ends(line, language))
    start, end = line.moved(start, BLANK, 1), line.moved(end - 1, BLANK, -1) + 1
    start, end = start[start < end], end[start < end]
    of = line.of(start)
    sentences = [line.original[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]
    origin, n_words = line.origin[of], line.n_words(start, end, language)
    places = line.paragraph[of], start - origin, end - origin, n_words
    return first + line.number[of], line.section[of], *places, np.array(sentences, dtype=object)


# -- where sentences end -------------------------------------------------------------------------------------------


def _ends(line: Line, language: str) -> np.ndarray:
    """Where sentences end inside the pieces, in order."""
    found = line.inside(line.marked)
    marks, signs = (found[line.has(kind, found)] for kind in (MARK, PAIRED))
    plain, sure = _plain(line, marks)
    if language == ENGLISH:
        seen = _seen_in_parts(line, marks, signs, sure)
    else:
        seen = _seen(line, line.begin, line.stop, language)
    ends = union_sorted(seen, _overlooked(line, marks, signs, seen, language))
    is_plain = np.append(plain, -1)[np.searchsorted(plain, ends)] == ends
    quoted = is_any_of(line.codes[ends - 1], '"”') & (
        line.codes[ends - 2] == ord(".")
    )  # behind it any word ends one
    is_plain |= quoted & line.has(BLANK, ends) & (line.kind[ends + 1] & (LETTER | SMALL) == LETTER)
    places = line.within(ends[~is_plain])
    others = [
        begin + end for begin, piece, place in places if (end := settled(piece, place, language))
    ]
    return _without_scraps(line, union_sorted(ends[is_plain], np.array(others, dtype=np.int64)))


def _plain(line: Line, marks: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The ends that stand, as most do, between a word that is no abbreviation and a blank and no small letter; and
    those of them that sentencex is sure to see in English, unless there are quotation marks, brackets or list items.
    """
    after = marks + 2 + is_any_of(line.codes[marks + 2], '"“‘«„(')
    good = line.has(BLANK, marks + 1) & (line.kind[after] & (LETTER | SMALL) == LETTER)
    at = marks[good & is_any_of(line.codes[marks], ".?!؟۔।")]
    start = line.moved(at - 1, WORD, -1) + 1
    words = [line.text[a:b] for a, b in zip(start.tolist(), at.tolist(), strict=True)]
    certain = np.fromiter(map(certainty, words), dtype=np.int64, count=len(words))
    plain = (line.codes[at] != ord(".")) | ((certain > 0) & ~is_any_of(line.codes[start - 1], ".&"))
    sure = plain & (line.codes[at + 2] != ord("(")) & ~line.has(MARK, at - 1)
    simple = line.has(BLANK, start - 1) & (start < at)
    for n, end in zip(
        np.flatnonzero(sure & ~simple).tolist(), at[sure & ~simple].tolist(), strict=True
    ):
        certain[n] = certainty(line.text[line.text.rfind(" ", 0, end) + 1 : end])
    sure &= certain == 2
    return at[plain] + 1, at[sure] + 1


def _seen(line: Line, start: np.ndarray, stop: np.ndarray, language: str) -> np.ndarray:
    """The ends that sentencex sees in parts of the line."""
    parts = zip(start.tolist(), stop.tolist(), strict=True)
    found = [segment_ends(line.text[a:b], language) for a, b in parts]
    ends = np.fromiter(chain.from_iterable(found), dtype=np.int64) + np.repeat(
        start, list(map(len, found))
    )
    return line.moved(ends - 1, BLANK, -1) + 1


def _seen_in_parts(
    line: Line, marks: np.ndarray, signs: np.ndarray, sure: np.ndarray
) -> np.ndarray:
    """The ends that sentencex sees in English, asked only of what stands between sure ends and holds other marks.

    It judges an end by the signs beside it, and by whether it lies between quotation marks or brackets.
    """
    odd = _odd(line, signs)
    sure = sure[~odd[line.of(sure)] & ~_enclosed(line, signs, sure)]
    start, stop = line.regions(sure)
    of = np.searchsorted(start, marks, side="right") - 1
    follows = line.codes[marks + 1]
    goes_on = ((follows >= ord("a")) & (follows <= ord("z"))) | (
        (follows >= ord("0")) & (follows <= ord("9"))
    )
    goes_on &= ~line.has(MARK, marks - 1)  # in a number, say
    asked = odd[line.of(start)]
    asked[of[~(goes_on | (marks + 1 == stop[of]) | is_any_of(line.codes[marks], ":;"))]] = True
    return union_sorted(sure, _seen(line, start[asked], stop[asked], ENGLISH))


def _odd(line: Line, signs: np.ndarray) -> np.ndarray:
    """The pieces that sentencex is shown whole: with quotation marks of two kinds or of rarer ones, or list items."""
    code = line.codes[signs]
    opening = signs[(code == ord("'")) & line.has(SIGN, signs - 1) & ~line.has(SIGN, signs + 1)]
    closing = signs[(code == ord(")")) & line.has(BLANK, signs + 1)]
    closing = closing[
        ~line.has(SMALL, closing + 2) | (closing < line.begin[line.of(closing)] + SHORT_PIECE)
    ]
    items = [at for at in closing.tolist() if NUMBERED.search(line.text, at - SHORT_PIECE, at + 1)]
    others = signs[~is_any_of(code, "\"“”()[]'’")]
    odd = np.zeros(len(line.begin), dtype=bool)
    odd[line.of(np.concatenate([opening, others, np.array(items, dtype=np.int64)]))] = True
    odd[np.intersect1d(*(line.of(signs[is_any_of(code, quotes)]) for quotes in ('"', "“”")))] = True
    return odd


def _enclosed(line: Line, signs: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Whether each place may lie between quotation marks or brackets, in pieces that are not odd."""
    begin, code = line.begin[line.of(places)], line.codes[signs]
    straight = signs[code == ord('"')]
    enclosed = (np.searchsorted(straight, places) - np.searchsorted(straight, begin)) % 2 > 0
    for opening, closing in (("“", "”"), ("([", ")]")):
        at = np.append(0, signs[is_any_of(code, opening + closing)])  # nothing opens at 0
        last = at[np.searchsorted(at, places) - 1]
        enclosed |= (last >= begin) & is_any_of(line.codes[last], opening)
    return enclosed


def _overlooked(
    line: Line, marks: np.ndarray, signs: np.ndarray, seen: np.ndarray, language: str
) -> np.ndarray:
    """Further ends, at marks that stand inside a segment: neither in front of a letter nor behind its last word."""
    start, stop = line.regions(seen)
    end = stop[np.searchsorted(start, marks, side="right") - 1]
    inside, end = marks[left := marks + 1 < end], end[left]
    wide = line.codes[inside] > ord("\u3000")  # of scripts without blanks
    colon, smile = is_any_of(line.codes[inside], ":;"), is_any_of(line.codes[inside + 1], ")-")
    before_sign = line.has(SIGN, inside + 1) & (smile | ~colon)
    before_sign[before_sign] = inside[before_sign] < line.moved(end[before_sign] - 1, SIGN, -1)
    inside = inside[before_sign | wide]
    ends = [
        begin + more.end()
        for begin, piece, at in line.within(inside)
        if (more := MORE.match(piece, at))
    ]
    held = np.unique(np.searchsorted(start, inside, side="right") - 1)
    held = held[np.searchsorted(signs, start[held]) < np.searchsorted(signs, stop[held])]
    for begin, end in zip(start[held].tolist(), stop[held].tolist(), strict=True):
        ends += [begin + place for place in ends_inside(line.text[begin:end], language)]
    if language == "de":  # sentencex ends nothing before a number there
        ends += [match.end() for match in BEFORE_NUMBER.finditer(line.text)]
    return line.inside(np.array(ends, dtype=np.int64))


def _without_scraps(line: Line, ends: np.ndarray) -> np.ndarray:
    """The ends without those that would leave a mere marker, or a piece without letter or digit."""
    start, stop = line.regions(ends)
    short = np.unique(line.of(start[stop - start < SHORT_PIECE]))
    first, last = np.searchsorted(ends, [line.begin[short], line.stop[short]])
    keep = np.ones(len(ends), dtype=bool)
    others = []
    for number, a, b in zip(short.tolist(), first.tolist(), last.tolist(), strict=True):
        keep[a:b] = False
        begin = line.begin[number]
        others += [
            begin + end for end in without_scraps(line.piece(number), (ends[a:b] - begin).tolist())
        ]
    return union_sorted(ends[keep], np.array(others, dtype=np.int64))
