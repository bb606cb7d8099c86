"""The files of a study that hold texts. This is the one place that looks through its folder.

Everything else is left out here and listed in the report, with a warning unless it is hidden. Files
that describe the study, and files that the workbook made, are never texts and are not mentioned.
"""

import os.path
import re
from collections import deque
from pathlib import Path

from analysis.faults import Fault, InputError, LeftOut, Report
from analysis.paths import escape_bytes, links_in, walk
from analysis.provenance import RECORD, holds_own_record
from analysis.reading.formats import READERS, TABLE_READERS
from analysis.reading.settings import Settings
from analysis.wording import pluralize

WEB_PAGES = (".html", ".htm")
ENDINGS = (*READERS, *TABLE_READERS)
EXPECTED = f"a text ({', '.join(ENDINGS)})"
MOST_LEVELS = 100  # of folders inside one another

# The files and folders at the top of a study that hold something other than texts.
_OF_THE_STUDY = re.compile(
    r"(readme|license)(\..*)?|(codebook|metadata|coding)\..+|study\.yaml", re.IGNORECASE
)
_FOLDERS_OF_THE_STUDY = ("codings", "notebooks")
NOTEBOOKS = "notebooks"  # in which a run looks for the study's own notebooks
NOTEBOOK = ".ipynb"

LOCK = "~$"  # the beginning of the names of word processors' lock files
# The beginnings of hidden files that are never texts: what a Mac keeps beside files, lock files.
_LITTER = ("._", ".~")
# Hidden folders in which programs keep copies.
_FOLDERS_OF_PROGRAMS = (".git", ".github", ".ipynb_checkpoints", ".stversions")

Identity = tuple[int, int]  # device and inode: the same for a folder and for a link to it


def find_files(settings: Settings, report: Report) -> list[Path]:
    """Find the files of a study folder that hold texts.

    Subfolders and linked folders are read too. Each file is read once: a link to what is read
    anyway is left out.

    Args:
        settings: the study; its path is a folder.
        report: collects what is left out, with a warning of it.

    Raises:
        InputError: a folder cannot be read, or folders are nested too deeply.
    """
    search = _Search(settings, report)
    search.search_folder(settings.texts)
    search.follow_links()
    search.leave_out_notebooks()
    return search.files


def name_of(settings: Settings, file: Path) -> str:
    r"""Return the name of a file in documents and messages: its path in the study or its address.

    Bytes of a name that are not UTF-8 are shown as codes, such as `caf\xe9.txt`.
    """
    if getattr(file, "protocol", "") != getattr(settings.folder, "protocol", ""):
        return str(file)  # one is on this machine, the other at an address
    path = Path(os.path.relpath(str(file), str(settings.folder)))
    return escape_bytes(path.as_posix())


def is_of_the_study(path: str) -> bool:
    """Whether a path below the study folder is none of a text, but of what describes the study.

    >>> [is_of_the_study(path) for path in ("ReadMe.txt", "a/readme.txt", "codings/a.txt", "a.txt")]
    [True, False, True, False]
    """
    folder, _, rest = path.partition("/")
    return folder.lower() in _FOLDERS_OF_THE_STUDY if rest else bool(_OF_THE_STUDY.fullmatch(path))


