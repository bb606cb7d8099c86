"""Open zipped files (.docx, .odt, .xlsx), whose parts are XML, within the limits of memory.

The sizes that a zip states may be wrong, so bytes are counted as they are unpacked.
"""

import io
import zlib
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from analysis.faults import Fault
from analysis.paths import MEGABYTE

LARGEST = 50 * MEGABYTE  # of XML that are unpacked from a file: far more than any book
CHUNK = 1_000_000  # bytes that are unpacked at a time
ADVICE = {
    ".xlsx": "a smaller sheet: save it as .csv, which may be of any size",
    **dict.fromkeys((".qdc", ".ykd", ".lcd", ".lc3"), "a smaller codebook"),
}
# What is raised by a broken zip, by broken XML in it (a kind of SyntaxError) and by values that are
# no numbers.
BROKEN = (
    BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    TypeError,
)


class TooLarge(ValueError):
    """A file is so large that reading it would take minutes, or all memory."""


class ZippedParts:
    """The parts of a zipped file.

    >>> file = io.BytesIO()
    >>> with ZipFile(file, "w") as archive:
    ...     archive.writestr("a.xml", "<a/>")
    >>> parts = ZippedParts(file.getvalue())
    >>> parts.read("a.xml"), "b.xml" in parts.names
    (b'<a/>', False)
    """

    def __init__(self, data: bytes | BinaryIO, most: int | None = None) -> None:
        """Open a zip.

        Args:
            data: its bytes, or the open file.
            most: how many bytes may be unpacked from it; by default `LARGEST`.

        Raises:
            Exception: one of `BROKEN`, if the bytes are no zip, or are packed in a way other than
                the usual one.
        """
        self._archive = ZipFile(io.BytesIO(data) if isinstance(data, bytes) else data)
        self._most = LARGEST if most is None else most
        self._n_unpacked = 0  # bytes
        members = self._archive.infolist()
        if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
            raise ValueError("packed in an unusual way")
        self.names = frozenset(self._archive.namelist())
        self._sizes: dict[str, int] = {}  # bytes of each part that was unpacked

    def read(self, name: str) -> bytes:
        """Unpack a part.

        Raises:
            Exception: `TooLarge`, if this part and those before it unpack to more bytes
                than may be; another of `BROKEN`, if the part is broken.
        """
        chunks = []
        self._n_unpacked -= self._sizes.get(name, 0)
        self._sizes[name] = 0
        with self._archive.open(name) as part:
            while chunk := part.read(CHUNK):
                self._sizes[name] += len(chunk)
                self._n_unpacked += len(chunk)
                if self._n_unpacked > self._most:
                    raise TooLarge(f"more than {self._most // MEGABYTE} MB of XML once unpacked")
                chunks.append(chunk)
        return b"".join(chunks)


def too_large(file: str, found: str) -> Fault:
    """Make the fault of a file that is too large for its format, and say what to do about it."""
    ending = Path(file).suffix.lower()
    advice = ADVICE.get(ending, "a smaller file: split it, or save it as plain text (.txt)")
    return Fault(file, found, advice)
