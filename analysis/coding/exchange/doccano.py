"""Exports of doccano, one object per line (JSONL).

    {"id": 1, "text": "…", "label": [[0, 5, "…"]]}                            (also "labels")
    {"id": 1, "text": "…", "entities": [{"label": "…", "start_offset": 0, "end_offset": 5}]}
    {"id": 1, "text": "…", "annotations": [{"label": 7, "start_offset": 0, "end_offset": 5,
     "user": 1}]}

Positions count units of UTF-16, as in JavaScript. The tool states no text of a span.
"""

from collections.abc import Iterable
from typing import Any

from analysis.coding.exchange.model import Source
from analysis.coding.exchange.positions import UTF16
from analysis.coding.exchange.records import Records

COUNTING = UTF16
SPANS = ("label", "labels", "entities", "annotations")
NAMES = ("doc_id", "name", "title", "filename", "file_name")
_OF_RECORD = ("id", "text", "relations", "Comments", "comments", "username", "annotator")


def is_record(value: object) -> bool:
    """Whether this is a record of doccano."""
    if not isinstance(value, dict) or "text" not in value:
        return False
    return any(isinstance(value.get(key), list) for key in SPANS)


def read(found: Iterable[tuple[int, Any]], records: Records) -> None:
    """Read the records."""
    for number, (line, record) in enumerate(found, start=1):
        source = records.add_source(_name_of(record, number), record["text"], line)
        if source is None:
            continue
        user = str(record.get("username") or record.get("annotator") or "")
        for key in SPANS:
            spans = record.get(key)
            for span in spans if isinstance(spans, list) else []:
                _read_span(source, span, user, records)
        records.leave_out("relation between spans", _length(record.get("relations")))
        records.leave_out("comment", _length(record.get("Comments") or record.get("comments")))
        meta = record.get("meta")
        rest = {key: value for key, value in record.items() if key not in (*_OF_RECORD, *NAMES)}
        rest = {key: value for key, value in rest.items() if key not in (*SPANS, "meta")}
        records.add_variables(source, {**rest, **(meta if isinstance(meta, dict) else {})})


def _read_span(source: Source, span: object, user: str, records: Records) -> None:
    """Read a span: a list of start, end and label, or an object."""
    if isinstance(span, list) and len(span) == 3:
        start, end, label = span
    elif isinstance(span, dict) and "start_offset" in span:
        start, end = span.get("start_offset"), span.get("end_offset")
        label = span.get("label", span.get("label_text"))
        user = user or _user(span.get("user"))
    else:
        records.leave_out("label of a whole text")
        return
    labels = [] if label in (None, "") else [str(label)]
    records.add_span(source, (start, end), labels, user=user)


def _user(value: object) -> str:
    return f"user {value}" if isinstance(value, int) else str(value or "")


def _name_of(record: dict[str, Any], number: int) -> str:
    meta = record.get("meta")
    stated = {**(meta if isinstance(meta, dict) else {}), **record}
    for key in NAMES:
        value = stated.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
    return f"text {record.get('id', number)}"


def _length(value: object) -> int:
    return len(value) if isinstance(value, list) else 0
