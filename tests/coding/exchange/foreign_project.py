"""REFI-QDA projects as other programs write them, made for the tests."""

import io
import uuid
from zipfile import ZIP_DEFLATED, ZipFile


def guid(name: str) -> str:
    """A GUID for a name."""
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, name))


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """A zip of these parts."""
    file = io.BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def selection(start, end, *codes: str, user="Ann", name="", inner="") -> str:
    """The XML of a selection with its codings."""
    codings = "".join(
        f'<Coding guid="{guid(f"{start} {end} {code}")}" creatingUser="{guid(user)}">'
        f'<CodeRef targetGUID="{guid(code)}"/></Coding>'
        for code in codes
    )
    return (
        f'<PlainTextSelection guid="{guid(f"{start} {end} {user}")}" name="{name}" '
        f'startPosition="{start}" endPosition="{end}" creatingUser="{guid(user)}">'
        f"{inner}{codings}</PlainTextSelection>"
    )


def source(name: str, *inner: str, path: str = "") -> str:
    """The XML of a text."""
    path = path or f"internal://{guid(name)}.txt"
    return (
        f'<TextSource guid="{guid(name)}" name="{name}" plainTextPath="{path}">'
        f"{''.join(inner)}</TextSource>"
    )


def codes(*names: str) -> str:
    """The XML of codes side by side."""
    return "".join(f'<Code guid="{guid(name)}" name="{name}" isCodable="true"/>' for name in names)


def qde(
    sources: str, code_xml: str = "", *, users=("Ann", "Bob"), more: str = "", origin="Other 1.0"
) -> str:
    """The XML of a project."""
    user_xml = "".join(f'<User guid="{guid(name)}" name="{name}"/>' for name in users)
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="{origin}">'
        f"<Users>{user_xml}</Users><CodeBook><Codes>{code_xml or codes('aid', 'debt')}</Codes>"
        f"</CodeBook><Sources>{sources}</Sources>{more}</Project>"
    )


def project(texts: dict[str, bytes | str], *args, **kwargs) -> bytes:
    """A `.qdpx` with these texts by name, and the XML that `qde` makes of the other arguments."""
    parts: dict[str, bytes | str] = {"project.qde": qde(*args, **kwargs)}
    for name, text in texts.items():
        parts[f"Sources/{guid(name).upper()}.txt"] = text
    return zipped(parts)
