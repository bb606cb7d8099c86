"""sentencex finds the same ends in parts of a text as in the whole text."""

import random

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.sentences import find_ends
from analysis.sentences.split import split_sentences

TOKENS = (
    "word Word The it Dr Inc Yahoo Yahoo! U.S e.g no No 3.5 1999 I x don't 'tis Jones' 'Go stop' ( [ ) ] \" “ ” ‘ ’ « » . ? ! ... ?!"
    ' … : ; , - – • (1) (a) (A) 2) ii) (iv) B.) 1. a. @ * < { ` 。 [6] ² ¿ well-known MORE. end. done! why? ended.They end." end.)'
    ' end.” end). “end”. 5%. p.m. Jan. J. (see Go."'
)


def random_text(draw):
    """Words and punctuation in any order, with or without spaces between them."""
    tokens = TOKENS.split()
    chosen = draw.choice([tokens, tokens[:12]])
    text = ""
    for _ in range(draw.choice([4, 12, 40])):
        text += draw.choice(chosen) + draw.choice(["", " ", " ", " ", "  "])
    return text


def ends_in_whole_segments(buffer, certain):
    segments = find_ends.Spans(buffer.segments.start, buffer.segments.end)
    return find_ends._ask_sentencex(buffer, segments)


def test_parts_of_an_english_text_have_the_same_ends_as_the_whole():
    draw = random.Random(1)
    texts = ["itYahoo Word?! I Inc ii)it said no", *(random_text(draw) for _ in range(4000))]
    doc_ids = [f"{number:04}" for number in range(len(texts))]
    documents = pd.DataFrame({"doc_id": doc_ids, "text": texts})
    in_parts = split_sentences(documents)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find_ends, "_find_english_ends", ends_in_whole_segments)
        in_whole = split_sentences(documents)
    assert_frame_equal(in_parts, in_whole)
