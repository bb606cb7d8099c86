"""JSON files that state the sha256 of their own content, so that damage does not go unseen."""

import hashlib
import json
from typing import Any, Final

SEAL: Final = "sha256"  # the key of the sha256 of all other keys and their values


def seal(content: dict[str, Any]) -> dict[str, Any]:
    """Return the content with its sha256; an earlier one is replaced.

    >>> sorted(seal({"n": 1}))
    ['n', 'sha256']
    """
    bare = {key: value for key, value in content.items() if key != SEAL}
    return {**bare, SEAL: _digest(bare)}


def read_object(data: bytes) -> dict[str, Any] | None:
    r"""Read a JSON object from a file; None if it is anything else, or no UTF-8 can express it.

    >>> read_object(b'{"n": 1}')
    {'n': 1}
    >>> read_object(b'[1') is None, read_object(b'{"name": "\\ud800"}') is None
    (True, True)
    """
    try:
        content = json.loads(data)
        if b"\\u" in data:  # half of a surrogate pair can be written so; a path's bytes may be
            json.dumps(content, ensure_ascii=False).encode(errors="surrogateescape")
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def is_intact(content: dict[str, Any]) -> bool:
    """Tell whether content has a sha256, and is what it was when that was written.

    >>> is_intact(seal({"n": 1}))
    True
    >>> is_intact({**seal({"n": 1}), "n": 2})
    False
    >>> is_intact({"n": 1})
    False
    """
    try:
        return SEAL in content and content == seal(content)
    except RecursionError:  # it is nested too deeply
        return False


def fits(value: object, shape: object) -> bool:
    """Tell whether a value read from JSON has a shape.

    Args:
        value: the value.
        shape: a type; `[shape]` for a list; `{type: shape}` for an object with any keys; or an
            object with these keys, whose values have these shapes. It may have further keys.

    >>> fits({"n": 1, "more": 2}, {"n": int})
    True
    >>> fits({"n": True}, {"n": int})
    False
    >>> fits({"a": [1], "b": []}, {str: [int]})
    True
    """
    if isinstance(shape, type):
        is_number = isinstance(value, int) and not isinstance(value, bool)
        return is_number if shape is int else isinstance(value, shape)
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    assert isinstance(shape, dict)
    if not isinstance(value, dict):
        return False
    if str in shape:
        return all(fits(item, shape[str]) for item in value.values())
    return all(key in value and fits(value[key], shape[key]) for key in shape)


def _digest(content: dict[str, Any]) -> str:
    plain = json.dumps(content, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
