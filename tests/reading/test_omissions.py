"""Counts of what readers leave out."""

from analysis.reading.omissions import Omission, Tally


def test_a_tally_adds_up_another_one():
    tally = Tally()
    tally.add("footnote", " See page 3. ")
    other = Tally({"table": 0})
    other.add("footnote", "Ibid.")
    other.add("page header ('x')", "x\nx")
    tally.update(other)
    assert tally.counts() == {"footnote": 2, "table": 0, "page header ('x')": 1}
    assert tally.omissions() == (
        Omission("2 footnotes", n_chars=16, n_words=4),
        Omission("page header ('x')", n_chars=3, n_words=2),
    )
