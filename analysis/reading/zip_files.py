"""Open zipped files (.docx, .odt, .xlsx), unless they unpack to more than memory can hold."""

import io
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

UNPACKED = 500_000_000  # bytes: a file that unpacks to more is refused
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


def open_zip(data: bytes) -> ZipFile:
    """Open the zip in these bytes.

    Raises:
        Exception: one of `BROKEN`, where the bytes are no zip, unpack to more than `UNPACKED`
            bytes, or are packed in a way other than the usual one.
    """
    archive = ZipFile(io.BytesIO(data))
    members = archive.infolist()
    if sum(member.file_size for member in members) > UNPACKED:
        raise ValueError(f"more than {UNPACKED // 10**6} MB once unpacked")
    if any(member.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for member in members):
        raise ValueError("packed in an unusual way")
    return archive
