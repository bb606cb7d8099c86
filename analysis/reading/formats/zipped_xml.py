r"""Texts out of word processors' files: .docx (ECMA-376, WordprocessingML) and .odt (OASIS OpenDocument 1.3).

Both are zipped XML, which the standard library reads, refusing a DOCTYPE; how their text is written is said in
`extract`. Inserted passages are text, deleted ones are not; a text box follows the paragraph in which it hangs; list
items are counted as the file says, numbered headings are not.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from analysis.faults import Fault, InputError
from analysis.reading.layout_writer import ExtractedText, Flow, text_of
from analysis.reading.zip_files import BROKEN, open_zip

OLD_WORD = (
    b"\xd0\xcf\x11\xe0"  # Microsoft's older container, which also wraps files with a password
)


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, name, public, system) -> None:
        raise ValueError("a DOCTYPE, which may load other files")


def xml_part(archive: ZipFile, name: str) -> Element:
    """A part of a document with local names, for the namespaces of a format (strict, transitional) mean the same.

    Where there is no such part, an element that holds nothing.
    """
    if name not in archive.namelist():
        return Element("none")
    root = ElementTree.fromstring(archive.read(name), ElementTree.XMLParser(target=_Builder()))
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]
        each.attrib = {key.rpartition("}")[2]: value for key, value in each.attrib.items()}
    return root


def read_with(
    flow_of: Callable[[ZipFile, Counter[str]], Flow], data: bytes, file: str, what: str
) -> ExtractedText:
    """Read a file with the reader of its format; raise `InputError` where it cannot be read."""
    left: Counter[str] = Counter()
    try:
        if data.startswith(OLD_WORD):
            raise ValueError("it is an old .doc, or has a password")
        flow = flow_of(open_zip(data), left)
    except BROKEN as error:
        found = f"a file that cannot be read: {error}"
        raise InputError(
            [Fault(file, found, f"{what}; save it anew in that format, without a password")]
        ) from None
    flow.end()
    return text_of(flow.blocks, left)


def margins(kind: str, texts: Iterator[str], left: Counter[str]) -> None:
    """Name the header or footer of the pages, if it holds text."""
    text = " ".join("".join(texts).split())
    left[f"page {kind} ({text[:60]!r})"] = int(bool(text))


def chain_of(
    name: str | None, styles: dict[str | None, Element], parent: Callable
) -> list[Element]:
    """A style, the style that it is based on, and so on."""
    chain: list[Element] = []
    while (style := styles.get(name)) is not None and style not in chain:
        chain.append(style)
        name = parent(style)
    return chain
