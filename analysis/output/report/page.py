"""Put the report together: one page with its texts, charts, style, script and policy."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from analysis.measures.families import with_families
from analysis.measures.selected import Selector
from analysis.messages import count, number, out_of, percent, quote, say, speaking, spoken
from analysis.output.report.about import (
    Made,
    cite,
    count_checks,
    describe_run,
    first_lines,
    folder_of,
    list_files,
    list_provenance,
    list_sums,
    name_study,
    write_command,
)
from analysis.output.report.coverage import describe_coverage
from analysis.output.report.findings import list_findings
from analysis.output.report.markup import finish
from analysis.output.report.people import describe_people, where_coded
from analysis.output.report.pictures import (
    Mark,
    Picture,
    all_marks,
    leave_out_repeats,
    read_pictures,
)
from analysis.output.report.policy import write_policy
from analysis.output.report.prose import split_blocks
from analysis.output.report.selections import Rows, find_rows, to_steps
from analysis.output.report.source import Source
from analysis.output.report.svg import inline_svg
from analysis.output.report.texts import Marked, list_texts
from analysis.output.report.themes import (
    Places,
    choose_quoted,
    list_entries,
    numbers_under,
)
from analysis.output.report.view import SPARE, View, choose_view, measure_bytes
from analysis.palette import GREY, PALETTE
from analysis.selection import read_where, write_where

NAME = "report.html"
FOLDER = Path(__file__).parent
DRAWS = 2000  # for the intervals, as in the notebooks
ROOM = 1_000_000  # bytes of a page beside the texts
TIMES = 3  # how many times the bytes of the texts a page may take beyond that
WORDS = {  # of the script
    "one": "1 sentence",
    "several": "{n} sentences",
    "none": "no sentence",
    "part": "The page holds {k} of {n} sentences; tables/{file} holds all.",
    "position": "sentence {k} of {n}",
    "next": "next sentence:",
    "more": "Show {n} more",
    "found": "Sentences with “{term}”",
}
WITHOUT_THEME = write_where({"theme": ""})


@dataclass(frozen=True)
class Shown:
    """A chart as it stands in the page.

    Attributes:
        picture: the chart.
        id: its id in the page.
        svg: the drawing; `""` if it is not shown, which `why` explains.
        why: why it is not shown.
    """

    picture: Picture
    id: str
    svg: Markup
    why: str = ""


def make_report(study: Source, files: Mapping[str, Path], made: Made) -> bytes:
    """Make the page.

    Args:
        study: the study, opened.
        files: the paths of the files that the notebooks made, by their names in the exports.
        made: what the run did.
    """
    with speaking(study.settings.captions):
        return Report(study, files, made).write()


class Report:
    """The page of one study, with what its parts share.

    Args:
        study: as for `make_report`, as are the others.
    """

    def __init__(self, study: Source, files: Mapping[str, Path], made: Made) -> None:
        self.study = study
        self.made = made
        read = read_pictures(files)
        self.marks = all_marks(picture for group in read.values() for picture in group)
        self.groups = leave_out_repeats(read)
        self.pictures = [picture for group in self.groups.values() for picture in group]
        self.findings = study.main_findings(draws=DRAWS)
        self.described = study.describe_findings(self.findings)
        self.listed_findings = list_findings(self.findings, self.described)
        self.where_coded = where_coded(study)
        self.rows_of = self._find_rows()
        self.marked = Marked(study.sentences, study.hits, study.codebook, study.documents)
        self.view = self._choose_view()

    def write(self) -> bytes:
        """Write the page; charts that would make it too large are named and left out."""
        room = ROOM + TIMES * int(measure_bytes(self.study.sentences).sum())
        parts = self._prepare()
        left_out: set[str] = set()
        while True:
            page = self._render(parts, left_out)
            in_page = [
                one for one in self.pictures if one.name not in left_out and _can_be_shown(one)
            ]
            if len(page) <= room or not in_page:
                return page
            left_out.add(max(in_page, key=lambda picture: picture.size).name)

    # -- which sentences ---------------------------------------------------------------------------

    def _find_rows(self) -> dict[str, Rows]:
        """Find the sentences of every mark, every theme and every finding."""
        study = self.study
        tables = (study.sentences, study.hits, study.documents, study.codebook)
        selector = Selector(*tables, study.gold)
        of_themes = [write_where({"theme": theme}) for theme in study.codebook.themes["theme"]]
        of_findings = [where for one in self.listed_findings for where, _ in one.links]
        coded = self.where_coded.values()
        return find_rows(selector, [*of_themes, WITHOUT_THEME, *of_findings, *coded, *self.marks])

    def _theme_wheres(self) -> list[str]:
        coded = self.study.codebook.coded_themes()["theme"]
        return [*(write_where({"theme": theme}) for theme in coded), WITHOUT_THEME]

    def _choose_view(self) -> View:
        of_themes = [self.rows_of[where] for where in self._theme_wheres()]
        marks = [*self.marks, *self.where_coded.values()]
        of_marks = [self.rows_of[where] for where in marks if where in self.rows_of]
        return choose_view(self.study.sentences, len(self.study.hits), of_themes, of_marks)

    def _say_mark(self, where: str) -> str | None:
        if where not in self.rows_of:
            return None
        return self.marks[where].words

    # -- what it says ------------------------------------------------------------------------------

    def _prepare(self) -> dict[str, Any]:
        """Prepare what the templates show, but for the charts."""
        study, made = self.study, self.made
        shares = study.shares(draws=DRAWS)
        text_checks, pattern_checks = study.text_checks(), study.pattern_checks()
        checks = first_lines(pd.concat([text_checks, pattern_checks]))
        by_theme, by_row, others = self._sort_anchors()
        entries = list_entries(study, shares, self.rows_of, self.marked, self.view, by_theme)
        resampled = shares["resampled"].iloc[0] if len(shares) and "resampled" in shares else ""
        uncovered = self.rows_of[WITHOUT_THEME]
        place = Places(study, self.marked)
        held = self.view.rows[self.view.positions(uncovered)]
        quoted = choose_quoted(held, measure_bytes(study.sentences), SPARE)
        texts = list(list_texts(study.documents, study.sentences, self.marked, self.view, by_row))
        return {
            "title": name_study(study),
            "scope": study.scope,
            "run": describe_run(made),
            "about": split_blocks(study.describe_study()),
            "findings": [self._known_links(one) for one in self.listed_findings],
            "missing": self.described.missing,
            "how_sure": split_blocks(study.describe_how_sure()),
            "people": describe_people(study, self.rows_of, place, self.view),
            "entries": entries,
            "resampled": str(resampled),
            "texts": texts,
            "view": self.view,
            "n_sentences": len(study.sentences),
            "n_shown": len(self.view.rows),
            "n_uncovered": len(uncovered),
            "coverage": describe_coverage(study, shares),
            "uncovered": [place.quote(row, frozenset()) for row in quoted],
            "others": others,
            "left_out": first_lines(study.left_out),
            "checks": checks,
            "warned": [row for row in checks.rows if row["severity"] != "note"],
            "counted_checks": count_checks(text_checks, pattern_checks),
            "is_english": spoken() == "en",  # as readers of texts and checks write
            "cite": cite(study, made.sources),
            "command": write_command(study, made.sources),
            "files": list_files(study, made.sources),
            "folder": folder_of(study),
            "provenance": list_provenance(made.sources),
            "sums": list_sums(made.sources),
            "commit": made.sources["git"]["commit"] or "",
            "colours": self._list_colours(),
            "legend": self._list_families(),
        }

    def _known_links(self, finding: Any) -> Any:
        links = [
            (where, words, len(self.rows_of[where]))
            for where, words in finding.links
            if where in self.rows_of
        ]
        return {"sentence": finding.sentence, "remarks": finding.remarks, "links": links}

    def _sort_anchors(
        self,
    ) -> tuple[dict[str, list], dict[int, list[str]], list[tuple[str, str]]]:
        """Sort the selections of marks and findings by where links lead without a script.

        Returns:
            Those that lead to a theme, to a sentence of the reading view (by row), and elsewhere.
        """
        by_theme: dict[str, list[tuple[str, str]]] = {}
        by_row: dict[int, list[str]] = {}
        others: list[tuple[str, str]] = []
        themes = {write_where({"theme": theme}) for theme in self.study.codebook.themes["theme"]}
        themes |= set(self.where_coded.values())  # which stand in the section of their theme, too
        said = {where: words for one in self.listed_findings for where, words in one.links}
        said |= {where: mark.words for where, mark in self.marks.items()}
        for where, words in said.items():
            rows = self.rows_of.get(where)
            if rows is None or where in themes or where == WITHOUT_THEME:
                continue
            keys = read_where(where)
            if len(rows) == 1 and "sent_id" in keys and self.view.position[rows[0]] >= 0:
                by_row.setdefault(int(rows[0]), []).append(where)
            elif keys.get("theme", [""])[0]:
                by_theme.setdefault(keys["theme"][0], []).append((where, words))
            else:
                others.append((where, words))
        return by_theme, by_row, others

    def _list_colours(self) -> list[tuple[int, str]]:
        """List the colour of each coded theme by its number: that of its family in the charts."""
        themes = with_families(self.study.codebook.themes, self.study.codebook)
        numbered = zip(themes["coded"], themes["family_order"], strict=True)
        return [
            (n, PALETTE[order] if order < len(PALETTE) else GREY)
            for n, (is_coded, order) in enumerate(numbered)
            if is_coded
        ]

    def _list_families(self) -> list[tuple[int, str]]:
        """List the families of themes, each by a number that has its colour; one alone is none."""
        themes = with_families(self.study.codebook.themes, self.study.codebook)
        first = themes[themes["coded"]].drop_duplicates("family_order")
        labels = first["family_label"].where(
            first["family_label"] != "", say("Themes outside any family")
        )
        return list(zip(first.index, labels, strict=True)) if len(first) > 1 else []

    # -- the page ----------------------------------------------------------------------------------

    def _render(self, parts: dict[str, Any], left_out: set[str]) -> bytes:
        charts = {
            heading: [self._show(one, left_out) for one in group if not one.is_empty]
            for heading, group in self.groups.items()
        }
        empty = {
            heading: [one for one in group if one.is_empty]
            for heading, group in self.groups.items()
        }
        script = (FOLDER / "report.js").read_text(encoding="utf-8")
        page = (
            _environment()
            .get_template("page.html")
            .render(
                parts,
                charts=charts,
                chart_names={one.picture.name for group in charts.values() for one in group},
                empty=empty,
                language=spoken(),
                style=Markup((FOLDER / "report.css").read_text(encoding="utf-8")),
                script=Markup(script),
                policy=write_policy(script),
                data=self._write_data(charts),
            )
        )
        return page.encode()

    def _show(self, picture: Picture, left_out: set[str]) -> Shown:
        id_ = f"chart-{picture.name}"
        if picture.root is None:
            return Shown(picture, id_, Markup(), say("The picture cannot be read."))
        if picture.name in left_out:
            return Shown(picture, id_, Markup(), say("The picture is too large for this page."))
        label = picture.alt or picture.title
        prefix = f"c{self.pictures.index(picture)}-"
        return Shown(picture, id_, inline_svg(picture.root, prefix, label, self._say_mark))

    def _write_data(self, charts: dict[str, list[Shown]]) -> Markup:
        """Write what the script needs as JSON that no text in it can end."""
        shown = [one.picture for group in charts.values() for one in group if one.svg]
        marks = all_marks(shown)
        links = {where for finding in self.listed_findings for where, _ in finding.links}
        themes = self.study.codebook.themes
        own = [write_where({"theme": theme}) for theme in themes["theme"]]
        coded = self.where_coded.values()
        wanted = [*own, WITHOUT_THEME, *sorted(links), *coded, *marks]
        data = {
            "marks": {
                where: self._write_rows(where, marks.get(where))
                for where in dict.fromkeys(wanted)
                if where in self.rows_of
            },
            "themes": {
                theme: numbers_under(self.study.codebook, theme) for theme in themes["theme"]
            },
            "words": _list_words(),
        }
        written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        for sign in "<>&\u2028\u2029":
            written = written.replace(sign, f"\\u{ord(sign):04x}")
        return Markup(written)

    def _write_rows(self, where: str, mark: Mark | None) -> list[int]:
        """Write how many sentences there are, and the positions of those in the page."""
        rows = self.rows_of[where]
        n = max(len(rows), mark.n if mark else 0)
        return [n, *to_steps(self.view.positions(rows))]


def _can_be_shown(picture: Picture) -> bool:
    return picture.root is not None and not picture.is_empty


def _list_words() -> dict[str, str]:
    """List what the script says; it fills the fields in braces itself."""
    fields = {name: f"{{{name}}}" for name in ("k", "n", "term", "file")}
    return {key: say(text, **fields) for key, text in WORDS.items()}


@cache
def _environment() -> Environment:
    """Return the templates; they are compiled once."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=finish,
    )
    environment.globals.update(
        say=say, count=count, out_of=out_of, number=number, percent=percent, quote=quote
    )
    return environment
