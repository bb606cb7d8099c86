"""The record of a sample: which sentences were drawn to be coded, how, and from what.

It is `sample.json` in the folder `codings/` of a study. Its rows keep the text and the offsets of
each sentence, so that it is found again if the texts change.
"""

import hashlib
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.atomic import to_json, write_atomic
from analysis.codebook.model import Codebook
from analysis.faults import Fault, Report, nearest
from analysis.tables import HALVES, SAMPLE_ROWS
from analysis.wording import pluralize

FORMAT = 1
BLOCK = 100_000  # sentences that are hashed at a time


class Draw(NamedTuple):
    """One draw of sentences.

    Attributes:
        n: how many sentences were drawn.
        seed: what made the draw repeatable.
        coders: who got sheets for it.
        holdout: whether they were split into a half to improve patterns on and one to report.
    """

    n: int
    seed: int
    coders: tuple[str, ...]
    holdout: bool


class SampleRecord(NamedTuple):
    """What `sample.json` holds.

    Attributes:
        seed: the seed of the first draw.
        by: the column or theme that made the strata; `""` without strata.
        codebook: `name`, `version` and `sha256` of the codebook of the first draw.
        sentences_sha256: the SHA-256 of all sentences of the study (see `hash_sentences`).
        n_sentences: how many these were.
        draws: every draw.
        strata: one row per stratum: `stratum`, `n_sentences`, `n_drawn`.
        rows: one row per sentence drawn (`analysis.tables.SAMPLE_ROWS`).
    """

    seed: int
    by: str
    codebook: dict[str, str]
    sentences_sha256: str
    n_sentences: int
    draws: tuple[Draw, ...]
    strata: pd.DataFrame
    rows: pd.DataFrame

    @property
    def coders(self) -> list[str]:
        """Everyone who got sheets, in the order of the draws."""
        return list(dict.fromkeys(coder for draw in self.draws for coder in draw.coders))

    def rows_of(self, coder: str) -> pd.DataFrame:
        """Return the rows of the draws for which a coder got a sheet."""
        return self.rows[self.rows["draw"].isin(self.draws_of(coder))]

    def draws_of(self, coder: str) -> list[int]:
        """Return the numbers of the draws for which a coder got a sheet."""
        return [number for number, draw in enumerate(self.draws, start=1) if coder in draw.coders]


def identify_codebook(codebook: Codebook) -> dict[str, str]:
    """Return what `sample.json` says of a codebook."""
    return {"name": codebook.name, "version": codebook.version, "sha256": codebook.sha256}


