"""Letters that no font of the charts has: pictures show boxes in their place."""

from collections.abc import Iterable, Iterator

from analysis.checks.findings import LESS_URGENT, Finding
from analysis.checks.inputs import Inputs
from analysis.wording import pluralize

LAST_LATIN = "\u024f"  # charts have every letter up to this one
MOST_LETTERS = 12  # that a message lists
ADVICE = "use the .svg files of the charts, which keep the letters as text"


def names_without_font(inputs: Inputs) -> Iterator[Finding]:
    """Headings, and values of the columns in `groups`, that charts cannot write."""
    names = set(inputs.sentences["section"].unique())
    for column in inputs.settings.groups:
        if column in inputs.documents:
            names.update(map(str, inputs.documents[column].unique()))
    lacking = names_lacking_letters(sorted(names))
    if lacking:
        n_names = f"{pluralize(len(lacking), 'name')} of sections or groups"
        yield Finding(
            "warning",
            "texts",
            len(lacking),
            f"{n_names} with letters that charts cannot draw: {list_letters(lacking)}",
            ADVICE,
            tuple(lacking),
            rank=LESS_URGENT,
        )


def names_lacking_letters(names: Iterable[str]) -> dict[str, str]:
    """Return the names with letters that no font of the charts has, and these letters."""
    others = [name for name in names if not name.isascii() and max(name) > LAST_LATIN]
    if not others:
        return {}  # of most studies; loading the fonts would take longer than all other checks
    from analysis.charts.style import without_glyph

    letters = {name: without_glyph(name) for name in others}
    return {name: lacking for name, lacking in letters.items() if lacking}


def list_letters(lacking: dict[str, str]) -> str:
    """List the letters that are lacking, for a message."""
    letters = sorted(set("".join(lacking.values())))
    listed = " ".join(letters[:MOST_LETTERS])
    if len(letters) > MOST_LETTERS:
        listed += f" and {len(letters) - MOST_LETTERS} more"
    return listed
