"""Shared by all tests: how many examples Hypothesis tries, a way to write a study, and a browser."""

import pytest
from hypothesis import settings

settings.register_profile("workbook", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("workbook")


@pytest.fixture
def write(tmp_path):
    """A function that writes files, as in `write("a.txt", "text")`, and returns their folder."""

    def _write(*pairs: str | bytes):
        for name, content in zip(pairs[::2], pairs[1::2], strict=True):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return _write


@pytest.fixture(scope="module")
def browser():
    from in_browser import open_browser  # imported here because few tests need a browser

    with open_browser() as browser:
        yield browser
