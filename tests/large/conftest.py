"""What the tests of large studies share."""

import pytest


@pytest.fixture
def study(write):
    """The folder of a small study with a file of each kind."""
    from large_study import STUDY

    pairs = [part for name, content in STUDY.items() for part in (f"study/{name}", content)]
    return write(*pairs) / "study"
