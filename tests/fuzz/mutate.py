"""Damage to a file, at random but repeatable: bits, bytes, tokens, values and members of a zip.

About half of the mutants are made of bytes, whatever they mean. The others are made of the tokens
of a format (lines, words, tags) or of its values, so that more of them still pass for such a file
and reach the code behind its parser.
"""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import deepcopy
from typing import Any

from lxml.etree import HTMLParser, XMLParser, fromstring, tostring

MOST_BYTES = 60_000  # of a mutant: the files are small, so whoever takes seconds is at fault
BYTES = re.compile(rb".", re.DOTALL)
LINES = re.compile(rb"[^\n]*\n|[^\n]+")
WORDS = re.compile(rb"\w+|\s+|[^\w\s]")
TAGS = re.compile(rb"<[^<>]*>|[^<]+|<")
TREE = re.compile(rb"")  # the elements of XML, which are changed as such and not as tokens
NUMBER = re.compile(rb"\d+")
MAIN_MEMBER = re.compile(
    r"word/document\.xml|content\.xml|xl/worksheets/.*\.xml|xl/sharedStrings\.xml|project\.qde"
)
CHUNKS = (1, 1, 1, 2, 3, 8, 40, 200)  # tokens
REPEATS = (2, 10, 100, 2_000, 10_000)

Tokens = list[bytes]

ODD_NUMBERS = (
    b"0",
    b"-1",
    b"1e400",
    b"255",
    b"65536",
    b"2147483648",
    b"9223372036854775808",
    b"99999999999999999999999999",
    b"1000000000",
    b"0.0000001",
    b"NaN",
    b"9" * 5_000,
    "\u0665\u00b2".encode(),
)
ODD_WORDS = (
    b"",
    b"\0",
    b"\r",
    b"\x1b[31m",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",  # half a character
    b"\x80\x99\xc3",
    b"\\ud800",
    b'"\\uD800"',
    b"&#xD800;",
    b"&#0;",
    b"&nbsp;&unknown;",
    b"]]>",
    b"<![CDATA[",
    b'<!DOCTYPE a [<!ENTITY b "c">]>',
    b"<meta charset=utf-7>",
    b"<!--",
    b'"',
    b"'",
    b"`",
    b"---\n",
    b": ",
    b"- ",
    b"\t",
    b"&a ",
    b"*a ",
    b"!!python/none ",
    b"<<: ",
    b"{",
    b"[",
    b"*",
    b"?",
    b"%",
    b"=1+1",
    b"0000-00-00",
    b"9999-12-31T24:00:00+99:99",
    b"self",
    b"doc_id",
    b"text",
    b"theme",
    b"sent_id",
    b"unicode_escape",
    b"undefined",
    b"a" * 5_000,
    b"*a" * 60,
    b" " * 10_000,
    b"\n" * 5_000,
    b"a, " * 3_000,
    "\u200b\u2028\u202e\u00a0\ufeff".encode(),
    ("e" + "\u0301" * 3_000).encode(),
    "联合国\U0001f468\u200d\U0001f469 Σς İı".encode(),
    "\U0010ffff\ufffe\ue000".encode(),
)
ODD_ATTRIBUTES = (
    "",
    " ",
    "-1",
    "0",
    "3",
    "1000000000",
    "9" * 400,
    "1.5",
    "NaN",
    "true",
    "a" * 5_000,
    "a b" * 2_000,
    " " * 10_000,
    "A1:XFD1048576",
    "F0FC",
    "\u0665\u00b2",
    "\u200b\u2028\u202e\ufeff",
    "e" + "\u0301" * 3_000,
    "*",
    "=1+1",
    "http://[",
)
ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    5,
    1.5,
    2**31,
    2**64,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "\ud800",
    "\0",
    "a" * 5_000,
    "NA",
    "..",
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"a": {"b": ["c"]}},
)


# -- tokens ----------------------------------------------------------------------------------------


def mutate_tokens(rng: random.Random, tokens: Tokens, other: Tokens) -> tuple[Tokens, str]:
    """Do one thing to some tokens.

    Args:
        rng: the source of chance.
        tokens: what a file is made of.
        other: what another file of its kind is made of, for a splice.

    Returns:
        The new tokens, and what was done.
    """
    change = rng.choice(CHANGES)
    return change(rng, list(tokens), other), change.__name__.strip("_")


def _span(rng: random.Random, tokens: Sequence[bytes]) -> slice:
    start = rng.randrange(len(tokens) + 1)
    return slice(start, start + rng.choice(CHUNKS))