def hash_sentences(sentences: pd.DataFrame) -> str:
    """Return the SHA-256 of sentences with their ids.

    >>> one = pd.DataFrame({"doc_id": ["a"], "sent_id": [1], "sentence": ["One."]})
    >>> hash_sentences(one) == hashlib.sha256(b"a\\x001\\x00One.\\x00").hexdigest()
    True
    """
    digest = hashlib.sha256()
    for first in range(0, len(sentences), BLOCK):
        block = sentences.iloc[first : first + BLOCK]
        columns = [block[name].to_numpy(dtype=object) for name in ("doc_id", "sent_id", "sentence")]
        joined = "".join([f"{a}\0{b}\0{c}\0" for a, b, c in zip(*columns, strict=True)])
        digest.update(joined.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


# -- writing ---------------------------------------------------------------------------------------


def write_sample(path: Path, record: SampleRecord) -> None:
    """Write a record whole or not at all, in place of the file that is there."""
    write_atomic(path, to_json(_to_object(record)))


def _to_object(record: SampleRecord) -> dict[str, Any]:
    draws = [draw._asdict() | {"coders": list(draw.coders)} for draw in record.draws]
    return {
        "format": FORMAT,
        "seed": record.seed,
        "by": record.by,
        "codebook": record.codebook,
        "sentences_sha256": record.sentences_sha256,
        "n_sentences": record.n_sentences,
        "draws": draws,
        "strata": record.strata.to_dict("records"),
        "rows": record.rows[list(SAMPLE_ROWS.columns)].to_dict("records"),
    }


# -- reading ---------------------------------------------------------------------------------------

# What a value is, in words, and whether it is that.
Kind = tuple[str, Callable[[Any], bool]]

_TEXT: Kind = ("text", lambda value: isinstance(value, str))
_NAME: Kind = ("text that is not blank", lambda value: isinstance(value, str) and bool(value))
_COUNT: Kind = ("a whole number from 0", lambda value: type(value) is int and 0 <= value < 2**63)
_NUMBER: Kind = ("a whole number from 1", lambda value: type(value) is int and 1 <= value < 2**63)
_BOOL: Kind = ("true or false", lambda value: isinstance(value, bool))
_LIST: Kind = ("a list", lambda value: isinstance(value, list))
_OBJECT: Kind = ("an object", lambda value: isinstance(value, dict))
_NAMES: Kind = (
    "a list of names",
    lambda value: isinstance(value, list) and all(isinstance(one, str) and one for one in value),
)
_SHA256: Kind = (
    "a SHA-256: 64 digits from 0 to f",
    lambda value: isinstance(value, str) and len(value) == 64 and not set(value) - set(_HEX),
)
_WEIGHT: Kind = (
    "a number above 0",
    lambda value: type(value) in (int, float) and math.isfinite(value) and value > 0,
)
_HALF: Kind = (
    f"{HALVES[0]!r}, {HALVES[1]!r} or ''",
    lambda value: isinstance(value, str) and value in ("", *HALVES),
)
_HEX = "0123456789abcdef"

_KEYS: dict[str, Kind] = {
    "format": (f"{FORMAT}", lambda value: type(value) is int and value == FORMAT),
    "seed": _COUNT,
    "by": _TEXT,
    "codebook": _OBJECT,
    "sentences_sha256": _SHA256,
    "n_sentences": _COUNT,
    "draws": _LIST,
    "strata": _LIST,
    "rows": _LIST,
}
_OF_CODEBOOK = {"name": _TEXT, "version": _TEXT, "sha256": _TEXT}
_OF_DRAW = {"n": _COUNT, "seed": _COUNT, "coders": _NAMES, "holdout": _BOOL}
_OF_STRATUM = {"stratum": _TEXT, "n_sentences": _COUNT, "n_drawn": _COUNT}
_OF_ROW: dict[str, Kind] = {
    "doc_id": _NAME,
    "sent_id": _NUMBER,
    "start": _COUNT,
    "end": _COUNT,
    "sentence": _NAME,
    "stratum": _TEXT,
    "weight": _WEIGHT,
    "half": _HALF,
    "draw": _NUMBER,
}


def read_sample(data: bytes, file: str, report: Report) -> SampleRecord | None:
    """Read a record.

    Args:
        data: the bytes of `sample.json`.
        file: what messages call it.
        report: collects every fault, with its key; numbers in keys count from 0.

    Returns:
        The record; None if it has a fault.
    """
    own = Report()
    record = None
    value = _parse(data, file, own)
    if not own.errors:
        _check_object(value, file, own)
    if not own.errors:
        record = _from_object(value)
        own.error(*_check_sums(record, file))
    report.add(own)
    return None if own.errors else record


def _parse(data: bytes, file: str, report: Report) -> Any:
    expected = "the JSON that `workbook sample` wrote"
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        report.error(Fault(file, "bytes that are not UTF-8", expected))
    except json.JSONDecodeError as error:
        found = f"JSON that cannot be read ({error.msg})"
        report.error(Fault(file, found, expected, line=error.lineno))
    except RecursionError:
        report.error(Fault(file, "lists inside lists without end", expected))
    return None


def _check_object(value: Any, file: str, report: Report) -> None:
    """Report every key that is missing or unknown, and every value of the wrong kind."""
    if not isinstance(value, dict):
        report.error(Fault(file, f"a {type(value).__name__}", "an object"))
        return
    report.error(*_check_keys(value, _KEYS, "", file))
    if isinstance(value.get("codebook"), dict):
        report.error(*_check_keys(value["codebook"], _OF_CODEBOOK, "codebook", file))
    for name, kinds in (("draws", _OF_DRAW), ("strata", _OF_STRATUM), ("rows", _OF_ROW)):
        parts = value.get(name)
        for number, part in enumerate(parts if isinstance(parts, list) else []):
            report.error(*_check_keys(part, kinds, f"{name}.{number}", file))
    if value.get("draws") == []:
        report.error(Fault(file, "no draw", "one at least", key="draws"))


def _check_keys(value: Any, kinds: Mapping[str, Kind], path: str, file: str) -> list[Fault]:
    if not isinstance(value, dict):
        return [Fault(file, _show(value), "an object", key=path)]
    prefix = f"{path}." if path else ""
    faults = []
    for key in value:
        if key not in kinds:
            expected = nearest(key, kinds)
            faults.append(Fault(file, f"the unknown key {key!r}", expected, key=path))
    for key, (expected, is_right) in kinds.items():
        if key not in value:
            faults.append(Fault(file, f"no key {key!r}", expected, key=path))
        elif not is_right(value[key]):
            faults.append(Fault(file, _show(value[key]), expected, key=f"{prefix}{key}"))
    return faults


def _show(value: Any) -> str:
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    return json.dumps(value, ensure_ascii=False)


def _from_object(value: dict[str, Any]) -> SampleRecord:
    draws = [Draw(**{**draw, "coders": tuple(draw["coders"])}) for draw in value["draws"]]
    strata = pd.DataFrame(value["strata"], columns=list(_OF_STRATUM))
    types = {"stratum": "str", "n_sentences": "int64", "n_drawn": "int64"}
    return SampleRecord(
        seed=value["seed"],
        by=value["by"],
        codebook=value["codebook"],
        sentences_sha256=value["sentences_sha256"],
        n_sentences=value["n_sentences"],
        draws=tuple(draws),
        strata=strata.astype(types),
        rows=SAMPLE_ROWS.frame(pd.DataFrame(value["rows"], columns=list(SAMPLE_ROWS.columns))),
    )


def _check_sums(record: SampleRecord, file: str) -> list[Fault]:
    """Find what contradicts itself: rows that occur twice, counts and weights that do not fit."""
    faults = _check_rows(record, file)
    n_drawn = record.rows["stratum"].value_counts()
    for number, stratum in enumerate(record.strata.itertuples(index=False)):
        n = int(n_drawn.get(stratum.stratum, 0))
        if stratum.n_drawn != n:
            key = f"strata.{number}.n_drawn"
            expected = f"{n}, the number of its rows"
            faults.append(Fault(file, str(stratum.n_drawn), expected, key=key))
        if stratum.n_sentences < n:
            key = f"strata.{number}.n_sentences"
            faults.append(Fault(file, str(stratum.n_sentences), f"{n} at least", key=key))
    n_sentences = int(record.strata["n_sentences"].sum())
    if n_sentences != record.n_sentences:
        expected = f"{n_sentences:,}, the sum over `strata`"
        faults.append(Fault(file, f"{record.n_sentences:,}", expected, key="n_sentences"))
    n_by_draw = record.rows["draw"].value_counts()
    for number, draw in enumerate(record.draws):
        n = int(n_by_draw.get(number + 1, 0))
        if draw.n != n:
            expected = f"{n}, the number of its rows"
            faults.append(Fault(file, str(draw.n), expected, key=f"draws.{number}.n"))
    return faults


def _check_rows(record: SampleRecord, file: str) -> list[Fault]:
    rows = record.rows
    sizes = record.strata.drop_duplicates("stratum").set_index("stratum")
    size = rows["stratum"].map(sizes["n_sentences"])
    weight = size / rows["stratum"].map(rows["stratum"].value_counts())
    is_off = ((rows["weight"] - weight).abs() > 1e-6 * weight) & size.notna()
    wrong = {
        "sent_id": (rows.duplicated(["doc_id", "sent_id"]), "each sentence once"),
        "end": (rows["end"] <= rows["start"], "an offset behind `start`"),
        "stratum": (size.isna(), "a stratum that `strata` lists"),
        "draw": (rows["draw"] > len(record.draws), f"at most {len(record.draws)}"),
    }
    faults = []
    for column, (is_wrong, expected) in wrong.items():
        for number, value in rows.loc[is_wrong, column].items():
            key = f"rows.{number}.{column}"
            faults.append(Fault(file, repr(value), expected, key=key))
    if is_off.any():
        first = int(is_off.idxmax())
        found = f"{pluralize(int(is_off.sum()), 'wrong weight')}, first {rows['weight'][first]:g}"
        expected = f"{weight[first]:g}: the sentences of a stratum, divided by those drawn from it"
        faults.append(Fault(file, found, expected, key=f"rows.{first}.weight"))
    repeated = record.strata[record.strata.duplicated("stratum")]
    for number, name in repeated["stratum"].items():
        faults.append(Fault(file, repr(name), "each once", key=f"strata.{number}.stratum"))
    return faults
