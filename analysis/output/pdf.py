"""Print a web page as a PDF file through an installed browser: Chromium, Chrome or Edge.

The browser runs without a window, with a profile of its own in a temporary folder, and loads
nothing but the page. It writes the time into the file; those bytes are overwritten, so that the
same page and the same browser give the same file.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from analysis.faults import Fault, InputError

REPORT_PDF = "report.pdf"
PRINT_LIMIT = 120  # seconds that the browser may take

ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
ON_WINDOWS = (
    "Chromium/Application/chrome.exe",
    "Google/Chrome/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
PROGRAM_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")  # variables of Windows

OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the page can ask nobody
)

TIMES = re.compile(rb"(?<=Date \(D:)\d{14}[^)]*|(?<=Date\(D:)\d{14}[^)]*")
NO_TIME = b"19800101000000+00'00'"


def find_browser(place: str) -> str:
    """Find a browser that can print.

    Args:
        place: what messages call the place where printing was asked for.

    Raises:
        InputError: there is none.
    """
    browser = next(_list_browsers(), None)
    if browser is None:
        expected = "Chromium, Chrome or Edge, installed; or print report.html from any browser"
        raise InputError([Fault(place, "no browser that can print the report", expected)])
    return browser


def _list_browsers() -> Iterator[str]:
    """Yield the browsers of this machine."""
    for name in ON_PATH:
        found = shutil.which(name)
        if found:
            yield found
    if sys.platform == "darwin":
        yield from (path for path in ON_MACOS if Path(path).is_file())
    folders = [os.environ.get(variable) for variable in PROGRAM_FOLDERS]
    for folder in filter(None, folders):
        paths = [Path(folder, name) for name in ON_WINDOWS]
        yield from (str(path) for path in paths if path.is_file())


def print_page(page: Path, browser: str, time_limit: float = PRINT_LIMIT) -> bytes:
    """Print a page of this machine as a PDF file.

    Args:
        page: the web page.
        browser: the browser, as from `find_browser`.
        time_limit: the seconds that it may take.

    Raises:
        InputError: the browser failed, took too long or wrote no file.
    """
    with tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True) as folder:
        target = Path(folder, REPORT_PDF)
        command = [
            browser,
            *OPTIONS,
            *_options_of_root(),
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={target}",
            page.resolve().as_uri(),
        ]
        said = _run(command, time_limit)
        if not target.is_file():
            raise _failed(said)
        return without_times(target.read_bytes())


def _options_of_root() -> list[str]:
    """Return what the browser needs to run as root, as in a container: it has no sandbox there."""
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ["--no-sandbox"] if is_root else []


def _run(command: list[str], time_limit: float) -> str:
    """Run the browser, and return the last line of what it said."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=time_limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _failed(f"no end after {time_limit:g} seconds") from None
    except OSError as error:
        raise _failed(error.strerror or str(error)) from None
    lines = done.stderr.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "no reason given")


def _failed(reason: str) -> InputError:
    expected = "a browser that prints report.html; it can also be printed from any browser"
    return InputError([Fault(REPORT_PDF, f"a browser that did not print it ({reason})", expected)])


def without_times(pdf: bytes) -> bytes:
    """Overwrite the times in a PDF file by as many characters, because a PDF file counts bytes.

    >>> without_times(b"/CreationDate (D:20260331120000+00'00')")
    b"/CreationDate (D:19800101000000+00'00')"
    """
    return TIMES.sub(lambda match: NO_TIME[: len(match[0])].ljust(len(match[0]), b"'"), pdf)
