"""Code sentences by hand, with the keys: `study.coder("A")` in JupyterLab.

The sentences are those of the coder's sheet, `codings/A.csv`, in its order. After each decision the
sheet is written, whole or not at all; what the panel shows as given stands in the file. What the
patterns found is not shown. Where no panel runs, it says where the codings are, and how to go on.
"""

from collections.abc import Callable
from typing import Any, Protocol

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.coding.coding_files import FINAL, ONE_READER
from analysis.coding.decisions import Decision, Decisions
from analysis.coding.sheet_form import NO_THEME
from analysis.display.html import isolate, write_div, write_paragraph
from analysis.display.panels import Data, say_stopped, write_bundle
from analysis.display.passages import shown_text
from analysis.faults import InputError
from analysis.messages import join, number, quote, say, speaking
from analysis.output.open_sheet import KEY, ChangedElsewhereError, OpenSheet
from analysis.reading.settings import Settings
from analysis.wording import HALF_CHARACTER, one_line


class Source(Protocol):
    """What coding needs of a study."""

    @property
    def settings(self) -> Settings:
        """The settings of the study."""

    @property
    def documents(self) -> pd.DataFrame:
        """One row per text."""

    @property
    def sentences(self) -> pd.DataFrame:
        """One row per sentence."""

    @property
    def codebook(self) -> Codebook:
        """The codebook in use."""

    @property
    def codings(self) -> pd.DataFrame:
        """One row per theme that a coder gave a sentence; asked for only to adjudicate."""


def open_coder(source: Source, name: str) -> "Coder":
    """Open the sheet of a coder, to be filled in.

    Args:
        source: the study.
        name: the name of the coder, such as `A` for `codings/A.csv`; or `final`, to settle what
            coders differ on: then it is shown what each of them gave.

    Raises:
        InputError: there is no such sheet, it has faults, or the coder began to fill in another
            file, such as `codings/A.xlsx`.
    """
    return Coder(source, name)


