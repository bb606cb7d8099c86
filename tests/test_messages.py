"""What charts and reports say, in each language."""

import ast
from pathlib import Path
from string import Formatter

import pytest

import analysis
from analysis import InputError, charts
from analysis.messages import LANGUAGES, count, decimal, join, percent, quote, say, speak, speaking
from analysis.messages.french import NOUNS, TEXTS

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


def fields(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


def test_every_text_has_its_translation():
    said = {
        args[0].value: name
        for name, args in literals_of("say")
        if isinstance(args[0], ast.Constant)
    }
    assert said
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
