"""Licences that a study can state by their SPDX identifiers, and what a crate says of them."""

from dataclasses import dataclass

SPDX = "https://spdx.org/licenses/"
NOT_STATED = "not stated"

# Licences of data and texts, and a few of software. All are in the list of the Citation File
# Format 1.2.0, which refuses any other identifier.
NAMES = {
    "CC0-1.0": "Creative Commons Zero 1.0 Universal",
    "CC-BY-3.0": "Creative Commons Attribution 3.0",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "CC-BY-SA-3.0": "Creative Commons Attribution-ShareAlike 3.0",
    "CC-BY-SA-4.0": "Creative Commons Attribution-ShareAlike 4.0 International",
    "CC-BY-NC-4.0": "Creative Commons Attribution-NonCommercial 4.0 International",
    "CC-BY-NC-SA-4.0": "Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International",
    "CC-BY-NC-ND-4.0": "Creative Commons Attribution-NonCommercial-NoDerivatives 4.0 International",
    "CC-BY-ND-4.0": "Creative Commons Attribution-NoDerivatives 4.0 International",
    "ODbL-1.0": "Open Data Commons Open Database License 1.0",
    "ODC-By-1.0": "Open Data Commons Attribution License 1.0",
    "PDDL-1.0": "Open Data Commons Public Domain Dedication and License 1.0",
    "OGL-UK-3.0": "Open Government Licence 3.0 (United Kingdom)",
    "MIT": "MIT License",
    "Apache-2.0": "Apache License 2.0",
    "BSD-3-Clause": "BSD 3-Clause License",
    "GPL-3.0-or-later": "GNU General Public License 3.0 or later",
    "EUPL-1.2": "European Union Public Licence 1.2",
}
_BY_LETTERS = {name.lower(): name for name in NAMES}


@dataclass(frozen=True)
class Licence:
    """A licence as a study states it.

    Attributes:
        stated: the words of the study; "" if it states none.
        spdx: the SPDX identifier; "" if it is not one of `NAMES`.
        address: the address of its text; "" if unknown.
    """

    stated: str
    spdx: str = ""
    address: str = ""

    @property
    def name(self) -> str:
        """What readers call it."""
        return NAMES.get(self.spdx, self.stated) or NOT_STATED


def read_licence(stated: str) -> Licence:
    """Tell whether a licence is stated by an identifier, by an address or in words.

    >>> read_licence("cc by 4.0").spdx, read_licence("https://example.org/terms").address
    ('CC-BY-4.0', 'https://example.org/terms')
    >>> read_licence("ask us").name, read_licence("").name
    ('ask us', 'not stated')
    """
    spdx = _BY_LETTERS.get("-".join(stated.lower().split()), "")
    if spdx:
        return Licence(stated, spdx, SPDX + spdx)
    is_address = stated.startswith(("https://", "http://")) and len(stated.split()) == 1
    return Licence(stated, address=stated if is_address else "")