class _Search:
    """Goes through the folders of a study, and then through what links lead to.

    Attributes:
        files: the files that hold texts.
    """

    def __init__(self, settings: Settings, report: Report) -> None:
        self.files: list[Path] = []
        self._settings = settings
        self._report = report
        self._links: deque[Path] = deque()  # still to be followed
        self._read_folders: set[Identity] = set()

    def search_folder(self, top: Path) -> None:
        """Go through a folder and the folders below it. Links are kept for later."""
        for folder, folders, names in walk(top, _raise_unreadable):
            _check_depth(folder, top)
            if not self._is_to_be_read(folder, names):
                folders.clear()  # the walk enters those that remain
                continue
            links = links_in(folder)
            folders[:] = self._choose_folders(folder, folders, names, links)
            if folder in (self._settings.path, self._settings.texts):
                names = [name for name in names if not _OF_THE_STUDY.fullmatch(name)]
            for name in sorted(names):
                self._take_file(folder, name, is_link=name in links)

    def follow_links(self) -> None:
        """Go through what the links lead to, unless it is read already."""
        read_texts = set(map(_identity, self.files)) if self._links else set()
        read_texts.discard(None)  # of files that are gone
        while self._links:
            link = self._links.popleft()
            target = _identity(link)
            if target in self._read_folders:
                self._leave_out(link, "a link to a folder that is read already", "each folder once")
            elif target in read_texts:
                self._leave_out(link, "a link to a text that is read already", "each text once")
            elif link.is_dir():
                n_before = len(self.files)
                self.search_folder(link)
                read_texts.update(map(_identity, self.files[n_before:]))
            else:
                self.files.append(link)
                if target is not None:  # else it leads nowhere, which is a fault later
                    read_texts.add(target)

    def leave_out_notebooks(self) -> None:
        """List the notebooks that no run finds: in another folder, or with another ending."""
        study = self._settings.path
        if not isinstance(study, Path):
            return  # a study at an address is not run
        _, folders, _ = next(walk(study), (study, [], []))
        for top in sorted(study / name for name in folders if name.lower() == NOTEBOOKS):
            for folder, below, names in walk(top, _raise_unreadable):
                _check_depth(folder, top)
                below[:] = sorted(name for name in below if not name.startswith("."))
                for name in sorted(names):
                    if name.lower().endswith(NOTEBOOK) and not name.startswith("."):
                        self._leave_out_notebook(folder, name)

    def _leave_out_notebook(self, folder: Path, name: str) -> None:
        """List a notebook, unless a run finds it."""
        if _identity(folder) != _identity(self._settings.path / NOTEBOOKS):
            what = f"a notebook in the folder {folder.name!r}"
            expected = f"notebooks in the folder {NOTEBOOKS!r} itself"
        elif not name.endswith(NOTEBOOK):
            what = f"a notebook that ends in {Path(name).suffix!r}"
            expected = f"a name that ends in {NOTEBOOK!r}"
        else:
            return
        self._leave_out(folder / name, what, expected)

    def _is_to_be_read(self, folder: Path, names: list[str]) -> bool:
        """Whether to read a folder: not if it holds exports or tables, or is read already."""
        if RECORD in names and folder != self._settings.texts and holds_own_record(folder):
            return False  # exports, of this study or another
        identity = _identity(folder) if isinstance(folder, Path) else None
        if identity in self._read_folders:
            self._leave_out(folder, "a folder that is read already", "each folder once")
            return False
        if identity is not None:
            self._read_folders.add(identity)
        return True

    def _choose_folders(
        self, folder: Path, folders: list[str], names: list[str], links: set[str]
    ) -> list[str]:
        """Return the subfolders to enter, in order."""
        pages = _folders_of_pages(names)
        chosen = []
        for name in sorted(folders):
            path = folder / name
            if name.startswith("."):
                self._leave_out_hidden_folder(path)
            elif name in pages:
                expected = "texts; what a browser saves beside a page"
                self._leave_out(path, "the files of a saved web page", expected)
            elif folder == self._settings.path and name.lower() in _FOLDERS_OF_THE_STUDY:
                continue
            elif name in links:
                self._links.append(path)
            else:
                chosen.append(name)
        return chosen

    def _take_file(self, folder: Path, name: str, *, is_link: bool) -> None:
        """Take a file that holds texts, keep a link for later, leave out anything else."""
        path = folder / name
        is_text = path.suffix.lower() in ENDINGS
        if name.startswith("."):
            if is_text and not name.startswith(_LITTER):
                self._list(path, "a hidden file")
        elif name.startswith(LOCK):
            expected = "no text that another program has open: save and close it"
            self._leave_out(path, "the lock file of a text", expected)
        elif not is_text:
            ending = f"that ends in {path.suffix!r}" if path.suffix else "without an ending"
            self._leave_out(path, f"a file {ending}", EXPECTED)
        elif is_link:
            self._links.append(path)
        else:
            self.files.append(path)

    def _leave_out_hidden_folder(self, folder: Path) -> None:
        """List a hidden folder, if there are texts directly in it."""
        if folder.name.lower() in _FOLDERS_OF_PROGRAMS:
            return
        _, _, names = next(walk(folder), (folder, [], []))
        n_texts = sum(Path(name).suffix.lower() in ENDINGS for name in names)
        if n_texts:
            self._list(folder, f"a hidden folder with {pluralize(n_texts, 'text')} in it")

    def _leave_out(self, path: Path, what: str, expected: str) -> None:
        """List something that is not read, and warn of it."""
        self._list(path, what)
        name = name_of(self._settings, path)
        self._report.warn(Fault(name, what, f"{expected}; it is left out"))

    def _list(self, path: Path, what: str) -> None:
        """List something that is not read."""
        self._report.leave_out(LeftOut(name_of(self._settings, path), what))


def _identity(path: Path) -> Identity | None:
    """Return what a folder or file and all links to it have in common; None if it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _folders_of_pages(names: list[str]) -> set[str]:
    """Return the names of the folders in which a browser saves the files of these web pages."""
    paths = map(Path, names)
    return {f"{path.stem}_files" for path in paths if path.suffix.lower() in WEB_PAGES}


def _check_depth(folder: Path, top: Path) -> None:
    """Refuse folders that are nested without end."""
    below = folder.parts[len(top.parts) :]
    if len(below) > MOST_LEVELS:
        found = f"more than {MOST_LEVELS} folders inside one another"
        first = "/".join(below[:3])
        raise InputError([Fault(f"{first}/…", found, "a few levels of folders")])


def _raise_unreadable(error: OSError) -> None:
    folder = error.filename or str(error)
    fault = Fault(folder, "a folder that cannot be read", "a readable folder")
    raise InputError([fault]) from error
