"""A codebook as two tables: its themes and their patterns."""

from dataclasses import dataclass

import pandas as pd

from analysis.tables import TEXT


@dataclass(frozen=True)
class Codebook:
    """A codebook: its themes and patterns, and what identifies this version of it.

    Attributes:
        name: what the codebook calls itself; the file's name without its ending if the format has
            no name.
        version: the version as the file states it, as text; `""` if the format has none.
        language: BCP 47 tag of the patterns; `en` if the file states none, `mul` for joined
            codebooks in several languages.
        themes: one row per theme: `theme` (its id, the path of keys), `parent`, `label`,
            `definition`, `include`, `exclude`; also `color`, such as `#46AA00`, if the file has
            colours.
        patterns: one row per pattern of a theme: `theme`, `pattern`, `excludes` (True for a `not`
            pattern); also `weight` if the file has weights. No result depends on weights.
        sha256: of the file's bytes; for joined codebooks, of their sha256 values, one after the
            other.
        notes: one line for each thing that could not be kept of another program's file; none for
            the workbook's own.
        joined: whether several codebooks were joined, each below a root theme with its name.
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

        `root` is the first theme of the path. In joined codebooks it is the second one, if that has
        themes below it. `coded` is True if the theme has patterns of its own (not only `not`
        patterns) or no themes below it. The other themes are headings.
        """
        theme = self.themes["theme"]
        parents = set(self.themes["parent"])
        root = theme.str.replace("/.*", "", regex=True)
        if self.joined:
            second = theme.str.replace("^([^/]*/[^/]*)/.*", r"\1", regex=True)
            root = second.where(second.isin(parents), root)
        own = self.patterns.loc[~self.patterns["excludes"], "theme"]
        coded = theme.isin(own) | ~theme.isin(parents)
        return self.themes.assign(root=root.astype(TEXT), coded=coded)

    def coded_themes(self) -> pd.DataFrame:
        """Return the rows of `families` that are coded; tables and charts show these themes."""
        families = self.families()
        return families[families["coded"]].reset_index(drop=True)

    @property
    def n_families(self) -> int:
        """How many families have themes that are coded."""
        return self.coded_themes()["root"].nunique()

    def family(self, name: str) -> str:
        """Return the id of the family of a name, such as `actor`, or `""` if there is none.

        In joined codebooks it is the first family of that name.
        """
        for root in self.families()["root"]:
            if root.rpartition("/")[2] == name:
                return root
        return ""

    def overview(self) -> pd.DataFrame:
        """Return `themes` with one more column: `n_patterns`, the number of patterns of each theme."""
        n_patterns = self.patterns["theme"].value_counts()
        counts = self.themes["theme"].map(n_patterns).fillna(0).astype("int64")
        return self.themes.assign(n_patterns=counts)
