"""Zip files made of parts, and the fault of a file that cannot be read."""

import io
import zipfile
from collections.abc import Callable

import pytest

from analysis import InputError


def fault(read: Callable, data: bytes, file: str) -> str:
    """The one fault that a reader raises."""
    with pytest.raises(InputError) as caught:
        read(data, file)
    (found,) = caught.value.faults
    return str(found)


def zipped(**parts: str) -> bytes:
    """A zip of parts; `__` in a name is `/`, `_xml` at its end `.xml`."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()
