"""Shared by all tests: exports go to a temporary folder, and kernels start without a notice."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from jupyter_client import KernelManager

OUT = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Let notebooks that nbval runs write their exports to a temporary folder.

    Each process that runs tests has a folder of its own, inside that of the process it came from.
    """
    parent = os.environ.get("WORKBOOK_OUT") if is_worker(config) else None
    folder = Path(tempfile.mkdtemp(prefix="workbook-", dir=parent))
    config.stash[OUT] = folder
    os.environ["WORKBOOK_OUT"] = str(folder)
    # Otherwise ipykernel 7.4 prints a notice for each kernel.
    KernelManager.transport_encryption.default_value = "auto"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove that folder when all processes have ended."""
    if not is_worker(config):
        shutil.rmtree(config.stash[OUT])


def is_worker(config: pytest.Config) -> bool:
    """Whether this is one of several processes that run tests side by side."""
    return hasattr(config, "workerinput")
