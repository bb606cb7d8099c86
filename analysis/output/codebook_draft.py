"""Write a draft of a codebook: themes that the texts themselves suggest, to be edited."""

import hashlib
import os
import shlex
from pathlib import Path
from textwrap import wrap

import numpy as np
import pandas as pd

from analysis.atomic import write_atomic
from analysis.built_in import built_in_study
from analysis.codebook.convert import check_target
from analysis.codebook.formats import FORMATS
from analysis.codebook.model import Codebook
from analysis.codebook.proposal import propose_codebook
from analysis.codebook.read import DRAFT
from analysis.codebook.word_forms import WordForms
from analysis.faults import Fault, InputError
from analysis.hits.find import find_hits
from analysis.hits.tokens import index_words
from analysis.measures.phrase_groups import (
    FEWEST_PHRASES,
    FEWEST_TOGETHER,
    MORE_THAN_CHANCE,
    phrase_groups,
)
from analysis.measures.standing_out import FEWEST
from analysis.provenance import tables_record
from analysis.tables import TEXT
from analysis.wording import one_line, pluralize, printable, wrap_to_width

ENDING = ".yaml"
MOST_EXAMPLES = 3
LONGEST_EXAMPLE = 300  # characters
MOST_NAMED = 5  # phrases in a definition
MOST_TEXTS = 20  # ids of texts at the top of the file
WIDTH = 98
ENOUGH = "more text: some hundreds of sentences on several subjects"


def choose_target(study: str) -> str:
    """Choose the file for a draft if none is named: in the study, where it is passed over.

    A study that is a single file, an address, the built-in one, made by `workbook tables`, or a
    folder that cannot be written to takes no draft; then it goes to the working folder.
    """
    if not Path(study).is_dir() or not os.access(study, os.W_OK):
        return DRAFT
    if study == str(built_in_study()) or tables_record(study):
        return DRAFT
    return str(Path(study) / DRAFT)


def check_draft_target(target: str) -> None:
    """Refuse a file that exists, lies in no folder, or does not end in `.yaml`.

    Raises:
        InputError: the file cannot be written.
    """
    path = Path(target)
    if path.suffix.lower() != ENDING:
        found = f"the ending {path.suffix!r}" if path.suffix else "no ending"
        expected = f"a file that ends in {ENDING}, the workbook's own format"
        raise InputError([Fault(target, found, expected, key="--out")])
    check_target(path)


def write_draft(
    study: str,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    target: str,
) -> list[str]:
    """Write a draft of a codebook for some texts.

    Args:
        study: the study as it was named.
        documents: its texts: `doc_id`, `language`.
        sentences: their sentences.
        target: the file to write, which must not exist.

    Returns:
        Lines that say what was made and what to do next.

    Raises:
        InputError: the file cannot be written, or the texts suggest no themes.
    """
    check_draft_target(target)
    phrases = phrase_groups(sentences)
    if not phrases["group"].any():
        raise InputError([_too_little(study, sentences, phrases)])
    name = Path(study).resolve().name
    codebook = draft_codebook(f"Draft for {name}", documents, sentences, phrases)
    commands = _list_commands(study, target)
    header = _write_header(documents, sentences, phrases, commands)
    content = header.encode() + FORMATS[ENDING].write(codebook)
    check_target(Path(target))  # nobody has made it meanwhile
    write_atomic(Path(target), content)
    n_themes = pluralize(len(codebook.themes), "theme")
    n_patterns = pluralize(len(codebook.patterns), "pattern")
    made = f"made {shlex.quote(target)}: a draft of {n_themes} with {n_patterns}"
    made += f", from {_describe_size(documents, sentences)}"
    return [
        made,
        "next: edit it, since it is only a draft, then",
        *[f"  {one}" for one in commands],
    ]


def draft_codebook(
    name: str,
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    phrases: pd.DataFrame,
) -> Codebook:
    """Make a codebook of groups of phrases, with examples and counts for each theme.

    Args:
        name: the name of the codebook.
        documents: the texts: `language`.
        sentences: their sentences.
        phrases: the phrases that stand out in them, as from `phrase_groups`.
    """
    language = documents["language"].mode().iloc[0]  # the first one in the alphabet, of several
    words = WordForms(index_words(sentences).types)
    codebook = propose_codebook(name, language, phrases, words)
    hits = find_hits(sentences, codebook)
    place = pd.MultiIndex.from_frame(sentences[["doc_id", "sent_id"]])
    found = hits.assign(
        sentence=place.get_indexer(pd.MultiIndex.from_frame(hits[["doc_id", "sent_id"]]))
    )
    definitions = []
    examples = []
    for theme in codebook.themes["theme"]:
        of_theme = found[found["theme"] == theme]
        definitions.append(_define(of_theme, sentences))
        examples.append("\n".join(_choose_examples(of_theme, sentences)))
    themes = codebook.themes.assign(
        definition=pd.Series(definitions, dtype=TEXT), include=pd.Series(examples, dtype=TEXT)
    )
    return Codebook(
        codebook.name, codebook.version, language, themes, codebook.patterns, codebook.sha256
    )


# -- what is said of a theme -----------------------------------------------------------------------


