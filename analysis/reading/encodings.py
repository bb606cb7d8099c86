"""Bytes become text: nothing is replaced, and what cannot be decoded is an error with its line."""

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any, BinaryIO

from analysis.faults import Fault, InputError
from analysis.paths import MEGABYTE

# The encodings to guess from, for a text that is not UTF-8.
COMMON = [
    *(f"cp{number}" for number in range(1250, 1259)),
    "koi8_r",
    "koi8_u",
    "gb18030",
    "big5",
    "cp932",
    "euc_jp",
    "cp949",
    "cp874",
    "mac_roman",
    "mac_cyrillic",
]
# The encodings that files can have, by Python's names. Python has other codecs too, such as
# `unicode_escape`, which are not encodings of text.
_NAMES = """
    ascii utf-8 utf-8-sig utf-16 utf-16-be utf-16-le utf-32 utf-32-be utf-32-le
    iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9
    iso8859-10 iso8859-11 iso8859-13 iso8859-14 iso8859-15 iso8859-16
    cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258
    cp037 cp273 cp424 cp437 cp500 cp720 cp737 cp775 cp850 cp852 cp855 cp856 cp857 cp858 cp860 cp861
    cp862 cp863 cp864 cp865 cp866 cp869 cp874 cp875 cp1006 cp1026 cp1125 cp1140 hp-roman8
    mac-arabic mac-croatian mac-cyrillic mac-farsi mac-greek mac-iceland mac-latin2 mac-roman
    mac-romanian mac-turkish
    koi8-r koi8-t koi8-u kz1048 ptcp154 tis-620
    gb18030 gb2312 gbk hz big5 big5hkscs cp950
    shift_jis shift_jis_2004 shift_jisx0213 cp932 euc_jp euc_jis_2004 euc_jisx0213
    iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext
    euc_kr cp949 johab iso2022_kr
    """
ENCODINGS = frozenset(_NAMES.split())
MOST_GUESSES = 3  # that a message lists
SETTING = '`encoding: {"old/*.txt": windows-1252}`'
LONGEST_LINE = 100 * MEGABYTE
CHUNK = 1 << 20  # bytes of a long file that are read at a time
NEAR = 50_000  # bytes before and after an undecodable one that the guess looks at
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE_END = re.compile(rb"\r\n?|\n")
_ENCODING_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.: -]{1,40}")


def is_encoding(name: object) -> bool:
    """Whether this is the name of an encoding that files can have.

    >>> [is_encoding(name) for name in ("windows-1252", "Latin1", "unicode_escape", "utf-9", None)]
    [True, True, False, False, False]
    """
    if not isinstance(name, str) or not _ENCODING_NAME.fullmatch(name):
        return False
    try:
        return codecs.lookup(name).name in ENCODINGS
    except LookupError:
        return False


