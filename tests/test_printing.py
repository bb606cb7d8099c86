"""Everything that a command prints goes through one function."""

import ast
import sys
from pathlib import Path

import pytest

import analysis
from analysis.cli import main
from analysis.output.exports import REDIRECT
from analysis.printing import say, say_on_stderr

HOSTILE = "a\x1b[2J\x07\x9b1m\u202e\r\nb\x7f\x00"
STREAMS = ("sys.stdout", "sys.stderr", "sys.__stdout__", "sys.__stderr__")
PACKAGE = Path(analysis.__file__).parent


def test_what_a_terminal_would_obey_is_printed_as_its_code(capsys):
    say(HOSTILE)
    say_on_stderr(HOSTILE)
    shown = r"a\x1b[2J\x07\x9b1m\u202e\r\nb\x7f\x00" + "\n"
    assert capsys.readouterr() == (shown, shown)


def test_nothing_else_prints():
    for path in PACKAGE.rglob("*.py"):
        if path.name == "printing.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_print = isinstance(node, ast.Name) and node.id == "print"
            is_stream = isinstance(node, ast.Attribute) and ast.unparse(node) in STREAMS
            is_allowed = path.name == "cli.py" and is_stream  # which sets their encoding
            assert is_allowed or not (is_print or is_stream), f"{path}:{node.lineno}"


def is_clean(text: str) -> bool:
    return all(character.isprintable() or character == "\n" for character in text)


BOOK = 'name: Small\nversion: "1"\nthemes: {rights: {patterns: ["right*"]}}\n'


@pytest.mark.skipif(sys.platform == "win32", reason="such names are not allowed there")
@pytest.mark.parametrize(
    "words",
    [
        ["check", "s\x1b[2J"],
        ["check", "missing\x1b"],
        ["check", "s\x1b[2J", "--out", "f\x1b.csv"],
        ["run", "s\x1b[2J", "--out", "o\x1b/x", "--only", "\x1b"],
        ["run", "s\x1b[2J", "--out", "file\x1b/\x1b"],
        ["compare", "s\x1b[2J"],
        ["compare", "s\x1b[2J", "--with", "s\x1b[2J/codebook.yaml"],
        ["new", "s\x1b[2J"],
        ["new", "n\x1b"],
        ["convert", "s\x1b[2J/codebook.yaml", "c\x1b.dic"],
        ["lab", "missing\x1b"],
        ["check", "--codebook", "c\x1b"],
        ["\x1b"],
        ["run", "--\x1b"],
        ["run", "a", "\x1b"],
        ["lab", "--port", "\x1b"],
    ],
)
def test_no_command_prints_a_control_character(write, monkeypatch, capsys, words):
    text = "States\x1b[31m must protect rights.\n\nEscape\x1b[2J\x9b this.\n"
    write("s\x1b[2J/a\x1b\x07.txt", text, "s\x1b[2J/codebook.yaml", BOOK, "file\x1b", "")
    write("s\x1b[2J/b\x1b.xyz", "x", "s\x1b[2J/metadata.csv", "doc_id,k\x1b\na\x1b\x07,\x1b[1m\n")
    monkeypatch.chdir(write())
    monkeypatch.delenv(REDIRECT, raising=False)
    try:
        main(words)
    except SystemExit as end:
        assert end.code == 2
    out, err = capsys.readouterr()
    assert out + err
    assert is_clean(out)
    assert is_clean(err)
