"""The regular expressions of the rules for sentence boundaries; a comment says what each matches.

They are applied to one segment, in which all white space is " ". Patterns whose names end in
FOLLOWS or CONTINUES are matched at the offset where a sentence may end. Patterns with Unicode
properties need the library `regex`; for all others `re` is faster.
"""

import re
from functools import cache
from unicodedata import category

import regex

from analysis.reading.line_patterns import ITEM_NUMBER, REFERENCE_MARK
from analysis.sentences.abbreviations import SENTENCE_STARTERS

# --- parts of patterns; they contain no space, so that verbose patterns can include them ---------

_STARTER = rf"(?:{'|'.join(SENTENCE_STARTERS.values())})(?![\w.])"

# A capital letter, or a letter of a script other than Latin.
_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"

# Verbs that follow direct speech.
_SAYS = (
    r"(?:said|says|asked|asks|cried|cries|replied|shouted|whispered|exclaimed|added|answered|called"
    r"|yelled|muttered|demanded|inquired|enquired|wondered|screamed|responded|murmured|thought)\b"
)

# Words that sentencex mistakes for abbreviations, and abbreviations that end a sentence before a
# capital. They are grouped by length, because a lookbehind in `re` must have a fixed length.
_WORDS_LIKE_ABBREVIATIONS = (
    r"no|su|te|др|ін",
    r"May|bar|etc|usw|жен|нем|т\.[дп]|н\.э",
    r"bien|mich|т\.\s[дп]|н\.\s[эе]",
    r"sobre",
)
_AFTER_SUCH_WORD = "|".join(rf"(?<=\b(?:{words})\.)" for words in _WORDS_LIKE_ABBREVIATIONS)

# Russian and Ukrainian units of time, money and measure, also grouped by length.
_UNITS = (
    r"[вгмрс]",
    r"вв|га|гг|кг|км|рр|ст",
    r"грн|млн|руб|тис|тыс",
    r"млрд",
)
_AFTER_NUMBER_AND_UNIT = "|".join(
    rf"(?<=[\dIVXІХ]{space}(?:{unit})\.)" for unit in _UNITS for space in ("", "[ ]")
)

# --- where sentences may end ---------------------------------------------------------------------

# What a text must contain if a sentence ends before the text does. The limits on repetition keep
# the search fast in a run of 100,000 full stops.
MAY_END_INSIDE = re.compile(
    r"""
    [.?!…؟۔。！？]
    [^\w\s]{0,9}
    (?:
        \s{1,9}[^\w\s]{0,9}[^\Wa-zß-öø-ÿ]  # a space, and no small letter
      | (?<=[。！？”’」』）])\w             # no space, where none is needed
    )
    """,
    re.VERBOSE,
)

# One character that ends a sentence.
FINAL_PUNCTUATION = regex.compile(r"[\p{Sentence_Terminal}…]")

# An end that sentencex overlooks; matched at punctuation. The sentence ends where the match ends.
OVERLOOKED_END = re.compile(
    rf"""
    [.?!…:;。！？｡]
    (?:
        (?<=[:;])-?\)(?=\s+{_CAPITAL})         # a smiley: "Thanks :) See you"
      | (?<=[。！？｡])[。！？｡]*               # Chinese and Japanese stops
      | (?<![:;])
        (?:
            (?:(?<=…)|(?<=\.\.\.))             # an ellipsis: "Well… Perhaps"
            (?=["”’»)\]]*\s+["“‘«(\[]?(?!I\b){_CAPITAL})
          |                                    # a reference mark: "in 1805.[6] Later"
            (?=["”’»)\]]*(?:{REFERENCE_MARK}|[¹²³⁰⁴-⁹])+\s+["“‘«(\[]?{_CAPITAL})
          |                                    # a word that begins sentences: "the U.S. The"
            (?<=\.)(?=["”’»)\]]*\s+["“‘«(\[]?{_STARTER})
          |                                    # an apparent abbreviation: "He said no. He"
            (?<=\.)(?=["”’]?\s+["“«(]?(?![IVXLC]+\b){_CAPITAL})
            (?:{_AFTER_SUCH_WORD}|(?<=[^.?!…]{{25}}\.)(?:{_AFTER_NUMBER_AND_UNIT}))
          |                                    # a number that begins a clause: "1. One. 2. Two."
            (?=["”’»)\]]*\s+\(?(?:\d{{1,2}}|[a-z])[.)]\s+{_CAPITAL})
        )
    )
    """,
    re.VERBOSE,
)

# An end before a number, but not after a number or a short word, which may be an abbreviation.
END_BEFORE_NUMBER = re.compile(
    r"""
    [.?!](?=["”“»]*\s+[§\d])
    (?:(?<!\.)|(?<=[^\W\d_]{4}\.))
    """,
    re.VERBOSE,
)

# A missing space: "it ended.They left", but neither "One.Tel" nor "www.Example.org".
UNSPACED_END = regex.compile(
    rf"""
    (?!\w+[./@]\w)
    (?:
        (?<=(?<![\w.@/-])\p{{Ll}}{{2,}}\.)(?:["“‘«(]|\p{{Lu}}\p{{Ll}})
      | (?<=(?<![\w.@/-])\p{{L}}\p{{Ll}}+\.){_STARTER}
    )
    """,
    regex.VERBOSE,
)

