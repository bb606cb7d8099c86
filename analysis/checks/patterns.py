"""Checks of the patterns of a codebook against the texts in which they were looked for."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.checks.findings import Finding
from analysis.checks.inputs import PatternInputs
from analysis.checks.nearest_words import nearest_words
from analysis.codebook.patterns import fold, regex_syntax, without_capitals
from analysis.measures.carried import KEY
from analysis.measures.splits import split_patterns
from analysis.wording import pluralize

SUBJECT = "patterns"
MOST_OF_ALL = 1 / 5  # of all sentences; a pattern in more of them distinguishes little
FEWEST_SENTENCES = 20  # with fewer, a fifth of them is too few to judge by
LONGEST_ABBREVIATION = 5  # letters
THROUGHOUT = 0.9  # of all patterns: a codebook written in capitals throughout
LONG_WORD = 5  # letters; hardly an abbreviation that is also a word
LEAST_SPLIT = 1 / 5  # of the matches of a pattern, beside the same word
FEWEST_SPLIT = 20  # such matches
MOST_NEAREST = 3  # words that a place names

_QUOTATION_MARKS = '"“”„‟«»‹›「」『』'
_SINGLE_MARKS = "'‘’‚‛"
_RULE = re.compile(
    r"(?<!\S)(?:OR|AND|NOT|NEAR|ADJ|(?i:near|pre|w)/\d+|(?i:adj)\d+)(?!\S)|@NEAR|@AND"
)
_REGEX = re.compile(r"\)[?*+{]|\[[^\]\s]+\]|\{\d+(?:,\d*)?\}|^\^|\w\$$|(?<=[a-z])\+(?=[a-z])")
_TRUNCATION = re.compile(r"(?<=[a-z\u00df-\u024f])[!%#~+]$")  # as other programs write `*`
_BULLET = re.compile(r"^(?:[-–•·]|\d{1,2}[.)])\s")
_LIST = re.compile(r"[,;]\s*[^\s\d]|[、，；]|\s/\s|[,;]$")
_WORD = re.compile(r"[\w'-]+\*?")


def syntax(inputs: PatternInputs) -> Iterator[Finding]:
    """Patterns with quotation marks, rules, regular expressions or lists, all taken literally."""
    yield from _quoted(inputs)
    unread = []
    listed = []
    for theme, pattern in _names(_with_status(inputs, "never matches")):
        found = _find_syntax(pattern)
        if found:
            unread.append(f"{theme}: {pattern} (has {found})")
        elif _LIST.search(pattern):
            listed.append(f"{theme}: {pattern}")
    if unread:
        yield Finding(
            "warning",
            SUBJECT,
            len(unread),
            f"{pluralize(len(unread), 'pattern')} with rules or regular expressions, never found",
            "write each word or phrase as a pattern of its own, with * and ? as wildcards",
            tuple(unread),
        )
    if listed:
        yield Finding(
            "warning",
            SUBJECT,
            len(listed),
            f"{pluralize(len(listed), 'pattern')} with a comma or the like between words, "
            "never found",
            "if these are lists, write each word or phrase as a pattern of its own",
            tuple(listed),
        )


def _quoted(inputs: PatternInputs) -> Iterator[Finding]:
    """Find patterns in quotation marks, and those with one inside that are never found."""
    never = set(_names(_with_status(inputs, "never matches")))
    places = []
    for theme, pattern in _names(inputs.pattern_use):
        has_marks = bool(set(pattern) & set(_QUOTATION_MARKS))
        if _is_quoted(pattern) or (has_marks and (theme, pattern) in never):
            places.append(f"{theme}: {pattern}")
    if places:
        yield Finding(
            "warning",
            SUBJECT,
            len(places),
            f"{pluralize(len(places), 'pattern')} in quotation marks, which must be in the texts",
            "delete the marks: a pattern of several words is a phrase anyway",
            tuple(places),
        )


def _is_quoted(pattern: str) -> bool:
    """Whether a pattern begins with a quotation mark, or is between single ones.

    >>> [_is_quoted(pattern) for pattern in ["“tax”", "‘tax’", "'s", "tax"]]
    [True, True, False, False]
    """
    bare = pattern.strip("*? ")
    if bare.startswith(tuple(_QUOTATION_MARKS)):
        return True
    return len(bare) > 2 and bare[0] in _SINGLE_MARKS and bare[-1] in _SINGLE_MARKS


def _find_syntax(pattern: str) -> str:
    """Return the first sign of a rule or of a regular expression in a pattern, or "".

    >>> [_find_syntax(pattern) for pattern in ["tax w/5 rate", "tax!", "ta[xk]", "• tax", "tax"]]
    ['w/5', '!', '[xk]', '•', '']
    """
    for syntax in (_RULE, _REGEX, _TRUNCATION, _BULLET):
        match = syntax.search(pattern)
        if match:
            return match[0].strip()
    return regex_syntax(pattern)


def in_capitals(inputs: PatternInputs) -> Iterator[Finding]:
    """Patterns with words in capitals that the texts have only in small letters.

    A short word may be an abbreviation, so it counts only if all of the codebook is in capitals.
    """
    use = inputs.pattern_use
    are_most = sum(map(_has_capitals, use["pattern"])) >= THROUGHOUT * len(use)
    written_small = sorted(word for word in inputs.search.words if word.islower())
    places = []
    for theme, pattern in _names(_with_status(inputs, "never matches")):
        words = _WORD.findall(pattern)
        capitals = [word.lower() for word in words if _has_capitals(word)]
        if not any(are_most or len(word) >= LONG_WORD for word in capitals):
            continue
        are_small = all(_occurs(word, written_small) for word in capitals)
        if are_small and all(_occurs(word.lower(), inputs.small_words) for word in words):
            places.append(f"{theme}: {pattern}")
    if places:
        yield Finding(
            "warning",
            SUBJECT,
            len(places),
            f"{pluralize(len(places), 'pattern')} in capitals, never found, "
            "though the texts have these words in small letters",
            "write them in small letters: a word in capitals matches only in capitals",
            tuple(places),
        )


def _has_capitals(pattern: str) -> bool:
    return without_capitals(pattern) != pattern


def everywhere(inputs: PatternInputs) -> Iterator[Finding]:
    """Patterns that alone are in over a fifth of all sentences."""
    n_sentences = len(inputs.sentences)
    if n_sentences < FEWEST_SENTENCES:
        return
    use = inputs.pattern_use
    frequent = use[use["n_hits"] > MOST_OF_ALL * n_sentences]
    found = []
    for theme, pattern in _names(frequent):
        is_own = (inputs.hits["theme"] == theme) & (inputs.hits["pattern"] == pattern)
        n = len(inputs.hits.loc[is_own, KEY].drop_duplicates())
        if n > MOST_OF_ALL * n_sentences:
            found.append((n, f"{theme}: {pattern} (in {n:,} of {n_sentences:,} sentences)"))
    if found:
        found.sort(key=lambda pair: -pair[0])
        yield Finding(
            "warning",
            SUBJECT,
            len(found),
            f"{pluralize(len(found), 'pattern')} in over a fifth of all sentences",
            "read some of these sentences: a word so common says little about a theme",
            tuple(place for _, place in found),
        )


def both_cases(inputs: PatternInputs) -> Iterator[Finding]:
    """Patterns found as an abbreviation in capitals and as a word in small letters alike."""
    hits = inputs.hits
    number, spellings = pd.factorize(hits["match"])
    small = {spelling for spelling in spellings if spelling.islower()}
    capitals = {spelling for spelling in spellings if _is_abbreviation(spelling)}
    capitals = {spelling for spelling in capitals if spelling.lower() in small}
    if not capitals:
        return
    wanted = capitals | {spelling.lower() for spelling in capitals}
    is_wanted = pd.Series(spellings).isin(wanted).to_numpy()[number]
    chosen = hits.loc[is_wanted, [*KEY, "theme", "pattern", "match"]]
    chosen = _without_shouting(chosen, inputs.sentences)
    places = []
    for (theme, pattern), matches in chosen.groupby(["theme", "pattern"], sort=False)["match"]:
        counts = matches.value_counts()
        for word in counts.index:
            if word in capitals and word.lower() in counts:
                pair = f"{word.lower()} {counts[word.lower()]:,} · {word} {counts[word]:,}"
                places.append(f"{theme}: {pattern} ({pair})")
    if places:
        yield Finding(
            "warning",
            SUBJECT,
            len(places),
            f"{pluralize(len(places), 'pattern')} found in capitals and in small letters alike",
            "if the abbreviation is meant, write it in capitals; if not, put it under `not`",
            tuple(places),
        )


def _is_abbreviation(spelling: str) -> bool:
    is_short = 2 <= len(spelling) <= LONGEST_ABBREVIATION
    return is_short and spelling.isalpha() and spelling.isupper()


def _without_shouting(hits: pd.DataFrame, sentences: pd.DataFrame) -> pd.DataFrame:
    """Leave out hits in sentences that are in capitals as a whole, such as headlines."""
    written = sentences[[*KEY, "sentence"]]
    own = hits.merge(written, on=KEY, how="left", validate="many_to_one")
    is_shouted = own["sentence"].str.isupper()
    return own[~is_shouted.to_numpy(dtype=bool)]


def never_found(inputs: PatternInputs) -> Iterator[Finding]:
    """Patterns that match nothing, those first whose words may be misspelt.

    Those that are not read as they are meant have findings of their own.
    """
    never = _with_status(inputs, "never matches")
    never = never[~never["pattern"].map(_is_misread).astype(bool)]
    if never.empty:
        return
    words = inputs.small_words
    missing = {}
    for _, pattern in _names(never):
        in_pattern = _WORD.findall(pattern.lower())
        missing[pattern] = [word for word in in_pattern if not _occurs(word, words)]
    near = nearest_words([word for listed in missing.values() for word in listed], words)
    places = []
    misspelt = []
    for theme, pattern in _names(never):
        alike = [like for word in missing[pattern] for like in near.get(word, ())]
        if alike:
            named = ", ".join(alike[:MOST_NEAREST])
            misspelt.append(f"{theme}: {pattern} (the texts have: {named})")
        else:
            places.append(f"{theme}: {pattern}")
    yield Finding(
        "note",
        SUBJECT,
        len(never),
        f"{len(never):,} of {pluralize(len(inputs.pattern_use), 'pattern')} never match",
        "nothing to do for words that do not occur; correct misspelt ones",
        (*misspelt, *places),
    )


def _is_misread(pattern: str) -> bool:
    return _is_quoted(pattern) or bool(_find_syntax(pattern))


def _occurs(word: str, words: list[str]) -> bool:
    """Whether a word, or one that begins like it if it ends in `*`, is among sorted words."""
    stem = word.removesuffix("*")
    position = bisect_left(words, stem)
    if position == len(words):
        return False
    following = words[position]
    return following.startswith(stem) if word.endswith("*") else following == stem


def shadowed(inputs: PatternInputs) -> Iterator[Finding]:
    """Patterns that match, but whose words other patterns of the theme always take."""
    rows = _with_status(inputs, "shadowed")
    if len(rows):
        yield Finding(
            "note",
            SUBJECT,
            len(rows),
            f"{pluralize(len(rows), 'pattern')} whose matches all go to other patterns",
            "nothing to do, unless they should count on their own",
            tuple(f"{theme}: {pattern}" for theme, pattern in _names(rows)),
        )


def shared(inputs: PatternInputs) -> Iterator[Finding]:
    """Patterns that several themes have: the codebook itself makes these themes co-occur."""
    use = inputs.pattern_use[~inputs.pattern_use["excludes"]]
    themes: dict[str, list[str]] = {}
    written: dict[str, str] = {}
    for theme, pattern in _names(use):
        meaning = fold(pattern)
        themes.setdefault(meaning, []).append(theme)
        written.setdefault(meaning, pattern)
    several = {meaning: own for meaning, own in themes.items() if len(own) > 1}
    if several:
        places = [f"{written[meaning]} ({', '.join(own)})" for meaning, own in several.items()]
        yield Finding(
            "note",
            SUBJECT,
            len(several),
            f"{pluralize(len(several), 'pattern')} that several themes share",
            "keep in mind: the codebook itself makes these themes co-occur",
            tuple(places),
        )


def split_by_a_word(inputs: PatternInputs) -> Iterator[Finding]:
    """Find patterns of which many matches stand beside the same word, as in “social security”."""
    splits = split_patterns(inputs.sentences, inputs.hits, inputs.codebook)
    is_strong = (splits["share"] >= LEAST_SPLIT) & (splits["n_beside"] >= FEWEST_SPLIT)
    places = []
    for (theme, pattern), words in splits[is_strong].groupby(["theme", "pattern"], sort=False):
        n_of_side = words.groupby("side")["word"].transform("size")
        side = words.loc[n_of_side.idxmax(), "side"]
        counts = words.loc[words["side"] == side, ["n_beside", "phrase"]].to_numpy().tolist()
        said = ", ".join(f"{n:,} “{phrase}”" for n, phrase in counts)
        places.append(f"{theme}: {said} (of {words['n_hits'].iloc[0]:,} of {pattern})")
    if places:
        beside = "many of whose matches are beside the same word"
        yield Finding(
            "note",
            SUBJECT,
            len(places),
            f"{pluralize(len(places), 'pattern')} {beside}",
            "read some of each: if one kind is about something else, make it a `not` pattern",
            tuple(places),
        )


def _with_status(inputs: PatternInputs, status: str) -> pd.DataFrame:
    use = inputs.pattern_use
    return use[use["status"] == status]


def _names(use: pd.DataFrame) -> Sequence[tuple[str, str]]:
    """The theme and the wording of each pattern."""
    return list(zip(use["theme"].tolist(), use["pattern"].tolist(), strict=True))
