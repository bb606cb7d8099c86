"""Letters and signs that a document takes from a symbol font, as Unicode.

The fonts Symbol and Wingdings hold a sign where other fonts hold a letter. A document has the
font's code for such a sign, mostly moved to the private use area (U+F020 to U+F0FF). The tables
have the Greek letters and mathematical signs of Symbol, and the signs of Wingdings that Word itself
inserts: arrows, smileys, bullets and marks of check boxes.
"""

import re
from collections.abc import Callable

PRIVATE_CODES = range(0xF000, 0xF100)  # a font's codes, moved to the private use area
_SYMBOL_CODE = re.compile("[\uf020-\uf0ff]")

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


def decode_code(code: int, font: str) -> str:
    """Return the character that a font shows for a code; "" if it is not known.

    >>> decode_code(0xF0FC, "Wingdings"), decode_code(0xA7, "Times"), decode_code(0xF0FC, "Times")
    ('✓', '§', '')
    """
    table = FONTS.get(font.lower(), {})
    code_in_font = code - PRIVATE_CODES.start if code in PRIVATE_CODES else code
    character = chr(table.get(code_in_font, code))
    return character if character.isprintable() else ""  # the private use area is not


def decode_text(text: str, find_font: Callable[[], str]) -> str:
    r"""Replace the codes of a symbol font by the characters that it shows; keep all else.

    `find_font` names the font of the text; it is asked only if there is such a code.

    >>> decode_text("\uf061 = 5%", lambda: "Symbol"), decode_text("\uf0fc", lambda: "Wingdings")
    ('α = 5%', '✓')
    """
    if not _SYMBOL_CODE.search(text):
        return text
    font = find_font()
    return _SYMBOL_CODE.sub(lambda code: decode_code(ord(code[0]), font) or code[0], text)
