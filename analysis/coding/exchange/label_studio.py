"""Exports of label-studio: "JSON", a list of tasks, and "JSON-MIN", a list of flat objects.

    {"id": 1, "data": {"text": "…"}, "annotations": [{"completed_by": …, "result": [
        {"type": "labels", "value": {"start": 0, "end": 5, "text": "…", "labels": ["…"]}}]}]}
    {"id": 1, "text": "…", "label": [{"start": 0, "end": 5, "text": "…", "labels": ["…"]}],
     "annotator": 1}

Positions count code points; in versions before the end of 2021, units of UTF-16.
"""

from collections.abc import Iterable
from typing import Any

from analysis.coding.exchange.model import Source
from analysis.coding.exchange.positions import CODE_POINTS
from analysis.coding.exchange.records import Records

COUNTING = CODE_POINTS
TEXT = "text"
NAMES = ("doc_id", "name", "title", "filename", "file_name", "file_upload")
SPAN_TYPES = ("labels", "hypertextlabels", "paragraphlabels")
_OF_TASK = ("id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time")


def is_record(value: object) -> bool:
    """Whether this is a task of label-studio."""
    if not isinstance(value, dict):
        return False
    if isinstance(value.get("data"), dict):
        return isinstance(value.get("annotations", value.get("completions")), list)
    return TEXT in value and any(map(_is_spans, value.values()))


def _is_spans(value: object) -> bool:
    """Whether this is a list of spans, as JSON-MIN has them."""
    if not isinstance(value, list) or not value:
        return False
    return all(isinstance(one, dict) and isinstance(one.get("labels"), list) for one in value)


def read(found: Iterable[tuple[int, Any]], records: Records) -> None:
    """Read the tasks."""
    for number, (line, task) in enumerate(found, start=1):
        if isinstance(task.get("data"), dict):
            _read_task(task, number, line, records)
        else:
            _read_flat(task, number, line, records)


def _read_task(task: dict[str, Any], number: int, line: int, records: Records) -> None:
    data = task["data"]
    column = _text_column(data)
    name = _name_of({"file_upload": task.get("file_upload"), **data}, task.get("id", number))
    source = records.add_source(name, data.get(column), line)
    if source is None:
        return
    rest = {key: value for key, value in data.items() if key not in (column, *NAMES)}
    records.add_variables(source, rest)
    for annotation in task.get("annotations", task.get("completions", [])):
        if not isinstance(annotation, dict) or annotation.get("was_cancelled"):
            records.leave_out("annotation that was cancelled")
            continue
        user = _user(annotation.get("completed_by"))
        results = annotation.get("result")
        _read_results(source, results if isinstance(results, list) else [], user, records)
    n_predicted = len(task.get("predictions") or [])
    records.leave_out("prediction of a model", n_predicted)


def _read_results(source: Source, results: list[Any], user: str, records: Records) -> None:
    """Read the spans of one annotation, with the notes on them."""
    notes = {}
    for result in results:
        if isinstance(result, dict) and result.get("type") == "textarea" and result.get("id"):
            notes[str(result["id"])] = _note(result)
    for result in results:
        kind = result.get("type") if isinstance(result, dict) else None
        value = result.get("value") if isinstance(result, dict) else None
        if kind in SPAN_TYPES and isinstance(value, dict):
            labels = value.get(kind)
            memo = notes.get(str(result.get("id")), "")
            _add_span(source, value, labels, user, memo, records)
        elif kind != "textarea":
            records.leave_out("result that is no span of text")


def _read_flat(task: dict[str, Any], number: int, line: int, records: Records) -> None:
    name = _name_of(task, task.get("id", number))
    source = records.add_source(name, task[TEXT], line)
    if source is None:
        return
    user = _user(task.get("annotator"))
    rest = {}
    for key, value in task.items():
        if _is_spans(value):
            for span in value:
                _add_span(source, span, span["labels"], user, "", records)
        elif key not in (TEXT, *NAMES, *_OF_TASK):
            rest[key] = value
    records.add_variables(source, rest)


def _add_span(
    source: Source, value: dict[str, Any], labels: object, user: str, memo: str, records: Records
) -> None:
    offsets = value.get("globalOffsets")
    place = offsets if isinstance(offsets, dict) else value
    names = [str(label) for label in labels] if isinstance(labels, list) else []
    positions = place.get("start"), place.get("end")
    stated = value.get("text", "")
    records.add_span(source, positions, names, user=user, memo=memo, stated=stated)


def _text_column(data: dict[str, Any]) -> str:
    """Return the key of the text: `text`, or the only one that holds a text."""
    if TEXT in data:
        return TEXT
    texts = [key for key, value in data.items() if isinstance(value, str) and key not in NAMES]
    return max(texts, key=lambda key: len(data[key]), default=TEXT)


def _name_of(data: dict[str, Any], number: object) -> str:
    """Return the name of a text: the first that is stated, or its number."""
    for key in NAMES:
        value = data.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return f"task {number}"


def _user(value: object) -> str:
    """Return the name of who annotated: an address, or the number of a user."""
    if isinstance(value, dict):
        for key in ("email", "username", "first_name", "id"):
            if value.get(key):
                return str(value[key])
        return ""
    return f"annotator {value}" if isinstance(value, int) else str(value or "")


def _note(result: dict[str, Any]) -> str:
    value = result.get("value")
    texts = value.get("text") if isinstance(value, dict) else None
    lines = texts if isinstance(texts, list) else [texts]
    return "\n".join(str(line) for line in lines if line)
