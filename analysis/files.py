"""Where a study lies, and how its bytes become text: nothing is dropped or replaced, a fault names byte and line."""

import codecs
import os
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path

from .faults import Fault, InputError, missing

RECORD = "provenance.json"  # marks a folder of exports
COMMON = [*(f"cp{number}" for number in range(1250, 1259)), "koi8_r", "koi8_u", "gb18030", "big5", "cp932", "euc_jp"]
COMMON += ["cp949", "cp874", "mac_roman", "mac_cyrillic"]  # encodings of texts that are not UTF-8
HINTED = '`encoding: {"old/*.txt": windows-1252}`'
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def place(path) -> Path:
    """A path of this machine as a `Path`; an address, such as `s3://bucket/study`, as a `UPath`, which does the same.

    Raises `InputError` where an address needs a package that is not installed, or leads nowhere.
    """
    if "://" not in str(path):
        return Path(path)
    try:
        from upath import UPath
    except ImportError:
        raise InputError([missing(str(path), "an address, and no universal_pathlib to reach it", "dask")]) from None
    try:
        found = UPath(path).resolve()
        found.fs.invalidate_cache()  # of listings: others may have written since
        found.exists()
    except Exception as error:  # of what kind, only the package behind the address knows
        found = f"an address that cannot be used ({error})"
        raise InputError([Fault(str(path), found, "one that fsspec reaches")]) from None
    return found


def walk(top: Path, on_error: Callable | None = None) -> Iterator[tuple[Path, list[str], list[str]]]:
    """As `os.walk`, of a folder at an address too: folder, names of folders in it, names of files in it."""
    if isinstance(top, Path):
        yield from ((Path(folder), folders, names) for folder, folders, names in os.walk(top, onerror=on_error))
        return
    for folder, folders, names in top.fs.walk(top.path, on_error=on_error):
        yield top / folder.removeprefix(top.path).strip("/"), folders, list(filter(None, names))


def files_named(folder: Path, pattern: str) -> list[Path]:
    """The files of a folder whose names fit a pattern, such as `codebook.*`, by name."""
    _, _, names = next(walk(folder), ("", [], []))
    return [folder / name for name in sorted(names) if fnmatch(name, pattern)]


def read_bytes(path: Path, file: str) -> bytes:
    """The bytes of a file; a file that cannot be read is an `InputError` that calls it `file`."""
    try:
        return path.read_bytes()
    except OSError as error:
        found = f"a file that cannot be read ({error.strerror or error})"
        raise InputError([Fault(file, found, "a readable file")]) from None


def decode(data: bytes, file: str, encoding: str = "") -> str:
    r"""Decode a file strictly, with CRLF and CR turned into LF and a byte-order mark dropped, and nothing else changed.

    It is UTF-8, or UTF-16 where a byte-order mark says so; a stated `encoding` is for what is neither.

    >>> decode(b"\xef\xbb\xbfone\r\ntwo\r", "a.txt")
    'one\ntwo\n'
    >>> decode(b"caf\xe9", "a.txt", "windows-1252")
    'café'
    >>> decode(b"caf\xe9", "a.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analysis.faults.InputError: a.txt, line 1: found byte 0xe9 at offset 3, which is not UTF-8; expected UTF-8 text...
    """
    codec = codec_of([data], encoding)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError([undecodable(data, error.start, file, codec, encoding)]) from None
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def codec_of(pieces: Iterable[bytes], stated: str) -> str:
    """How a file is decoded, by the pieces that it comes in; without a `stated` encoding the first one tells.

    >>> codec_of([b"caf", b"\\xc3\\xa9"], "latin-1"), codec_of([b"caf\\xe9"], "latin-1")
    ('utf-8', 'latin-1')
    """
    decoder, first = codecs.getincrementaldecoder("utf-8")(), True
    for piece in pieces:
        if first and piece.startswith(UTF_16_MARKS):
            return "utf-16"
        if not stated:
            break
        try:
            decoder.decode(piece)
        except UnicodeDecodeError:
            return stated
        if b"\x00" in piece or b"\x1b" in piece:  # letters of UTF-16 and of ISO-2022, which look like UTF-8
            return stated
        first = False
    return stated if decoder.getstate()[0] else "utf-8"


def undecodable(data: bytes, at: int, file: str, codec: str, stated: str) -> Fault:
    """The fault of the byte at `at`, which the encoding `codec` does not know; `stated` in study.yaml, or blank."""
    name = codec.upper() if codec.startswith("utf") else codec
    byte = f"byte 0x{data[at]:02x} at offset {at}"
    if codec == "utf-8" and not stated and b"\x00" in data:
        return Fault(file, f"a binary file ({byte} is not UTF-8)", "UTF-8 text")
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line = before.count(b"\n") + 1 if codec != "utf-16" else 0
    found = [] if codec == "utf-16" else _likely(data)
    likely = f" (it may be {' or '.join(found)})" if found else ""
    expected = f"{name} text: save it again as UTF-8{likely}; for texts and tables study.yaml can state it: {HINTED}"
    return Fault(file, f"{byte}, which is not {name}", f"another encoding{likely}" if stated else expected, line=line)


def _likely(data: bytes) -> list[str]:
    """The likeliest encodings of bytes that are not UTF-8, by what the letters would be."""
    from charset_normalizer import from_bytes  # slow to import

    data = data[:100_000]
    found = [match.encoding.replace("cp125", "windows-125") for match in from_bytes(data, cp_isolation=COMMON)]
    # Where few letters tell encodings apart, the commonest one of the Latin script goes first.
    few = sum(byte > 0x7F for byte in data) < len(data) / 8
    return list(dict.fromkeys(["windows-1252", *found] if few else found))[:3]
