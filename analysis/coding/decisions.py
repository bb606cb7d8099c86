"""What a coder decided, sentence by sentence, and the steps that can be undone."""

from typing import NamedTuple

MOST_STEPS = 1000  # that can be undone


class Decision(NamedTuple):
    """What a coder gave one sentence.

    Attributes:
        themes: the ids of the themes, in the order in which they were given.
        none: whether the coder read the sentence and found no theme in it.
        unsure: whether the coder is unsure.
        memo: what the coder noted.
    """

    themes: tuple[str, ...] = ()
    none: bool = False
    unsure: bool = False
    memo: str = ""

    @property
    def is_coded(self) -> bool:
        """Whether the sentence has a theme, or was read and has none."""
        return self.none or bool(self.themes)

    def with_theme(self, theme: str, is_given: bool) -> "Decision":
        """Give a theme, which takes back that there is none; or take a theme away.

        >>> given = Decision(none=True).with_theme("war", True)
        >>> given.themes, given.none
        (('war',), False)
        >>> given.with_theme("war", False).is_coded
        False
        """
        others = tuple(name for name in self.themes if name != theme)
        if not is_given:
            return self._replace(themes=others)
        if theme in self.themes:
            return self
        return self._replace(themes=(*others, theme), none=False)

    def with_none(self, is_none: bool) -> "Decision":
        """Say that there is no theme, which takes all themes away; or take that back.

        >>> given = Decision(themes=("war",)).with_none(True)
        >>> given.themes, given.none, given.with_none(False).is_coded
        ((), True, False)
        """
        return self._replace(themes=() if is_none else self.themes, none=is_none)


class Step(NamedTuple):
    """What a row was before a change.

    Attributes:
        row: the number of the row, from 0.
        before: what it held.
        in_memo: whether the memo was changed: letters typed one after another are one step.
    """

    row: int
    before: Decision
    in_memo: bool


class Decisions(NamedTuple):
    """The decisions of a whole sheet. Each change makes new ones.

    Attributes:
        rows: one decision per sentence of the sheet.
        steps: what was changed, the last change last.

    >>> sheet = Decisions((Decision(), Decision()))
    >>> sheet = sheet.change(1, Decision(themes=("war",)))
    >>> sheet.n_coded, sheet.next_uncoded(0)
    (1, 0)
    >>> sheet, row = sheet.undo()
    >>> sheet.n_coded, row
    (0, 1)
    """

    rows: tuple[Decision, ...]
    steps: tuple[Step, ...] = ()

    @property
    def n_coded(self) -> int:
        """The number of sentences that are coded."""
        return sum(row.is_coded for row in self.rows)

    def change(self, row: int, decision: Decision) -> "Decisions":
        """Put a decision into a row; nothing changes if it is there already."""
        before = self.rows[row]
        if decision == before:
            return self
        in_memo = decision._replace(memo=before.memo) == before
        rows = (*self.rows[:row], decision, *self.rows[row + 1 :])
        last = self.steps[-1] if self.steps else None
        if in_memo and last is not None and (last.row, last.in_memo) == (row, True):
            is_undone = decision == last.before
            return Decisions(rows, self.steps[:-1] if is_undone else self.steps)
        return Decisions(rows, (*self.steps, Step(row, before, in_memo))[-MOST_STEPS:])

    def undo(self) -> tuple["Decisions", int]:
        """Take the last change back; also return its row, or -1 if nothing was changed."""
        if not self.steps:
            return self, -1
        *steps, (row, before, _) = self.steps
        rows = (*self.rows[:row], before, *self.rows[row + 1 :])
        return Decisions(rows, tuple(steps)), row

    def next_uncoded(self, row: int) -> int:
        """Return the next row that is not coded, behind this one or else from the top; or -1."""
        n = len(self.rows)
        for at in range(row + 1, row + 1 + n):
            if not self.rows[at % n].is_coded:
                return at % n
        return -1
