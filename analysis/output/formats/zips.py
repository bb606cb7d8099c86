"""Zip files whose bytes do not depend on when they were written."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can state


def without_times(content: bytes) -> bytes:
    """Write the files of a zip file anew, in their order and without their times.

    Args:
        content: the zip file.
    """
    file = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(file, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            target.writestr(entry, source.read(name))
    return file.getvalue()