# --- around an end -------------------------------------------------------------------------------

# Closing punctuation, which follows the final punctuation and still belongs to the sentence.
CLOSING = regex.compile(
    rf"""
    (?:
        ["'”’»›\p{{Pe}}]
      | “(?!\w)                                # closes a quotation in German
      | [*_]+(?=[\s\p{{Pe}}]|$)                # the end of emphasis
    )*
    (?:\s+[»›”’)\]\}}]+(?=[\s.,;:]|$))*        # after a space, as in French
    [¹²³⁰⁴-⁹]*
    (?:\s?{REFERENCE_MARK}(?!\w))*
    """,
    regex.VERBOSE,
)

# Sentencex may leave opening punctuation at the end of a sentence; it belongs to the next one.
OPENING_MARKS = "\"'“‘«([{„"
OPENING_AT_END = regex.compile(rf"(?<=\S)\s+[{regex.escape(OPENING_MARKS)}]+$")

# The marker of a list item with nothing after it: `1.`, `- a)` or `- (iv)`.
LIST_MARKER = regex.compile(
    rf"""
    \s*
    (?:[-*•–]\s*)?
    (?:
        {ITEM_NUMBER}[.)]{{1,2}}
      | \({ITEM_NUMBER}\)
    )
    """,
    regex.VERBOSE,
)

# --- what follows an end -------------------------------------------------------------------------

# What follows the punctuation if the sentence continues.
SENTENCE_CONTINUES = regex.compile(
    rf"""
    \s*[,;:]
  | \s*[–—-]+\s*\p{{Ll}}
    # a small letter after closing punctuation: “Why?” they asked
  | (?<=["'”’»›“)\]…*_]|\.\.)\s*\p{{Ll}}
    # a name and a verb after direct speech: “Why?” Ms. Dee said
  | (?<=[?!…]["'”’»])\s+
    (?!(?:He|She|It|We|They)\b)(?:\p{{Lu}}[\w.’'-]*\s+){{1,3}}{_SAYS}
    # punctuation alone in brackets: "(!)", "[…]"
  | (?<=[(（\[][?!？！….]+[)）\]]["”]?)
    # a Chinese title that goes on: 《人权。发展》
  | (?<=。)[^《》]{{0,30}}》
    # Japanese: 「はい。」と言った, but not a word that begins a sentence
  | (?<=[」』）])(?!(?:[こそあ][のれこう]|しか|また|だが|だから|はい|いや|もし|やがて
        |なお))\p{{Hiragana}}
    # Korean: “가자.”라고
  | (?<=["”’])\p{{Hangul}}
    # Chinese direct speech: “好。”他说。
  | (?<=[。！？][”’」』])(?!据|據)\p{{Han}}{{1,10}}?
    (?:[说說説问問答喊]|(?<![知报報])道|表示|指出|补充|補充|强调|強調)[道着著]?[，。]
    # Burmese: a comma, and the genitive marker
  | (?<=[၊၏])
    """,
    regex.VERBOSE,
)

# A word that rarely begins a name, perhaps after opening punctuation.
STARTER_FOLLOWS = regex.compile(rf"""\s+["“‘«(\[]*{_STARTER}""")

# A number, a roman numeral or a single letter, as after "Art." or "p.".
NUMBER_FOLLOWS = regex.compile(
    r"""
    \s+[\(\[]?
    (?:
        [\p{Nd}§\#]
      | [IVXLC]+\b
      | \p{L}\b(?!['’])
    )
    """,
    regex.VERBOSE,
)

DIGIT_FOLLOWS = regex.compile(r"\s+\p{Nd}")

LOWERCASE_FOLLOWS = regex.compile(r"""\s+["«„“(]*\p{Ll}""")

# What follows "5 p.m." inside a sentence: a bracket, a time zone or a day of the week.
TIME_CONTINUES = re.compile(
    r"""
    \s+
    (?:
        \(
      | [A-Z]{2,4}\b
      | (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day
      | (?:Eastern|Central|Pacific|Greenwich|local)\b
    )
    """,
    re.VERBOSE,
)

# --- words ---------------------------------------------------------------------------------------

# The last word of a string, with the full stops inside it; may be empty.
LAST_WORD = regex.compile(r"(?:\w[\w.&]*)?$")

# Single letters with full stops between them: "U.S".
LETTERS_WITH_STOPS = regex.compile(r"(?:\p{L}\.)+\p{L}")


@cache
def compile_quotes_and_brackets() -> re.Pattern[str]:
    """Compile the pattern of one quotation mark or bracket.

    Listing the characters is several times as fast as matching by Unicode properties.
    """
    characters = map(chr, range(0x10000))
    brackets = "".join(c for c in characters if category(c) in ("Ps", "Pe"))
    return re.compile(f"[{re.escape(brackets)}\"'‘’“”„‟«»‹›]")