def decode(data: bytes, file: str, encoding: str = "") -> str:
    r"""Decode a file strictly.

    A byte-order mark is dropped, CRLF and CR become LF, and nothing else changes.

    Args:
        data: the bytes of the file.
        file: what messages call it.
        encoding: the encoding stated in `study.yaml`, or "". It is used only if the file is not
            UTF-8 and does not begin with the byte-order mark of UTF-16.

    Raises:
        InputError: names the first byte that cannot be decoded, its line, and the likely encodings.
        LookupError: the stated encoding is not one of `ENCODINGS`, and the file is not UTF-8.

    >>> decode(b"\xef\xbb\xbfone\r\ntwo\r", "a.txt")
    'one\ntwo\n'
    >>> decode(b"caf\xe9", "a.txt", "windows-1252")
    'café'
    >>> decode(b"caf\xe9", "a.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analysis.faults.InputError: a.txt, line 1: found byte 0xe9 at offset 3, which is not UTF-8; ...
    """
    codec = codec_of([data], encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        fault = undecodable(io.BytesIO(data), error.start, file, codec, encoding)
        raise InputError([fault]) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def decode_lines(handle: BinaryIO, file: str, encoding: str = "") -> Iterator[str]:
    r"""Decode a file of any length as `decode` does, line by line; each line keeps its LF.

    >>> list(decode_lines(io.BytesIO(b"one\r\ntwo"), "a.csv"))
    ['one\n', 'two']
    """
    chunks = iter(partial(handle.read, CHUNK), b"")
    codec = codec_of(chunks, encoding)
    handle.seek(0)
    with open_lines(handle, file, codec) as text:
        try:
            yield next(text, "").removeprefix("\ufeff")
            yield from text
        except UnicodeDecodeError as error:
            offset = handle.tell() - len(error.object) + error.start
            raise InputError([undecodable(handle, offset, file, codec, encoding)]) from None


def open_lines(handle: BinaryIO, file: str, codec: str) -> io.TextIOWrapper:
    """Return the lines of a file as text. The caller closes the file.

    Raises:
        InputError: while the lines are read, for one of more than `LONGEST_LINE` bytes.
    """
    lines: Any = _Lines(handle, file)
    return io.TextIOWrapper(lines, codec)


class _Lines(io.BufferedIOBase):
    """The bytes of a file, which is refused if a line is too long.

    A line must fit into memory, and a file that is not text may have no line ends.
    """

    def __init__(self, handle: BinaryIO, file: str) -> None:
        self._read = getattr(handle, "read1", handle.read)
        self._file = file
        self._n = 0  # bytes since the last part with the end of a line

    def read1(self, size: int = -1, /) -> bytes:
        chunk: bytes = self._read(size)
        if b"\n" in chunk or b"\r" in chunk:
            self._n = 0
        self._n += len(chunk)
        if self._n > LONGEST_LINE:
            found = f"a line of more than {LONGEST_LINE // MEGABYTE} MB"
            raise InputError([Fault(self._file, found, "one text per row, and rows that end")])
        return chunk

    def readable(self) -> bool:
        return True


def codec_of(chunks: Iterable[bytes], stated: str) -> str:
    r"""Return the encoding of a file that comes in chunks of bytes.

    Args:
        chunks: the file from its beginning; all of it is read only if an encoding is stated.
        stated: the encoding stated in `study.yaml`, or "". It counts only if the file is not valid
            UTF-8.

    Raises:
        LookupError: the stated encoding counts, but is not one of `ENCODINGS`.

    >>> codec_of([b"caf", b"\xc3\xa9"], "latin-1"), codec_of([b"caf\xe9"], "latin-1")
    ('utf-8', 'latin-1')
    """
    chunks = iter(chunks)
    first = next(chunks, b"")
    if first.startswith(UTF_16_MARKS):
        return "utf-16"
    if not stated or first.startswith(codecs.BOM_UTF8) or _is_utf8(chain([first], chunks)):
        return "utf-8"
    if not is_encoding(stated):
        raise LookupError(f"the unknown encoding {stated!r}")
    return stated


def _is_utf8(chunks: Iterable[bytes]) -> bool:
    """Whether bytes are UTF-8, and not UTF-16 or ISO-2022, which have NUL or ESC in them."""
    try:
        texts = codecs.iterdecode(chunks, "utf-8")
        return not any("\x00" in text or "\x1b" in text for text in texts)
    except UnicodeDecodeError:
        return False


def undecodable(
    handle: BinaryIO,
    offset: int,
    file: str,
    codec: str,
    stated: str,
) -> Fault:
    """Make the fault of a byte that cannot be decoded.

    Args:
        handle: the file.
        offset: where the byte is, in bytes.
        file: what messages call the file.
        codec: the encoding in which it was read.
        stated: the encoding stated in `study.yaml`, or "".
    """
    handle.seek(max(0, offset - NEAR))
    near = handle.read(2 * NEAR)
    name = codec.upper() if codec.startswith("utf") else codec
    byte = f"byte 0x{near[min(offset, NEAR)]:02x} at offset {offset}"
    if codec == "utf-8" and not stated and _has_nul(handle):
        return Fault(file, f"a binary file ({byte} is not UTF-8)", "UTF-8 text")
    line = 0
    likely = ""
    if codec != "utf-16":
        line = _line_of(offset, handle)
        guesses = _guess_encodings(near)
        if guesses:
            likely = f" (it may be {_list_choices(guesses)})"
    if stated:
        expected = f"another encoding{likely}"
    else:
        advice = f"or, if it is a text or a table, name its encoding in study.yaml: {SETTING}"
        expected = f"{name}{likely}: save the file again as UTF-8, {advice}"
    return Fault(file, f"{byte}, which is not {name}", expected, line=line)


def _list_choices(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _has_nul(handle: BinaryIO) -> bool:
    handle.seek(0)
    return any(b"\x00" in line for line in handle)


def _line_of(offset: int, handle: BinaryIO) -> int:
    """Return the number of the line that a byte is in. Lines end in LF, CR or CRLF."""
    handle.seek(0)
    n_ends = 0
    for line in handle:  # it ends in LF, so no CRLF is cut in two
        n_ends += len(_LINE_END.findall(line[: max(offset, 0)]))
        offset -= len(line)
    return n_ends + 1


def _guess_encodings(data: bytes) -> list[str]:
    """Guess the encodings of bytes by the letters that they would give, likeliest first."""
    from charset_normalizer import from_bytes  # slow to import

    matches = from_bytes(data, cp_isolation=COMMON)
    found = [match.encoding.replace("cp125", "windows-125") for match in matches]
    # With few letters to judge by, the most common encoding of the Latin script comes first.
    if sum(byte > 0x7F for byte in data) < len(data) / 8:
        found.insert(0, "windows-1252")
    return list(dict.fromkeys(found))[:MOST_GUESSES]
