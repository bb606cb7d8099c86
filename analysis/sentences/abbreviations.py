"""Abbreviations, titles and other words that decide whether a full stop ends a sentence.

All are written without their last full stop and, unless a comment says otherwise, in lower case.
They are grouped by the language that they mostly come from. Those in `OWN_TITLES` apply to that
language only; all others apply to every language, because texts quote foreign names and sources.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# Usually a name follows. The full stop ends a sentence only before a word that rarely begins one.
_TITLES_BY_LANGUAGE = {
    "en": _words(
        "adm amb brig capt cmdr col comm cpl cpt dr fr ft gen gov hble hon lt lieut maj messrs mr"
        " mrs ms msgr mt mx pres prof profs pvt rep reps rev rt sen sens sgt st supt"
    ),
    "fr": _words("mgr mlle mlles mm mme mmes ste"),
    "es": _words("av ing lic sr sra srta"),
    "pl": _words("ks"),
    "ru": _words("англ ген доц изд им лат нар обл оз пл полк пос ред род св фр"),
    "uk": _words("нім"),
    "hi": _words("डॉ प्रो श्री"),
}

# The sentence always continues, so the full stop never ends it.
_ALWAYS_CONTINUED_BY_LANGUAGE = {
    "en": _words("approx ca cf e.g eg esp i.e ie incl resp v viz vs"),
    "de": _words("d.h u.a z.b"),
    "ru": _words("бл напр ср"),
}

# The full stop ends no sentence before a number, a roman numeral or a single letter.
_NUMBERED_BY_LANGUAGE = {
    "en": _words(
        "add al amend annex app art arts c cap ch chap chaps chs cl cls col cols doc docs ed eds eq"
        " eqs ex fasc fig figs fn fol ibid id l ll lit n nn nos nr nrs num nº op p par para paras"
        " pars pg ph pl pp pt pts ref refs reg regs res resol s sec secs sect sects ser sess ss"
        " subpara subparas supp suppl tab tel tit v ver vol vols"
        " jan feb mar apr jun jul aug sep sept oct nov dec"
    ),
    "de": _words("aufl inkl ziff zzgl"),
    "ru": _words("арт гл илл кн мал п пп рис розд с ст стор стр т табл ч"),
}

# Titles in one language, but initials or ordinary words in others; case matters here.
OWN_TITLES = {
    "fr": {"M", "apr", "av", "env", "ex", "me", "mm"},
    "es": {"D", "dña", "ud", "uds"},
}

# An ordinary word at the end of a sentence, but an abbreviation before a number ("No. 5").
NUMBER_OR_WORD = "no"

CLOCK_TIMES = {"a.m", "p.m"}

TITLES = frozenset().union(*_TITLES_BY_LANGUAGE.values())
ALWAYS_CONTINUED = frozenset().union(*_ALWAYS_CONTINUED_BY_LANGUAGE.values())
NUMBERED = frozenset().union(*_NUMBERED_BY_LANGUAGE.values())
ABBREVIATIONS = TITLES.union(ALWAYS_CONTINUED, NUMBERED, {NUMBER_OR_WORD}, *OWN_TITLES.values())

# Words that often begin a sentence and rarely a name, as parts of a regular expression.
SENTENCE_STARTERS = {
    "en": (
        r"The|I(?:['’]\w+)?|This|That|These|Those|He|She|It|It['’]s|We|They|You|His|Her|Its|Our"
        r"|Their|My|Your|An?|In|On|At|For|From|With|But|And|Or|So|If|When|While|As|After|Before"
        r"|However|Meanwhile|Moreover|There|Here|What|Who|Why|How|Where|Although|Though|Since"
        r"|Because|Now|Then|Yet|Also|Some|Many|Most|All|Both|Each|Every|Another|Other|Others|No|Not"
        r"|To|By|Is|Are|Was|Were|Do|Does|Did|Can|Could|Would|Should|Will|Such|Despite|During|Under"
        r"|Until|Among|Nor"
    ),
    "fr": (
        r"Le|La|Les|Il|Elle|Ils|Elles|Une?|Ce|Cette|Ces|Mais|Et|En|Dans|Au|Aux|Pour|Des?|Du|Nous"
        r"|Vous|Je|Son|Sa|Ses|Leurs?|L['’]\w+|D['’]\w+|C['’]\w+"
    ),
    "es": r"El|Los|Las|Una?|Pero",
    "de": r"Der|Die|Das|Ein|Eine|Er|Sie|Es|Wir",
    "ru": (
        r"А|И|Но|Он[аио]?|Эт[аио]т?|Вс[её]|Как|Так|Если|Когда|Потом|Затем|После|Однако|Также|Мы|Вы"
        r"|Ещё|По|На|За|Из|При|Для|Например|Во?"
    ),
    "uk": (
        r"І|Але|Наприклад|Він|Вона|Вони|Це|Цей|Ця|Ці|Як|Якщо|Коли|Потім|Після|Однак|Проте|Також|Ми"
        r"|Ви|Й|У|З[аі]?|Із|Від|До"
    ),
}
