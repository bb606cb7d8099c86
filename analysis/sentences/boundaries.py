r"""Where sentences end: what the library sentencex sees, and the rules that add to that and take away from it.

Places are characters of one paragraph or list item in which every blank is " ".
"""

import re
from functools import cache, lru_cache
from itertools import accumulate
from unicodedata import category

import regex
import sentencex

from analysis.languages import ENGLISH
from analysis.reading.layout import NUMBER, REFERENCE

WINDOW = 10_000  # characters
SHORT_PIECE = 12  # characters: as short are markers (`1.`) and pieces without a letter (`…`)
LONGEST_ABBREVIATION = 20


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
ABBREVIATIONS = TITLES.union(NEVER, NUMBERED, {"no"}, *OWN_TITLES.values())
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
# Words that sentencex takes for abbreviations, and abbreviations that end a sentence where a capital follows; by their
# length, for a look behind has one.
_WORDS_TOO = "|".join(
    rf"(?<=\b(?:{words})\.)"
    for words in (
        r"no|su|te|др|ін",
        r"May|bar|etc|usw|жен|нем|т\.[дп]|н\.э",
        r"bien|mich|т\.\s[дп]|н\.\s[эе]",
        "sobre",
    )
)
_UNITS = "|".join(  # of years, centuries, money … behind a number
    rf"(?<=[\dIVXІХ]{between}(?:{units})\.)"
    for units in ("[вгмрс]", "вв|га|гг|кг|км|рр|ст", "грн|млн|руб|тис|тыс", "млрд")
    for between in ("", " ")
)
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"  # or a letter of a script other than Latin
_FINAL = regex.compile(r"[\p{Sentence_Terminal}…]")
_INSIDE = re.compile(  # bounds, for a run of 100,000 stops would be looked through 100,000 times
    r"[.?!…؟۔。！？][^\w\s]{0,9}(?:\s{1,9}[^\w\s]{0,9}[^\Wa-zß-öø-ÿ]|(?<=[。！？”’」』）])\w)"
)
_CLOSERS = regex.compile(
    rf"""(?:["'”’»›\p{{Pe}}]|“(?!\w)|[*_]+(?=[\s\p{{Pe}}]|$))*(?:\s+[»›”’)\]\}}]+(?=[\s.,;:]|$))*[¹²³⁰⁴-⁹]*(?:\s?{REFERENCE}(?!\w))*"""
)
_OPENING = "\"'“‘«([{„"
_OPENED = regex.compile(rf"(?<=\S)\s+[{regex.escape(_OPENING)}]+$")
MORE = re.compile(
    rf"""[.?!…:;。！？｡](?:(?<=[:;])-?\)(?=\s+{_CAPITAL})"""  # Thanks :) See you
    rf"""|(?<=[。！？｡])[。！？｡]*"""
    rf"""|(?<![:;])(?:(?:(?<=…)|(?<=\.\.\.))(?=["”’»)\]]*\s+["“‘«(\[]?(?!I\b){_CAPITAL})"""  # Well… Perhaps
    rf"""|(?=["”’»)\]]*(?:{REFERENCE}|[¹²³⁰⁴-⁹])+\s+["“‘«(\[]?{_CAPITAL})"""  # in 1805.[6] Later
    rf"""|(?<=\.)(?=["”’»)\]]*\s+["“‘«(\[]?{_STARTERS})"""  # in the U.S. The
    rf"""|(?<=\.)(?=["”’]?\s+["“«(]?(?![IVXLC]+\b){_CAPITAL})(?:{_WORDS_TOO}|(?<=[^.?!…]{{25}}\.)(?:{_UNITS}))"""  # no.
    rf"""|(?=["”’»)\]]*\s+\(?(?:\d{{1,2}}|[a-z])[.)]\s+{_CAPITAL})))"""  # 1. One. 2. Two.
)
BEFORE_NUMBER = re.compile(r"""[.?!](?=["”“»]*\s+[§\d])(?:(?<!\.)|(?<=[^\W\d_]{4}\.))""")
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


def segment_ends(text: str, language: str) -> list[int]:
    """Where the segments of sentencex end, but for the last; they keep every character, so their lengths add up.

    Its time grows with the square of the text, so a long one is shown through a window. The last segment of a window
    may go on behind it: the next window begins there.
    """
    if len(text) <= WINDOW:
        return [*accumulate(map(len, sentencex.segment(language, text)))][:-1]
    ends, at = [], 0
    while at < len(text):
        *lengths, last = map(len, sentencex.segment(language, text[at : at + WINDOW]))
        ends += [at + end for end in accumulate(lengths)]
        at += sum(lengths) if lengths and at + WINDOW < len(text) else sum(lengths) + last
    return ends


@cache
def _marks() -> re.Pattern:
    brackets = [sign for sign in map(chr, range(0x10000)) if category(sign) in ("Ps", "Pe")]
    return re.compile(
        f"[{re.escape(''.join(brackets))}\"'‘’“”„‟«»‹›]"
    )  # several times as fast as with properties


@lru_cache(1 << 16)
def certainty(word: str) -> int:
    """How surely a sentence ends behind a word, a stop, and a blank in front of a capital.

    2: it does in English; 1: it does where sentencex sees an end; 0: that is left to the rules, word by word.

    >>> [certainty(word) for word in ["done", "Yahoo", "Dr"]]
    [2, 1, 0]
    """
    if (
        word.lower() in ABBREVIATIONS
        or len(word) == 1
        or (len(word) == 2 and not word[1].isalpha())
    ):
        return 0
    return 1 if not word else len(sentencex.segment(ENGLISH, f"{word}. A"))


def ends_inside(text: str, language: str) -> list[int]:
    """The ends inside the quotation marks and brackets of a segment, which sentencex sees once they are blanked."""
    if not _INSIDE.search(text) or not _marks().search(text):
        return []
    blanked = _marks().sub(" ", text)
    ends = [len(blanked[:end].rstrip()) for end in segment_ends(blanked, language)]
    return [end for end in ends if _FINAL.match(text, end - 1)]


def settled(text: str, end: int, language: str) -> int:
    """The end moved behind the marks that close there; 0 if no sentence ends there inside the text."""
    if text[end - 1] in _OPENING and (opening := _OPENED.search(text, max(0, end - 5), end)):
        end = opening.start()
    if text[end : end + 1] != " " or not text[end + 1 : end + 2].isalpha():  # as nearly always
        end = _CLOSERS.match(text, end).end()
    return end if 0 < end < len(text) and _is_end(text, language, end) else 0


def without_scraps(text: str, ends: list[int]) -> list[int]:
    """The ends without those behind a mere marker, or that would leave a piece without letter or digit."""
    kept, start = [], 0
    for end in ends:
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
    initial = (
        len(word) == 1 and word.isalpha() and not word.islower() and text[end - 3 : end - 2] != "°"
    )
    ordinal = len(word) < 3 and word.isdecimal()
    if (initial and language != ENGLISH) or (ordinal and language == "de"):
        return not _STARTS.match(text, end)
    return (
        "." in word and bool(_LETTERS_WITH_STOPS.fullmatch(word)) and not _STARTS.match(text, end)
    )
