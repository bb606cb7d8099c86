"""WordStat's `.cat`."""

import pytest
from codebook_samples import FILES, first_fault, theme_ids

from analysis import read_codebook


def test_wordstat_levels_weights_and_underscores():
    codebook = read_codebook(FILES / "wordstat.cat")
    assert theme_ids(codebook) == [
        "RIGHTS",
        "RIGHTS/CIVIL",
        "RIGHTS/SOCIAL",
        "RIGHTS/LATE",
        "MONEY∕TAX",
        "BARE",
    ]
    assert [
        tuple(row) for row in codebook.patterns.drop(columns="excludes").itertuples(index=False)
    ] == [
        ("RIGHTS", "HUMAN RIGHT*", 1.0),
        ("RIGHTS", "RIGHTS-BASED", 2.5),
        ("RIGHTS", "DEVELOPMENT", -1.0),
        ("RIGHTS", "DUTY", 1.0),
        ("RIGHTS/CIVIL", "FREEDOM OF SPEECH", 1.0),
        ("RIGHTS/CIVIL", "ORGANI?ATION", 1.0),
        ("RIGHTS/SOCIAL", "South Africa", 1.0),
        ("RIGHTS/LATE", "PAY", 1.0),
        ("MONEY∕TAX", "TAX", 1.0),
    ]
    assert codebook.notes == (
        "line 6: 'freedom of speech' in 'RIGHTS/CIVIL' is repeated in its category and read once",
        "line 8: '@STRONG [MUST NEAR RIGHT* /S]' is left out because it is a rule",
        "line 14: 'LONELY' is left out because it is in no category",
        "line 16: the category 'RIGHTS' occurs again: its entries are added to the first one",
        "1 theme without patterns (BARE)",
    )


WRONG = [
    ("a.cat", b"A\n\tb\n", "a.cat: found no line with a weight; expected WordStat entries, such as `CIVIL_SOCIETY (1)`"),
    ("a.cat", b"".join(b"\t" * n + b"A\n" for n in range(120)), "a.cat, line 101: found categories nested more than 100 deep; expected a few levels"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "said"), WRONG, ids=range(len(WRONG)))
def test_a_file_that_is_not_wordstats_is_a_fault(tmp_path, name, data, said):
    assert first_fault(tmp_path, name, data).startswith(said)
