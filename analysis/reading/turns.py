r"""Find the turns of speech in a transcript, and who speaks.

A turn begins with a label: `Anna:`, `Dr. Ba (Geneva):`, `[Speaker 2]`, `Q:`, `**Anna:**`, `记者：`.
A time stamp can be part of it (`[00:01:12] Anna:`, `Speaker 1 (0:03):`); without a colon, a name
and a time stamp must be alone on their line (`Anna  0:03`, `[0:03] Anna`). `Q.` and `A.` are labels
where both occur.

Prose has such beginnings, too (`Note: …`). So a text has turns only if at least half of its blocks
begin with a label, and one of the labels recurs. A label alone and the block below count as one
block. Turns can also be lines without blank lines between them: then half of all lines begin with a
label, and a speaker speaks again after another one, unlike the keys of a list (`Title: …`).
"""

import re
from collections import Counter
from typing import NamedTuple

import regex

LABEL_WORDS = 5
LABEL_CHARS = 40
# The colon of a label is at most this many characters from the start of its line. A label without a
# colon begins with one of LABEL_STARTS, or with `Q` or `A`.
LABEL_WINDOW = 120
LABEL_STARTS = "[*_0123456789\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"

# Labels that begin with these words are parts of a letter or notes on the text, not speakers.
_NOTES = """
    from to cc bcc subject date sent reply-to re fw fwd note notes nb n.b. ps p.s. source sources
    example warning caution figure fig. photo image video tel phone fax email e-mail website url
"""
NO_SPEAKERS = frozenset(_NOTES.split())
# Words in brackets that say what is heard.
_HEARD = """
    laughter laughs laughing laugh applause inaudible unintelligible crosstalk cross pause pauses
    silence music noise sigh sighs coughs crying overlapping background indistinct
"""
SOUNDS = frozenset(_HEARD.split())

_INVISIBLE = r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]{0,3}"
_TIME = r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_DAY = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s)"
_MOMENT = rf"{_DAY}?{_TIME}(?:\s?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"(?:[\[(<]?{_MOMENT}(?:\s?[-–—>]{{1,3}}\s?{_TIME})?[\])>]?)"

# The start of a line that may begin with a label.
_LABEL_AHEAD = (
    rf"[^\S\n]*+(?=[{re.escape(LABEL_STARTS)}]|[QA][.\d]|[^\n:：]{{1,{LABEL_WINDOW}}}+[:：])"
)
_FIRST_CANDIDATE = re.compile(_LABEL_AHEAD)
_CANDIDATE = re.compile(rf"\n{_LABEL_AHEAD}")

