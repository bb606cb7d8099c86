"""Which formats can be asked for."""

import pytest

from analysis import InputError
from analysis.output import formats
from analysis.output.formats import check_formats


def test_formats_are_named_once_in_their_order():
    assert check_formats("docx, TEX,.tex,,", "--formats") == ("tex", "docx")
    assert check_formats([], "--formats") == check_formats("", "--formats") == ()


def test_an_unknown_format_and_a_missing_library_are_named_at_once(monkeypatch):
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    with pytest.raises(InputError) as error:
        check_formats("xlxs,docx", "--formats")
    assert str(error.value).splitlines() == [
        "--formats: found the format 'xlxs'; expected 'xlsx'",
        "--formats: found docx, and no python-docx to write it; expected the extra `office`: "
        "make env LOCK=requirements-all.lock",
    ]
