"""French: the nouns and texts of charts and of the report."""

from analysis.messages.language import Language

# The English noun in the singular: the French one in the singular and in the plural.
NOUNS = {
    "category": ("catégorie", "catégories"),
    "group": ("groupe", "groupes"),
    "hit": ("occurrence", "occurrences"),
    "match": ("occurrence", "occurrences"),
    "pair": ("paire", "paires"),
    "paragraph": ("paragraphe", "paragraphes"),
    "pattern": ("motif", "motifs"),
    "period": ("période", "périodes"),
    "section": ("section", "sections"),
    "sentence": ("phrase", "phrases"),
    "term": ("terme", "termes"),
    "text": ("texte", "textes"),
    "theme": ("thème", "thèmes"),
    "word": ("mot", "mots"),
}

TEXTS = {
    # -- shared by all charts
    "{first} and {second}": "{first} et {second}",
    "{k} of {n}": "{k} sur {n}",
    "{part} of the sentences": "{part} des phrases",
    # -- bars
    "Sentences in which each theme occurs, of {n}": "Phrases où figure chaque thème, sur {n}",
    "The codebook has no such themes.": "La grille de codage n’a pas de tels thèmes.",
    "n = {n}; a sentence can carry several themes.": (
        "n = {n} ; une phrase peut porter plusieurs thèmes."
    ),
    "Searched for: {n}. Found: none.": "Recherchés : {n}. Trouvé : aucun.",
    "None of these themes occurs.": "Aucun de ces thèmes ne figure dans les textes.",
    "Most often: {themes}.": "Le plus souvent : {themes}.",
    "Bars: in how many of {n} each of {themes} occurs.": (
        "Barres : dans combien de phrases, sur {n}, figure chacun des {themes}."
    ),
    "No theme occurs": "Aucun thème ne figure dans les textes",
    "{theme} in {sentences}": "{theme} dans {sentences}",
    "{themes} in {sentences} each": "{themes} dans {sentences} chacun",
    "{family}: {counted} sentences": "{family} : {counted} phrases",
    "{theme}: {counted} sentences": "{theme} : {counted} phrases",
    "A heading counts the sentences with any theme below it.": (
        "Un titre compte les phrases qui portent au moins un des thèmes qui le suivent."
    ),
    "Not shown: {themes}.": "Non représentés : {themes}.",
    # -- intervals
    # -- reading_map
    # -- grids
    # -- lanes
    # -- lengths
    # -- matrices
    # -- cross_tables
    # -- network
    # -- panels
    # -- deviation
    # -- timelines
    # -- keyness
    # -- reliance
    # -- main findings
    # -- report
}


def name_of(noun: str, n: int) -> str:
    """Write a noun as it follows a number: 0 and 1 take the singular."""
    one, several = NOUNS.get(noun, (noun, noun))
    return one if abs(n) < 2 else several


def group(written: str) -> str:
    """Write a number with a comma, and with narrow blanks between thousands."""
    return written.replace(",", "\u202f").replace(".", ",")


LANGUAGE = Language(
    texts=TEXTS,
    name_of=name_of,
    group=group,
    before_percent="\u202f",
    quotation_marks=("«\u00a0", "\u00a0»"),
)
