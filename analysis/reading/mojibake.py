"""Find text that was decoded in the wrong encoding, such as `MÃ¼ller`, and what it should be.

UTF-8 that was read as Windows-1252 (or Latin-1, Windows-1250, 1251 or 1254, Mac Roman, or the code
pages of DOS) turns each character beyond ASCII into two to four. Written back in that encoding,
they are UTF-8 again. Hardly any other text is: `ü` alone is not. What remains are capitals before
punctuation (`CAFÉ…`) and letters before a no-break space with a quotation mark (`café »`); what
they would become tells which is which.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

# The encodings that texts are taken for, the likeliest first.
ENCODINGS = (
    "cp1252",
    "cp1251",
    "cp1250",
    "mac_roman",
    "cp1254",
    "cp850",
    "cp437",
)
CYRILLIC = "cp1251"
MOST_TIMES = 3  # that a text was decoded wrongly, one after the other

CONTINUATIONS = range(0x80, 0xC0)  # each further byte

# What often follows a capital or a word.
_CLOSING = "…”’»›™–—®°\xa0“‘\"'"

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]{2,}")

# Repairs that count alone: letters of European languages and of Vietnamese, combining marks,
# punctuation, currencies and other common signs, emoji.
_LIKELY = re.compile(
    "[\xa0-\u017f\u018f\u0192\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u0259\u02bb\u02bc\u02c6\u02dc"
    "\u0300-\u0304\u0306-\u030c\u0323\u0327\u0328\u1e00-\u1eff"
    "\u200b-\u2044\u20a0-\u20c0\u2100-\u214f\u2190-\u21ff\u2200-\u22ff\u2500-\u27bf\ufb00-\ufb06\ufeff\ufffd"
    "\U0001f000-\U0001faff]"
)
# Repairs that count where two at least follow one another: letters of other scripts.
_OTHER_SCRIPTS = (
    "[\u0370-\u052f\u0531-\u06ff\u0900-\u0e7f\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff"
    "\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]"
)
_CYRILLIC_RUN = re.compile("[\u0401\u0404\u0406\u0407\u0410-\u044f\u0451\u0454\u0456\u0457]{2,}")
_PUNCTUATION = re.compile("[\u2010-\u2044\u20ac\u2116\u2122]+")
_LIKELY_RUN = re.compile(f"{_OTHER_SCRIPTS}{{2,}}")
_ALL_LIKELY = re.compile(f"(?:{_LIKELY.pattern}|{_LIKELY_RUN.pattern}+)++")


# Control characters that are signs in Windows-1252. (NEL, x85, is a line end.)
_CONTROL = r"[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9c\x9e\x9f]"
_WITH_CONTROLS = re.compile(rf"(?<!\w)\w*+(?:{_CONTROL}\w*+)+")
_CONTROLS = {byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0xA0)}


class Mojibake(NamedTuple):
    """A word, or a sign, that was decoded in the wrong encoding.

    Attributes:
        start: its offset in the text.
        found: the word as it is in the text.
        repair: the word as it should be.
    """

    start: int
    found: str
    repair: str


def find_mojibake(text: str) -> list[Mojibake]:
    """Find words that were decoded in the wrong encoding, with their likeliest repair.

    >>> find_mojibake("Herr MÃ¼ller")
    [Mojibake(start=5, found='MÃ¼ller', repair='Müller')]
    >>> find_mojibake("« Le café », il a dit : « À LA MAÇÃ… »")
    []
    """
    if text.isascii():
        return []
    suspects = " ".join(dict.fromkeys(_BEYOND_ASCII.findall(text)))  # far shorter than most texts
    best: list[Mojibake] = []
    for encoding in ENCODINGS:
        if _sequences(encoding).search(suspects):
            found = list(_find(text, encoding))
            best = max(best, found, key=_count_spared)  # the first of equals
    return best or list(_find_controls(text))


def _find_controls(text: str) -> Iterator[Mojibake]:
    r"""Yield the words with control characters, which Latin-1 makes of quotation marks and dashes.

    >>> [word.repair for word in _find_controls("He said \x93yes\x94.")]
    ['“yes”']
    """
    for match in _WITH_CONTROLS.finditer(text):
        yield Mojibake(match.start(), match[0], match[0].translate(_CONTROLS))


def _count_spared(found: list[Mojibake]) -> int:
    """Count the characters by which the repairs are shorter."""
    return sum(len(word) - len(repair) for _, word, repair in found)


def _find(text: str, encoding: str) -> Iterator[Mojibake]:
    """Yield the words that UTF-8 became when it was read in an encoding."""
    end = 0
    for match in _sequences(encoding).finditer(text):
        if match.start() < end:
            continue
        repair = _likely_repair(match[0], encoding)
        if not _is_likely(text, match, repair, encoding):
            continue
        previous = end
        start, end = _word_around(text, match.start(), match.end(), encoding)
        start = max(start, previous)
        word = text[start:end]
        yield Mojibake(start, word, repair_word(word, encoding))


def repair_word(word: str, encoding: str) -> str:
    """Undo a wrong decoding, as many times as it happened.

    >>> repair_word("MÃƒÂ¼ller", "cp1252")
    'Müller'
    """
    for _ in range(MOST_TIMES):
        repaired = _sequences(encoding).sub(lambda match: _likely_repair(match[0], encoding), word)
        if repaired == word:
            break
        word = repaired
    return word


def _word_around(text: str, start: int, end: int, encoding: str) -> tuple[int, int]:
    """Return where the word begins and ends that the characters from start to end belong to."""
    to_byte = _bytes_of(encoding)
    while start > 0 and (text[start - 1].isalpha() or text[start - 1] in to_byte):
        start -= 1
    while start < end and text[start].isspace():
        start += 1
    while end < len(text):
        sequence = _sequences(encoding).match(text, end)
        if sequence:
            end = sequence.end()
        elif text[end].isalpha():
            end += 1
        else:
            break
    return start, end


def _is_likely(text: str, match: re.Match[str], repair: str, encoding: str) -> bool:
    """Whether a sequence is more likely to be wrong than right as it is."""
    sequence = match[0]
    before = text[match.start() - 1 : match.start()]
    after = text[match.end() : match.end() + 1]
    if repair == sequence:
        return False
    if encoding == CYRILLIC and not _PUNCTUATION.fullmatch(repair):  # else right, such as `Ві`
        is_in_latin = before.isascii() and (before + after).isalpha() and after.isascii()
        return is_in_latin or bool(_CYRILLIC_RUN.fullmatch(repair))
    is_in_capitals = before.isascii() and before.isupper()
    if _LIKELY_RUN.search(repair):
        return not is_in_capitals
    if sequence.isupper() and sequence.isalpha() and not (before.islower() or after.islower()):
        return False  # such as `ĚŚ`
    if len(repair) > 1:
        return True
    lead, further = sequence[0], sequence[1:]
    if not lead.isalpha():  # such as `√π`
        return before.isalpha() or after.isalpha()
    if set(further) <= set(_CLOSING):  # such as `CAFÉ…`, `IRMÃ»`, `é\xa0»`
        return lead.isupper() and (before.islower() or (after.islower() and not before.isalpha()))
    return True


def _likely_repair(sequence: str, encoding: str) -> str:
    """Read a sequence as UTF-8; if that gives nothing likely, it stays as it is."""
    to_byte = _bytes_of(encoding)
    data = bytes(to_byte[character] for character in sequence)
    try:
        repair = data.decode("utf-8")
    except UnicodeDecodeError:
        return sequence
    return repair if _ALL_LIKELY.fullmatch(repair) else sequence


@cache
def _bytes_of(encoding: str) -> dict[str, int]:
    """The byte of each character beyond ASCII in an encoding.

    A byte that has no character is what Latin-1 makes of it, as in browsers.
    """
    to_byte = {}
    for byte in range(0x80, 0x100):
        if encoding == "cp1252":
            to_byte[chr(byte)] = byte
        to_byte[bytes([byte]).decode(encoding, "replace").replace("\ufffd", chr(byte))] = byte
    return to_byte


@cache
def _sequences(encoding: str) -> re.Pattern[str]:
    """A pattern for what characters beyond ASCII become if their UTF-8 is read in an encoding."""
    two = _character_class(encoding, range(0xC2, 0xE0))
    three = _character_class(encoding, range(0xE0, 0xF0))
    four = _character_class(encoding, range(0xF0, 0xF5))
    further = _character_class(encoding, CONTINUATIONS)
    return re.compile(f"(?:{two}{further}|{three}{further}{{2}}|{four}{further}{{3}})+")


def _character_class(encoding: str, among: range) -> str:
    characters = [character for character, byte in _bytes_of(encoding).items() if byte in among]
    return f"[{re.escape(''.join(characters))}]"
