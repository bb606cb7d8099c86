"""Further formats of exported tables, beside CSV: Excel (`xlsx`), LaTeX (`tex`) and Word (`docx`).

Each is a file of this folder with a function `write_…(name, table) -> bytes`. CSV stays the exact
form of a table. `.xlsx` holds all of it as far as Excel can; `.tex` and `.docx` are for reading.
The libraries that write Excel and Word files are the extra `office`, imported when one is written.
"""

from collections.abc import Callable, Iterable
from importlib.util import find_spec

import pandas as pd

from analysis.faults import Fault, Report, missing, nearest
from analysis.output.formats.tex import write_tex
from analysis.output.formats.word import write_docx
from analysis.output.formats.xlsx import write_xlsx

FORMATS: dict[str, Callable[[str, pd.DataFrame], bytes]] = {
    "xlsx": write_xlsx,
    "tex": write_tex,
    "docx": write_docx,
}
LIBRARIES = {  # a format: the module and the distribution that write it
    "xlsx": ("xlsxwriter", "XlsxWriter"),
    "docx": ("docx", "python-docx"),
}
EXTRA = "office"


def check_formats(words: Iterable[str] | str, place: str) -> tuple[str, ...]:
    """Check the names of formats, and that their libraries are installed.

    Args:
        words: the names, or a text that has commas between them; blanks around them, repetitions
            and empty names are ignored.
        place: what messages call the place where they were stated.

    Returns:
        The formats, each once, in the order of `FORMATS`.

    Raises:
        InputError: names every format that is unknown or cannot be written.

    >>> check_formats("tex, tex,", "--formats")
    ('tex',)
    """
    report = Report()
    listed = words.split(",") if isinstance(words, str) else words
    asked = {word.strip().lower().removeprefix(".") for word in listed} - {""}
    for word in sorted(asked - FORMATS.keys()):
        report.error(Fault(place, f"the format {word!r}", nearest(word, FORMATS)))
    for format, (module, distribution) in LIBRARIES.items():
        if format in asked and find_spec(module) is None:
            found = f"{format}, and no {distribution} to write it"
            report.error(missing(place, found, EXTRA))
    report.raise_errors()
    return tuple(format for format in FORMATS if format in asked)
