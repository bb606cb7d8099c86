"""A codebook as two tables: its themes and their patterns."""

from dataclasses import dataclass

import pandas as pd

from analysis.tables import TEXT


@dataclass(frozen=True)
class Codebook:
    """A codebook as read: two tables, and what tells this version of it from any other.

    Attributes:
        name: what the codebook calls itself; the file's name without its ending where the format has none.
        version: as written, a text; `""` where the format has none.
        language: BCP 47 tag of the patterns; `en` where none is given, `mul` for codebooks of several.
        themes: one row a theme (`theme`, `parent`, `label`, `definition`, `include`, `exclude`; `color`, such as
            `#46AA00`, only where the format states one).
        patterns: one row a pattern of a theme (`theme`, `pattern`, `excludes`; `weight` only where the format has one:
            it changes no number).
        sha256: of the file's bytes; of several codebooks, of their sha256s one after the other.
        notes: what could not be kept of a foreign format, a line each; empty for the workbook's own.
        joined: whether these are several codebooks, each below a root theme of its name.
    """

    name: str
    version: str
    language: str
    themes: pd.DataFrame
    patterns: pd.DataFrame
    sha256: str
    notes: tuple[str, ...] = ()
    joined: bool = False

    def families(self) -> pd.DataFrame:
        """Return `themes` with two more columns: `root` and `coded`.

        `root` is the first theme of the path. In joined codebooks it is the second one, if that has subthemes.
        `coded` is True if the theme has patterns of its own (not only `not` patterns) or no subthemes. The other
        themes are headings.
        """
        theme, inner = self.themes["theme"], set(self.themes["parent"])
        root = theme.str.replace("/.*", "", regex=True)
        if self.joined:
            second = theme.str.replace("^([^/]*/[^/]*)/.*", r"\1", regex=True)
            root = second.where(second.isin(inner), root)
        own = self.patterns.loc[~self.patterns["excludes"], "theme"]
        coded = theme.isin(own) | ~theme.isin(inner)
        return self.themes.assign(root=root.astype(TEXT), coded=coded)

    def coded_themes(self) -> pd.DataFrame:
        """Return the rows of `families` that are coded: the themes that tables and charts show one by one."""
        families = self.families()
        return families[families["coded"]].reset_index(drop=True)
