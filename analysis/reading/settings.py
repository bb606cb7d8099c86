"""The settings of a study (`study.yaml`): where its texts are, how to read and group them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from os import PathLike
from pathlib import Path
from typing import Any
from unicodedata import normalize

import yaml

from analysis.faults import Fault, InputError, Nearest, Report, nearest
from analysis.languages import is_tag
from analysis.messages import LANGUAGES
from analysis.paths import LARGEST_FILE, MEGABYTE, read_bytes, to_path, walk
from analysis.reading.authors import Author, read_authors
from analysis.reading.encodings import decode, is_encoding
from analysis.reading.file_names import FIELD, fit_name
from analysis.reading.layout import HEADINGS
from analysis.reading.yaml_nodes import NotYaml, compose_yaml, line_of, repeated_keys

FILE = "study.yaml"
KEYS = (
    "texts",
    "text",
    "names",
    "encoding",
    "language",
    "groups",
    "time",
    "themes",
    "headings",
    "drop",
    "split",
    "leave_out",
    "html",
    "captions",
    "events",
    "largest_file",
    "title",
    "authors",
    "licence",
    "date",
)
LISTS_OF_NAMES = {
    "groups": "a list of metadata columns, such as [outlet, country]",
    "themes": "a list of themes of the codebook, such as [topic/poverty, tone/praise]",
}
LISTS_OF_GLOBS = ("drop", "split", "leave_out")
HTML = ("whole", "text")
UNITS = {"MB": MEGABYTE, "GB": 1000 * MEGABYTE}
MOST_BYTES = 1 * MEGABYTE  # of study.yaml

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
SIZE = re.compile(r"([0-9]{1,9}) ?(MB|GB)", re.ASCII | re.IGNORECASE)  # a number and its unit

Value = str | list[str | None] | dict[str | None, str | None]  # of a key, as YAML has it


@dataclass(frozen=True)
class Settings:
    """A study (a folder or one file) and what its `study.yaml` says; every key is optional.

    Attributes:
        path: the folder or file, as it was named. (All three paths can be addresses: see
            `analysis.paths.to_path`.)
        folder: the folder of the study; for one file, the folder that holds it.
        texts: the folder that holds the texts (`texts:`), by default the study itself.
        text: the column of a table that holds the text (`text:`).
        names: the pattern of file names, such as `{country}_{session:d}_{year:d}` (`names:`).
        encoding: the encoding of files that are not UTF-8, by pattern of file names (`encoding:`).
        language: the language of texts whose metadata name none (`language:`); "" to detect it.
        groups: the metadata columns to compare texts by (`groups:`).
        time: the metadata column that holds the date of a text (`time:`).
        themes: the themes that charts of groups and of time draw (`themes:`); if none are named,
            those that differ most.
        headings: which headings of all texts count (`headings:`): those `guessed`, those `marked`
            or `none`; "" if that depends on the file.
        drop: globs for whole lines that are left out of every text (`drop:`).
        split: globs for whole lines at which a file is cut into texts (`split:`).
        leave_out: globs for the ids of texts that are left out (`leave_out:`).
        html: `whole` if web pages are read with their menus and the like; `text` if the cells of
            tables hold HTML (`html:`).
        captions: the language of charts and of the report (`captions:`), `en` or `fr`.
        events: what charts over time mark by a line: the label of each event, by its day, month or
            year (`events:`).
        largest_file: the largest file of running text that is read, in bytes (`largest_file:`).
        title: the title of the study, to cite it by (`title:`).
        authors: who made the study (`authors:`).
        licence: the licence of what the study publishes, such as `CC-BY-4.0` (`licence:`).
        date: the day on which the study is published, such as `2026-03-31` (`date:`).
    """

    path: Path
    folder: Path
    texts: Path
    text: str = "text"
    names: str = ""
    encoding: dict[str, str] = field(default_factory=dict)
    language: str = ""
    groups: tuple[str, ...] = ()
    time: str = ""
    themes: tuple[str, ...] = ()
    headings: str = ""
    drop: tuple[str, ...] = ()
    split: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    html: tuple[str, ...] = ()
    captions: str = "en"
    events: dict[str, str] = field(default_factory=dict)
    largest_file: int = LARGEST_FILE
    title: str = ""
    authors: tuple[Author, ...] = ()
    licence: str = ""
    date: str = ""

    def encoding_of(self, file: str) -> str:
        """Return the encoding stated for a file, or "" if none is.

        The first pattern that fits counts. It has to fit the whole path, or the end of it from
        some folder on.
        """
        for pattern, encoding in self.encoding.items():
            if fnmatchcase(f"/{file}", f"*/{pattern}"):
                return encoding
        return ""

    def metadata_in_name(self, name: str) -> dict[str, str] | None:
        """Return the metadata in the name of a file; None if it does not fit the pattern `names`.

        Args:
            name: the path of the file without its ending. A pattern without a slash is compared
                with the last part.
        """
        if "/" not in self.names:
            name = name.rpartition("/")[2]
        metadata = fit_name(self.names, name)
        if metadata is None:
            return None
        for key, is_number in FIELD.findall(self.names):
            if is_number:
                metadata[key] = str(int(metadata[key]))
        return metadata


@cache
def glob_pattern(glob: str) -> re.Pattern[str]:
    """Turn a glob into a regular expression, in which only `*` is a wildcard.

    What comes between two `*` is found at the first place where it is, and never sought again: a
    later place would leave less of the text for what follows. So the time that a match takes grows
    with the lengths of glob and text, not with the number of ways to fit one to the other.

    >>> bool(glob_pattern("Page *").fullmatch("Page 3 [draft]"))
    True
    >>> bool(glob_pattern("[draft]").fullmatch("d"))
    False
    """
    beginning, *between = map(re.escape, glob.split("*"))
    if not between:
        return re.compile(beginning)
    ending = between.pop()
    found_once = [f"(?>.*?{literal})" for literal in between if literal]
    return re.compile("".join([beginning, *found_once, ".*", ending]))


def first_fitting(globs: Sequence[str], text: str) -> str:
    """Return the first glob that fits a whole text; "" if none does."""
    if not globs or not _pattern_of_any(tuple(globs)).fullmatch(text):
        return ""  # as for most lines
    return next(glob for glob in globs if glob_pattern(glob).fullmatch(text))


@cache
def _pattern_of_any(globs: tuple[str, ...]) -> re.Pattern[str]:
    """Turn globs into one regular expression, which is faster than one after the other."""
    return re.compile("|".join(glob_pattern(glob).pattern for glob in globs))


def read_settings(path: str | PathLike[str]) -> Settings:
    """Read the `study.yaml` of a study. A study without one, or a single text, has the defaults.

    Args:
        path: the study folder, or a single text.

    Raises:
        InputError: names every fault: no such study, an unknown key, a value of the wrong kind, an
            unknown encoding, a folder of texts that does not exist.
    """
    study = to_path(path)
    if not study.exists():
        raise InputError([_no_such_study(study)])
    folder = study if study.is_dir() else study.parent
    file = folder / FILE
    if not study.is_dir() or not (file.exists() or file.is_symlink()):
        return Settings(study, folder, study)
    report = Report()
    values = _read_values(decode(read_bytes(file, FILE, MOST_BYTES), FILE), report)
    stated = values.pop("texts", "")
    texts = to_path(stated if "://" in stated else folder / stated)
    if not texts.is_dir():
        found = f"{stated!r}, which is not a folder"
        report.error(Fault(FILE, found, "a folder, relative to the study", key="texts"))
    report.raise_errors()
    return Settings(study, folder, texts, **values)


def _no_such_study(path: Path) -> Fault:
    around = path.absolute().parent
    _, folders, _ = next(walk(around), (around, [], []))
    visible = [name for name in folders if not name.startswith(".")]
    expected = f"a study: {nearest(path.name, visible)}"
    return Fault(str(path), "no such folder or file", expected)


def _read_values(text: str, report: Report) -> dict[str, Any]:
    """Read the values of all keys. A value that is wrong is reported, and "" takes its place."""
    values: dict[str, Any] = {}
    expected = Nearest(KEYS)
    for key_node, node in _compose(text):
        key = _scalar(key_node)
        line = line_of(key_node)
        if key not in KEYS:
            unknown = f"the unknown key {key!r}"
            report.error(Fault(FILE, unknown, expected(str(key)), line=line))
            continue
        if key in values:
            report.error(_repeated(key_node))
            continue
        if key == "authors":
            values[key] = read_authors(node, FILE, report)
            continue
        if isinstance(node, yaml.MappingNode):
            report.error(*map(_repeated, repeated_keys(node)))
        value = _value(node)
        fault = _value_fault(key, value, line)
        if fault is not None:
            report.error(fault)
            values[key] = ""
        else:
            values[key] = _converted(key, value)
    return values


def _repeated(key: yaml.Node) -> Fault:
    return Fault(FILE, f"the key {key.value!r} again", "each key once", line=line_of(key))


def _compose(text: str) -> list[tuple[yaml.Node, yaml.Node]]:
    """Parse YAML into the pairs of nodes, key and value, of its top level."""
    try:
        root = compose_yaml(text)
    except NotYaml as error:
        expected = "one `key: value` per line, with quotes around a value that holds { or :"
        raise InputError([error.fault(FILE, expected)]) from None
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        expected = f"`key: value`, with the keys {', '.join(KEYS)}"
        raise InputError([Fault(FILE, "no keys", expected, line=1)])
    return list(root.value)


def _value(node: yaml.Node) -> Value:
    """Return a node as a text, or a list or dict of texts. Anything nested deeper becomes None."""
    if isinstance(node, yaml.ScalarNode):
        return node.value.strip()
    if isinstance(node, yaml.SequenceNode):
        return [_scalar(item) for item in node.value]
    return {_scalar(key): _scalar(value) for key, value in node.value}


def _scalar(node: yaml.Node) -> str | None:
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else None


def _converted(key: str, value: Value) -> Any:
    """Turn the value of a key into what `Settings` holds."""
    if key in LISTS_OF_NAMES:
        return tuple(value)
    if key == "encoding" and isinstance(value, str):
        return {"*": value}  # one encoding for all files
    if key == "largest_file":
        return _size(value)
    if key in LISTS_OF_GLOBS or key == "html":
        listed = tuple(value) if isinstance(value, list) else (value,)
        return tuple(map(_composed, listed)) if key == "leave_out" else listed
    return value


def _size(value: Value) -> int:
    """Return a size such as `2 GB` in bytes; 0 if it is none.

    >>> _size("2 GB"), _size("500MB"), _size("all")
    (2000000000, 500000000, 0)
    """
    size = SIZE.fullmatch(value) if isinstance(value, str) else None
    return int(size[1]) * UNITS[size[2].upper()] if size else 0


def _composed(glob: Any) -> str:
    return normalize("NFC", glob)  # as ids of texts are


def _value_fault(key: str, value: Value, line: int) -> Fault | None:
    """Return what is wrong with the value of a key, or None."""
    if key == "encoding":
        return _encoding_fault(value, line)
    if key in LISTS_OF_GLOBS:
        return _globs_fault(key, value, line)
    if key == "html":
        return _html_fault(value, line)
    if key == "events":
        return _events_fault(value, line)
    if key in LISTS_OF_NAMES:
        expected = _expected_names(key, value)
    else:
        expected = _expected_text(key, value)
    return Fault(FILE, repr(value), expected, line=line, key=key) if expected else None


def _expected_names(key: str, value: Value) -> str:
    """Return what is expected of a list of names; "" if it is right."""
    is_list = isinstance(value, list) and bool(value) and all(value)
    return "" if is_list else LISTS_OF_NAMES[key]


def _expected_text(key: str, value: Value) -> str:
    """Return what is expected of the value of a key that has one; "" if it is right."""
    expected = ""
    if not isinstance(value, str) or not value:
        expected = "a single value, in quotes if it contains a colon"
    elif key == "language" and not is_tag(value):
        expected = "a BCP 47 tag, such as fr or zh-Hans"
    elif key == "names" and not _is_name_pattern(value):
        expected = "names in braces, each once, such as {country}_{session:d}_{year:d}"
    elif key == "headings" and value not in HEADINGS:
        expected = nearest(value, HEADINGS)
    elif key == "captions" and value not in LANGUAGES:
        expected = f"a language that charts speak: {' or '.join(LANGUAGES)}"
    elif key == "largest_file" and not _size(value):
        expected = "a size, such as 500 MB or 2 GB"
    elif key == "date" and not _is_day(value):
        expected = "a day of the calendar, such as 2026-03-31"
    return expected


def _is_day(value: str) -> bool:
    """Whether this is a day as `2026-03-31`.

    >>> _is_day("2026-03-31"), _is_day("2026-02-30"), _is_day("31 March 2026")
    (True, False, False)
    """
    if not DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:  # no such day
        return False
    return True


def _globs_fault(key: str, value: Value, line: int) -> Fault | None:
    globs = [value] if isinstance(value, str) else value
    if isinstance(globs, list) and globs and all(glob and glob.strip("* ") for glob in globs):
        return None
    kind = "ids of texts" if key == "leave_out" else "whole lines"
    example = {"drop": "Page *", "split": "End of Document", "leave_out": "speech-12"}[key]
    expected = f'a list of {kind}, in which * is anything, such as ["{example}"]'
    return Fault(FILE, repr(value), expected, line=line, key=key)


def _html_fault(value: Value, line: int) -> Fault | None:
    words = [value] if isinstance(value, str) else value
    wrong = [word for word in words if word not in HTML]
    if isinstance(words, list) and words and not wrong:
        return None
    expected = "`whole` (pages with their menus), `text` (cells that hold HTML) or [whole, text]"
    return Fault(FILE, repr(wrong[0] if wrong else value), expected, line=line, key="html")


def _encoding_fault(value: Value, line: int) -> Fault | None:
    encodings = list(value.values()) if isinstance(value, dict) else [value]
    unknown = [encoding for encoding in encodings if not is_encoding(encoding)]
    has_patterns = not isinstance(value, dict) or all(value)
    if encodings and not unknown and has_patterns:
        return None
    wrong = unknown[0] if unknown else value
    expected = "an encoding of text, such as windows-1252, or "
    expected += '`{"*.txt": windows-1252}` for files with such a name'
    return Fault(FILE, repr(wrong), expected, line=line, key="encoding")


def _events_fault(value: Value, line: int) -> Fault | None:
    """Return the first event that has no date or no label, or None."""
    example = "such as 2020-03-11: Pandemic declared"
    if not isinstance(value, dict) or not value:
        expected = f"a date and a label for each event, {example}"
        return Fault(FILE, repr(value), expected, line=line, key="events")
    for day, label in value.items():
        if not (day and _is_date(day)):
            return Fault(
                FILE, repr(day), f"a day, month or year, {example}", line=line, key="events"
            )
        if not label:
            found = f"no label for {day}"
            return Fault(FILE, found, f"a label, {example}", line=line, key="events")
    return None


def _is_date(text: str) -> bool:
    """Whether this is a day, a month or a year, as `2020-03-11`, `2020-03` or `2020`.

    >>> [_is_date(text) for text in ("2020-03-11", "2020-03", "2020", "2020-13", "March 2020")]
    [True, True, True, False, False]
    """
    return _is_day(text) or _is_day(f"{text}-01") or _is_day(f"{text}-01-01")


def _is_name_pattern(names: str) -> bool:
    """Whether a pattern has fields, each once and each a Python identifier, and no other braces."""
    fields = [name for name, _ in FIELD.findall(names)]
    has_braces_left = bool(set("{}") & set(FIELD.sub("", names)))
    is_each_once = len(set(fields)) == len(fields)
    are_identifiers = all(map(str.isidentifier, fields))
    return bool(fields) and is_each_once and are_identifiers and not has_braces_left
