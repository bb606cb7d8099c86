"""What all formats of coded texts come down to: users, codes, texts, and selections in them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

# The program that a project of this workbook names as its origin.
ORIGIN = "research-workbook"
# The names of selections in such a project, which say what a selection without one would not.
NONE_FOUND = "read, none found"  # a sentence in which its coder found no theme
SPAN = "span: "  # begins the name of a span that covers exactly one sentence
UNSURE = "unsure: "  # begins the name of a selection of which its coder was unsure


@dataclass(frozen=True)
class Code:
    """One code of a project.

    Attributes:
        key: what selections name it by: its GUID, or its label in formats without GUIDs.
        name: its name.
        parent: the key of the code above it, or "".
        definition: its description.
        color: such as `#46AA00`, or "".
        is_codable: whether it can be given to a selection; if not, it is a heading.
        line: its line in the file, for messages.
    """

    key: str
    name: str
    parent: str = ""
    definition: str = ""
    color: str = ""
    is_codable: bool = True
    line: int = 0


@dataclass(frozen=True)
class Selection:
    """One stretch of a text, with the codes that one user gave it.

    Attributes:
        start, end: positions as the program counts them (see `analysis.coding.exchange.positions`),
            or offsets, once they are known.
        user: the name of the user; "" if none is named.
        codes: the keys of the codes.
        name: the name of the selection, or "".
        memo: what the user noted about it.
        stated: the text that is selected, as the file states it, or "".
        line: its line in the file, for messages.
    """

    start: int
    end: int
    user: str
    codes: tuple[str, ...] = ()
    name: str = ""
    memo: str = ""
    stated: str = ""
    line: int = 0


@dataclass
class Source:
    """One text of a project.

    Attributes:
        name: its name.
        text: the text as it is stored; None if the file does not hold it, only its name.
        key: its GUID, or "".
        description: what is noted about it.
        variables: its metadata, as text.
        selections: what was selected in it.
        line: its line in the file, for messages.
    """

    name: str
    text: str | None
    key: str = ""
    description: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    selections: list[Selection] = field(default_factory=list)
    line: int = 0


@dataclass
class Project:
    """Coded texts.

    Attributes:
        name: the name of the project.
        origin: the program that wrote it, or "".
        users: their names by their GUIDs.
        codes: the codes, each after the one above it.
        sources: the texts.
        variables: the types of the metadata by their names, such as `Integer`.
        left_out: how many of each other thing there are.
        notes: further lines about what was read.
    """

    name: str
    origin: str = ""
    users: dict[str, str] = field(default_factory=dict)
    codes: list[Code] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def is_own(self) -> bool:
        """Whether this workbook wrote the project."""
        return self.origin == ORIGIN


def count_codings(sources: Iterable[Source]) -> int:
    """Count the codings in texts: a code that one user gave a selection."""
    return sum(len(selection.codes) for source in sources for selection in source.selections)