def _flip_bits(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    for _ in range(rng.choice((1, 1, 2, 8))):
        if tokens:
            position = rng.randrange(len(tokens))
            data = bytearray(tokens[position])
            if data:
                data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
            tokens[position] = bytes(data)
    return tokens


def _insert_odd_word(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    tokens.insert(rng.randrange(len(tokens) + 1), rng.choice(ODD_WORDS))
    return tokens


def _replace_by_odd_word(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    tokens[_span(rng, tokens)] = [rng.choice(ODD_WORDS)]
    return tokens


def _insert_random_bytes(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    tokens.insert(rng.randrange(len(tokens) + 1), rng.randbytes(rng.choice((1, 4, 60))))
    return tokens


def _delete(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    del tokens[_span(rng, tokens)]
    return tokens


def _repeat(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    span = _span(rng, tokens)
    size = sum(map(len, tokens[span])) or 1
    times = min(rng.choice(REPEATS), MOST_BYTES // size)
    tokens[span] = tokens[span] * max(times, 1)
    return tokens


def _move(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    span = _span(rng, tokens)
    moved = tokens[span]
    del tokens[span]
    position = rng.randrange(len(tokens) + 1)
    tokens[position:position] = moved
    return tokens


def _copy(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    copied = tokens[_span(rng, tokens)]
    tokens[_span(rng, tokens)] = copied
    return tokens


def _truncate(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    position = rng.randrange(len(tokens) + 1)
    return tokens[:position] if rng.random() < 0.8 else tokens[position:]


def _splice(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    end = rng.randrange(len(tokens) + 1)
    begin = rng.randrange(len(other) + 1)
    return tokens[:end] + other[begin:]


def _change_a_number(rng: random.Random, tokens: Tokens, other: Tokens) -> Tokens:
    """Replace a number; half of the time by one with as many digits, so that no offset moves."""
    numbered = [n for n, token in enumerate(tokens) if NUMBER.search(token)]
    if not numbered:
        return _insert_odd_word(rng, tokens, other)
    position = rng.choice(numbered)
    found = rng.choice(list(NUMBER.finditer(tokens[position])))
    new = rng.choice(ODD_NUMBERS)
    if rng.random() < 0.5:
        new = bytes(rng.choice(b"0123456789") for _ in found[0])
    tokens[position] = found.string[: found.start()] + new + found.string[found.end() :]
    return tokens


CHANGES: tuple[Callable[[random.Random, Tokens, Tokens], Tokens], ...] = (
    _flip_bits,
    _insert_odd_word,
    _replace_by_odd_word,
    _insert_random_bytes,
    _delete,
    _repeat,
    _move,
    _copy,
    _truncate,
    _splice,
    _change_a_number,
    _change_a_number,
)


# -- elements of XML -------------------------------------------------------------------------------


def _has_name(node: Any) -> bool:
    """Whether this is an element, not a comment, whose name is not broken to its bytes."""
    try:
        return isinstance(node.tag, str)
    except UnicodeDecodeError:
        return False


def mutate_tree(rng: random.Random, data: bytes) -> tuple[bytes, str]:
    """Do something to an element, so that the file stays well-formed; a broken one is mended."""
    is_page = b"<html" in data[:500].lower()
    parser = HTMLParser() if is_page else XMLParser(recover=True, resolve_entities=False)
    root = fromstring(data, parser) if data.strip() else None
    elements = [] if root is None else [node for node in root.iter() if _has_name(node)]
    if len(elements) < 2:
        return data, "no element"
    element = rng.choice(elements[1:])
    change = rng.choice(TREE_CHANGES)
    with suppress(ValueError):  # a name that was broken before cannot be given again
        change(rng, element, rng.choice(elements))
    return tostring(root, encoding="utf-8", method="html" if is_page else "xml"), (
        f"{change.__name__.strip('_')} {element.tag.rpartition('}')[2]}"
    )


def _remove_element(rng: random.Random, element: Any, other: Any) -> None:
    element.getparent().remove(element)


def _copy_element(rng: random.Random, element: Any, other: Any) -> None:
    copies = [deepcopy(element) for _ in range(rng.choice((1, 1, 3, 100)))]
    other.extend(copies)


def _move_element(rng: random.Random, element: Any, other: Any) -> None:
    if element not in [other, *other.iterancestors()]:
        other.append(element)


def _nest_element(rng: random.Random, element: Any, other: Any) -> None:
    """Put an element into many of its own kind."""
    outer = element.getparent()
    position = outer.index(element)
    for _ in range(rng.choice((1, 20, 240))):
        wrapping = element.makeelement(element.tag, dict(element.attrib))
        wrapping.append(element)
        element = wrapping
    outer.insert(position, element)


def _change_attribute(rng: random.Random, element: Any, other: Any) -> None:
    names = sorted(element.attrib) or ["a"]
    element.set(rng.choice(names), rng.choice(ODD_ATTRIBUTES))


def _remove_attribute(rng: random.Random, element: Any, other: Any) -> None:
    for name in sorted(element.attrib)[:1]:
        del element.attrib[name]


def _change_text(rng: random.Random, element: Any, other: Any) -> None:
    element.text = rng.choice(ODD_ATTRIBUTES)
    element.tail = rng.choice((element.tail, *ODD_ATTRIBUTES))


def _rename_element(rng: random.Random, element: Any, other: Any) -> None:
    element.tag = other.tag


TREE_CHANGES = (
    _remove_element,
    _copy_element,
    _move_element,
    _nest_element,
    _change_attribute,
    _change_attribute,
    _remove_attribute,
    _change_text,
    _rename_element,
)


# -- files -----------------------------------------------------------------------------------------


def mutate(
    rng: random.Random, data: bytes, other: bytes, structure: Sequence[re.Pattern[bytes]]
) -> tuple[bytes, str]:
    """Do one to three things to a file, half of the time to its bytes.

    Args:
        rng: the source of chance.
        data: the file.
        other: another file of its kind.
        structure: the tokens that it can be cut into.

    Returns:
        The new file, and what was done.
    """
    done = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        kind = BYTES if rng.random() < 0.5 else rng.choice(structure)
        if kind is TREE:
            data, change = mutate_tree(rng, data)
            done.append(change)
            continue
        tokens, change = mutate_tokens(rng, kind.findall(data), kind.findall(other))
        data = b"".join(tokens)[:MOST_BYTES]
        done.append(change)
    return data, ", ".join(done)


def mutate_zip(
    rng: random.Random, data: bytes, other: bytes, structure: Sequence[re.Pattern[bytes]]
) -> tuple[bytes, str]:
    """Do something to one member of a zip, and zip it again, so that its checksum is right.

    A tenth of the time, the bytes of the zip itself are changed; and as often, its list of members.
    """
    choice = rng.random()
    if choice < 0.1:
        return mutate(rng, data, other, (BYTES,))
    members = unzip(data)
    main = [name for name in members if MAIN_MEMBER.fullmatch(name)]
    name = rng.choice(main if main and rng.random() < 0.7 else sorted(members))
    if choice < 0.2:
        content = members.pop(name)
        if rng.random() < 0.5:
            members[rng.choice([name.upper(), f"x{name}", "../a.xml"])] = content
        return zip_again(members), f"{name}: taken out or renamed"
    same_member = unzip(other).get(name, members[name])
    members[name], done = mutate(rng, members[name], same_member, structure)
    return zip_again(members), f"{name}: {done}"


def unzip(data: bytes) -> dict[str, bytes]:
    """The members of a zip, by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zip_again(members: dict[str, bytes]) -> bytes:
    """A zip of these members; the same members give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def mutate_json(
    rng: random.Random, data: bytes, other: bytes, structure: Sequence[re.Pattern[bytes]]
) -> tuple[bytes, str]:
    """Half of the time change a value somewhere in JSON, else its characters."""
    if rng.random() < 0.5:
        return mutate(rng, data, other, structure)
    holder = {"": json.loads(data)}
    done = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        if holder:
            done.append(_change_a_value(rng, holder))
    return json.dumps(holder.get("", 0)).encode(), ", ".join(done)


def mutate_json_lines(
    rng: random.Random, data: bytes, other: bytes, structure: Sequence[re.Pattern[bytes]]
) -> tuple[bytes, str]:
    """Half of the time change a value in one line of JSON, else the characters of the file."""
    if rng.random() < 0.5:
        return mutate(rng, data, other, structure)
    lines = data.splitlines()
    position = rng.randrange(len(lines))
    lines[position], done = mutate_json(rng, lines[position], lines[0], structure)
    return b"\n".join(lines), f"line {position + 1}: {done}"


def _change_a_value(rng: random.Random, holder: dict) -> str:
    """Replace, remove, repeat, wrap or rename a value, at any depth."""
    node, key = rng.choice(list(_places(holder)))
    value = node[key]
    change = rng.choice(("replace", "replace", "remove", "repeat", "wrap", "rename"))
    if change == "remove":
        del node[key]
    elif change == "repeat" and isinstance(value, list):
        node[key] = value * rng.choice((2, 30))
    elif change == "wrap":
        for _ in range(rng.choice((1, 1, 90))):
            value = rng.choice(([value], {"a": value}))
        node[key] = value
    elif change == "rename" and isinstance(node, dict):
        node[rng.choice(("", "a", "self", "\ud800", f"{key} "))] = node.pop(key)
    else:
        node[key] = deepcopy(rng.choice(ODD_VALUES))
    return f"{change} {key!r}"


def _places(node: Any) -> list[tuple[Any, Any]]:
    """Every value below a node, as its container and its key there."""
    places = []
    keys = node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    for key in keys:
        places.append((node, key))
        places += _places(node[key])
    return places
