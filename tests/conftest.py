"""Shared by all tests: exports go to a temporary folder, and kernels start without a notice."""

import os
import shutil
import tempfile

import pytest
from hypothesis import settings
from jupyter_client import KernelManager

settings.register_profile("workbook", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("workbook")

OUT = pytest.StashKey[str]()


def pytest_configure(config):
    """Let notebooks that nbval runs write their exports to a temporary folder."""
    folder = tempfile.mkdtemp(prefix="workbook-")
    config.stash[OUT] = folder
    os.environ["WORKBOOK_OUT"] = folder
    # Otherwise ipykernel 7.4 prints a notice for each kernel.
    KernelManager.transport_encryption.default_value = "auto"


def pytest_unconfigure(config):
    shutil.rmtree(config.stash[OUT])


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
