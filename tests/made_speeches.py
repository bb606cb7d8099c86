"""Made speeches: texts of made-up words, in which the words of known topics share sentences.

A speech has a few topics, a paragraph one or none. Words of a topic stand as nouns do, mostly
between function words.
"""

import random

import pandas as pd

from analysis.sentences.split import split_sentences

_FUNCTION_WORDS = """
    the of and to in a is that for it as was with be by on not we this are or from at which but have
    an had they our were one all can has there been if more when will would who so no
"""
FUNCTION_WORDS = _FUNCTION_WORDS.split()
TOPICS = {
    "climate": "climate change, sea levels, emissions, warming, oceans, carbon, glaciers, drought",
    "debt": "external debt, interest rates, creditors, loans, repayment, bonds, default, lenders",
    "refuge": "refugee camps, host communities, asylum, displaced, borders, shelter, returnees",
    "arms": "nuclear weapons, test ban, missiles, warheads, disarmament, arsenals, inspectors",
    "health": "public health, infectious diseases, vaccines, hospitals, nurses, malaria, clinics",
    "courts": "rule of law, judges, prosecutors, tribunal, verdicts, impunity, witnesses, trials",
}
PHRASES = {topic: words.split(", ") for topic, words in TOPICS.items()}
_SYLLABLES = "ba do ki lu me na po ra si tu ve zo gri sta pla cho"
SYLLABLES = _SYLLABLES.split()
N_FILLERS = 600


def made_speeches(n_texts: int, seed: int = 1) -> pd.DataFrame:
    """Sentences of made speeches; the texts with the topics' words are the same for each seed."""
    chance = random.Random(seed)
    fillers = sorted({"".join(chance.choices(SYLLABLES, k=3)) for _ in range(N_FILLERS)})
    texts = [_speech(chance, fillers) for _ in range(n_texts)]
    names = [f"speech-{number:03}" for number in range(n_texts)]
    documents = pd.DataFrame({"doc_id": names, "text": texts, "language": "en"})
    return split_sentences(documents)


def _speech(chance: random.Random, fillers: list[str]) -> str:
    topics = [*chance.sample(sorted(PHRASES), k=2), ""]
    paragraphs = []
    for _ in range(chance.randint(4, 8)):
        words = PHRASES.get(chance.choice(topics), [])
        n_sentences = chance.randint(4, 8)
        paragraphs.append(" ".join(_sentence(chance, fillers, words) for _ in range(n_sentences)))
    return "\n\n".join(paragraphs)


def _sentence(chance: random.Random, fillers: list[str], topic: list[str]) -> str:
    words: list[str] = []
    for _ in range(chance.randint(8, 17)):
        kind = chance.random()
        if topic and kind < 0.18:
            phrase = chance.choice(topic)
            framed = chance.random() < 0.7
            words += (
                [_function_word(chance), phrase, _function_word(chance)] if framed else [phrase]
            )
        elif kind < 0.6:
            words.append(_function_word(chance))
        else:
            words.append(fillers[int(len(fillers) * chance.random() ** 2)])
    return " ".join(words).capitalize() + "."


def _function_word(chance: random.Random) -> str:
    return FUNCTION_WORDS[int(len(FUNCTION_WORDS) * chance.random() ** 3)]
