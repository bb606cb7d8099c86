"""JSON that states its own sha256: every change of its content is seen."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.sealed import fits, is_intact, read_object, seal

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
    max_leaves=10,
)


@given(st.dictionaries(st.text(), VALUES), st.data())
def test_one_flipped_bit_is_seen(content, data):
    written = json.dumps(seal(content)).encode()
    assert is_intact(read_object(written))
    place = data.draw(st.integers(0, 8 * len(written) - 1))
    flipped = bytearray(written)
    flipped[place // 8] ^= 1 << place % 8
    found = read_object(bytes(flipped))
    assert found is None or not is_intact(found) or found == json.loads(written)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"{",
        b"[]",
        b"5",
        b"null",
        b'{"a": "\xff"}',
        b'{"a": "\\ud800"}',
        b'{"a": {"\\udfff": 1}}',
        b"\xff\xfe{",
        b'{"a":' * 100_000,
        b'{"a": ' + b"[" * 100_000,
        b'{"a": ' + b"9" * 5_000 + b"}",
    ],
)
def test_what_is_no_object_is_none(data):
    assert read_object(data) is None


@pytest.mark.parametrize("value", [{"sha256": 5}, {"sha256": "\ud800"}, {"a": "\ud800"}])
def test_odd_objects_are_not_intact(value):
    assert not is_intact(value)


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (True, int),
        (1.0, int),
        ("1", int),
        ([1, "2"], [int]),
        ({"a": "1"}, {str: int}),
        ([], {"a": int}),
        ({}, {"a": int}),
        (None, dict),
    ],
)
def test_what_does_not_fit(value, shape):
    assert not fits(value, shape)
