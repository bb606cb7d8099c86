"""A study as researchers have it: speeches with page headers that cut sentences, and copies.

    python tests/checks/messy_study.py DIR

writes it to a new folder. The words are made up, sentence by sentence, from lists of words.
"""

import random
import sys
from pathlib import Path

SUBJECTS = [
    "the council",
    "the government",
    "every delegation",
    "our region",
    "the assembly",
    "civil society",
    "the court",
    "a small island",
    "the committee",
    "this city",
    "the commission",
    "a farmer",
    "the teacher",
    "the fishing fleet",
]
VERBS = [
    "supports",
    "has rejected",
    "must protect",
    "will renew",
    "cannot afford",
    "asks for",
    "has written",
    "is building",
    "remembers",
    "welcomes",
    "has measured",
    "may lose",
    "was promised",
    "repairs",
]
OBJECTS = [
    "clean water",
    "a new treaty",
    "the rights of children",
    "safe roads",
    "the coastal forests",
    "fair prices",
    "the old agreement",
    "more schools",
    "the harvest",
    "open meetings",
    "a common market",
    "lasting peace",
    "street lights",
    "the archive",
]
PLACES = [
    "in the north",
    "before the winter",
    "for the third time",
    "without delay",
    "near the border",
    "after the flood",
    "with its neighbours",
    "despite the cost",
    "on both shores",
    "under the charter",
    "since the last session",
    "as the report says",
    "by a narrow vote",
    "among the villages",
]

CODEBOOK = """\
name: Speeches
version: "1"
themes:
  rights: {patterns: ["right*", "treaty"]}
  water: {patterns: ["clean water", "flood*"]}
"""


def make_sentence(rng: random.Random) -> str:
    clauses = [
        f"{rng.choice(SUBJECTS)} {rng.choice(VERBS)} {rng.choice(OBJECTS)} {rng.choice(PLACES)}"
        for _ in range(rng.randint(1, 3))
    ]
    sentence = ", and ".join(clauses)
    return f"{sentence[0].upper()}{sentence[1:]}."


def make_paragraphs(rng: random.Random, n: int) -> list[str]:
    return [" ".join(make_sentence(rng) for _ in range(rng.randint(3, 6))) for _ in range(n)]


def change_a_word(rng: random.Random, paragraphs: list[str]) -> list[str]:
    """The same text but for a word in its middle."""
    changed = list(paragraphs)
    number = len(changed) // 2
    words = changed[number].split(" ")
    words[len(words) // 2] = rng.choice(["however", "indeed", "again"])
    changed[number] = " ".join(words)
    return changed


def with_page_headers(rng: random.Random, paragraphs: list[str], meeting: int) -> str:
    """Put the header of a page into the middle of every third paragraph, as archives have it."""
    date = f"{rng.randint(1, 28):02}/{rng.randint(1, 12):02}/2015"
    page = 1
    blocks = []
    for number, paragraph in enumerate(paragraphs):
        if number % 3 != 1:
            blocks.append(paragraph)
            continue
        page += 1
        words = paragraph.split(" ")
        cut = next(i for i in range(len(words) // 2, len(words)) if _is_inside(words, i))
        blocks += [
            " ".join(words[:cut]),
            f"A/70/PV.{meeting} {date}",
            "---",
            f"Page {page} (continued):",
            " ".join(words[cut:]),
        ]
    return "\n\n".join(blocks) + "\n"


def _is_inside(words: list[str], i: int) -> bool:
    """Whether a sentence goes on, with a small letter, at a word."""
    return words[i][0].islower() and words[i - 1][-1].isalpha()


def write_messy_study(folder: Path, n: int = 140, n_copies: int = 7) -> None:
    """Write `n` speeches; `n_copies` of them repeat an earlier one but for a word or a paragraph."""
    rng = random.Random(13)
    folder.mkdir(parents=True)
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    speeches = [make_paragraphs(rng, rng.randint(9, 15)) for _ in range(n - n_copies)]
    for number in range(n_copies):
        copy = change_a_word(rng, speeches[5 * number])
        if number % 3 == 2:
            copy += make_paragraphs(rng, 1)
        speeches.append(copy)
    for number, paragraphs in enumerate(speeches, start=1):
        text = with_page_headers(rng, paragraphs, meeting=10 + number % 30)
        (folder / f"speech-{number:03}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write_messy_study(Path(sys.argv[1]))
