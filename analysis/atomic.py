"""Files that are written whole or not at all."""

import json
import os
from pathlib import Path


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file whole: first under another name beside it, then moved to its own in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def to_json(value: object) -> bytes:
    """Write a value as indented JSON, in UTF-8.

    >>> to_json({"n": 1})
    b'{\\n  "n": 1\\n}\\n'
    """
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
