"""What all tests share: exports go to a folder that is thrown away, and kernels start without a word."""

import os
import shutil
import tempfile

import pytest
from hypothesis import settings
from jupyter_client import KernelManager

settings.register_profile("workbook", deadline=None, max_examples=100, derandomize=True)
settings.load_profile("workbook")


def pytest_configure(config):
    """Notebooks that nbval runs write their exports to a temporary folder."""
    config.stash[OUT] = os.environ["WORKBOOK_OUT"] = tempfile.mkdtemp(prefix="workbook-")
    KernelManager.transport_encryption.default_value = (
        "auto"  # ipykernel 7.4 else prints a notice for each kernel
    )


def pytest_unconfigure(config):
    shutil.rmtree(config.stash[OUT])


OUT = pytest.StashKey[str]()


@pytest.fixture
def write(tmp_path):
    """Write files of a study: `write("a.txt", "text")` gives the study's folder."""

    def _write(*pairs: str | bytes):
        for name, content in zip(pairs[::2], pairs[1::2], strict=True):
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return tmp_path

    return _write
