"""The table of formats: every module of the folder is in it, and is imported only when needed."""

import subprocess
import sys

import pytest

from analysis.reading.formats import READERS, reader_for


@pytest.mark.parametrize("ending", READERS)
def test_every_reader_has_the_same_signature(ending):
    assert list(reader_for(ending).__annotations__) == ["data", "file", "encoding", "return"]


def test_a_reader_is_imported_when_it_is_needed():
    code = (
        "import sys; from analysis.reading import formats; "
        "print([name for name in ('bs4', 'lxml', 'pypdfium2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
