"""Bytes become text, strictly: nothing is dropped or replaced, and a fault names its byte and line."""

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import Path

from .faults import Fault, InputError

RECORD = "provenance.json"  # marks a folder of exports
UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_bytes(path: Path, file: str) -> bytes:
    """The bytes of a file; a file that cannot be read is an `InputError` that calls it `file`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError([Fault(file, f"a file that cannot be read ({error.strerror})", "a readable file")]) from None


def decode(data: bytes, file: str) -> str:
    r"""Decode UTF-8 without its byte-order mark, with CRLF and CR turned into LF, and nothing else changed.

    >>> decode(b"\xef\xbb\xbfone\r\ntwo\r", "a.txt")
    'one\ntwo\n'
    >>> decode(b"caf\xe9", "a.txt")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    analysis.faults.InputError: a.txt, line 1: found byte 0xe9 at offset 3, which is not UTF-8; expected UTF-8 text...
    """
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError([_not_utf8(data, len(data) - len(body) + error.start, file)]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _not_utf8(data: bytes, at: int, file: str) -> Fault:
    if data.startswith(UTF_16_MARKS):
        return Fault(file, "UTF-16 text, by its first two bytes", "UTF-8 text: save it again as UTF-8")
    if b"\x00" in data:
        return Fault(file, f"a binary file (byte 0x{data[at]:02x} at offset {at} is not UTF-8)", "UTF-8 text")
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    found = f"byte 0x{data[at]:02x} at offset {at}, which is not UTF-8"
    expected = "UTF-8 text: save it again as UTF-8 (it may be Windows-1252 now)"
    return Fault(file, found, expected, line=before.count(b"\n") + 1)


def read_rows(path: Path, file: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that are not blank, each with the line it begins on."""
    reader = csv.reader(io.StringIO(decode(read_bytes(path, file), file), newline=""), strict=True)
    line = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        fault = Fault(file, f"a row that is not CSV ({error})", "cells with quotes around them closed", line=line)
        raise InputError([fault]) from None
