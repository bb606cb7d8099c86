"""Zipped files (.docx, .odt, .xlsx), opened with care."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

UNPACKED = 500_000_000  # bytes: a file that unpacks to more is refused
# What a zip, its XML (kinds of SyntaxError) and the values in it raise where they are broken.
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


def open_zip(data: bytes) -> ZipFile:
    """The zip in these bytes; raises one of `BROKEN` where it is none, or unpacks to too much."""
    archive = ZipFile(io.BytesIO(data))
    if sum(info.file_size for info in archive.infolist()) > UNPACKED:
        raise ValueError(f"more than {UNPACKED // 10**6} MB once unpacked")
    if any(info.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for info in archive.infolist()):
        raise ValueError("packed in an unusual way")
    return archive
