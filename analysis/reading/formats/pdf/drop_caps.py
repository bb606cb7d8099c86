"""Drop caps: the large first letter of a text, beside which the first lines are set."""

from collections import Counter
from collections.abc import Iterable, Sequence

from analysis.reading.formats.pdf.lines import LARGE, Line

MOST_CHARACTERS = 2  # a letter and a quotation mark
FARTHEST = 1.5  # times the size of the lines: from the drop cap to where they begin
TOP = 0.75  # times its size: the height of a capital letter
BLANK = 0.15  # times the size of the lines: the first begins so much farther right after a word
WORDS = {"a", "i", "o"}  # single letters that are words; others are if the text has them as words
# Words that often begin a text, in case the text has them nowhere else.
FIRST_WORDS = {
    *("according", "across", "after", "again", "all", "although", "among", "an", "and", "as", "at"),
    *("if", "in", "into", "is", "it"),
    *("of", "on", "once", "one", "only", "other", "our", "out", "over"),
}
VOWELS = set("aeiouy")


def join_drop_caps(pages: Sequence[Sequence[Line]]) -> list[Line]:
    """Return the lines of all pages, with each drop cap before the first line beside it.

    The letter is a part of the first word, as in `The council`, or a word, as in `A nation`. It is
    a word if the first line begins farther right than the next one. If both begin at the same
    place, the words of the text decide.
    """
    joined = []
    words: Counter[str] = Counter()
    for lines in pages:
        beside = _find_drop_caps(lines)
        if beside and not words:
            words = _count_words(line for page in pages for line in page)
        joined += _join_page(lines, beside, words)
    return joined


def _find_drop_caps(lines: Sequence[Line]) -> dict[int, list[int]]:
    """Return the number of each drop cap of a page, and the numbers of the lines beside it."""
    beside = {}
    for number, line in enumerate(lines):
        if _may_be_drop_cap(line):
            found = _find_beside(line, lines)
            if found:
                beside[number] = found
    return beside


def _count_words(lines: Iterable[Line]) -> Counter[str]:
    words: Counter[str] = Counter()
    for line in lines:
        words.update(map(_bare, line.text.split()))
    return words


def _bare(word: str) -> str:
    return word.strip(".,;:!?\"'“”‘’«»()[]").lower()


def _join_page(
    lines: Sequence[Line], beside: dict[int, list[int]], words: Counter[str]
) -> list[Line]:
    first_lines = {numbers[0]: cap for cap, numbers in beside.items()}
    joined = []
    for number, line in enumerate(lines):
        if number in first_lines:
            cap = first_lines[number]
            others = [lines[other] for other in beside[cap][1:]]
            joined.append(_join(lines[cap], line, others, words))
        elif number not in beside:
            joined.append(line)
    return joined


def _may_be_drop_cap(line: Line) -> bool:
    return len(line.text) <= MOST_CHARACTERS and line.text[-1].isalpha()


def _find_beside(cap: Line, lines: Sequence[Line]) -> list[int]:
    """Return the numbers of the lines beside a drop cap, from the highest."""
    beside = []
    for number, line in enumerate(lines):
        is_smaller = LARGE * line.size <= cap.size
        is_near = -line.size / 2 < line.left - cap.right < FARTHEST * line.size
        top = line.base + TOP * line.size
        is_level = line.base > cap.base - line.size / 2 and top < cap.base + cap.size
        if is_smaller and is_near and is_level:
            beside.append(number)
    return sorted(beside, key=lambda number: -lines[number].base)


def _join(cap: Line, first: Line, others: list[Line], words: Counter[str]) -> Line:
    blank = " " if _is_word(cap, first, others, words) else ""
    text = cap.text + blank + first.text
    lefts = [line.left for line in (first, *others)]
    return first._replace(text=text, left=min(lefts))


def _is_word(cap: Line, first: Line, others: list[Line], words: Counter[str]) -> bool:
    """Whether a drop cap is a word of its own."""
    if others and first.left - others[0].left > BLANK * first.size:
        return True
    letter = cap.text[-1].lower()
    if letter not in WORDS and letter not in words:
        return False
    first_word, *_ = first.text.split()
    rest = _bare(first_word)
    joined = letter + rest
    n_joined = words[joined] + (joined in FIRST_WORDS)
    n_apart = words[rest] - 1  # the first line itself has the rest once
    if n_joined or n_apart > 0:
        return n_apart > n_joined
    return len(rest) > 1 and not VOWELS.isdisjoint(rest)
