r"""From texts to sentences: every sentence is `text[start:end]`, and none is lost.

The ends are those of the library sentencex, looked for twice (it never ends a sentence inside quotation marks or
brackets, so they are blanked for the second look), with what it overlooks added and what it takes for an end by mistake
taken away. `。` ends a sentence in any language, and no sentence begins with a small letter in any but English. A piece
without letter or digit (`…`, `!`) belongs to the sentence before it, at the start of a paragraph to the next.
"""

import re
from collections.abc import Iterator
from itertools import cycle, pairwise

import numpy as np
import pandas as pd
import regex
import sentencex

from .blocks import NUMBER, REFERENCE, Span, heading_text, split_parts
from .languages import ENGLISH, UNSPACED, primary
from .tables import DOCUMENTS, SENTENCES, TEXT

WINDOW = 10_000  # characters
SHORT_PIECE = 12  # characters: as short are markers (`1.`) and pieces without a letter (`…`)
LONGEST_ABBREVIATION = 20
STACKED = " — "
BULLETS = tuple("•⁃⁌⁍■□▪▫▶▸►◆◇○●◦★☆➢➣➤")  # sentencex ends nothing in what begins with one of them


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
    tags = documents["language"] if "language" in documents else [""] * len(documents)
    texts = zip(documents["doc_id"].astype(str), documents["text"].fillna(""), map(primary, tags), strict=True)
    runs, starts, sentences, n_words = [], [], [], []  # columns: a tuple a row would be slow
    for doc_id, text, language in sorted(texts):
        for section, paragraph, begin, stop in _paragraphs(text, language):
            places, found, counts = _split(text[begin:stop], language)
            runs.append((doc_id, section, paragraph, len(found)))
            starts += [begin + place for place in places]
            sentences += found
            n_words += counts
    doc_ids, sections, paragraphs, times = zip(*runs, strict=True) if runs else [()] * 4
    frame = pd.DataFrame({"doc_id": doc_ids, "section": sections, "paragraph": paragraphs})
    frame = frame.loc[np.repeat(frame.index, times)].reset_index(drop=True)
    frame["sent_id"] = frame.groupby("doc_id").cumcount() + 1
    frame["start"] = np.array(starts, int)
    frame["end"] = frame["start"] + np.fromiter(map(len, sentences), int, len(sentences))
    frame["n_words"] = np.array(n_words, int)
    frame["sentence"] = pd.array(sentences, dtype=TEXT)
    return SENTENCES.frame(frame)


def _paragraphs(text: str, language: str) -> Iterator[tuple[str, int, int, int]]:
    """Section, number of the paragraph, start and end of every span that holds sentences."""
    section, headings, paragraph = "", [], 0
    for part in split_parts(text, language):
        if part.heading:
            headings += [heading_text(text[start:end]) for start, end in part.spans]
            continue
        section, headings = (STACKED.join(headings) if headings else section), []
        paragraph += 1
        for start, end in part.spans:
            yield section, paragraph, start, end


def _split(text: str, language: str) -> tuple[list[int], list[str], list[int]]:
    """The sentences of one paragraph or list item: where they begin, themselves, and how many words they have."""
    same = _printable(text)
    if same.startswith(BULLETS):
        same = "-" + same[1:]
    starts, sentences, at = [], [], 0
    for end in [*_ends(same, language), len(text)]:
        if rest := text[at:end].lstrip():
            starts.append(end - len(rest))
            sentences.append(rest.rstrip())
        at = end
    if language in UNSPACED:
        n_words = [sum(map(len, sentence.split())) for sentence in sentences]
    elif same == text and "  " not in text:  # one " " between two words
        n_words = [sentence.count(" ") + 1 for sentence in sentences]
    else:
        n_words = [len(sentence.split()) for sentence in sentences]
    return starts, sentences, n_words