# What may precede a name: the number of the line, a time stamp, emphasis.
_BEFORE_NAME = re.compile(
    rf"{_INVISIBLE}(?:\d{{1,4}}\s{{1,9}}(?=\D))?(?:{_STAMP}[\s–—-]{{1,3}})?[*_]{{0,3}}"
)
_NAME = regex.compile(r"""[\p{L}\p{N}][^\n:：?!…;；。！？"“”«»„<>{}|=]*+""")
_STAMP_BEHIND = re.compile(rf",?\s{{0,3}}{_STAMP}")
_STAMP_AT_END = re.compile(rf"\s{{1,3}}{_STAMP}$")
_SAID_BELOW = re.compile(rf"\n(?!\s*\n|\s*{_STAMP})")
_WIDE = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}]"  # scripts without spaces
_COLON = regex.compile(
    rf"[*_]{{0,3}}{_INVISIBLE}\s?"
    rf"(?:：[*_]{{0,3}}|:[*_]{{0,3}}{_INVISIBLE}(?=\s|$)|(?<={_WIDE}):(?={_WIDE}))"
)
_IN_BRACKETS = re.compile(r"\[((?!\^)[^\[\]\n]{1,60})\](?!\()[*_]{0,3}:?(?=\s|$)")
_LETTER = re.compile(r"([QA]\d{0,3})\.(?=\s)")
_STAMPS = re.compile(rf"{_STAMP}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# In brackets, marks of references and of ticked boxes: [6], [a], [note 3].
_NO_NAME = regex.compile(r"[\d\W]*|\p{Ll}|(?:note|nb)\s\d+")
_QUESTION_NUMBER = re.compile(r"^([QA])\s?\d{1,3}$")
_NOTE = regex.compile(r"\s*[(\[].*")

Span = tuple[int, int]

# The kinds of labels.
NAME = "name and colon"
BRACKET = "name in brackets"
LETTER = "Q or A with a full stop"
STAMPED = "name and time stamp"


class Label(NamedTuple):
    """The label at the start of a line.

    Attributes:
        speaker: the name in it, without brackets, colon, emphasis and time stamps.
        end: where it ends in the text.
        kind: one of the kinds above.
        is_alone: whether nothing follows it on its line.
    """

    speaker: str
    end: int
    kind: str
    is_alone: bool


class Turns(NamedTuple):
    """The turns of one text.

    Attributes:
        begins: the label of each turn, by the offset at which it begins.
        labelled: the offsets of all lines that begin like a turn, even if they are not one.
    """

    begins: dict[int, Label]
    labelled: frozenset[int]


NO_TURNS = Turns({}, frozenset())

# The labels of a text, by the offset of their line.
_Labels = dict[int, Label]


def find_turns(text: str, blocks: list[list[Span]]) -> Turns:
    r"""Find the turns of a text; none, if it is no transcript.

    Args:
        text: the text.
        blocks: the lines between blank lines, block by block.

    >>> turns = find_turns("Q: Why?\nA: No.\nQ: No?", [[(0, 7), (8, 14), (15, 21)]])
    >>> [label.speaker for label in turns.begins.values()]
    ['Q', 'A', 'Q']
    """
    labels = _name_alike(_drop_other_kinds(_find_labels(text, blocks)))
    n_uses = Counter(label.speaker for label in labels.values())
    if not _are_most_blocks_labelled(blocks, labels) and not _are_lines_turns(blocks, labels):
        return NO_TURNS
    speakers = _choose_speakers(n_uses)
    begins: _Labels = {}
    labelled = set()
    for block in blocks:
        first, _ = block[0]
        per_line = _counts_per_line(block, labels)
        for start, _ in block:
            label = labels.get(start)
            if not label:
                continue
            may_begin = start == first or per_line or n_uses[label.speaker] > 1
            if may_begin and label.speaker in speakers:
                begins[start] = label
            if may_begin:
                labelled.add(start)
    return Turns(begins, frozenset(labelled))


def _find_labels(text: str, blocks: list[list[Span]]) -> _Labels:
    labels: _Labels = {}
    if 3 * _count_signs(text) < len(blocks):  # a label alone and two blocks are the fewest labels
        return labels
    candidates = {found.end() for found in _CANDIDATE.finditer(text)}
    first = _FIRST_CANDIDATE.match(text)
    if first:
        candidates.add(first.end())
    for block in blocks:
        for start, end in block:
            label = read_label(text, start, end) if start in candidates else None
            if label:
                labels[start] = label
    return labels


def _count_signs(text: str) -> int:
    """Count the characters of which every label holds one; `A` is a label only beside `Q`."""
    signs = ":：[AQ" if "Q" in text else ":：["
    return sum(map(text.count, signs))


def read_label(text: str, start: int, end: int) -> Label | None:
    """Read the label at the start of a line, if there is one.

    >>> read_label("[0:03] **Anna B.:** Yes.", 0, 24)
    Label(speaker='Anna B.', end=19, kind='name and colon', is_alone=False)
    >>> read_label("https://example.org", 0, 19)
    """
    before = _BEFORE_NAME.match(text, start, end)
    found = _read_kind(text, before.end() if before else start, end)
    if not found and before:
        found = _read_name_after_stamp(text, before, end)
    if not found:
        return None
    kind, name, label_end = found
    speaker = _clean(name)
    if not _may_be_speaker(speaker):
        return None
    if kind == BRACKET and (_NO_NAME.fullmatch(name) or _first_word(speaker) in SOUNDS):
        return None
    return Label(speaker, label_end, kind, is_alone=label_end == end)


def _read_kind(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """Read a label that begins at an offset: its kind, its name as written, and its end."""
    in_brackets = _IN_BRACKETS.match(text, start, end)
    if in_brackets:
        return BRACKET, in_brackets[1], in_brackets.end()
    letter = _LETTER.match(text, start, end)
    if letter:
        return LETTER, letter[1], letter.end()
    return _read_name(text, start, end)


def _read_name(text: str, start: int, end: int) -> tuple[str, str, int] | None:
    """Read a name that is followed by a colon, a time stamp or both, as `_read_kind` does."""
    name = _NAME.match(text, start, min(end, start + LABEL_WINDOW))
    if not name:
        return None
    in_time = name[0][-1].isdecimal() and text[name.end() : end][1:2].isdecimal()
    stamp = _STAMP_BEHIND.search(text, start, end) if in_time else None
    if not stamp or stamp.start() > name.end():  # the name ends at its colon
        colon = _COLON.match(text, name.end(), end)
        if not colon:
            return None
        stamp_below = _STAMP_AT_END.match(text, colon.end(), end)
        return NAME, name[0], end if stamp_below else colon.end()
    stamped = text[start : stamp.start()]
    colon = _COLON.match(text, stamp.end(), end)
    if colon:
        return NAME, stamped, colon.end()
    if stamp.end() == end and stamp[0][0].isspace():
        return STAMPED, stamped, end
    return None


def _read_name_after_stamp(
    text: str, before: re.Match[str], end: int
) -> tuple[str, str, int] | None:
    """Read a name after a time stamp, alone on the line above what is said: `[0:03] Anna`.

    Without brackets, the stamp has seconds: `10:30 Coffee` is an entry of a programme.
    """
    name = text[before.end() : end]
    stamp = _STAMPS.search(before[0])
    is_exact = stamp is not None and (stamp[0][0] in "[(<" or stamp[0].count(":") > 1)
    if not is_exact or not _SAID_BELOW.match(text, end):
        return None
    is_name = _NAME.fullmatch(name) and not name.endswith(".") and _is_written_like_name(name)
    return (STAMPED, name, end) if is_name else None


def _clean(name: str) -> str:
    """Remove time stamps and emphasis from a name, and the number from `Q1` and `A1`."""
    bare = _STAMPS.sub("", name)
    words = bare.strip(":：*_,–—- ").split()
    return _QUESTION_NUMBER.sub(r"\1", " ".join(words))


def _may_be_speaker(speaker: str) -> bool:
    words = _without_note(speaker).split()
    if not words or len(words) > LABEL_WORDS or len(speaker) > LABEL_CHARS:
        return False
    if _first_word(speaker) in NO_SPEAKERS:
        return False
    return any(map(str.isalpha, speaker))


def _first_word(speaker: str) -> str:
    return speaker.split()[0].casefold()


def _without_note(speaker: str) -> str:
    """Remove what follows a name in brackets: a country, a role, a language.

    >>> _without_note("Mr. Ba (Republic of Niger)")
    'Mr. Ba'
    """
    return _NOTE.sub("", speaker)


def _drop_other_kinds(labels: _Labels) -> _Labels:
    """Drop what looks like a label, but is not one in this text.

    `A.` without any `Q.` is a list item. In a text with names and colons, a line of words in
    brackets says what is heard.
    """
    n_kinds = Counter(label.kind for label in labels.values())
    has_questions = any(
        label.kind == LETTER and label.speaker[0] == "Q" for label in labels.values()
    )
    is_named = n_kinds[NAME] >= n_kinds[BRACKET]
    kept: _Labels = {}
    for start, label in labels.items():
        is_item = label.kind == LETTER and not has_questions
        is_heard = label.kind == BRACKET and label.is_alone and is_named
        if not is_item and not is_heard:
            kept[start] = label
    return kept


def _name_alike(labels: _Labels) -> _Labels:
    """Give `Anna` and `Anna (laughs)` one name: drop the note if the bare name occurs as well."""
    names = {label.speaker for label in labels.values()}
    alike: _Labels = {}
    for start, label in labels.items():
        bare = _without_note(label.speaker)
        alike[start] = label._replace(speaker=bare) if bare in names else label
    return alike


def _counts_per_line(block: list[Span], labels: _Labels) -> bool:
    """Whether at least half of the lines of a block, and more than one, begin with a label."""
    n_labelled = sum(1 for start, _ in block if start in labels)
    return n_labelled > 1 and 2 * n_labelled >= len(block)


def _are_most_blocks_labelled(blocks: list[list[Span]], labels: _Labels) -> bool:
    """Whether at least half of the blocks begin with a label, and one of these labels recurs."""
    n_blocks = 0
    n_uses: Counter[str] = Counter()
    is_below_label = False
    for block in blocks:
        first = labels.get(block[0][0])
        if first:
            n_uses[first.speaker] += 1
        if first or not is_below_label:
            n_blocks += 1
        is_below_label = first is not None and first.is_alone and len(block) == 1
    recurs = max(n_uses.values(), default=0) > 1
    return recurs and 2 * n_uses.total() >= n_blocks


def _are_lines_turns(blocks: list[list[Span]], labels: _Labels) -> bool:
    """Whether at least half of the lines begin with a label, and speakers take turns."""
    n_lines = sum(map(len, blocks))
    return 2 * len(labels) >= n_lines and _take_turns(labels)


def _take_turns(labels: _Labels) -> bool:
    """Whether a label comes back after another one."""
    seen: set[str] = set()
    last = ""
    for _, label in sorted(labels.items()):
        if label.speaker in seen and label.speaker != last:
            return True
        last = label.speaker
        seen.add(last)
    return False


def _choose_speakers(n_uses: Counter[str]) -> set[str]:
    """Choose the labels of speakers: those that recur, and those that are written like names.

    The second paragraph of a turn can begin like a label (`The point is this: …`).
    """
    recurring = [speaker for speaker, n in n_uses.items() if n > 1]
    written_small = [speaker for speaker in recurring if not _is_written_like_name(speaker)]
    most_words = max((len(speaker.split()) for speaker in written_small), default=0)
    speakers = set(recurring)
    for speaker in n_uses:
        if _is_written_like_name(speaker) or len(speaker.split()) <= most_words:
            speakers.add(speaker)
    return speakers


def _is_written_like_name(speaker: str) -> bool:
    """Whether neither the first nor the last word begins with a small letter.

    >>> [_is_written_like_name(name) for name in ["Ada de Wit", "The point is this", "记者"]]
    [True, False, True]
    """
    words = _without_note(speaker).split()
    return not (words[0][0].islower() or words[-1][0].islower())