class Coder:
    """The sentences of a coder's sheet, to be coded one after another.

    Attributes:
        name: the name of the coder.
        sheet: the file.
        decisions: what the coder decided, and the steps that can be undone.
    """

    def __init__(self, source: Source, name: str) -> None:
        self.name = name
        self._language = source.settings.captions  # whatever is opened later in the same notebook
        self.sheet = OpenSheet(source.settings, name, source.sentences, source.codebook)
        self.decisions = Decisions(self.sheet.rows)
        self._texts = source.documents.set_index("doc_id")
        self._themes = _list_themes(source.codebook)
        self._themes_language = source.codebook.language
        self._labels = _name_for_readers(source.codebook)
        with speaking(self._language):
            self._others = _list_others(source.codings, self._labels) if name == FINAL else {}
        self._actions: dict[str, Callable[[int, Data], tuple[int, str]]] = {
            "theme": self._give_theme,
            "none": self._give_none,
            "unsure": self._mark_unsure,
            "memo": self._write_memo,
            "undo": self._undo,
            "step": self._step,
            "uncoded": self._go_to_uncoded,
            "reload": self._reload,
        }

    # -- what the panel shows ------------------------------------------------------------------

    def setup(self) -> Data:
        """Return what the panel shows throughout: the themes, and what stands on its controls."""
        with speaking(self._language):
            return {
                "kind": "coder",
                "name": shown_text(self._say_name()),
                "file": self.sheet.name,
                "lang": self._language,
                "themes_lang": self._themes_language,
                "words": _say_texts(),
                "themes": self._themes,
            }

    def start(self) -> Data:
        """Return the wish with which the panel begins: the first sentence that is not coded."""
        return {"do": "uncoded", "row": -1}

    def answer(self, wish: Data) -> Data:
        """Fulfil a wish of the panel, and return the page that it then shows.

        A decision that cannot be written is not kept; the page says why.
        """
        last = len(self.decisions.rows) - 1
        row = min(max(int(wish.get("row", -1)), -1), last)
        what = str(wish.get("do", "uncoded"))
        with speaking(self._language):
            try:
                now, said = self._actions[what](row, wish)
            except InputError as error:
                return {**self._page(row, ""), "fault": shown_text(self._say_fault(error))}
            is_silent = now != row and what != "undo"  # what is said stands elsewhere on the page
            return {**self._page(now, said), "moved": is_silent, "reloaded": what == "reload"}

    def _say_fault(self, error: InputError) -> str:
        if isinstance(error, ChangedElsewhereError):
            return say(
                "{file} was changed elsewhere since it was read here. Nothing was written, and what"
                " you did last is not kept.",
                file=self.sheet.name,
            )
        return ". ".join(map(str, error.faults))

    def _page(self, row: int, said: str) -> Data:
        row = max(row, 0)
        cells = self.sheet.cells.loc[self.sheet.lines[row]]
        decision = self.decisions.rows[row]
        text = self._texts.loc[cells["doc_id"]]
        n = len(self.decisions.rows)
        place = [
            say("{k} of {n}", k=number(row + 1), n=number(n)),
            text["title"] or cells["doc_id"],
            say("sentence {number}", number=cells["sent_id"]),
        ]
        read = {name: shown_text(cells.get(name, "")) for name in ("before", "sentence", "after")}
        return {
            **read,
            "row": row,
            "n": n,
            "n_coded": self.decisions.n_coded,
            "progress": self._say_progress(),
            "place": list(map(shown_text, place)),
            "lang": text["language"],
            "themes": list(decision.themes),
            "none": decision.none,
            "unsure": decision.unsure,
            "memo": decision.memo,
            "is_coded": decision.is_coded,
            "given": self._say_given(decision),
            "others": self._others.get(tuple(cells[KEY]), []),
            "said": said,
            "fault": "",
            "moved": False,
            "reloaded": False,
        }

    def _say_given(self, decision: Decision) -> list[str]:
        """Say what a sentence was given."""
        said = [shown_text(self._labels[theme]) for theme in decision.themes]
        if decision.none:
            said = [say("No theme")]
        said = said or [say("not coded yet")]
        return [*said, say("unsure")] if decision.unsure else said

    def _say_name(self) -> str:
        if self.name == FINAL:
            return say("What coders differ on")
        return say("Coder {name}", name=self.name)

    def _say_progress(self) -> str:
        n = len(self.decisions.rows)
        n_coded = self.decisions.n_coded
        if n_coded == n:
            return say("all {n} coded", n=number(n))
        return say("{part} coded", part=say("{k} of {n}", k=number(n_coded), n=number(n)))

    # -- wishes --------------------------------------------------------------------------------

    def _give_theme(self, row: int, wish: Data) -> tuple[int, str]:
        theme = str(wish["theme"])
        is_given = bool(wish["on"])
        self._decide(row, self.decisions.rows[row].with_theme(theme, is_given))
        label = self._labels[theme]
        said = label if is_given else say("{theme} taken away", theme=label)
        return row, self._say_saved(said)

    def _give_none(self, row: int, wish: Data) -> tuple[int, str]:
        is_none = bool(wish["on"])
        before = self.decisions.rows[row].themes
        self._decide(row, self.decisions.rows[row].with_none(is_none))
        return row, self._say_saved(self._say_none(is_none, before))

    def _say_none(self, is_none: bool, before: tuple[str, ...]) -> str:
        """Say that a sentence has no theme, or no longer, and which themes that took away."""
        if not is_none:
            return say("“No theme” taken away, now not coded yet")
        if not before:
            return say("No theme")
        themes = join([self._labels[theme] for theme in before])
        return say("No theme; taken away: {themes} (u undoes it)", themes=themes)

    def _mark_unsure(self, row: int, wish: Data) -> tuple[int, str]:
        is_unsure = bool(wish["on"])
        self._decide(row, self.decisions.rows[row]._replace(unsure=is_unsure))
        return row, self._say_saved(say("unsure") if is_unsure else say("no longer unsure"))

    def _write_memo(self, row: int, wish: Data) -> tuple[int, str]:
        memo = _clean(str(wish["memo"]))
        self._decide(row, self.decisions.rows[row]._replace(memo=memo))
        return row, self._say_saved(say("the memo"))

    def _decide(self, row: int, decision: Decision) -> None:
        self._keep(self.decisions.change(row, decision))

    def _keep(self, decisions: Decisions) -> None:
        """Write decisions to the file, and only then keep them."""
        if decisions.rows != self.sheet.rows:
            self.sheet.write(decisions.rows)
        self.decisions = decisions

    def _undo(self, row: int, wish: Data) -> tuple[int, str]:
        decisions, changed = self.decisions.undo()
        if changed < 0:
            return row, say("Nothing to undo since the panel was opened.")
        self._keep(decisions)
        given = join(self._say_given(decisions.rows[changed]))
        return changed, self._say_saved(say("one step back, now {given}", given=given))

    def _step(self, row: int, wish: Data) -> tuple[int, str]:
        to = row + int(wish["by"])
        if to < 0:
            return row, say("This is the first sentence.")
        if to >= len(self.decisions.rows):
            return row, self._say_end()
        return to, self._say_where(to)

    def _say_end(self) -> str:
        if self.decisions.n_coded == len(self.decisions.rows):
            return say("This is the last sentence, and all are coded.")
        return say("This is the last sentence. Press j for those that are not coded.")

    def _go_to_uncoded(self, row: int, wish: Data) -> tuple[int, str]:
        to = self.decisions.next_uncoded(row)
        if to < 0:
            return row, say("All sentences are coded.")
        return to, self._say_where(to)

    def _reload(self, row: int, wish: Data) -> tuple[int, str]:
        before = self._list_keys()[row]
        self.sheet.reload()
        self.decisions = Decisions(self.sheet.rows)
        keys = self._list_keys()
        to = keys.index(before) if before in keys else 0
        return to, say("Read again from {file}.", file=self.sheet.name)

    def _list_keys(self) -> list[tuple]:
        cells = self.sheet.cells.loc[self.sheet.lines, KEY]
        return list(cells.itertuples(index=False, name=None))

    def _say_where(self, row: int) -> str:
        """Say where one is, and what was given there."""
        n = len(self.decisions.rows)
        place = say("{k} of {n}", k=number(row + 1), n=number(n))
        return f"{place}{say(': ')}{join(self._say_given(self.decisions.rows[row]))}"

    def _say_saved(self, said: str) -> str:
        return say("Saved: {said}", said=said)

    # -- elsewhere -----------------------------------------------------------------------------

    def _say_lines(self) -> list[str]:
        """Say where the codings are, and how to go on; a count would soon be out of date."""
        with speaking(self._language):
            return [
                say(
                    "{coder}: what is coded is in {file}.",
                    coder=self._say_name(),
                    file=self.sheet.name,
                ),
                say("To begin or to go on with the keys, run this cell in JupyterLab."),
                say(
                    "Or open {file} in a spreadsheet. In the row of a sentence, write each of its"
                    " themes into a cell of its own (theme_1, theme_2 and so on), or {none} if it"
                    " has none. Write x under unsure if you hesitate, and notes under memo. Save"
                    " the file as CSV under the same name, and close it before you go on here.",
                    file=self.sheet.name,
                    none=NO_THEME,
                ),
            ]

    def html(self) -> str:
        """Write where the codings are, and how to go on, as HTML."""
        first, *others = self._say_lines()
        heading = f"<p><strong>{isolate(first)}</strong></p>"
        return write_div([heading, *map(write_paragraph, others)])

    def __repr__(self) -> str:
        return "\n".join(map(one_line, self._say_lines()))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Data:
        return write_bundle(self, repr(self))


