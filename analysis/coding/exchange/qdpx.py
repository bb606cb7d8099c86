"""REFI-QDA projects (`.qdpx`), which NVivo, ATLAS.ti, MAXQDA and QualCoder exchange, read.

A project is a zip of `project.qde`, its XML, and of its texts in the folder `sources`. Nothing is
unpacked to a disk, so the names in the zip lead nowhere.
"""

from pathlib import Path

from analysis.coding.exchange.model import Project, Source, count_codings
from analysis.coding.exchange.positions import CODE_POINTS, Counting
from analysis.coding.exchange.qde import EXPECTED, PART, Location, ProjectReader
from analysis.faults import Alike, Fault, InputError, Report
from analysis.paths import LARGEST_FILE, MEGABYTE, open_file
from analysis.reading.guard import guard
from analysis.reading.zip_files import BROKEN, TooLarge, ZippedParts

MOST = 500 * MEGABYTE  # of XML and texts that are unpacked
INTERNAL = "internal:"
OUTSIDE = ("relative:", "absolute:", "file:")


def read(path: Path, report: Report) -> tuple[Project, Counting]:
    """Read a project; what is wrong goes to the report.

    Returns:
        The project, and how positions are usually counted in it: in code points of the texts as
        they are stored.

    Raises:
        InputError: nothing of the file can be read.
    """
    file = path.name
    with open_file(path, file) as handle, guard(file):
        try:
            parts = ZippedParts(handle, MOST)
            names = _fold_names(parts)
            data = parts.read(names[PART]) if PART in names else None
        except TooLarge as error:
            raise InputError([_too_large(file, error)]) from None
        except BROKEN as error:
            raise InputError([Fault(file, f"no zip file ({error})", EXPECTED)]) from None
        if data is None:
            raise InputError([Fault(file, f"no {PART} in it", EXPECTED)])
        reader = ProjectReader(data, file, report)
        project = reader.read()
        texts = _Texts(parts, names, file, report)
        for source, location in zip(project.sources, reader.locations, strict=True):
            texts.read(source, location)
        texts.finish(project)
    return project, CODE_POINTS


class _Texts:
    """Reads the texts of a project.

    Attributes:
        outside: the texts that are not in the file.
    """

    def __init__(
        self, parts: ZippedParts, names: dict[str, str], file: str, report: Report
    ) -> None:
        self._parts = parts
        self._names = names
        self._file = file
        self._report = report
        self.outside: list[Source] = []
        self._missing = Alike("texts that are not in the zip")
        self._broken = Alike("texts that are not UTF-8")

    def read(self, source: Source, location: Location) -> None:
        """Read the text of a source, or note that it is not in the file."""
        path = location.path
        if location.content is not None and not path:
            source.text = location.content
        elif not path or path.lower().startswith(OUTSIDE):
            self.outside.append(source)
        else:
            self._read_part(source, path)

    def _read_part(self, source: Source, path: str) -> None:
        inner = _fold(_strip(path))
        name = self._names.get(f"sources/{inner}") or self._names.get(inner)
        if name is None:
            fault = Fault(self._file, repr(path), "a text in the zip", source.line, PART)
            self._missing.add(fault)
            return
        try:
            data = self._parts.read(name)
            if len(data) > LARGEST_FILE:
                raise TooLarge(f"a text of more than {LARGEST_FILE // MEGABYTE} MB, {name}")
            source.text = data.decode()
        except UnicodeDecodeError as error:
            found = f"byte 0x{error.object[error.start]:02x} at offset {error.start} of {name}"
            self._broken.add(Fault(self._file, found, "UTF-8", source.line, PART))
        except TooLarge as error:
            raise InputError([_too_large(self._file, error)]) from None
        except BROKEN as error:
            raise InputError([Fault(self._file, f"broken {name} ({error})", EXPECTED)]) from None

    def finish(self, project: Project) -> None:
        """Report what is missing, and leave out the texts that are not in the file."""
        self._report.error(*self._missing.summed_up(), *self._broken.summed_up())
        left_out = {id(source) for source in self.outside}
        project.sources = [one for one in project.sources if id(one) not in left_out]
        project.left_out["text outside the file, named by a path"] += len(left_out)
        n_lost = count_codings(self.outside)
        project.left_out["coding of a text that is not in the file"] += n_lost


def _fold_names(parts: ZippedParts) -> dict[str, str]:
    """Return the names of the parts by how they are compared: whatever their case.

    The folder of the texts is `sources` or `Sources`, and GUIDs are in small or capital letters.
    """
    return {_fold(name): name for name in sorted(parts.names, reverse=True)}


def _fold(name: str) -> str:
    return name.replace("\\", "/").removeprefix("./").casefold()


def _strip(path: str) -> str:
    """Return the path of a text below the folder of the texts.

    >>> _strip("internal://5C94.txt"), _strip("sources/5c94.txt")
    ('5C94.txt', '5c94.txt')
    """
    inner = path[len(INTERNAL) :] if path.lower().startswith(INTERNAL) else path
    inner = inner.replace("\\", "/").lstrip("/")
    folder, _, rest = inner.partition("/")
    return rest if folder.lower() == "sources" else inner


def _too_large(file: str, error: TooLarge) -> Fault:
    return Fault(file, str(error).replace("XML", "XML and text"), "a smaller project: split it")
