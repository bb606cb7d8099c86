"""What a study says of itself in `study.yaml`: where its texts lie, how to read them, which columns group them."""

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

from analysis.faults import Fault, InputError, Report, nearest
from analysis.languages import is_tag
from analysis.paths import read_bytes, to_path, walk
from analysis.reading.encodings import decode

FILE = "study.yaml"
KEYS = ("texts", "text", "names", "encoding", "language", "groups", "time")
FIELD = re.compile(r"\{(\w+)(:d)?\}")


@dataclass(frozen=True)
class Settings:
    """A study folder (or one file) and what its `study.yaml` says; every key may be missing.

    Attributes:
        path: the folder, or the file, as it was named; all three are as from `analysis.paths.to_path`.
        folder: the folder; of one file the one that it lies in.
        texts: where the texts lie: the folder, or the one that `texts:` names, as seen from the study.
        text: the column of a table that holds the text (`text:`).
        names: what file names say of their texts, such as `{country}_{session:d}_{year:d}` (`names:`).
        encoding: pattern of file names -> encoding, for files that are not UTF-8 (`encoding:`).
        language: of texts whose metadata state none (`language:`); `""` leaves it to the text.
        groups: the metadata columns to compare texts by (`groups:`).
        time: the metadata column that dates the texts (`time:`).
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

    def encoding_of(self, name: str) -> str:
        """The encoding that is stated for a file: by the first pattern that fits its path, or the end of it from any
        folder on; else `""`."""
        fits = (
            value
            for pattern, value in self.encoding.items()
            if fnmatchcase(f"/{name}", f"*/{pattern}")
        )
        return next(fits, "")

    def said_by_name(self, name: str) -> dict[str, str] | None:
        """What the name of a file, without its ending, says by `names`; None where it is built otherwise."""
        name = name if "/" in self.names else name.rpartition("/")[2]
        found = name_pattern(self.names).fullmatch(name)
        whole = {key for key, number in FIELD.findall(self.names) if number}
        return found and {
            key: str(int(value)) if key in whole else value
            for key, value in found.groupdict().items()
        }


def name_pattern(names: str) -> re.Pattern:
    """The regular expression of a pattern of file names: `{word}` is any text, `{word:d}` a whole number.

    >>> name_pattern("{country}_{year:d}").fullmatch("CHN_1971").groupdict()
    {'country': 'CHN', 'year': '1971'}
    """
    pieces = FIELD.split(names)  # literal, name, `:d` or None, literal, …
    pattern = re.escape(pieces[0])
    for name, number, literal in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        pattern += f"(?P<{name}>{'[0-9]+' if number else '.+?'}){re.escape(literal)}"
    return re.compile(pattern)


def read_settings(path) -> Settings:
    """Read a study's `study.yaml`; a study without one, or of one file, has nothing but its paths.

    Raises `InputError` with every fault: an unknown key, a value of the wrong kind, no such encoding or folder.
    """
    path = to_path(path)
    if not path.exists():
        _, folders, _ = next(walk(path.absolute().parent), ("", [], []))
        beside = [name for name in folders if not name.startswith(".")]
        raise InputError(
            [Fault(str(path), "no such folder or file", f"a study: {nearest(path.name, beside)}")]
        )
    folder = path if path.is_dir() else path.parent
    if path.is_file() or not (folder / FILE).is_file():
        return Settings(path, folder, path)
    report = Report()
    values = _values(decode(read_bytes(folder / FILE, FILE), FILE), report)
    stated = values.pop("texts", "")
    texts = to_path(stated if "://" in stated else folder / stated)
    if not texts.is_dir():
        report.error(
            Fault(
                FILE,
                f"{stated!r}, which is no folder",
                "a folder, as seen from the study",
                key="texts",
            )
        )
    report.raise_errors()
    return Settings(path, folder, texts, **values)


def _values(text: str, report: Report) -> dict:
    """The keys that are stated, checked one by one."""
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found = f"text that is not YAML ({getattr(error, 'problem', error)})"
        expected = "`key: value`, a key a line; quotes around a value with { or : in it"
        raise InputError(
            [Fault(FILE, found, expected, line=mark.line + 1 if mark else 0)]
        ) from None
    if root is not None and not isinstance(root, yaml.MappingNode):
        raise InputError(
            [Fault(FILE, "no keys", f"`key: value`, with the keys {', '.join(KEYS)}", line=1)]
        )
    values: dict = {}
    for key_node, node in root.value if root else []:
        key, value, line = _text(key_node), _plain(node), key_node.start_mark.line + 1
        if key == "encoding" and not isinstance(value, dict):
            value = {"*": value}
        if key not in KEYS:
            report.error(Fault(FILE, f"the unknown key {key!r}", nearest(key, KEYS), line=line))
        elif key in values:
            report.error(Fault(FILE, f"the key {key!r} again", "each key once", line=line))
        else:
            found, expected = _check(key, value)
            if expected:
                report.error(Fault(FILE, found or repr(value), expected, line=line, key=key))
            values[key] = "" if expected else value
    return {key: tuple(value) if key == "groups" else value for key, value in values.items()}


def _plain(node: yaml.Node):
    """A node as text, list or dict of texts; what lies deeper is None."""
    if isinstance(node, yaml.ScalarNode):
        return node.value.strip()
    if isinstance(node, yaml.SequenceNode):
        return [_text(item) for item in node.value]
    return {_text(key): _text(value) for key, value in node.value}


def _text(node: yaml.Node) -> str | None:
    return node.value.strip() if isinstance(node, yaml.ScalarNode) else None


def _check(key: str, value) -> tuple[str, str]:
    """What is wrong with a value: what was found (where not the value itself), and what is expected; or blanks."""
    if key == "groups":
        good = isinstance(value, list) and value and all(value)
        return "", "" if good else "a list of metadata columns, such as [outlet, country]"
    if key == "encoding":
        wrong = [name for name in value.values() if not _is_encoding(name)]
        expected = "an encoding that Python knows, such as windows-1252, or "
        expected += '`"*.txt": windows-1252` for the files of that name'
        return (repr(wrong[0]) if wrong else ""), (expected if wrong or not value else "")
    if not isinstance(value, str) or not value:
        return "", "a text"
    if key == "language":
        return "", "" if is_tag(value) else "a BCP 47 tag, such as fr or zh-Hans"
    if key == "names":
        fields = [name for name, _ in FIELD.findall(value)]
        once, named = len(set(fields)) == len(fields) > 0, all(map(str.isidentifier, fields))
        good = once and named and not set("{}") & set(FIELD.sub("", value))
        return (
            "",
            "" if good else "names in braces, each once, such as {country}_{session:d}_{year:d}",
        )
    return "", ""


def _is_encoding(name) -> bool:
    try:
        return isinstance(name, str) and "".encode(name) is not None
    except LookupError:
        return False