def _say_texts() -> dict[str, str]:
    """Say what stands on the controls of the panel."""
    return {
        "themes": say("Themes"),
        "sentence": say("The sentence to code"),
        "progress": say("Progress"),
        "actions": say("Actions"),
        "previous": say("Previous"),
        "next": say("Next"),
        "uncoded": say("Next not coded"),
        "none": say("No theme"),
        "unsure": say("Unsure"),
        "undo": say("Undo"),
        "memo": say("Memo"),
        "include": say("Include, such as"),
        "exclude": say("Leave out, such as"),
        "undefined": say("The codebook does not define this theme."),
        "find": say("Find a theme"),
        "found": say("Enter: {theme}", theme="{theme}"),
        "unfound": say("No theme has these letters."),
        "busy": say("The kernel is busy. Keys count again when it has answered."),
        "unsent": say("The kernel does not answer, and what you did last is not saved."),
        "lost": say("What you did last is not saved."),
        "reload": say("Read the file again"),
        "few": say("The number of a theme gives it, or takes it away."),
        "many": say(
            "The number of a theme gives it, or takes it away. For any other theme press /, type"
            " letters of its label, and press Enter."
        ),
        "away": say("To code with the keys, click here or press Tab."),
        "hints": say(
            "Or choose a theme with ↑ and ↓ and press the space bar. The key q marks a sentence as"
            " unsure, and ? leads to these lines. Enter and → go to the next"
            " sentence, ← to the one before. Enter or Esc leaves the memo; Shift and Enter begin a"
            " new line in it. Each decision is saved at once."
        ),
        "stopped": say_stopped(),
    }


