"""Text as HTML in which nothing of it is run."""

import re
from html import escape

from markupsafe import Markup

from analysis.wording import HALF_CHARACTER

# Characters that no page can hold, or that a browser drops.
UNSHOWN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    r"""Replace what a page cannot hold: control characters, and halves of characters.

    >>> clean("a\x00b\r")
    'a\ufffdb '
    """
    plain = text.replace("\r", " ").replace("\f", " ")
    return HALF_CHARACTER.sub(REPLACEMENT, UNSHOWN.sub(REPLACEMENT, plain))


def write_text(text: str) -> Markup:
    """Write text between tags; quotation marks stay as they are, which keeps the page small.

    >>> write_text("<b> & 'c'")
    Markup("&lt;b&gt; &amp; 'c'")
    """
    return Markup(_escape(text))


def write_attribute(text: str) -> Markup:
    """Write text as the value of an attribute between double quotation marks.

    >>> write_attribute('a "b"')
    Markup('a &quot;b&quot;')
    """
    return Markup(_escape(text).replace('"', "&quot;"))


def _escape(text: str) -> str:
    return escape(clean(text), quote=False)


def finish(value: object) -> object:
    """Prepare a value for a template, which then escapes it unless it is markup."""
    return value if isinstance(value, Markup) or not isinstance(value, str) else clean(value)