# -- where sentences end -----------------------------------------------------------------------------------------


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Followed by a name: no end, unless a word follows that only begins sentences.
TITLES = _words(
    "adm amb brig capt cmdr col comm cpl cpt dr fr ft gen gov hon lt lieut maj messrs mgr mlle mlles mm mme mmes mr mrs"
    " av hble ing ks lic ms msgr mt mx pres prof profs pvt rep reps rev rt sen sens sgt sr sra srta st ste supt"
    " англ ген доц изд им лат нар нім обл оз пл полк пос ред род св фр डॉ प्रो श्री"
)
# Something always follows.
NEVER = _words("approx ca cf e.g eg esp i.e ie incl viz vs z.b d.h u.a resp v бл напр ср")
# No end before a number, a roman numeral or a single letter.
NUMBERED = _words(
    "add al amend annex app art arts c cap ch chap chaps chs cl cls col cols ed eds eq eqs ex fig figs fn fol ibid id l"
    " ll lit n nn nos nr nrs num nº op p par para paras pars pg ph pl pp pt pts ref refs reg regs res resol s sec"
    " secs sect sects ser sess ss subpara subparas supp suppl tab tel tit v ver vol vols doc docs fasc"
    " aufl inkl ziff zzgl арт гл илл кн мал п пп рис розд с ст стор стр т табл ч"
    " jan feb mar apr jun jul aug sep sept oct nov dec"
)
# In one language only: an initial elsewhere, or another word.
OWN_TITLES = {"fr": {"M", "mm", "me", "av", "apr", "ex", "env"}, "es": {"D", "dña", "ud", "uds"}}
_ABBREVIATIONS = TITLES.union(NEVER, NUMBERED, {"no"}, *OWN_TITLES.values())
_CLOCK = {"a.m", "p.m"}
# Words that begin a sentence and hardly ever a name.
_STARTERS = (
    r"(?:The|I(?:['’]\w+)?|This|That|These|Those|He|She|It|It['’]s|We|They|You|His|Her|Its|Our|Their|My|Your|An?|In|On|At|For|From"
    r"|With|But|And|Or|So|If|When|While|As|After|Before|However|Meanwhile|Moreover|There|Here|What|Who|Why|How|Where"
    r"|Although|Though|Since|Because|Now|Then|Yet|Also|Some|Many|Most|All|Both|Each|Every|Another|Other|Others|No|Not"
    r"|To|By|Is|Are|Was|Were|Do|Does|Did|Can|Could|Would|Should|Will|Such|Despite|During|Under|Until|Among|Nor"
    r"|Le|La|Les|Il|Elle|Ils|Elles|Une?|Ce|Cette|Ces|Mais|Et|En|Dans|Au|Aux|Pour|Des?|Du|Nous|Vous|Je|Son|Sa|Ses|Leurs?"
    r"|L['’]\w+|D['’]\w+|C['’]\w+|El|Los|Las|Una?|Pero|Der|Die|Das|Ein|Eine|Er|Sie|Es|Wir"
    r"|А|И|Но|Он[аио]?|Эт[аио]т?|Вс[её]|Как|Так|Если|Когда|Потом|Затем|После|Однако|Также|Мы|Вы|Ещё|По|На|За|Из|При|Для"
    r"|Например|Во?|І|Але|Наприклад|Він|Вона|Вони|Це|Цей|Ця|Ці|Як|Якщо|Коли|Потім|Після|Однак|Проте|Також|Ми|Ви|Й|У|З[аі]?"
    r"|Із|Від|До)(?![\w.])"
)
# Words that sentencex takes for abbreviations, and abbreviations that end a sentence where a capital follows.
_WORDS_TOO = "|".join(
    rf"(?<=\b{word}\.)"
    for word in _words(
        r"May no bar bien mich sobre su te жен нем etc usw др ін т\.д т\.п т\.\sд т\.\sп н\.э н\.\sэ н\.\sе"
    )
)
_UNITS = "|".join(  # of years, centuries, money … behind a number
    rf"(?<=[\dIVXІХ]{between}{unit}\.)"
    for unit in _words("в вв г гг га грн кг км м млн млрд р рр руб с ст тис тыс")
    for between in ("", " ")
)
_ODD = re.compile(r"[^\S ]|[\ud800-\udfff]")
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"  # or a letter of a script other than Latin
_FINAL = regex.compile(r"[\p{Sentence_Terminal}…]")
_MARKS = regex.compile(r"""[\p{Ps}\p{Pe}"'‘’“”„‟«»‹›]""")
_INSIDE = re.compile(  # bounds, for a run of 100,000 stops would be looked through 100,000 times
    r"[.?!…؟۔。！？][^\w\s]{0,9}(?:\s{1,9}[^\w\s]{0,9}[^\Wa-zß-öø-ÿ]|(?<=[。！？”’」』）])\w)"
)
# Where `_MORE` and `_INSIDE` may find something: final punctuation with a word behind it.
_SUSPECT = re.compile(
    r"[.?!…:;؟۔。！？｡](?:(?<=[。！？｡])[。！？｡]*(?![”’」』）]{0,9} {0,9}$)|(?<=[:;])-?\)"
    r"|(?<![:;])(?=[¹²³⁰⁴-⁹]|\W{1,9}\w|\W{9}))"
)
_CLOSERS = regex.compile(
    rf"""(?:["'”’»›\p{{Pe}}]|“(?!\w)|[*_]+(?=[\s\p{{Pe}}]|$))*(?:\s+[»›”’)\]\}}]+(?=[\s.,;:]|$))*[¹²³⁰⁴-⁹]*(?:\s?{REFERENCE}(?!\w))*"""
)
_OPENING = "\"'“‘«([{„"
_OPENED = regex.compile(rf"(?<=\S)\s+[{regex.escape(_OPENING)}]+$")
_MORE = re.compile(
    rf"""[.?!…:;。！？｡](?:(?<=[:;])-?\)(?=\s+{_CAPITAL})"""  # Thanks :) See you
    rf"""|(?<=[。！？｡])[。！？｡]*"""
    rf"""|(?<![:;])(?:(?:(?<=…)|(?<=\.\.\.))(?=["”’»)\]]*\s+["“‘«(\[]?(?!I\b){_CAPITAL})"""  # Well… Perhaps
    rf"""|(?=["”’»)\]]*(?:{REFERENCE}|[¹²³⁰⁴-⁹])+\s+["“‘«(\[]?{_CAPITAL})"""  # in 1805.[6] Later
    rf"""|(?<=\.)(?=["”’»)\]]*\s+["“‘«(\[]?{_STARTERS})"""  # in the U.S. The
    rf"""|(?<=\.)(?=["”’]?\s+["“«(]?(?![IVXLC]+\b){_CAPITAL})(?:{_WORDS_TOO}|(?<=[^.?!…]{{25}}\.)(?:{_UNITS}))"""  # no.
    rf"""|(?=["”’»)\]]*\s+\(?(?:\d{{1,2}}|[a-z])[.)]\s+{_CAPITAL})))"""  # 1. One. 2. Two.
)
_BEFORE_NUMBER = re.compile(r"""[.?!](?=["”“»]*\s+[§\d])(?:(?<!\.)|(?<=[^\W\d_]{4}\.))""")
_STARTS = regex.compile(rf"""\s+["“‘«(\[]*{_STARTERS}""")
_SAYS = (  # of direct speech
    r"(?:said|says|asked|asks|cried|cries|replied|shouted|whispered|exclaimed|added|answered|called|yelled|muttered"
    r"|demanded|inquired|enquired|wondered|screamed|responded|murmured|thought)\b"
)
_GOES_ON = regex.compile(
    r"""\s*[,;:]|\s*[–—-]+\s*\p{Ll}"""
    r"""|(?<=["'”’»›“)\]…*_]|\.\.)\s*\p{Ll}"""  # “Why?” they asked
    rf"""|(?<=[?!…]["'”’»])\s+(?!(?:He|She|It|We|They)\b)(?:\p{{Lu}}[\w.’'-]*\s+){{1,3}}{_SAYS}"""  # “Why?” Ms. D said
    r"""|(?<=[(（\[][?!？！….]+[)）\]]["”]?)"""  # a (!) or a […] in a sentence
    r"""|(?<=。)[^《》]{0,30}》"""  # in a title
    r"""|(?<=[」』）])(?!(?:[こそあ][のれこう]|しか|また|だが|だから|はい|いや|もし|やがて|なお))\p{Hiragana}"""
    r"""|(?<=["”’])\p{Hangul}"""  # ”라고, and above 」と言った
    r"""|(?<=[。！？][”’」』])(?!据|據)\p{Han}{1,10}?(?:[说說説问問答喊]|(?<![知报報])道|表示|指出|补充|補充|强调|強調)[道着著]?[，。]"""
    r"""|(?<=[၊၏])"""  # a comma and a genitive in Burmese
)
_NUMBER_FOLLOWS = regex.compile(r"\s+[\(\[]?(?:[\p{Nd}§#]|[IVXLC]+\b|\p{L}\b(?!['’]))")
_DIGIT_FOLLOWS = regex.compile(r"\s+\p{Nd}")  # "No." is a word, too
_SMALL_FOLLOWS = regex.compile(r"""\s+["«„“(]*\p{Ll}""")
_WORD = regex.compile(r"(?:\w[\w.&]*)?$")
_LETTERS_WITH_STOPS = regex.compile(r"(?:\p{L}\.)+\p{L}")
_NOT_AFTER_CLOCK = re.compile(
    r"\s+(?:\(|[A-Z]{2,4}\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Eastern|Central|Pacific|Greenwich|local)\b)"
)
_UNSPACED_END = regex.compile(  # it ended.They left; not in One.Tel or www.Example.org
    r"""(?!\w+[./@]\w)(?:(?<=(?<![\w.@/-])\p{Ll}{2,}\.)(?:["“‘«(]|\p{Lu}\p{Ll})"""
    rf"""|(?<=(?<![\w.@/-])\p{{L}}\p{{Ll}}+\.){_STARTERS})"""
)
_MARKER = regex.compile(rf"\s*(?:[-*•–]\s*)?(?:{NUMBER}[.)]{{1,2}}|\({NUMBER}\))")


