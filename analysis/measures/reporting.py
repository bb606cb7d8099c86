"""Words of reporting: sentences that may say what others say.

A pattern finds a tone whoever speaks. A word such as "said" or "accusation" in the same sentence is
a sign that the text reports it. It is no proof: the word can belong to another part of the
sentence, and much is reported without any such word.
"""

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.hits.find import find_hits
from analysis.languages import primary
from analysis.measures.carried import KEY, find_carried, number_sentences
from analysis.measures.families import with_families
from analysis.tables import PATTERNS, REPORTING, TEXT, THEMES

LANGUAGE = "en"  # of the words below
MOST_WORDS = 5  # that are listed for each theme
THEME = "reporting"

# Verbs and nouns of saying that name the speech of others. Left out are those that often describe
# what the text itself does or wants, such as "call", "urge", "stress" and "condemn".
WORDS = [
    "said, says, saying, told, tells, stated, stating, remarked, commented, replied, quoted",
    "according to, in the words of, in * view, in * opinion, described as, dubbed, so-called",
    "argue, argues, argued, arguing, argument*, claim, claims, claimed, claiming, contend*",
    "assert, asserts, asserted, assertion*, insists, insisted, maintains that, maintained that",
    "accuse, accuses, accused, accusing, accusation*, allege, alleges, alleged, allegation*",
    "reported that, reports that, reportedly, allegedly, was reported, were reported",
    "warns, warned, complain*, denies, denied, admits, admitted, announced, declared",
    "critics, commentators, observers say, echoed by, as discussed, was discussed, were discussed",
]
NOT_WORDS = ["claim* the lives, claimed * lives, claims * lives, that said, having said that"]


def reporting(
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    codebook: Codebook,
    documents: pd.DataFrame,
) -> pd.DataFrame:
    """Count the sentences of each theme that hold a word of reporting, such as "said".

    Only English texts count, because the words are English.

    Returns:
        One row per theme, in the codebook's order (`analysis.tables.REPORTING`, then the columns of
        `with_families`): `theme`, `label`, `n_sentences_hit` (sentences of English texts that carry
        the theme), `n_reported` (those that hold a word of reporting), `words` (the words found in
        them, the most frequent first, at most five) and `sentence` (the only sentence that carries
        the theme; `""` if there are others or none).

    Raises:
        InputError: a table lacks a column, or `hits` names a theme that is not in the codebook.
    """
    is_english = documents["language"].map(primary) == LANGUAGE
    in_english = sentences["doc_id"].isin(documents.loc[is_english, "doc_id"])
    sentences = sentences[in_english].reset_index(drop=True)
    carried = find_carried(sentences, hits, codebook)
    rows = pd.DataFrame({"sentence": carried.sentence, "theme": carried.theme})
    words = _find_words(sentences)
    is_reported = rows["sentence"].isin(words["sentence"])

    themes = codebook.themes[["theme", "label"]]
    numbers = range(len(themes))
    n_hit = rows["theme"].value_counts().reindex(numbers, fill_value=0)
    n_reported = rows.loc[is_reported, "theme"].value_counts().reindex(numbers, fill_value=0)
    only = rows[rows["theme"].map(n_hit) == 1].set_index("theme")["sentence"]
    only_sentence = only.map(sentences["sentence"]).astype(TEXT)
    columns = {
        "theme": themes["theme"],
        "label": themes["label"],
        "n_sentences_hit": n_hit,
        "n_reported": n_reported,
        "words": _list_words(rows.merge(words, on="sentence")).reindex(numbers, fill_value=""),
        "sentence": only_sentence.reindex(numbers, fill_value=""),
    }
    return with_families(REPORTING.frame(columns), codebook)


def _find_words(sentences: pd.DataFrame) -> pd.DataFrame:
    """Find the words of reporting: `sentence` (its row number) and `word` (in small letters)."""
    found = find_hits(sentences, _make_codebook())
    number = number_sentences(sentences, found[KEY])
    return pd.DataFrame({"sentence": number, "word": found["match"].str.lower()})


def _make_codebook() -> Codebook:
    themes = {"theme": [THEME], "parent": "", "label": "Words of reporting", "definition": ""}
    rows = [(THEME, pattern, False) for pattern in _split(WORDS)]
    rows += [(THEME, pattern, True) for pattern in _split(NOT_WORDS)]
    patterns = PATTERNS.frame(pd.DataFrame(rows, columns=list(PATTERNS.columns)))
    themes = THEMES.frame({**themes, "include": "", "exclude": ""})
    return Codebook("Words of reporting", "1", LANGUAGE, themes, patterns, sha256="")


def _split(lists: list[str]) -> list[str]:
    return [pattern for words in lists for pattern in words.split(", ")]


def _list_words(found: pd.DataFrame) -> pd.Series:
    """List the most frequent words of each theme, by the number of sentences; then in order."""
    counts = found.drop_duplicates().groupby(["theme", "word"]).size().rename("n").reset_index()
    ranked = counts.sort_values(["theme", "n", "word"], ascending=[True, False, True])
    top = ranked.groupby("theme").head(MOST_WORDS)
    return top.groupby("theme")["word"].agg(", ".join).astype(TEXT)