def _define(hits: pd.DataFrame, sentences: pd.DataFrame) -> str:
    """Say which patterns make a theme, and how many sentences have one."""
    n_by_pattern = hits.groupby("pattern", sort=True)["sentence"].nunique()
    leading = n_by_pattern.sort_values(ascending=False, kind="stable")
    named = [f"{pattern} ({n:,})" for pattern, n in leading.head(MOST_NAMED).items()]
    n_others = len(leading) - len(named)
    if n_others:
        named.append(pluralize(n_others, "other pattern"))
    n_hit = hits["sentence"].nunique()
    text = f"Draft: sentences with {', '.join(named[:-1])} or {named[-1]}; together {n_hit:,} of "
    text += pluralize(len(sentences), "sentence")
    n_texts = sentences["doc_id"].nunique()
    if n_texts > 1:
        text += f", in {hits['doc_id'].nunique():,} of {n_texts:,} texts"
    return f"{text}."


def _choose_examples(hits: pd.DataFrame, sentences: pd.DataFrame) -> list[str]:
    """Choose the sentences with the most patterns of a theme, from several texts where possible."""
    n_patterns = hits.groupby("sentence")["pattern"].nunique()
    held = sentences.iloc[n_patterns.index][["doc_id", "sentence"]].assign(
        n_patterns=n_patterns.to_numpy(), order=np.arange(len(n_patterns))
    )
    held["is_long"] = held["sentence"].str.len() > LONGEST_EXAMPLE
    held = held.drop_duplicates("sentence")
    held = held.sort_values(["is_long", "n_patterns", "order"], ascending=[True, False, True])
    held["is_further"] = held.duplicated("doc_id")
    chosen = held.sort_values("is_further", kind="stable").head(MOST_EXAMPLES)
    return [_shorten(text) for text in chosen["sentence"]]


def _shorten(text: str) -> str:
    """Write a sentence on one line, cut between words if it is very long."""
    first, *rest = wrap_to_width(text, LONGEST_EXAMPLE)
    return f"{first} …" if rest else first


# -- what is said of the draft ---------------------------------------------------------------------


def _too_little(study: str, sentences: pd.DataFrame, phrases: pd.DataFrame) -> Fault:
    """Say what was found in texts that suggest no themes."""
    if study == str(built_in_study()):
        study = "the built-in study"
    n_sentences = pluralize(len(sentences), "sentence")
    if len(phrases) == 0:
        found = f"{n_sentences}, in which no word or phrase stands out"
        return Fault(study, found, ENOUGH)
    leading = phrases.sort_values(["n", "phrase"], ascending=[False, True]).head(MOST_NAMED)
    named = [f"{form} {n:,}" for form, n in zip(leading["form"], leading["n"], strict=True)]
    if len(phrases) > len(named):
        named.append(f"and {len(phrases) - len(named):,} more")
    found = f"{n_sentences}; the phrases that stand out in them ({', '.join(named)}) form no group "
    found += f"of {FEWEST_PHRASES} that share sentences more often than by chance"
    return Fault(study, found, ENOUGH)


def _describe_size(documents: pd.DataFrame, sentences: pd.DataFrame) -> str:
    n_texts = pluralize(len(documents), "text")
    return f"{n_texts} ({pluralize(len(sentences), 'sentence')})"


def _list_commands(study: str, target: str) -> list[str]:
    options = f"{shlex.quote(study)} --codebook {shlex.quote(target)}"
    return [f"workbook {command} {options}" for command in ("check", "run")]


def _write_header(
    documents: pd.DataFrame,
    sentences: pd.DataFrame,
    phrases: pd.DataFrame,
    commands: list[str],
) -> str:
    """Say at the top of the file what a draft is, what it was made of, how, and what to do next."""
    names = documents["doc_id"].tolist()
    listed = ", ".join(names[:MOST_TEXTS])
    if len(names) > MOST_TEXTS:
        listed += f" and {len(names) - MOST_TEXTS:,} more"
    digest = hashlib.sha256("\n".join(sentences["sentence"]).encode("utf-8", "surrogatepass"))
    left = phrases.loc[phrases["group"] == 0, "form"].tolist()
    rule = (
        "a single word stands out if it is no function word and recurs in the same passages; a "
        "phrase of two or three words, if its words follow one another far more often than by "
        f"chance. Both occur at least {FEWEST} times (more often in much text), and in several "
        f"texts or paragraphs. Two phrases are linked if they share at least {FEWEST_TOGETHER} "
        f"sentences, and {MORE_THAN_CHANCE:g} times as many as by chance. Groups of "
        f"{FEWEST_PHRASES} or more that stay together when texts are drawn at random, again and "
        "again, are the themes. This counts words and knows nothing of what they mean."
    )
    paragraphs = [
        "A DRAFT of a codebook: themes that the texts suggest by their words. It is a list to "
        "edit, not a result.",
        f"Made of {_describe_size(documents, sentences)}: {listed}. SHA-256 of the sentences: "
        f"{digest.hexdigest()[:16]} ….",
        f"Rule: {rule}",
        "Next: read the examples. Delete themes that say nothing, join or split others, and write "
        "keys, labels and definitions in your own words. Take out patterns that find too much, and "
        "add what is missing. Then:",
        *[f"    {command}" for command in commands],
        "When it is yours, save it as codebook.yaml in the study.",
    ]
    if left:
        paragraphs.append(f"Phrases that stand out and are in no theme: {', '.join(left)}.")
    lines = []
    for paragraph in paragraphs:
        lines += _comment(paragraph)
    return "\n".join([*lines, "", ""])


def _comment(paragraph: str) -> list[str]:
    """Write a paragraph as lines of comment; a command stays on one line."""
    text = printable(one_line(paragraph))
    if paragraph.startswith(" "):
        return [f"#{paragraph[:4]}{text.strip()}", "#"]
    lines = wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
    return [*[f"# {line}" for line in lines], "#"]
