"""What charts and reports say, in each language."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

import analysis
from analysis import InputError, charts
from analysis.coding import precision
from analysis.messages import (
    LANGUAGES,
    OWN_GROUPS,
    count,
    decimal,
    join,
    percent,
    quote,
    say,
    speak,
    speaking,
)
from analysis.messages.french import NOUNS, TEXTS
from analysis.output.report import pictures
from analysis.output.report.page import WORDS
from analysis.output.report.themes import STATUS

PACKAGE = Path(analysis.__file__).parent


def literals_of(function):
    """Yield the literal first or second argument of each call of a function in the package."""
    for file in PACKAGE.rglob("*.py"):
        if file.parent.name == "messages":
            continue
        source = file.read_text(encoding="utf-8")
        if "from analysis.messages import" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == function:
                yield file.name, node.args


def texts_of_templates():
    """Yield what the templates of the report say, with the name of the template."""
    for file in PACKAGE.rglob("templates/*.html"):
        for text in re.findall(r'say\(\s*"([^"]+)"', file.read_text(encoding="utf-8")):
            yield text, file.name


def texts_of_tables():
    """Yield what is said from tables of texts in the report, with the name of the table."""
    headings = [*(heading for heading, _ in pictures.GROUPS), pictures.OTHERS]
    tables: dict = {"GROUPS": headings, "STATUS": STATUS.values(), "WORDS": WORDS.values()}
    tables["WHO"] = [precision.MISSED, precision.FOUND_ONLY]
    tables |= {"OWN_GROUPS": OWN_GROUPS, "CHECKS": ["error", "warning", "note"]}
    for name, texts in tables.items():
        yield from ((text, name) for text in texts)


def fields(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_every_text_has_its_translation():
    said = {
        args[0].value: name
        for name, args in literals_of("say")
        if isinstance(args[0], ast.Constant)
    }
    assert said
    said |= dict(texts_of_templates()) | dict(texts_of_tables())
    untranslated = {text: name for text, name in said.items() if text not in TEXTS}
    assert not untranslated
    assert not set(TEXTS) - set(said) - {"{first} and {second}"}, "nobody says these"


def test_a_translation_has_the_fields_of_its_text():
    wrong = {text for text, french in TEXTS.items() if fields(text) != fields(french)}
    assert not wrong


def test_every_noun_has_its_translation():
    nouns = {args[1].value for _, args in literals_of("count") if isinstance(args[1], ast.Constant)}
    assert nouns <= set(NOUNS)


def test_a_language_writes_its_own_numbers():
    with speaking("fr"):
        assert percent(0.1321, 1) == "13,2\u202f%"
        assert decimal(1234.5) == "1\u202f234,5"
        assert count(1204, "sentence") == "1\u202f204 phrases"
        assert count(1, "sentence") == "1 phrase"
        assert quote("Aide") == "«\u00a0Aide\u00a0»"
        assert join(["a", "b"]) == "a et b"
    assert percent(0.1321, 1) == "13.2%"
    assert say("{k} of {n}", k=1, n=2) == "1 of 2"


def test_an_unknown_language_is_an_error():
    with pytest.raises(InputError, match="'de'; expected one of en, fr"):
        speak("de")
    assert set(LANGUAGES) == {"en", "fr"}


def test_a_style_ends_with_its_block():
    with charts.style(language="fr", width="column"):
        assert say("No theme occurs").startswith("Aucun")
    assert say("No theme occurs") == "No theme occurs"
    with pytest.raises(InputError, match="expected 'page'"):
        charts.style(width="pages")