def _printable(text: str) -> str:
    """The text with every blank as " ", and U+FFFD in place of a surrogate, which sentencex refuses."""
    same = text.replace("\n", " ")
    if same.isprintable():  # no text that has another blank or a surrogate is
        return same
    return _ODD.sub(lambda odd: " " if odd[0].isspace() else "\ufffd", same)


def _ends(same: str, language: str) -> list[int]:
    """Where sentences end inside the text, in order; its own end is not among them."""
    if language in UNSPACED and '"' in same:  # no blank tells which of them open
        marks = cycle("“”")
        same = re.sub('"', lambda _: next(marks), same)
    ends = _look(same, language)
    within = [(start, end) for start, end in pairwise([0, *ends, len(same)]) if _SUSPECT.search(same, start, end)]
    for start, end in within:
        marks = [mark.start() for mark in _SUSPECT.finditer(same, start, end)]
        ends += [more.end() for mark in marks if (more := _MORE.match(same, mark))]
    ends += _second_look(same, language, within)
    if language == "de":  # sentencex ends nothing before a number there
        ends += [match.end() for match in _BEFORE_NUMBER.finditer(same)]
    return _kept(same, language, sorted(ends))


def _second_look(text: str, language: str, within: list[Span]) -> list[int]:
    """The ends inside quotation marks and brackets, of the sentences that may hold any."""
    return [
        start + inner
        for start, end in within
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
    kept, start = [], 0
    for end in ends:
        if not _is_plain(text, end):
            end = _with_closers(text, end)
            if not start < end < len(text) or not _is_end(text, language, end):
                continue
        if end - start < SHORT_PIECE:
            if _MARKER.fullmatch(text, start, end):
                continue
            if not any(map(str.isalnum, text[start:end])):
                if kept:
                    kept[-1] = start = end
                continue
        kept.append(end)
        start = end
    if kept and len(text) - kept[-1] < SHORT_PIECE and not any(map(str.isalnum, text[kept[-1] :])):
        kept.pop()
    return kept


def _is_plain(text: str, end: int) -> bool:
    """Whether the end stands, as most do, between a word that is no abbreviation and a blank and no small letter."""
    mark, blank, letter = text[end - 1], text[end : end + 1], text[end + 1 : end + 2]
    if blank != " " or not letter.isalpha() or letter.islower() or mark not in ".?!؟۔।":
        return False
    if mark != ".":
        return True
    word = text[text.rfind(" ", 0, end) + 1 : end - 1]
    return word.isalpha() and len(word) > 1 and word.lower() not in _ABBREVIATIONS


def _is_end(text: str, language: str, end: int) -> bool:
    if _GOES_ON.match(text, end) or (language != ENGLISH and _SMALL_FOLLOWS.match(text, end)):
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
    initial = len(word) == 1 and word.isalpha() and not word.islower() and text[end - 3 : end - 2] != "°"
    ordinal = len(word) < 3 and word.isdecimal()
    if (initial and language != ENGLISH) or (ordinal and language == "de"):
        return not _STARTS.match(text, end)
    return "." in word and bool(_LETTERS_WITH_STOPS.fullmatch(word)) and not _STARTS.match(text, end)
