"""A codebook as two tables: its themes and their patterns."""

from dataclasses import dataclass, replace

import pandas as pd

from analysis.codebook.patterns import without_capitals
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
        sha256: the SHA-256 of the file; for joined codebooks, that of all their SHA-256 values.
        notes: one line for each thing in another program's file that could not be kept; none for
            the workbook's own format.
        joined: whether several codebooks were joined, each below a root theme with its name.
        caseless: ids of themes. In their patterns, and in those of the themes below them, case
            never counts. `("",)` is all themes. Dictionaries of other programs are often written in
            capitals throughout, so in their patterns a word in capitals means nothing else.
    """

    name: str
    version: str
    language: str
    themes: pd.DataFrame
    patterns: pd.DataFrame
    sha256: str
    notes: tuple[str, ...] = ()
    joined: bool = False
    caseless: tuple[str, ...] = ()

    def in_workbook_language(self) -> "Codebook":
        """Return the codebook with the patterns that its own ones mean in the workbook.

        Where case never counts, words in capitals are written in small letters.
        """
        if not self.caseless:
            return self
        prefixes = tuple(f"{theme}/" if theme else "" for theme in self.caseless)
        rows = zip(self.patterns["theme"], self.patterns["pattern"], strict=True)
        patterns = []
        for theme, pattern in rows:
            is_caseless = f"{theme}/".startswith(prefixes)
            patterns.append(without_capitals(pattern) if is_caseless else pattern)
        column = pd.Series(patterns, self.patterns.index, TEXT)
        return replace(self, patterns=self.patterns.assign(pattern=column), caseless=())

    def themes_with_roots(self) -> pd.DataFrame:
        """Return `themes` with two more columns.

        - `root`: the id of the theme at the top of the family, such as `topic`. In joined codebooks
          the codebooks are at the top; there, a family begins one level below. (A theme of that
          level that has no themes below it belongs to the family of its codebook.)
        - `coded`: True if the theme has patterns of its own (not only `not` patterns) or no themes
          below it. The other themes are headings.
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
        """Return the rows of `themes_with_roots` that are coded; tables and charts show these."""
        themes = self.themes_with_roots()
        return themes[themes["coded"]].reset_index(drop=True)

    @property
    def n_families(self) -> int:
        """The number of families that have a coded theme."""
        return self.coded_themes()["root"].nunique()

    def family(self, name: str) -> str:
        """Return the id of the family with this name, such as `actor`, or `""` if there is none.

        In joined codebooks several families can have it; the first one counts.
        """
        for root in self.themes_with_roots()["root"]:
            if root.rpartition("/")[2] == name:
                return root
        return ""

    def overview(self) -> pd.DataFrame:
        """Return `themes` with one more column, `n_patterns`: how many patterns a theme has."""
        n_patterns = self.patterns["theme"].value_counts()
        counts = self.themes["theme"].map(n_patterns).fillna(0).astype("int64")
        return self.themes.assign(n_patterns=counts)
