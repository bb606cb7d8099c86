r"""From texts to sentences: every sentence is `text[start:end]`, and none is lost.

The ends are those of the library sentencex, looked for twice (it never ends a sentence inside quotation marks or
brackets, so they are blanked for the second look), with what it overlooks added and what it takes for an end by mistake
taken away. A piece without letter or digit (`…`, `!`) belongs to the sentence before it, at the start of a paragraph to
the next.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd
import regex
import sentencex

from .blocks import NUMBER, REFERENCE, UNSPACED, Span, heading_text, split_parts
from .tables import DOCUMENTS, SENTENCES

WINDOW = 10_000  # characters
SHORT_PIECE = 12  # characters: as short are markers (`1.`) and pieces without a letter (`…`)
LONGEST_ABBREVIATION = 20
STACKED = " — "


def split_sentences(documents: pd.DataFrame) -> pd.DataFrame:
    """Split every text into sentences; one row is one sentence, in the order of `doc_id` and of the text.

    `documents` needs `doc_id` and `text`; `language` (BCP 47) is used where it is there and known, else English is
    taken. `start` and `end` count code points of the text, `n_words` the words of the sentence (in Chinese, Japanese
    and Thai its characters without blanks), `paragraph` counts from 1 within the text, `section` is the heading above.
    Raises `InputError` where a column is missing or a `doc_id` comes twice.

    >>> text = "Aims\\n\\nDr. Ba asked: “Why? How?” (Nobody knew.) It was 5 p.m. in Geneva."
    >>> sentences = split_sentences(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    >>> sentences[["sent_id", "section", "paragraph", "start", "end", "n_words"]].to_numpy().tolist()
    [[1, 'Aims', 1, 6, 25, 4], [2, 'Aims', 1, 26, 31, 1], [3, 'Aims', 1, 32, 46, 2], [4, 'Aims', 1, 47, 71, 6]]
    >>> sentences["sentence"].tolist()
    ['Dr. Ba asked: “Why?', 'How?”', '(Nobody knew.)', 'It was 5 p.m. in Geneva.']
    """
    DOCUMENTS.need(documents, ["doc_id", "text"])
    DOCUMENTS.unique(documents)
    languages = documents["language"] if "language" in documents else [""] * len(documents)
    texts = sorted(zip(documents["doc_id"].astype(str), documents["text"].fillna(""), languages, strict=True))
    rows = [row for doc_id, text, language in texts for row in _rows(doc_id, text, primary(language))]
    return SENTENCES.frame(dict(zip(SENTENCES.columns, zip(*rows, strict=True), strict=False)))


def primary(language: object) -> str:
    """The first part of a language's tag, `en` where there is none.

    >>> primary("zh-Hans"), primary("FR"), primary(""), primary(None)
    ('zh', 'fr', 'en', 'en')
    """
    found = re.match(r"[a-z]{2,3}(?![a-z])", language.strip().lower()) if isinstance(language, str) else None
    return found[0] if found else "en"


def _rows(doc_id: str, text: str, language: str) -> Iterator[tuple]:
    """The rows of one text, in the order of `SENTENCES.columns`."""
    section, headings, paragraph, sent_id = "", [], 0, 0
    for part in split_parts(text, language):
        if part.heading:
            headings += [heading_text(text[start:end]) for start, end in part.spans]
            continue
        section, headings = (STACKED.join(headings) if headings else section), []
        paragraph += 1
        for begin, stop in part.spans:
            for start, end in sentence_spans(text[begin:stop], language):
                sentence = text[begin + start : begin + end]
                sent_id += 1
                n_words = _n_words(sentence, language)
                yield doc_id, sent_id, section, paragraph, begin + start, begin + end, n_words, sentence


def _n_words(sentence: str, language: str) -> int:
    words = sentence.split()
    return sum(map(len, words)) if language in UNSPACED else len(words)


# -- where sentences end -----------------------------------------------------------------------------------------


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Followed by a name: no end, unless a word follows that only begins sentences.
TITLES = _words(
    "adm amb brig capt cmdr col comm cpl cpt dr fr ft gen gov hon lt lieut maj messrs mgr mlle mlles mm mme mmes mr mrs"
    " ms msgr mt mx pres prof profs pvt rep reps rev rt sen sens sgt sr sra srta st ste supt"
)
# Something always follows.
NEVER = _words("approx ca cf e.g eg esp i.e ie incl viz vs z.b d.h u.a resp v")
# No end before a number, a roman numeral or a single letter.
NUMBERED = _words(
    "add al amend annex app art arts c cap ch chap chaps chs cl cls col cols ed eds eq eqs ex fig figs fn fol ibid id l"
    " ll lit n nn nos nr nrs num nº op p par para paras pars pg ph pl pp pt pts ref refs reg regs res resol s sec"
    " secs sect sects ser sess ss subpara subparas supp suppl tab tel tit v ver vol vols doc docs fasc"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
# In one language only: an initial elsewhere, or another word.
OWN_TITLES = {"fr": {"M", "mm", "me", "av", "apr", "ex", "env"}, "es": {"D", "dña", "ud", "uds"}}
_CLOCK = {"a.m", "p.m"}
# Words that begin a sentence and hardly ever a name.
_STARTERS = (
    r"(?:The|I(?:['’]\w+)?|This|That|These|Those|He|She|It|It['’]s|We|They|You|His|Her|Its|Our|Their|My|Your|An?|In|On|At|For|From"
    r"|With|But|And|Or|So|If|When|While|As|After|Before|However|Meanwhile|Moreover|There|Here|What|Who|Why|How|Where"
    r"|Although|Though|Since|Because|Now|Then|Yet|Also|Some|Many|Most|All|Both|Each|Every|Another|Other|Others|No|Not"
    r"|To|By|Is|Are|Was|Were|Do|Does|Did|Can|Could|Would|Should|Will|Such|Despite|During|Under|Until|Among|Nor"
    r"|Le|La|Les|Il|Elle|Ils|Elles|Une?|Ce|Cette|Ces|Mais|Et|En|Dans|Au|Aux|Pour|Des?|Du|Nous|Vous|Je|Son|Sa|Ses|Leurs?"
    r"|L['’]\w+|D['’]\w+|C['’]\w+|El|Los|Las|Una?|Pero|Der|Die|Das|Ein|Eine|Er|Sie|Es|Wir)(?![\w.])"
)
_ODD = re.compile(r"[^\S ]|[\ud800-\udfff]")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"  # or a letter of a script other than Latin
_FINAL = regex.compile(r"[\p{Sentence_Terminal}…]")
_MARKS = regex.compile(r"""[\p{Ps}\p{Pe}"'‘’“”„‟«»‹›]""")
_INSIDE = re.compile(  # bounds, for a run of 100,000 stops would be looked through 100,000 times
    r"[.?!…؟۔。！？][^\w\s]{0,9}(?:\s{1,9}[^\w\s]{0,9}[^\Wa-zß-öø-ÿ]|(?<=[。！？”’」』）])\w)"
)
_CLOSERS = regex.compile(
    rf"""(?:["'”’»›“\p{{Pe}}]|[*_]+(?=[\s\p{{Pe}}]|$))*(?:\s+[»›”’)\]\}}]+(?=[\s.,;:]|$))*[¹²³⁰⁴-⁹]*(?:\s?{REFERENCE}(?!\w))*"""
)
_OPENING = "\"'“‘«([{„"
_OPENED = regex.compile(rf"(?<=\S)\s+[{regex.escape(_OPENING)}]+$")
_MORE = re.compile(
    rf"""[.?!…:;](?:(?<=[:;])-?\)(?=\s+{_CAPITAL})"""  # Thanks :) See you
    rf"""|(?<![:;])(?:(?:(?<=…)|(?<=\.\.\.))(?=["”’»)\]]*\s+["“‘«(\[]?(?!I\b){_CAPITAL})"""  # Well… Perhaps
    rf"""|(?=["”’»)\]]*(?:{REFERENCE}|[¹²³⁰⁴-⁹])+\s+["“‘«(\[]?{_CAPITAL})"""  # in 1805.[6] Later
    rf"""|(?<=\.)(?=["”’»)\]]*\s+["“‘«(\[]?{_STARTERS})"""  # in the U.S. The
    rf"""|(?=["”’»)\]]*\s+\(?(?:\d{{1,2}}|[a-z])[.)]\s+{_CAPITAL})))"""  # 1. One. 2. Two.
)
_STARTS = regex.compile(rf"""\s+["“‘«(\[]*{_STARTERS}""")
_SAYS = (  # of direct speech
    r"(?:said|says|asked|asks|cried|cries|replied|shouted|whispered|exclaimed|added|answered|called|yelled|muttered"
    r"|demanded|inquired|enquired|wondered|screamed|responded|murmured|thought)\b"
)
_GOES_ON = regex.compile(
    r"""\s*[,;:]|\s*[–—-]+\s*\p{Ll}"""
    r"""|(?<=["'”’»›“)\]…*_]|\.\.)\s*\p{Ll}"""  # “Why?” they asked
    rf"""|(?<=[?!…]["'”’»])\s+(?!(?:He|She|It|We|They)\b)(?:\p{{Lu}}[\w.’'-]*\s+){{1,3}}{_SAYS}"""  # “Why?” Ms. D said
    r"""|(?<=[(\[][?!….]+[)\]]["”]?)"""  # a (!) or a […] in a sentence
    r"""|(?<=[」』])\p{Hiragana}"""
)
_NUMBER_FOLLOWS = regex.compile(r"\s+[\(\[]?(?:[\p{Nd}§#]|[IVXLC]+\b|\p{L}\b(?!['’]))")
_DIGIT_FOLLOWS = regex.compile(r"\s+\p{Nd}")  # "No." is a word, too
_SMALL_FOLLOWS = regex.compile(r"\s+\p{Ll}")
_WORD = re.compile(r"(?:\w[\w.&]*)?$")
_LETTERS_WITH_STOPS = regex.compile(r"(?:\p{L}\.)+\p{L}")
_NOT_AFTER_CLOCK = re.compile(
    r"\s+(?:\(|[A-Z]{2,4}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Eastern|Central|Pacific|Greenwich|local)\b)"
)
_UNSPACED_END = regex.compile(  # it ended.They left; not in One.Tel or www.Example.org
    r"""(?!\w+[./@]\w)(?:(?<=(?<![\w.@/-])\p{Ll}{2,}\.)(?:["“‘«(]|\p{Lu}\p{Ll})"""
    rf"""|(?<=(?<![\w.@/-])\p{{L}}\p{{Ll}}+\.){_STARTERS})"""
)
_MARKER = regex.compile(rf"\s*(?:[-*•–]\s*)?(?:{NUMBER}[.)]{{1,2}}|\({NUMBER}\))")


def sentence_spans(text: str, language: str = "en") -> list[Span]:
    """The sentences of one paragraph or list item, without the blanks around them.

    >>> sentence_spans("See para. 12. Then stop.")
    [(0, 13), (14, 24)]
    """
    spans, start = [], 0
    for end in [*_ends(text, language), len(text)]:
        sentence = text[start:end]
        if bare := sentence.strip():
            begin = start + len(sentence) - len(sentence.lstrip())
            spans.append((begin, begin + len(bare)))
        start = end
    return spans


def _ends(text: str, language: str) -> list[int]:
    """Where sentences end inside `text`, in order; its own end is not among them."""
    same = text.replace("\n", " ")
    if not same.isprintable():  # no text that has a blank other than " ", or a surrogate, is
        same = _ODD.sub(lambda odd: " " if odd[0].isspace() else "\ufffd", same)
    found = _look(same, language)
    more = [match.end() for match in _MORE.finditer(same)]
    ends = [*found, *more, *_second_look(same, language, found)]
    return _kept(same, language, sorted({_with_closers(same, end) for end in ends}))


def _second_look(text: str, language: str, found: list[int]) -> list[int]:
    """The ends inside quotation marks and brackets, of the sentences that may hold any."""
    return [
        start + inner
        for start, end in pairwise([0, *found, len(text)])
        if _INSIDE.search(text, start, end) and _MARKS.search(text, start, end)
        for inner in _look(_MARKS.sub(" ", text[start:end]), language)
        if _FINAL.match(text, start + inner - 1)
    ]


def _with_closers(text: str, end: int) -> int:
    """The end moved in front of a quotation mark that opens there, or behind the marks that close there."""
    if text[end - 1] in _OPENING and (opening := _OPENED.search(text, max(0, end - 5), end)):
        end = opening.start()
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isalpha():
        return end  # as nearly always
    return _CLOSERS.match(text, end).end()


def _look(text: str, language: str) -> list[int]:
    """The inner sentence ends that sentencex sees; its segments keep every character, so their lengths add up.

    Its time grows with the square of the text, so a long one is shown through a window. The last segment of a window
    may go on behind it: the next window begins there.
    """
    ends, at = [], 0
    while at < len(text):
        stop = at + WINDOW
        segments = sentencex.segment(language, text[at:stop])
        for segment in segments[:-1]:
            ends.append(at + len(segment.rstrip()))
            at += len(segment)
        if stop >= len(text) or len(segments) < 2:
            at += len(segments[-1])
    return ends


def _kept(text: str, language: str, ends: list[int]) -> list[int]:
    """The ends without those that are none, and without those that would leave a piece without letter or digit."""
    kept: list[int] = []
    for end in ends:
        start = kept[-1] if kept else 0
        short = end - start < SHORT_PIECE
        if end >= len(text) or not _is_end(text, language, end) or (short and _MARKER.fullmatch(text, start, end)):
            continue
        if short and not any(map(str.isalnum, text[start:end])):
            if kept:
                kept[-1] = end
            continue
        kept.append(end)
    if kept and len(text) - kept[-1] < SHORT_PIECE and not any(map(str.isalnum, text[kept[-1] :])):
        kept.pop()
    return kept


def _is_end(text: str, language: str, end: int) -> bool:
    if _GOES_ON.match(text, end):
        return False
    if text[end - 1] != ".":
        return True
    if not text[end].isspace():
        return bool(_UNSPACED_END.match(text, end))
    near = max(0, end - LONGEST_ABBREVIATION)
    word = text[max(text.rfind(" ", near, end) + 1, near) : end - 1]
    if not word.isalnum():
        word = _WORD.search(word)[0]
    return not _is_abbreviation(word, language, text, end)


def _is_abbreviation(word: str, language: str, text: str, end: int) -> bool:
    """Whether the full stop at `end` belongs to the abbreviation `word` and the sentence goes on."""
    key = word.lower() if len(word) > 1 else word
    if key in NEVER:
        return True
    if key in TITLES or key in OWN_TITLES.get(language, ()):
        return not _STARTS.match(text, end)
    if key in NUMBERED and _NUMBER_FOLLOWS.match(text, end):
        return True
    if key == "no":
        return bool(_DIGIT_FOLLOWS.match(text, end))
    if (len(word) == 1 or key in NUMBERED) and _SMALL_FOLLOWS.match(text, end):
        return True
    if key in _CLOCK:
        return bool(_NOT_AFTER_CLOCK.match(text, end))
    return "." in word and bool(_LETTERS_WITH_STOPS.fullmatch(word)) and not _STARTS.match(text, end)
