"""Notice files of a study that change while a run reads them."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.faults import Fault, Report
from analysis.large.batches import Files, fingerprint
from analysis.paths import files_named
from analysis.reading.documents import text_files
from analysis.reading.settings import FILE, Settings
from analysis.reading.study_files import name_of

STEADY = "files that do not change during a run; run it again to continue"


@dataclass(frozen=True)
class Inputs:
    """The files that a run reads, and the state in which it found them.

    Attributes:
        texts: the files that hold texts, with their ids.
        others: the codebook files, `study.yaml` and the metadata.
        states: a number for each of `texts` and `others`, which changes with the file.
    """

    texts: Files
    others: list[Path]
    states: array


def note_inputs(settings: Settings, texts: Files, codebooks: Sequence[Path]) -> Inputs:
    """Note the state of all files before they are read."""
    others = list(codebooks)
    if settings.path.is_dir():
        others += files_named(settings.folder, FILE)
        others += files_named(settings.folder, "metadata.*")
    return Inputs(texts, others, _states(texts, others))


def report_changes(settings: Settings, inputs: Inputs, report: Report) -> None:
    """Report files that changed or are gone since, as errors.

    A new text is a warning, because the tables are complete for the texts that were there.
    """
    _forget_listings(settings)
    files = [*(file for file, _ in inputs.texts), *inputs.others]
    now = _states(inputs.texts, inputs.others)
    for file, before, after in zip(files, inputs.states, now, strict=True):
        if before != after:
            found = "a file that changed during the run"
            report.error(Fault(name_of(settings, file), found, STEADY))
    earlier = {str(file) for file, _ in inputs.texts}
    for file, _ in text_files(settings, Report()):
        if str(file) not in earlier:
            found = "a text that is new since the run began, and is not in the tables"
            report.warn(Fault(name_of(settings, file), found, STEADY))


def _states(texts: Files, others: list[Path]) -> array:
    """Return a number for each file: ten million take 80 MB, far less than their names."""
    return array("q", map(_state, [*(file for file, _ in texts), *others]))


def _state(file: Path) -> int:
    try:
        return hash(fingerprint(file))
    except OSError:
        return 0


def _forget_listings(settings: Settings) -> None:
    """Forget what a store said about files at an address."""
    for path in (settings.folder, settings.texts):
        if not isinstance(path, Path):
            path.fs.invalidate_cache()
