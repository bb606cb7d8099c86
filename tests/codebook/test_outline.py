"""The outline of a codebook, which the writers of all formats start from."""

from analysis import read_codebook
from analysis.codebook.outline import outline


def test_each_theme_has_its_patterns_with_their_weights(write):
    rows = "theme,pattern,excludes,weight\na,x,,0.50\na,y,true,2\na,z,,\na/b,,,\n"
    above, below = outline(read_codebook(write("t.csv", rows) / "t.csv"))
    assert (above.theme, above.parent, above.name, above.depth, above.is_leaf) == (
        "a",
        "",
        "a",
        0,
        False,
    )
    assert above.patterns == {"x": "0.5", "z": ""}
    assert above.not_patterns == {"y": "2"}
    assert (below.theme, below.parent, below.name, below.depth, below.is_leaf) == (
        "a/b",
        "a",
        "b",
        1,
        True,
    )
    assert below.patterns == below.not_patterns == {}


def test_examples_are_lists_and_absent_ones_are_empty(write):
    text = 'name: a\nversion: "1"\nthemes:\n  t: {patterns: [x], include: [one, two]}\n'
    (entry,) = outline(read_codebook(write("a.yaml", text) / "a.yaml"))
    assert (entry.include, entry.exclude, entry.color) == (["one", "two"], [], "")
