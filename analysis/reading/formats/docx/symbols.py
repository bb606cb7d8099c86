"""Letters and signs that Word takes from a symbol font, as Unicode.

The fonts Symbol and Wingdings hold a sign where other fonts hold a letter. Word writes such a
sign as the font's code, mostly moved to the private use area (U+F020 to U+F0FF). The tables have
the Greek letters and mathematical signs of Symbol, and the signs of Wingdings that Word itself
inserts: arrows, smileys, bullets and marks of check boxes.
"""

import re

from analysis.reading.formats.zipped_xml import Element

SYMBOL_CODES = range(0xF020, 0xF100)  # in the private use area
_CODE_MASK = 0xFF  # what is left of such a code is the code in the font
_SYMBOL_CODE = re.compile("[\uf020-\uf0ff]")
_LINE_ENDS = re.compile(r"[\r\n]+")

_GREEK_CODES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GREEK = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_OTHER_CODES = (
    "\"$'*-@\\^~"
    "\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf"
    "\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc"
    "\xc4\xc5\xc6\xc7\xc8\xc9\xca\xcb\xcc\xcd\xce\xcf"
    "\xd0\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf\xe0\xe5\xf2"
)
_OTHER = "∀∃∋∗−≅∴⊥∼ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊∑∫"
_SAME = " !#%&()+,./0123456789:;<=>?[]_{|}"

_WINGDINGS_CODES = (
    "JKLlnoqrstuvw\x9f\xa1\xa7\xa8\xd8\xdf\xe0\xe1\xe2\xe3\xe4\xe5\xe6"
    "\xe7\xe8\xe9\xea\xef\xf0\xf1\xf2\xf3\xf4\xfb\xfc\xfd\xfe"
)
_WINGDINGS = "☺😐☹●■□❑❒⬧⧫◆❖⬥•○▪◻➢←→↑↓↖↗↙↘⬅➔⬆⬇⇦⇨⇧⇩⬄⇳✗✓☒☑"

FONTS = {
    "symbol": str.maketrans(_GREEK_CODES + _OTHER_CODES + _SAME, _GREEK + _OTHER + _SAME),
    "wingdings": str.maketrans(_WINGDINGS_CODES, _WINGDINGS),
    "wingdings 2": str.maketrans("OPQR\xa3", "✗✓☒☑☐"),
}


def decode_symbol(symbol: Element) -> str:
    """Return the character of a symbol; "" if it is not known."""
    try:
        code = int(symbol.get("char", ""), 16)
        character = chr(code)
    except (ValueError, OverflowError):
        return ""
    table = FONTS.get(symbol.get("font", "").lower(), {})
    character = chr(table.get(code & _CODE_MASK, code))
    return character if character.isprintable() else ""  # the private use area is not


def decode_private(text: str, font: str) -> str:
    r"""Replace the codes of a symbol font by the characters that it shows; keep all else.

    >>> decode_private("\uf061 = 5%", "Symbol"), decode_private("\uf0fc", "Wingdings")
    ('α = 5%', '✓')
    """
    table = FONTS.get(font.lower(), {})
    characters = []
    for character in text:
        code = ord(character)
        if code in SYMBOL_CODES:
            code = table.get(code & _CODE_MASK, code)
        characters.append(chr(code))
    return "".join(characters)


def read_characters(text: Element) -> str:
    """Return the characters of a text element.

    A line end in it is a blank: the line breaks of a text are elements.
    """
    written = _LINE_ENDS.sub(" ", text.text or "")
    if not _SYMBOL_CODE.search(written):
        return written
    fonts = text.getparent().find("rPr/rFonts")
    return written if fonts is None else decode_private(written, fonts.get("ascii", ""))
