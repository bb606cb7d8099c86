"""Zipped files: what is unpacked counts, whatever the file states."""

import io
import zipfile

import pytest

from analysis.reading.zip_files import LARGEST, TooLarge, ZippedParts


def zipped(*parts: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def test_a_part_that_is_too_large_is_refused():
    parts = ZippedParts(zipped(("a", bytes(LARGEST + 1))))
    with pytest.raises(TooLarge, match="more than 50 MB"):
        parts.read("a")


def test_the_parts_that_are_read_count_together(monkeypatch):
    monkeypatch.setattr("analysis.reading.zip_files.LARGEST", 1000)
    parts = ZippedParts(zipped(("a", bytes(600)), ("b", bytes(600)), ("picture", bytes(9000))))
    assert parts.read("a") == parts.read("a") == bytes(600)
    with pytest.raises(TooLarge):
        parts.read("b")


def test_an_untrue_size_is_not_believed():
    data = zipped(("a", bytes(LARGEST + 1)))
    stated = (LARGEST + 1).to_bytes(4, "little")
    assert data.count(stated) == 2
    parts = ZippedParts(data.replace(stated, (1000).to_bytes(4, "little")))
    with pytest.raises(zipfile.BadZipFile):
        parts.read("a")