def _list_themes(codebook: Codebook) -> list[Data]:
    """List the themes that can be given: those that are coded, under the headings above them."""
    labels = _labels(codebook)
    themes = codebook.coded_themes()
    return [
        {
            "theme": row.theme,
            "label": shown_text(labels[row.theme]),
            "group": shown_text(_say_path(row.parent, labels)),
            "definition": shown_text(row.definition),
            "include": _lines(row.include),
            "exclude": _lines(row.exclude),
        }
        for row in themes.itertuples()
    ]


def _labels(codebook: Codebook) -> dict[str, str]:
    themes = codebook.themes
    label = themes["label"].where(themes["label"] != "", themes["theme"])
    return dict(zip(themes["theme"], label, strict=True))


def _say_path(theme: str, labels: dict[str, str]) -> str:
    """Say the labels of a theme and of those above it: `Topic › Rights`; `""` for none."""
    keys = theme.split("/") if theme else []
    paths = ["/".join(keys[: n + 1]) for n in range(len(keys))]
    return " › ".join(labels.get(path, path) for path in paths)


def _name_for_readers(codebook: Codebook) -> dict[str, str]:
    """Name each theme by its label, or by the path of labels if several themes have the label."""
    labels = _labels(codebook)
    several = pd.Series(labels, dtype=object).duplicated(keep=False)
    return {
        theme: _say_path(theme, labels) if several[theme] else label
        for theme, label in labels.items()
    }


def _clean(text: str) -> str:
    """Return a text as a file can hold it.

    >>> _clean("a\\r\\nb\\x00")
    'a\\nb\ufffd'
    """
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n")
    return HALF_CHARACTER.sub("\ufffd", shown_text(one_kind))


def _lines(text: str) -> list[str]:
    return [shown_text(line) for line in text.splitlines() if line.strip()]


def _list_others(codings: pd.DataFrame, labels: dict[str, str]) -> dict[tuple, list[Data]]:
    """List what each coder gave each sentence, for the one who settles the differences."""
    others: dict[tuple, list[Data]] = {}
    of_coders = codings[codings["coder"] != ONE_READER]  # whose reading settles nothing
    for (doc_id, sent_id, coder), rows in of_coders.groupby([*KEY, "coder"], sort=True):
        themes = [labels[theme] for theme in rows["theme"] if theme] or [say("No theme")]
        if "unsure" in rows and rows["unsure"].any():
            themes.append(say("unsure"))
        memos = [memo for memo in dict.fromkeys(rows["memo"]) if memo]
        said = " · ".join([*themes, *map(quote, memos)])
        key = (doc_id, str(sent_id))
        others.setdefault(key, []).append({"coder": shown_text(coder), "said": shown_text(said)})
    return others
