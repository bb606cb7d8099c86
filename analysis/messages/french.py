"""French: the nouns and texts of charts and of the report."""

import re

from analysis.messages.language import Language

# Blanks at which a line must not break.
BEFORE_SIGN = re.compile(" (?=[:;?!»])")
AFTER_QUOTE = re.compile("(?<=«) ")
BEFORE_PERCENT = re.compile("[ \u00a0](?=%)")

# The English noun in the singular: the French one in the singular and in the plural.
NOUNS = {
    "case": ("cas", "cas"),
    "coder": ("codeur", "codeurs"),
    "comparison": ("comparaison", "comparaisons"),
    "difference": ("différence", "différences"),
    "other pair": ("autre paire", "autres paires"),
    "different phrase": ("groupe de mots différent", "groupes de mots différents"),
    "different word": ("mot différent", "mots différents"),
    "category": ("catégorie", "catégories"),
    "character": ("caractère", "caractères"),
    "group": ("groupe", "groupes"),
    "heading": ("intertitre", "intertitres"),
    "hit": ("occurrence", "occurrences"),
    "occurrence": ("occurrence", "occurrences"),
    "line": ("trait", "traits"),
    "mark": ("élément", "éléments"),
    "match": ("occurrence", "occurrences"),
    "pair": ("paire", "paires"),
    "pair of themes": ("paire de thèmes", "paires de thèmes"),
    "coding": ("codage", "codages"),
    "finding": ("repérage", "repérages"),
    "more case": ("autre cas", "autres cas"),
    "more family": ("autre famille", "autres familles"),
    "chart": ("graphique", "graphiques"),
    "error": ("erreur", "erreurs"),
    "note": ("remarque", "remarques"),
    "paragraph": ("paragraphe", "paragraphes"),
    "pattern": ("motif", "motifs"),
    "phrase": ("groupe de mots", "groupes de mots"),
    "period": ("période", "périodes"),
    "row": ("ligne", "lignes"),
    "section": ("section", "sections"),
    "sentence": ("phrase", "phrases"),
    "term": ("terme", "termes"),
    "text": ("texte", "textes"),
    "theme": ("thème", "thèmes"),
    "warning": ("avertissement", "avertissements"),
    "word": ("mot", "mots"),
}

TEXTS = {
    # -- shared by all charts
    "{first} and {second}": "{first} et {second}",
    "{k} of {n}": "{k} sur {n}",
    "{part} of the sentences": "{part} des phrases",
    "(all)": "(ensemble)",
    "A bar": "Une barre",
    "A coloured line": "Un trait de couleur",
    "A group with fewer than five {units} has none.": (
        "Un groupe de moins de cinq {units} n’en a pas."
    ),
    "A line": "Un trait",
    "A theme with “(all)” includes its subthemes{addition}.": (
        "Un thème suivi de « (ensemble) » comprend ses sous-thèmes{addition}."
    ),
    "A thin line": "Un trait fin",
    "For shares of 0 and 100% it is Wilson's, on the effective number of {units}.": (
        "Pour les parts de 0 et de 100 %, c’est celui de Wilson, calculé sur le nombre effectif de"
        " {units}."
    ),
    "In {k} of {cases}, fewer than ten {units} carry the theme; these intervals are rough.": (
        "Dans {k} cas sur {cases}, moins de dix {units} portent le thème ; ces intervalles sont"
        " approximatifs."
    ),
    "It shows how far a share hangs on single paragraphs of this text; one text is no sample of"
    " anything but itself.": (
        "Il montre à quel point une part tient à quelques paragraphes de ce texte ; un texte seul"
        " n’est l’échantillon que de lui-même."
    ),
    "Where it would be wider than Wilson's, with each of the {units} taken for one observation, it"
    " is that one.": (
        "Là où il serait plus large que celui de Wilson, chacun des {units} valant une observation,"
        " c’est ce dernier."
    ),
    "No theme occurs in these sentences.": "Aucun thème ne figure dans ces phrases.",
    "No theme shown is carried by ten {units} or more, so the intervals are rough.": (
        "Aucun thème représenté n’est porté par dix {units} ou plus : les intervalles sont"
        " approximatifs."
    ),
    "None of these themes occurs.": "Aucun de ces thèmes ne figure dans les textes.",
    "The chart shows {k} of {n} {nouns}, {which}; its CSV file holds all.": (
        "Le graphique montre {k} {nouns} sur {n}, {which} ; son fichier CSV contient tout."
    ),
    "There are no intervals, because only some of the texts were read.": (
        "Il n’y a pas d’intervalles, car une partie seulement des textes a été lue."
    ),
    "There are no intervals: no group has the five {units} that they need.": (
        "Il n’y a pas d’intervalles : aucun groupe n’a les cinq {units} nécessaires."
    ),
    "There are no intervals: they need at least five {units}, and {where}.": (
        "Il n’y a pas d’intervalles : il y faut au moins cinq {units}, et {where}."
    ),
    "columns": "colonnes",
    "groups": "groupes",
    "lanes": "bandes",
    "rows": "lignes",
    "sentences": "phrases",
    "the only text has {found}": "le seul texte a {found}",
    "themes": "thèmes",
    "themes that occur": "thèmes présents",
    "there are {found}": "il y a {found}",
    "there are {found} at most": "il y a au plus {found}",
    "there is {found}": "il y a {found}",
    "those that occur": "tout ce qui figure dans les textes",
    "those with the most sentences": "les plus riches en phrases",
    "{least} to {most}": "{least} à {most}",
    "{mark} is a 95% interval by bootstrap-t over {n} {units}.": (
        "{mark} est un intervalle à 95 % par bootstrap-t sur {n} {units}."
    ),
    "{n} of the themes shown": "{n} des thèmes représentés",
    "{theme} is carried by fewer than ten {units}; its interval is rough.": (
        "{theme} : thème porté par moins de dix {units} ; son intervalle est approximatif."
    ),
    "{themes} are carried by fewer than ten {units}; their intervals are rough.": (
        "{themes} : thèmes portés par moins de dix {units} ; leurs intervalles sont approximatifs."
    ),
    "(before the first heading)": "(avant le premier titre)",
    "(missing)": "(manquant)",
    "(not stated)": "(non renseigné)",
    # -- bars
    "A dot is the share that a reader coded in the {read} that were read.": (
        "Un point est la part codée par un lecteur parmi les phrases lues ({read})."
    ),
    "A dot is what a reader coded in the same sentences.": (
        "Un point est le nombre de ces mêmes phrases qu’un lecteur a codées ainsi."
    ),
    "Bars: sentences in which each theme occurs, of {n}; dots: as a reader coded them": (
        "Barres : phrases où figure chaque thème, sur {n} ; points : codage d’un lecteur"
    ),
    "Dots and bars are comparable if these were drawn at random.": (
        "Points et barres sont comparables si ces phrases ont été tirées au sort."
    ),
    "Sentences in which each theme occurs, of {n}": "Phrases où figure chaque thème, sur {n}",
    "The codebook has no such themes.": "La grille de codage n’a pas de tels thèmes.",
    "n = {n}; a sentence can carry several themes.": (
        "n = {n} ; une phrase peut porter plusieurs thèmes."
    ),
    "Searched for: {n}. Found: none.": "Recherchés : {n}. Trouvé : aucun.",
    "Most often: {themes}.": "Le plus souvent : {themes}.",
    "Bars: in how many of {n} each of {themes} occurs.": (
        "Barres : dans combien de phrases, sur {n}, figure chacun des {themes}."
    ),
    "No theme occurs": "Aucun thème ne figure dans les textes",
    "{title}, {others} in {share}": "{title}, {others} dans {share}",
    "{title}, {others} in {share} each": "{title}, {others} dans {share} chacun",
    "{theme} in {sentences}": "{theme} dans {sentences}",
    "{themes} in {sentences} each": "{themes} dans {sentences} chacun",
    "{value} each": "{value} chacun",
    "small families whole and, of the others, those with the most sentences": (
        "les petites familles entières et, des autres, les plus riches en phrases"
    ),
    "the family of the most frequent theme and, of the others, those with the most sentences": (
        "la famille du thème le plus fréquent et, des autres, les plus riches en phrases"
    ),
    "{theme}: {sentences}": "{theme} : {sentences}",
    "A heading counts the sentences with any theme below it.": (
        "Un titre compte les phrases qui portent au moins un des thèmes qui le suivent."
    ),
    "Not shown: {themes}.": "Non représentés : {themes}.",
    # -- intervals
    "A grey line is the naive interval (Wilson's), as if every sentence were independent of"
    " all others; but sentences of one {unit} are alike.": (
        "Un trait gris est l’intervalle naïf (de Wilson), comme si chaque phrase était indépendante"
        " de toutes les autres ; or les phrases d’un même {unit} se ressemblent."
    ),
    "By {units}, intervals are about as wide as by sentences": (
        "Par {units}, les intervalles sont à peu près aussi larges que par phrases"
    ),
    "By {units}, intervals are {times} times as wide as by sentences": (
        "Par {units}, les intervalles sont {times} fois plus larges que par phrases"
    ),
    "Intervals by sentences and by texts": "Intervalles par phrases et par textes",
    "Pairs of intervals of the shares of {themes}. {finding}.": (
        "Paires d’intervalles des parts de {themes}. {finding}."
    ),
    "Share of the sentences (dot), with its interval by sentences (above) and by {units} (below)": (
        "Part des phrases (point), avec son intervalle par phrases (au-dessus) et par {units}"
        " (au-dessous)"
    ),
    "The median of the themes shown: {times} times as wide.": (
        "Médiane des thèmes représentés : {times} fois plus large."
    ),
    "The median of the {n} themes with the most sentences: {times} times as wide.": (
        "Médiane des {n} thèmes les plus riches en phrases : {times} fois plus large."
    ),
    "The naive interval is most misleading for {theme} ({share} of the sentences): naively"
    " {naive}, by {units} {limits}.": (
        "L’intervalle naïf trompe le plus pour {theme} ({share} des phrases) : naïvement {naive},"
        " par {units} {limits}."
    ),
    "There are no intervals to compare.": "Il n’y a pas d’intervalles à comparer.",
    "by {units}": "par {units}",
    "n = {n}.": "n = {n}.",
    "naive": "naïf",
    "{theme}, coded by hand: {sentences}": "{theme}, codé à la main : {sentences}",
    "{drawn}; white dot: as a reader coded": "{drawn} ; point blanc : codage d’un lecteur",
    # -- reading_map
    "The text, sentence by sentence": "Le texte, phrase par phrase",
    "The themes of each sentence, in the order of the text": (
        "Les thèmes de chaque phrase, dans l’ordre du texte"
    ),
    "A reading map shows one text.": "Une carte de lecture montre un seul texte.",
    'Of {texts}, choose one by its name: study.reading_map("...").': (
        'Parmi {texts}, choisissez-en un par son nom : study.reading_map("...").'
    ),
    "No theme occurs in this text.": "Aucun thème ne figure dans ce texte.",
    "Sentences with a theme of each lane: {lanes}.": (
        "Phrases portant un thème de chaque couloir : {lanes}."
    ),
    "the first ones": "les premières",
    "Map of the {sentences} of the text in reading order, with one lane each for {lanes}.": (
        "Carte des {sentences} du texte dans l’ordre de lecture, avec un couloir pour {lanes}."
    ),
    "n = {sentences}, {words}.": "n = {sentences}, {words}.",
    "Text: {name} (one of {texts}).": "Texte : {name} (l’un de {texts}).",
    "A block is a sentence, and its width is its number of words; a lane is filled where one of its"
    " themes occurs.": (
        "Un bloc est une phrase, aussi large qu’elle a de mots ; un couloir est rempli là où figure"
        " un de ses thèmes."
    ),
    "Its label is the most frequent one (on a tie, the first in the codebook).": (
        "Son étiquette est le thème le plus fréquent (à égalité, le premier de la grille)."
    ),
    "no theme": "aucun thème",
    "Sentence {k}: {themes}": "Phrase {k} : {themes}",
    "Sentence {k}, {family}: {themes}": "Phrase {k}, {family} : {themes}",
    # -- grids
    "n = {n} in {groups} (by {column}).": "n = {n} dans {groups} (par {column}).",
    "text": "texte",
    "How many sentences of each group carry each theme": (
        "Nombre de phrases de chaque groupe qui portent chaque thème"
    ),
    "No text has a heading.": "Aucun texte n’a de titre de section.",
    "Most sentences are in no section that recurs.": (
        "La plupart des phrases ne sont dans aucune section qui revienne."
    ),
    "A cell counts the sentences of its group that carry the theme; it is shaded by their share of"
    " the group.": (
        "Une case compte les phrases de son groupe qui portent le thème ; sa teinte est leur part"
        " du groupe."
    ),
    "Highest count: {highest}.": "Le plus grand nombre : {highest}.",
    "Table of counts: {themes} in {groups}, n = {n}.": (
        "Tableau de nombres : {themes} dans {groups}, n = {n}."
    ),
    "{theme} in {group}": "{theme} dans {group}",
    # -- lanes
    "No theme occurs in the texts": "Aucun thème ne figure dans les textes",
    "{theme} in {sentences}, from sentence {first} to {last} of {n}": (
        "{theme} dans {sentences}, de la phrase {first} à la phrase {last} sur {n}"
    ),
    "{theme} in {sentences} of {texts}": "{theme} dans {sentences} de {texts}",
    "Each sentence that carries a theme, from the start to the end of the text": (
        "Chaque phrase qui porte un thème, du début à la fin du texte"
    ),
    "Each sentence that carries a theme, from the start to the end of each text": (
        "Chaque phrase qui porte un thème, du début à la fin de chaque texte"
    ),
    "n = {texts} with a theme": "n = {texts} avec un thème",
    "A mark is a sentence that carries the theme; the number on the right counts them.": (
        "Une marque est une phrase qui porte le thème ; le nombre à droite les compte."
    ),
    "Text: {name}.": "Texte : {name}.",
    "Within a lane each text has its own line; the first text is at the top.": (
        "Dans un couloir, chaque texte a sa ligne ; le premier texte est en haut."
    ),
    "One lane for each of {themes}, with marks where it occurs; {n}.": (
        "Un couloir pour chacun des {themes}, avec des marques là où il figure ; {n}."
    ),
    "from the start to the end of each text": "du début à la fin de chaque texte",
    "sentence": "phrase",
    "middle": "milieu",
    "{theme}, sentence {k} of {n} of {name}": "{theme}, phrase {k} sur {n} de {name}",
    # -- tenths
    "Themes from the start to the end of the texts": "Les thèmes du début à la fin des textes",
    "Share of the sentences in each tenth of the texts, from their start to their end": (
        "Part des phrases dans chaque dixième des textes, du début à la fin"
    ),
    "A bar is the share of the sentences of a tenth that carry the theme; the dashed line is their"
    " share in all tenths, and each panel has its own scale.": (
        "Une barre est la part des phrases d’un dixième qui portent le thème ; le trait tireté est"
        " leur part dans tous les dixièmes, et chaque panneau a sa propre échelle."
    ),
    "Bars of the shares of {themes} in ten parts of the texts.": (
        "Barres des parts de {themes} dans dix parties des textes."
    ),
    "No theme clearly keeps to a part of the texts": (
        "Aucun thème ne se tient nettement à une partie des textes"
    ),
    "{theme} in tenth {k} of 10: {sentences}, {part} in all": (
        "{theme} au dixième {k} sur 10 : {sentences}, {part} en tout"
    ),
    "None of the {n} tenths compared stands out (permutation test).": (
        "Aucun des {n} dixièmes comparés ne se détache (test de permutation)."
    ),
    "A triangle marks a tenth that stands out among the {n} compared (permutation test).": (
        "Un triangle signale un dixième qui se détache parmi les {n} comparés (test de"
        " permutation)."
    ),
    "An interval that reaches the upper end goes on.": (
        "Un intervalle qui atteint le bord supérieur continue au-delà."
    ),
    "those whose tenths differ most": "ceux dont les dixièmes diffèrent le plus",
    "start": "début",
    "end": "fin",
    "{theme}, tenth {k}": "{theme}, dixième {k}",
    # -- lengths
    "Sentences by their number of words": "Les phrases selon leur nombre de mots",
    "There are no sentences.": "Il n’y a pas de phrases.",
    "The median sentence has {words}": "La phrase médiane compte {words}",
    "The shortest sentence has {least}, the longest {most}.": (
        "La phrase la plus courte compte {least}, la plus longue {most}."
    ),
    "A bar counts the sentences in a range of lengths; the dashed line is the median.": (
        "Une barre compte les phrases d’une tranche de longueurs ; le trait tireté est la médiane."
    ),
    "{n} words": "{n} mots",
    "Text: {name}; n = {n}.": "Texte : {name} ; n = {n}.",
    "n = {n} in {texts}.": "n = {n} dans {texts}.",
    "{range}: {sentences}": "{range} : {sentences}",
    "words in the sentence": "mots dans la phrase",
    "median {n}": "médiane {n}",
    "{n} or more": "{n} ou plus",
    "{n} and more words": "{n} mots et plus",
    "{least} to {most} words": "{least} à {most} mots",
    # -- matrices
    "{first}; {second}": "{first} ; {second}",
    "{more}; fewer: {pairs}": "{more} ; moins : {pairs}",
    "{a} with {b}": "{a} avec {b}",
    "{a}, then {b}": "{a}, puis {b}",
    "{pair}: {sentences}, {expected} expected": "{pair} : {sentences}, {expected} attendues",
    "{pair} ({n}, {expected} expected)": "{pair} ({n}, pour {expected} attendues)",
    "{label} (n = {n})": "{label} (n = {n})",
    "n = 0 pairs of themes.": "n = 0 paire de thèmes.",
    "Most often: {pairs}.": "Le plus souvent : {pairs}.",
    "Most clearly more often than expected: {pairs}.": (
        "Le plus nettement au-dessus de l’attendu : {pairs}."
    ),
    "The faint colours (teal: more, brown: less) say little; counts below three have none.": (
        "Les couleurs pâles (bleu-vert : plus, brun : moins) disent peu de chose ; les effectifs"
        " inférieurs à trois n’en ont pas."
    ),
    "The stronger the colour (teal: more, brown: less), the larger the log odds.": (
        "Plus la couleur est soutenue (bleu-vert : plus, brun : moins), plus le logarithme du"
        " rapport des cotes est grand."
    ),
    "▲ is more often than expected if {chance}, ▼ less often: the 95% interval of the log odds"
    " (by {clusters}) excludes 0, at least three sentences were counted or, for ▼, expected,"
    " and that stays clear among all {pairs} that were compared.": (
        "▲ : plus souvent qu’attendu si {chance}, ▼ : moins souvent. L’intervalle à 95 % du"
        " logarithme du rapport des cotes (sur {clusters}) exclut 0, trois phrases au moins ont"
        " été comptées ou, pour ▼, étaient attendues, et l’écart reste net parmi les {pairs}"
        " comparées."
    ),
    "△ is more often than expected if {chance}, ▽ less often: the 95% interval of the log odds"
    " (by {clusters}) excludes 0, and at least three sentences were counted or, for ▽,"
    " expected; but no pair stays clear among all {n} that were compared.": (
        "△ : plus souvent qu’attendu si {chance}, ▽ : moins souvent. L’intervalle à 95 % du"
        " logarithme du rapport des cotes (sur {clusters}) exclut 0, et trois phrases au moins ont"
        " été comptées ou, pour ▽, étaient attendues ; mais aucune paire ne reste nette parmi les"
        " {n} comparées."
    ),
    "No pair is clear among all {n} that were compared, against what was expected if {chance}.": (
        "Aucune paire n’est nette parmi les {n} comparées, par rapport à ce qui serait attendu si"
        " {chance}."
    ),
    "△ and ▽ ({pairs}): only the interval of the pair itself excludes 0, as chance alone would"
    " make it for about {by_chance} each way.": (
        "△ et ▽ ({pairs}) : l’intervalle n’exclut 0 que pour la paire prise seule, ce que le"
        " hasard ferait à lui seul pour environ {by_chance} dans chaque sens."
    ),
    "By itself, the interval of {pairs} excludes 0; chance alone would make it so for about"
    " {by_chance} each way.": (
        "Paires dont l’intervalle, pris seul, exclut 0 : {pairs} ; le hasard à lui seul en"
        " donnerait environ {by_chance} dans chaque sens."
    ),
    "No pair has an interval, which takes five texts, or five paragraphs of a single text"
    " (here: {clusters}).": (
        "Aucune paire n’a d’intervalle : il y faut cinq textes, ou cinq paragraphes d’un texte"
        " unique (ici : {clusters})."
    ),
    "No pair is clearly more or less frequent than expected if {chance}.": (
        "Aucune paire n’est nettement plus ou moins fréquente qu’attendu si {chance}."
    ),
    "A count in brackets: the two themes share a pattern or find the same words, so that the"
    " codebook itself makes them co-occur ({pairs}).": (
        "Effectif entre parenthèses : les deux thèmes ont un motif en commun ou trouvent les mêmes"
        " mots, si bien que la grille de codage les fait elle-même coïncider ({pairs})."
    ),
    "{k} of {n} cells": "{k} cellules sur {n}",
    "{cells} is too narrow for its number, which the CSV file has.": (
        "{cells} est trop étroite pour son nombre, qui figure dans le fichier CSV."
    ),
    "{cells} are too narrow for their numbers, which the CSV file has.": (
        "{cells} sont trop étroites pour leurs nombres, qui figurent dans le fichier CSV."
    ),
    "Sentences that carry both themes, of {n}; {key}": (
        "Phrases qui portent les deux thèmes, sur {n} ; {key}"
    ),
    "No two themes occur in the same sentence.": "Aucune phrase ne porte deux thèmes.",
    "A cell counts the sentences that carry both the theme at the end of its row and the theme"
    " at the top of its column; a grey cell counts all sentences of one theme.": (
        "Une cellule compte les phrases qui portent à la fois le thème au bout de sa ligne et"
        " celui en haut de sa colonne ; une cellule grise compte toutes les phrases d’un thème."
    ),
    "the two were independent": "les deux thèmes étaient indépendants",
    "Triangle of counts: sentences that carry both of two themes.": (
        "Triangle d’effectifs : phrases qui portent à la fois deux thèmes."
    ),
    "Sentences with the theme of the row, followed by one with the theme of the column; {key}": (
        "Phrases portant le thème de la ligne, suivies d’une phrase portant celui de la colonne ;"
        " {key}"
    ),
    "n = {pairs} of consecutive sentences of the same text.": (
        "n = {pairs} de phrases consécutives d’un même texte."
    ),
    "No theme follows another in the next sentence.": (
        "Aucun thème n’en suit un autre dans la phrase suivante."
    ),
    "Beside a row, n counts the sentences that another one follows; above a column, those that"
    " follow another one.": (
        "À côté d’une ligne, n compte les phrases qu’une autre suit ; au-dessus d’une colonne,"
        " celles qui en suivent une autre."
    ),
    "the sentences of each text were in random order": (
        "les phrases de chaque texte étaient dans un ordre aléatoire"
    ),
    "Matrix of counts: which theme follows which in the next sentence.": (
        "Matrice d’effectifs : quel thème suit quel autre dans la phrase suivante."
    ),
    " and makes no pair with them": " et ne forme pas de paire avec eux",
    "teal and ▲: more than expected, brown and ▼: fewer": (
        "bleu-vert et ▲ : plus qu’attendu, brun et ▼ : moins"
    ),
    "teal and △: more than expected, brown and ▽: fewer": (
        "bleu-vert et △ : plus qu’attendu, brun et ▽ : moins"
    ),
    "teal: more than expected, brown: fewer": "bleu-vert : plus qu’attendu, brun : moins",
    "those of the clearest pairs and those with the most sentences": (
        "ceux des paires les plus nettes et ceux qui ont le plus de phrases"
    ),
    "Left out: {themes} without a sentence.": "Laissés de côté : {themes} sans aucune phrase.",
    "Themes in the same sentence": "Thèmes dans une même phrase",
    "Themes in the same sentence: no pair is clear among {n}": (
        "Thèmes dans une même phrase : aucune paire n’est nette parmi {n}"
    ),
    "{a} and {b} share more sentences than expected": (
        "{a} et {b} partagent plus de phrases qu’attendu"
    ),
    "{pairs} share more sentences than expected, most clearly {a} and {b}": (
        "{pairs} partagent plus de phrases qu’attendu, le plus nettement {a} et {b}"
    ),
    "{a} and {b} share fewer sentences than expected": (
        "{a} et {b} partagent moins de phrases qu’attendu"
    ),
    "{pairs} share fewer sentences than expected, most clearly {a} and {b}": (
        "{pairs} partagent moins de phrases qu’attendu, le plus nettement {a} et {b}"
    ),
    "Two themes of different families are compared among the sentences that carry some theme of"
    " both families, all others among all sentences.": (
        "Deux thèmes de familles différentes sont comparés parmi les phrases qui portent un thème"
        " de chacune des deux familles, tous les autres parmi l’ensemble des phrases."
    ),
    "Which theme follows which": "Quel thème suit quel autre",
    "Which theme follows which: no sequence is clear among {n}": (
        "Quel thème suit quel autre : aucune suite n’est nette parmi {n}"
    ),
    "{a} is followed by {b} {n} times, {expected} expected": (
        "{a} est suivi de {b} {n} fois, pour {expected} attendues"
    ),
    "{theme} carries over to the next sentence more than expected": (
        "{theme} se prolonge dans la phrase suivante plus qu’attendu"
    ),
    "{themes} carry over to the next sentence more than expected": (
        "{themes} se prolongent dans la phrase suivante plus qu’attendu"
    ),
    # -- cross_tables
    "The codebook lacks one of the two families.": (
        "L’une des deux familles manque à la grille de codage."
    ),
    "n = {n}, of which {k} carry a theme of the rows.": (
        "n = {n}, dont {k} portent un thème des lignes."
    ),
    "No sentence carries both.": "Aucune phrase ne porte les deux.",
    "A cell counts the sentences that carry both themes, whoever is meant, and gives their"
    " share of the row’s n; it is shaded by the share, except where n is below {least}.": (
        "Une cellule compte les phrases qui portent les deux thèmes, quel que soit l’acteur visé,"
        " et donne leur part du n de la ligne ; elle est ombrée selon cette part, sauf si n est"
        " inférieur à {least}."
    ),
    "Table of counts and shares of rows: sentences that carry both themes.": (
        "Tableau d’effectifs et de parts de ligne : phrases qui portent les deux thèmes."
    ),
    "{column} in {share} with {row}, in {against} with any of them": (
        "{column} dans {share} avec {row}, dans {against} avec l’un quelconque d’entre eux"
    ),
    "{column} in {share} with {row}, in {against} with {other}": (
        "{column} dans {share} avec {row}, dans {against} avec {other}"
    ),
    "Sentences that carry both themes, shaded by their share of the row": (
        "Phrases qui portent les deux thèmes, ombrées selon leur part de la ligne"
    ),
    "▲ more, ▼ fewer than expected": "▲ plus, ▼ moins qu’attendu",
    "the two were independent among the {n} that carry a theme of both families": (
        "les deux étaient indépendants parmi les {n} qui portent un thème de chaque famille"
    ),
    "{rows} by {columns}": "{rows} par {columns}",
    "Themes by themes": "Thèmes par thèmes",
    "Any of them": "L’un d’entre eux",
    "{theme} with any of them": "{theme} avec l’un d’entre eux",
    # -- panels of JupyterLab
    ": ": " : ",
    "; ": " ; ",
    "> 5, or 2-9": "> 5, ou 2-9",
    "> 5%": "> 5 %",
    "< 0.05": "< 0,05",
    "> 5 pp": "> 5 pp",
    "Clear": "Effacer",
    "Click a mark of the chart, or move with the arrow keys and press Enter.": (
        "Cliquez sur un élément du graphique, ou parcourez-le avec les flèches et appuyez sur"
        " Entrée."
    ),
    "Filter": "Filtrer",
    "Find": "Chercher",
    "No theme": "Aucun thème",
    "Show more": "Afficher la suite",
    "Table": "Tableau",
    "The kernel has stopped or was restarted. Run this cell again to go on.": (
        "Le noyau s’est arrêté ou a été redémarré. Exécutez de nouveau cette cellule pour"
        " continuer."
    ),
    "To choose here, install the extra “explore” (make env LOCK=requirements-all.lock), and"
    " restart JupyterLab.": (
        "Pour choisir ici, installez l’extra « explore » (make env LOCK=requirements-all.lock),"
        " puis redémarrez JupyterLab."
    ),
    "Word or pattern": "Mot ou motif",
    "all": "tous",
    "and {more} more": "et encore {more}",
    "contains": "contient",
    "no sentences": "aucune phrase",
    "none of {sentences}": "aucune sur {sentences}",
    "sentence {number}": "phrase {number}",
    # -- coding by hand
    "Actions": "Actions",
    "All sentences are coded.": "Toutes les phrases sont codées.",
    "Coder {name}": "Codage de {name}",
    "Enter: {theme}": "Entrée : {theme}",
    "Find a theme": "Chercher un thème",
    "Include, such as": "À inclure, par exemple",
    "Leave out, such as": "À exclure, par exemple",
    "Memo": "Mémo",
    "Next": "Suivante",
    "Next not coded": "Prochaine à coder",
    "No theme has these letters.": "Aucun thème ne contient ces lettres.",
    "Nothing to undo since the panel was opened.": (
        "Rien à annuler depuis l’ouverture du panneau."
    ),
    "To code with the keys, click here or press Tab.": (
        "Pour coder au clavier, cliquez ici ou appuyez sur Tab."
    ),
    "Or choose a theme with ↑ and ↓ and press the space bar. The key q marks a sentence as unsure,"
    " and ? leads to these lines. Enter and → go to the next sentence, ←"
    " to the one before. Enter or Esc leaves the memo; Shift and Enter begin a new line in it. Each"
    " decision is saved at once.": (
        "Ou choisissez un thème avec ↑ et ↓ et appuyez sur la barre d’espace. La touche q"
        " marque une hésitation, et ? mène à ces lignes. Entrée et → mènent à"
        " la phrase suivante, ← à la précédente. Entrée ou Échap quitte le mémo ; Maj et Entrée y"
        " commencent une nouvelle ligne. Chaque décision est enregistrée aussitôt."
    ),
    "Or open {file} in a spreadsheet. In the row of a sentence, write each of its themes into a"
    " cell of its own (theme_1, theme_2 and so on), or {none} if it has none. Write x under unsure"
    " if you hesitate, and notes under memo. Save the file as CSV under the same name, and close it"
    " before you go on here.": (
        "Ou ouvrez {file} dans un tableur. Sur la ligne d’une phrase, écrivez chacun de ses thèmes"
        " dans une cellule à part (theme_1, theme_2, etc.), ou {none} si elle n’en a aucun."
        " Écrivez x sous unsure en cas d’hésitation, et vos notes sous memo. Enregistrez le fichier"
        " au format CSV sous le même nom, et fermez-le avant de continuer ici."
    ),
    "Previous": "Précédente",
    "Progress": "Avancement",
    "Read again from {file}.": "Relu depuis {file}.",
    "Read the file again": "Relire le fichier",
    "Saved: {said}": "Enregistré : {said}",
    "The codebook does not define this theme.": "La grille de codage ne définit pas ce thème.",
    "The kernel does not answer, and what you did last is not saved.": (
        "Le noyau ne répond pas, et votre dernière action n’est pas enregistrée."
    ),
    "The kernel is busy. Keys count again when it has answered.": (
        "Le noyau est occupé. Les touches compteront de nouveau quand il aura répondu."
    ),
    "The number of a theme gives it, or takes it away.": (
        "Le numéro d’un thème l’attribue ou le retire."
    ),
    "The number of a theme gives it, or takes it away. For any other theme press /, type letters of"
    " its label, and press Enter.": (
        "Le numéro d’un thème l’attribue ou le retire. Pour tout autre thème, appuyez sur /, tapez"
        " des lettres de son nom, puis Entrée."
    ),
    "The sentence to code": "La phrase à coder",
    "This is the first sentence.": "C’est la première phrase.",
    "This is the last sentence, and all are coded.": (
        "C’est la dernière phrase, et toutes sont codées."
    ),
    "This is the last sentence. Press j for those that are not coded.": (
        "C’est la dernière phrase. La touche j mène à celles qui restent à coder."
    ),
    "To begin or to go on with the keys, run this cell in JupyterLab.": (
        "Pour commencer ou continuer au clavier, exécutez cette cellule dans JupyterLab."
    ),
    "Undo": "Annuler",
    "Unsure": "Hésitation",
    "What coders differ on": "Ce qui sépare les codeurs",
    "all {n} coded": "toutes codées ({n})",
    "no longer unsure": "sans hésitation",
    "not coded yet": "pas encore codée",
    "one step back, now {given}": "un pas en arrière, maintenant {given}",
    "the memo": "le mémo",
    "unsure": "hésitation",
    "{coder}: what is coded is in {file}.": "{coder} : les codages sont dans {file}.",
    "No theme; taken away: {themes} (u undoes it)": (
        "Aucun thème ; retirés : {themes} (u pour annuler)"
    ),
    "“No theme” taken away, now not coded yet": (
        "« Aucun thème » retiré, la phrase n’est pas encore codée"
    ),
    "What you did last is not saved.": "Votre dernière action n’est pas enregistrée.",
    "{file} was changed elsewhere since it was read here. Nothing was written, and what you did"
    " last is not kept.": (
        "{file} a été modifié ailleurs depuis sa lecture ici. Rien n’a été écrit, et votre dernière"
        " action n’est pas retenue."
    ),
    "{part} coded": "codées : {part}",
    "{theme} taken away": "{theme} retiré",
    # -- what the report says of checks and of what was left out
    "tables/left-out.csv says in English what each of these is.": (
        "tables/left-out.csv dit, en anglais, ce qu’est chacun de ces éléments."
    ),
    "tables/text-checks.csv and tables/pattern-checks.csv say in English what they are, and what"
    " to do.": (
        "tables/text-checks.csv et tables/pattern-checks.csv disent, en anglais, de quoi il s’agit"
        " et que faire."
    ),
    # -- what the study is
    "{study}: {scope}; codebook: {name}, version {version}": (
        "{study} : {scope} ; grille de codage : {name}, version {version}"
    ),
    "{name}, version {version}": "{name}, version {version}",
    "{texts}: {sentences}, {words}, language {languages}.": (
        "{texts} : {sentences}, {words}, langue {languages}."
    ),
    "{texts}: {sentences}, {words}, languages {languages}.": (
        "{texts} : {sentences}, {words}, langues {languages}."
    ),
    "No metadata date the texts or put them into groups.": (
        "Aucune métadonnée ne date les textes ni ne les répartit en groupes."
    ),
    "It is divided by {groups}, and dated by {times}.": (
        "Il est divisé selon {groups} et daté par {times}."
    ),
    "It is divided by {groups}; no metadata column dates it.": (
        "Il est divisé selon {groups} ; aucune colonne de métadonnées ne le date."
    ),
    "It is dated by {times}; no metadata column puts it into groups.": (
        "Il est daté par {times} ; aucune colonne de métadonnées ne le range dans un groupe."
    ),
    "They are put into groups by {groups}, and dated by {times}.": (
        "Ils sont répartis en groupes selon {groups} et datés par {times}."
    ),
    "They are put into groups by {groups}; no metadata column dates them.": (
        "Ils sont répartis en groupes selon {groups} ; aucune colonne de métadonnées ne les date."
    ),
    "They are dated by {times}; no metadata column puts them into groups.": (
        "Ils sont datés par {times} ; aucune colonne de métadonnées ne les répartit en groupes."
    ),
    "Codebook: {codebook}. {themes} occurs.": (
        "Grille de codage : {codebook}. On trouve dans les textes {themes}."
    ),
    "Codebook: {codebook}. {themes} occur.": (
        "Grille de codage : {codebook}. On trouve dans les textes {themes}."
    ),
    "{themes} does not.": "Absent : {themes}.",
    "{themes} do not.": "Absents : {themes}.",
    "{sentences} carries no theme.": "{sentences} ne porte aucun thème.",
    "{sentences} carry no theme.": "{sentences} ne portent aucun thème.",
    "The most frequent themes, with the number of sentences that carry them:": (
        "Les thèmes les plus fréquents, avec le nombre de phrases qui les portent :"
    ),
    "and those of {families}": "et ceux de {families}",
    # -- how sure it is
    "No theme occurs, so there is no share to be sure of.": (
        "Aucun thème ne figure dans les textes : il n’y a pas de part dont juger la fiabilité."
    ),
    "The most frequent theme, {theme}, is in {sentences} ({share}; by {units}, {interval}). If"
    " all sentences were independent, the interval would be {naive}.": (
        "Le thème le plus fréquent, {theme}, figure dans {sentences} ({share} ; par {units},"
        " {interval}). Si toutes les phrases étaient indépendantes, l’intervalle serait de {naive}."
    ),
    "The most frequent theme, {theme}, is in {sentences}; {units} is too few for an interval.": (
        "Le thème le plus fréquent, {theme}, figure dans {sentences} ; {units}, c’est trop peu pour"
        " un intervalle."
    ),
    "The most frequent theme, {theme}, is in {sentences}; {units} are too few for an interval.": (
        "Le thème le plus fréquent, {theme}, figure dans {sentences} ; {units}, c’est trop peu pour"
        " un intervalle."
    ),
    "No theme with several patterns and at least {least} sentences occurs, so none can be"
    " said to rest on one pattern.": (
        "Aucun thème à plusieurs motifs n’est porté par {least} phrases au moins : d’aucun on ne"
        " peut dire qu’il repose sur un seul motif."
    ),
    "None of {themes} with several patterns and at least {least} sentences rests on one"
    " pattern for more than half of its sentences, unless it is a word of the theme’s"
    " label, or one of two that are about even.": (
        "Parmi {themes} à plusieurs motifs et d’au moins {least} phrases, aucun ne doit plus de la"
        " moitié de ses phrases à un seul motif, sauf si ce motif est un mot de son libellé ou l’un"
        " de deux motifs à peu près égaux."
    ),
    "{resting} with several patterns and at least {least} sentences rests on one pattern"
    " for more than half of its sentences, {theme}: without {pattern}, {left} would be"
    " left.": (
        "{resting}, parmi ceux à plusieurs motifs et d’au moins {least} phrases, doit plus de la"
        " moitié de ses phrases à un seul motif, {theme} : sans {pattern}, il en resterait {left}."
    ),
    "{resting} with several patterns and at least {least} sentences rest on one pattern for"
    " more than half of their sentences, most of all {theme}: without {pattern}, {left} would"
    " be left.": (
        "{resting}, parmi ceux à plusieurs motifs et d’au moins {least} phrases, doivent plus de la"
        " moitié de leurs phrases à un seul motif, surtout {theme} : sans {pattern}, il en"
        " resterait {left}."
    ),
    "All sentences carry a theme ({k} of {n}).": (
        "Toutes les phrases portent un thème ({k} sur {n})."
    ),
    "{sentences} carries no theme; {words}.": "{sentences} ne porte aucun thème ; {words}.",
    "{sentences} carry no theme; {words}.": "{sentences} ne portent aucun thème ; {words}.",
    "no word is clearly more than 1.5 times as frequent there as elsewhere": (
        "aucun mot n’y est nettement plus de 1,5 fois aussi fréquent qu’ailleurs"
    ),
    "the words that stand out most there: {words}": (
        "les mots qui s’y détachent le plus : {words}"
    ),
    "Nothing stands out that should be read first.": "Rien ne demande à être lu en premier.",
    "To be read first: {theme}, because {found}.": "À lire en premier : {theme} ({found}).",
    "Nothing is coded by hand: there is no coding.csv, and no codings/.": (
        "Rien n’est codé à la main : il n’y a ni coding.csv ni codings/."
    ),
    "The reader read {sentences}. Each theme counts once per sentence.": (
        "Le lecteur a lu {sentences}. Chaque thème compte une fois par phrase."
    ),
    "If the reader also wrote or improved the patterns, precision and recall are in-sample: expect"
    " less on other texts.": (
        "Si la personne qui a codé a aussi écrit ou amélioré les motifs, précision et rappel ne"
        " valent que pour ces phrases : attendez-vous à moins sur d’autres textes."
    ),
    "Precision: of {findings} of the patterns, the reader coded {k}.": (
        "Précision : sur {findings} des motifs, le lecteur en a codé {k}."
    ),
    "Recall: of {codings} of the reader, the patterns found {k}.": (
        "Rappel : sur {codings} du lecteur, les motifs en ont trouvé {k}."
    ),
    "{k} of {sentences} drawn at random were coded by hand and count here, each weighted by how"
    " many of the {n} it stands for.": (
        "{k} des {sentences} tirées au hasard ont été codées à la main et comptent ici, chacune"
        " pondérée par le nombre de phrases, sur {n}, qu’elle représente."
    ),
    "Precision is lowest for {theme}: {share} (95% interval {interval}; found in {sentences}).": (
        "La précision est la plus basse pour {theme} : {share} (intervalle à 95 % : {interval} ;"
        " trouvé dans {sentences})."
    ),
    "Recall is lowest for {theme}: {share} (95% interval {interval}; coded in {sentences}).": (
        "Le rappel est le plus bas pour {theme} : {share} (intervalle à 95 % : {interval} ; codé"
        " dans {sentences})."
    ),
    "No theme was found or coded in {least} sentences or more, so no figure has an interval.": (
        "Aucun thème n’a été trouvé ou codé dans au moins {least} phrases : aucun chiffre n’a"
        " d’intervalle."
    ),
    "Too few for an interval of F1 (found or coded in fewer than {least} sentences): {themes}.": (
        "Trop rares pour un intervalle de F1 (trouvés ou codés dans moins de {least} phrases) :"
        " {themes}."
    ),
    "The codebook has changed since the sample was drawn, so only the half that was held out"
    " counts.": (
        "La grille a changé depuis le tirage de l’échantillon : seule compte la moitié mise de"
        " côté."
    ),
    "The codebook has changed since the sample was drawn: if it was improved on these sentences,"
    " the figures are in-sample, and less is to be expected on others.": (
        "La grille a changé depuis le tirage de l’échantillon : si elle a été améliorée sur ces"
        " phrases, les chiffres ne valent que pour elles ; attendez-vous à moins sur d’autres."
    ),
    "The codebook is as it was when the sample was drawn, so it was not improved on these codings."
    " If it was written with some of these texts in view, expect less on other texts.": (
        "La grille n’a pas changé depuis le tirage de l’échantillon : elle n’a donc pas été"
        " améliorée sur ces codages. Si elle a été écrite d’après certains de ces textes,"
        " attendez-vous à moins sur d’autres."
    ),
    "Coded by hand: {improve} of the half to improve the patterns on, and {report} of the half to"
    " report on.": (
        "Codées à la main : {improve} de la moitié d’amélioration (celle qui sert à améliorer les"
        " motifs) et {report} de la moitié d’évaluation."
    ),
    "No theme was found or coded often enough in both to compare them.": (
        "Aucun thème n’a été trouvé ou codé assez souvent dans les deux moitiés pour les comparer."
    ),
    "Found or coded often enough in both to compare them: {themes}.": (
        "Trouvés ou codés assez souvent dans les deux pour les comparer : {themes}."
    ),
    "In the half to report on, F1 is nowhere lower by {least} or more.": (
        "Dans la moitié d’évaluation, F1 ne baisse nulle part de {least} ou plus."
    ),
    "In the half to report on, F1 is lower by {least} or more for {n}, most for {theme}: {report}"
    " against {improve}.": (
        "Dans la moitié d’évaluation, F1 est plus bas de {least} ou plus pour {n} d’entre eux,"
        " surtout pour {theme} : {report} contre {improve}."
    ),
    # -- what to read first
    "only {pattern} finds {k} of its {sentences}": ("seul {pattern} trouve {k} de ses {sentences}"),
    "in {pattern}, {k} of {n} matches are {phrase}": (
        "pour {pattern}, {k} occurrences sur {n} sont {phrase}"
    ),
    "in {pattern}, {k} of {n} matches are {phrase} and {k_b} are {phrase_b}": (
        "pour {pattern}, {k} occurrences sur {n} sont {phrase} et {k_b} sont {phrase_b}"
    ),
    "{pattern}, in {k} of its {sentences}, is also a pattern of {themes}": (
        "{pattern}, dans {k} de ses {sentences}, est aussi un motif de {themes}"
    ),
    "{k} of its {sentences} are in one text": "{k} de ses {sentences} sont dans un seul texte",
    "all {sentences} are in one text": "un seul texte contient toutes ses phrases ({sentences})",
    "its share is larger in longer texts (Spearman’s rho {rho}, {low} to {high})": (
        "sa part est plus grande dans les textes plus longs (rho de Spearman {rho}, de {low} à"
        " {high})"
    ),
    "its share is smaller in longer texts (Spearman’s rho {rho}, {low} to {high})": (
        "sa part est plus petite dans les textes plus longs (rho de Spearman {rho}, de {low} à"
        " {high})"
    ),
    "at least {n}": "au moins {n}",
    "{sentences} that no pattern finds is at least as typical of it as half of its own; the"
    " words of this one: {words}": (
        "{sentences} qu’aucun motif ne trouve lui ressemble au moins autant que la moitié des"
        " siennes ; ses mots : {words}"
    ),
    "{sentences} that no pattern finds are at least as typical of it as half of its own; the"
    " words of this one: {words}": (
        "{sentences} qu’aucun motif ne trouve lui ressemblent au moins autant que la moitié des"
        " siennes ; les mots de celle-ci : {words}"
    ),
    "the reader confirmed {k} of {sentences} that the patterns found": (
        "le lecteur a confirmé {k} des {sentences} que les motifs ont trouvées"
    ),
    "the patterns found {k} of {sentences} that the reader coded": (
        "les motifs ont trouvé {k} des {sentences} que le lecteur a codées"
    ),
    # -- jumps, and what else stands out
    "{theme} rises only because of {periods}, a jump and no trend: without, its slope is {slope}": (
        "{theme} ne monte qu’à cause de {periods} : c’est un saut, non une tendance ; sans cela, sa"
        " pente est de {slope}"
    ),
    "{theme} falls only because of {periods}, a jump and no trend: without, its slope is {slope}": (
        "{theme} ne baisse qu’à cause de {periods} : c’est un saut, non une tendance ; sans cela,"
        " sa pente est de {slope}"
    ),
    "{theme} rises, but with so few periods, a trend cannot be told from a jump": (
        "{theme} monte, mais si peu de périodes ne permettent pas de distinguer une tendance d’un"
        " saut"
    ),
    "{theme} falls, but with so few periods, a trend cannot be told from a jump": (
        "{theme} baisse, mais si peu de périodes ne permettent pas de distinguer une tendance d’un"
        " saut"
    ),
    "{theme} (rises)": "{theme} (en hausse)",
    "{theme} (falls)": "{theme} (en baisse)",
    "{theme} in {group} (more: {share})": "{theme} ({group}, plus : {share})",
    "{theme} in {group} (less: {share})": "{theme} ({group}, moins : {share})",
    # -- network
    "No two themes clearly go together.": "Aucun thème ne va nettement avec un autre.",
    "The number in a box counts the sentences that carry the theme; the position of a box means"
    " nothing by itself.": (
        "Le nombre dans une case compte les phrases qui portent le thème ; la position d’une case"
        " ne signifie rien par elle-même."
    ),
    "Network of {themes} and {lines}.": "Réseau de {themes} et de {lines}.",
    "Lines join themes that meet in more sentences than expected; in brackets, all sentences": (
        "Les traits relient les thèmes qui partagent plus de phrases qu’attendu ; entre"
        " parenthèses, toutes leurs phrases"
    ),
    "Themes that go together: no pair is clear among all": (
        "Thèmes qui vont ensemble : aucune paire n’est nette parmi toutes"
    ),
    "Themes that go together": "Thèmes qui vont ensemble",
    "{a} and {b} most clearly go together": "{a} et {b} vont le plus nettement ensemble",
    "A line joins two themes that are in the same sentence more often than expected if they"
    " were independent: the 95% interval of the log odds (by {clusters}) lies above 0, and at"
    " least three sentences carry both.": (
        "Un trait relie deux thèmes qui figurent dans la même phrase plus souvent qu’attendu s’ils"
        " étaient indépendants : l’intervalle à 95 % du logarithme du rapport des cotes (sur"
        " {clusters}) est au-dessus de 0, et trois phrases au moins portent les deux."
    ),
    "There are {pairs} of this kind; each theme keeps its {kept} clearest, which leaves {lines}.": (
        "Il y a {pairs} de ce genre ; chaque thème garde ses {kept} plus nettes, ce qui laisse"
        " {lines}."
    ),
    "The thicker the line, the larger the log odds.": (
        "Plus le trait est épais, plus le logarithme du rapport des cotes est grand."
    ),
    "A grey line is clear by itself, but not among all {pairs} that were compared: chance alone"
    " makes some such lines.": (
        "Un trait gris est net en lui-même, mais non parmi l’ensemble des {pairs} comparées : le"
        " hasard suffit à produire de tels traits."
    ),
    "A dashed line: the two themes share a pattern or find the same words, so that the codebook"
    " itself makes them co-occur.": (
        "Trait pointillé : les deux thèmes ont un motif en commun ou trouvent les mêmes mots, si"
        " bien que la grille de codage les fait elle-même coïncider."
    ),
    "It takes five texts, or five paragraphs of a single text, to say so (here: {clusters}).": (
        "Il faut cinq textes, ou cinq paragraphes d’un texte unique, pour le dire (ici :"
        " {clusters})."
    ),
    "A line would join two themes that at least three sentences carry together, and whose 95%"
    " interval of the log odds (by {clusters}) lies above 0.": (
        "Un trait relierait deux thèmes que trois phrases au moins portent ensemble, et dont"
        " l’intervalle à 95 % du logarithme du rapport des cotes (sur {clusters}) est au-dessus de"
        " 0."
    ),
    "Left out: {themes} without a line.": "Laissés de côté : {themes} sans trait.",
    # -- panels
    "; full colour: stands out": " ; couleur pleine : se détache",
    "; none for fewer than five {units}": " ; aucun pour moins de cinq {units}",
    "; {k} of {n} are rough (fewer than ten {units} carry the theme)": (
        " ; {k} sur {n} sont approximatifs (moins de dix {units} portent le thème)"
    ),
    ", at shares of 0 and 100% by Wilson’s formula": (
        ", pour les parts de 0 et de 100 % par la formule de Wilson"
    ),
    "95% intervals": "intervalles à 95 %",
    "Arrow: the interval goes on.": "Flèche : l’intervalle se prolonge.",
    "Bars of shares by group, one panel for each of {themes}.": (
        "Barres des parts par groupe, un cadre pour chacun des {themes}."
    ),
    "Each panel has its own scale.": "Chaque cadre a sa propre échelle.",
    "Intervals: 95%, by bootstrap-t over {units}": (
        "Intervalles à 95 %, par bootstrap-t sur les {units}"
    ),
    "No theme differs clearly by {column}": "Aucun thème ne diffère nettement selon « {column} »",
    "One text is a sample of nothing but itself.": (
        "Un texte seul n’est l’échantillon que de lui-même."
    ),
    "Stands out: would be rare even as the largest of {n} (here {k}).": (
        "Se détache : ce qui serait rare même comme la plus grande de {n} (ici {k})."
    ),
    "Share of a group’s sentences that carry the theme; dashed: all groups together": (
        "Part des phrases d’un groupe qui portent le thème ; tirets : tous les groupes ensemble"
    ),
    "Shown are the {n} groups with the most sentences; all others are one row.": (
        "Sont montrés les {n} groupes les plus riches en phrases ; les autres forment une ligne."
    ),
    "Themes by {column}": "Thèmes selon « {column} »",
    "all groups": "tous les groupes",
    "goes on": "se prolonge",
    "n = {sentences} in {groups}": "n = {sentences} dans {groups}",
    "share of sentences": "part des phrases",
    "the first ones that `study.yaml` names": "les premiers que nomme `study.yaml`",
    "those that `study.yaml` names": "ceux que nomme `study.yaml`",
    "those that differ by the most sentences": "ceux qui diffèrent du plus de phrases",
    "those that differ most relative to their intervals": (
        "ceux qui diffèrent le plus, relativement à leurs intervalles"
    ),
    "{n}, by {column}.": "{n}, selon « {column} ».",
    "{n} others": "{n} autres",
    "{theme} in {groups}: {shares}, {of_all} in all groups": (
        "{theme} dans {groups} : {shares}, contre {of_all} dans tous les groupes"
    ),
    "{theme}, {group}: {sentences}": "{theme}, {group} : {sentences}",
    # -- deviation
    "; full dot: stands out": " ; point plein : se détache",
    "A group’s share of sentences with the theme minus the share in all groups together, in"
    " percentage points": (
        "Part des phrases d’un groupe qui portent le thème, moins la part dans tous les groupes, en"
        " points de pourcentage"
    ),
    "Differences from all groups, by {column}": "Écarts à tous les groupes, selon « {column} »",
    "Dots: differences from all groups, one panel for each of {themes}.": (
        "Points : écarts à tous les groupes, un cadre pour chacun des {themes}."
    ),
    "does not stand out": "ne se détache pas",
    "percentage points": "points de pourcentage",
    "stands out": "se détache",
    "{theme} in {groups}: {points} percentage points above all groups": (
        "{theme} dans {groups} : {points} points de pourcentage au-dessus de tous les groupes"
    ),
    "{theme} in {groups}: {points} percentage points below all groups": (
        "{theme} dans {groups} : {points} points de pourcentage au-dessous de tous les groupes"
    ),
    # -- timelines
    "Below a label: a trend that stands out, in points a period, with its interval.": (
        "Sous un thème : une tendance qui se détache, en points par période, avec son intervalle."
    ),
    "Grey: no text of that time.": "Gris : aucun texte de cette période.",
    "Hollow: fewer than {n}.": "Point creux : moins de {n}.",
    "Lines over time, one panel for each of {themes}. {n}.": (
        "Courbes dans le temps, un cadre pour chacun des {themes}. {n}."
    ),
    "Lines: {events}.": "Repères : {events}.",
    "No theme changes clearly over time": "Aucun thème ne change nettement dans le temps",
    "Not drawn: {n} of texts without a date.": "Non représentées : {n} de textes sans date.",
    "Not in this time: {events}.": "Hors de cette période : {events}.",
    "Sentences of each period": "Phrases de chaque période",
    "Share of each period’s sentences that carry the theme; band: 95% interval; dashed: all"
    " periods": (
        "Part des phrases de chaque période qui portent le thème ; bande : intervalle à 95 % ;"
        " tirets : toutes les périodes"
    ),
    "Share of each period’s sentences that carry the theme; dashed: all periods": (
        "Part des phrases de chaque période qui portent le thème ; tirets : toutes les périodes"
    ),
    "Themes over time": "Thèmes dans le temps",
    "all periods": "toutes les périodes",
    "n = {sentences} in {texts}": "n = {sentences} dans {texts}",
    "no text": "aucun texte",
    "of fewer than {n}": "moins de {n}",
    "{part} in {period}": "{part} en {period}",
    "{period}: {n}": "{period} : {n}",
    "{theme} fell by {points} points a period, on a line from {start} to {end}": (
        "{theme} : baisse de {points} points par période, sur une droite de {start} à {end}"
    ),
    "{theme} fell from {start} to {end}": "{theme} : baisse de {start} à {end}",
    "{theme} in {period}: {share}, {of_all} in all periods": (
        "{theme} en {period} : {share}, contre {of_all} sur toutes les périodes"
    ),
    "{theme} rose by {points} points a period, on a line from {start} to {end}": (
        "{theme} : hausse de {points} points par période, sur une droite de {start} à {end}"
    ),
    "{theme} rose from {start} to {end}": "{theme} : hausse de {start} à {end}",
    # -- keyness
    "DPnorm is 0 if the texts share it evenly, near 1 if it is in one only.": (
        "DPnorm vaut 0 si les textes se le partagent également, près de 1 s’il n’est que dans un"
        " seul."
    ),
    "Dot: how many times as frequent the {noun} is; line: 95% interval, too narrow for a"
    " {noun} that few texts repeat, because it treats all occurrences as independent.": (
        "Point : combien de fois le {noun} est plus fréquent ; trait : intervalle à 95 %, trop"
        " étroit pour un {noun} que peu de textes répètent, car il tient toutes les occurrences"
        " pour indépendantes."
    ),
    "Hollow dot, {n_terms}: it occurs in one text only, and says something about that text"
    " alone.": (
        "Point creux, {n_terms} : ne figure que dans un seul texte, et ne dit quelque chose que de"
        " ce texte."
    ),
    "More frequent {where}": "Plus fréquents {where}",
    "No {noun} stands out {where}": "Aucun {noun} ne se détache {where}",
    "No {noun} stands out.": "Aucun {noun} ne se détache.",
    "Not compared: {n_terms} for which the reference gives no frequency.": (
        "Non comparés : {n_terms} dont la référence ne donne pas la fréquence."
    ),
    "Only {nouns} of a single text stand out {where}": (
        "Seuls des {nouns} d’un seul texte se détachent {where}"
    ),
    "Rarer {where}": "Plus rares {where}",
    "Texts are those of the side where it is more frequent; DPnorm is 0 if they share it"
    " evenly, near 1 if it is in one only.": (
        "Les textes sont ceux du côté où il est plus fréquent ; DPnorm vaut 0 s’ils se le partagent"
        " également, près de 1 s’il n’est que dans un seul."
    ),
    "The chart shows the {k} strongest of {n_terms} that stand out; its CSV file holds all.": (
        "Le graphique montre les {k} plus marqués sur {n_terms} qui se détachent ; son fichier CSV"
        " contient tout."
    ),
    "There is nothing to compare with.": "Il n’y a rien à quoi comparer.",
    "Where a count is 0, 0.5 is added to both.": ("Là où un nombre est 0, on ajoute 0,5 aux deux."),
    "With so many {nouns} compared, every difference could be chance (adjusted p ≥ {chance}).": (
        "Avec tant de {nouns} comparés, toute différence peut être due au hasard (p ajusté ≥"
        " {chance})."
    ),
    "all other parts": "toutes les autres parties",
    "all others": "tous les autres",
    "count": "nombre",
    "expected": "attendu",
    "in the target": "dans la cible",
    "in {part}": "dans {part}",
    "n = {n_terms}, {where} compared with {against}.": (
        "n = {n_terms}, {where}, par comparaison avec {against}."
    ),
    "texts": "textes",
    "times as frequent": "fois plus fréquent",
    "{finding}. A dot and an interval for each of {n_shown}: {terms}.": (
        "{finding}. Un point et un intervalle pour chacun des {n_shown} : {terms}."
    ),
    "{nouns} that are rarer {where}: {terms}": "{nouns} plus rares {where} : {terms}",
    "{nouns} that stand out {where}: {terms}": "{nouns} qui se détachent {where} : {terms}",
    "{nouns} {where} compared with {against}: how many times as frequent, with 95% interval": (
        "{nouns} {where}, par comparaison avec {against} : combien de fois plus fréquents, avec"
        " intervalle à 95 %"
    ),
    "{term} {where}: {times}, in {sentences}": "{term} {where} : {times}, dans {sentences}",
    # -- corrected shares
    "Shares of hits, and corrected shares": "Parts d’après les motifs et parts corrigées",
    "No random sample of the sentences was coded by hand to correct shares by.": (
        "Aucun échantillon aléatoire de phrases n’a été codé à la main : les parts ne peuvent pas"
        " être corrigées."
    ),
    "The codebook has changed since the sample was drawn: if it was improved on these sentences,"
    " it fits them better than the others, and the corrected shares are too close to the shares of"
    " hits.": (
        "La grille a changé depuis le tirage de l’échantillon : si elle a été améliorée sur ces"
        " phrases, elle leur convient mieux qu’aux autres, et les parts corrigées sont trop proches"
        " des parts d’après les motifs."
    ),
    "No half of a sample was held out.": "Aucune moitié d’un échantillon n’a été mise de côté.",
    "Too few sentences were coded by hand to correct a share.": (
        "Trop peu de phrases ont été codées à la main pour corriger une part."
    ),
    "Corrected is the share of sentences that a person would have coded, estimated from all hits"
    " and the coded sample together; a line is its 95% interval.": (
        "La part corrigée est la part des phrases qu’une personne aurait codées, estimée à partir"
        " de toutes les occurrences et de l’échantillon codé ; un trait est son intervalle à 95 %."
    ),
    "Bars: shares of sentences with a hit; dots: corrected shares, of {themes}. {finding}.": (
        "Barres : parts des phrases où un motif a trouvé le thème ; points : parts corrigées, de"
        " {themes}. {finding}."
    ),
    "Bars: sentences in which the patterns found the theme; dots: corrected shares, with 95%"
    " intervals": (
        "Barres : phrases où les motifs ont trouvé le thème ; points : parts corrigées, avec leurs"
        " intervalles à 95 %"
    ),
    "n = {n}, of which {k} were coded by hand.": "n = {n}, dont {k} codées à la main.",
    "n = {n} in {groups}; {k} of the sentences were coded by hand.": (
        "n = {n} réparties en {groups} ; {k} de ces phrases ont été codées à la main."
    ),
    "No corrected share shown differs clearly from the share of hits": (
        "Aucune part corrigée ne diffère ici nettement de la part d’après les motifs"
    ),
    "{theme}: {corrected} of the sentences once corrected, {share} by the hits": (
        "{theme} : {corrected} des phrases après correction, {share} d’après les motifs"
    ),
    "The share of hits lies outside the interval for {cases}.": (
        "La part d’après les motifs est en dehors de l’intervalle pour {cases}."
    ),
    "The share of hits lies within the interval for {cases}.": (
        "La part d’après les motifs est dans l’intervalle pour {cases}."
    ),
    "Even if all shares of hits were right, this would be so for about {n}.": (
        "Même si toutes les parts d’après les motifs étaient justes, ce serait le cas pour {n}"
        " environ."
    ),
    "Where a bar is grey, too few sentences were coded by hand.": (
        "Là où une barre est grise, trop peu de phrases ont été codées à la main."
    ),
    "The chart shows the {k} largest of {groups}.": (
        "Le graphique montre les {k} plus grands des {groups}."
    ),
    "corrected share": "part corrigée",
    "too few": "trop peu",
    "hits": "motifs",
    "corrected": "corrigée",
    "Of the headings, which count each sentence with any of their themes, {theme} changes most:"
    " {share} by the hits, {corrected} corrected (95% interval {interval}).": (
        "Parmi les titres de la grille, qui comptent toute phrase portant un de leurs thèmes,"
        " {theme} change le plus : {share} d’après les motifs, {corrected} après correction"
        " (intervalle à 95 % : {interval})."
    ),
    "There is no share to correct.": "Il n’y a pas de part à corriger.",
    "Too few sentences were coded by hand ({k} of {n}) to correct any share.": (
        "Trop peu de phrases ont été codées à la main ({k} sur {n}) pour corriger une part."
    ),
    "A corrected share is the share of these sentences that a person would have coded, estimated"
    " from all hits and the coded sample together; its interval is for these sentences, not for"
    " other texts like them.": (
        "Une part corrigée est la part de ces phrases qu’une personne aurait codées, estimée à"
        " partir de toutes les occurrences et de l’échantillon codé ; son intervalle vaut pour ces"
        " phrases, non pour d’autres textes semblables."
    ),
    "The patterns found {theme} in {share} of the sentences; corrected, it is {corrected} (95%"
    " interval {interval}).": (
        "Les motifs ont trouvé {theme} dans {share} des phrases ; la part corrigée est de"
        " {corrected} (intervalle à 95 % : {interval})."
    ),
    "Too few sentences were coded by hand for {cases}.": (
        "Trop peu de phrases ont été codées à la main dans {cases}."
    ),
    # -- agreement of coders
    "All themes": "Tous les thèmes",
    "No sentence was read by two coders, so there is no agreement to speak of.": (
        "Aucune phrase n’a été lue par deux codeurs : il n’y a pas d’accord à mesurer."
    ),
    "Two coders read the same {sentences}.": "Deux codeurs ont lu les mêmes {sentences}.",
    "{sentences} were read by at least two of the {coders}.": (
        "{sentences} ont été lues par au moins deux des {coders}."
    ),
    "Over all themes, Krippendorff’s alpha is {alpha}; asked whether a sentence has a theme, two"
    " coders agree in {percent} of the cases, and by chance would in {chance}.": (
        "Tous thèmes confondus, l’alpha de Krippendorff est de {alpha} ; sur la présence d’un"
        " thème dans une phrase, deux codeurs s’accordent dans {percent} des cas, et le hasard seul"
        " en donnerait {chance}."
    ),
    "Over all themes, Krippendorff’s alpha is {alpha}; asked whether a sentence has a theme, two"
    " coders agree in {percent} of the cases.": (
        "Tous thèmes confondus, l’alpha de Krippendorff est de {alpha} ; sur la présence d’un"
        " thème dans une phrase, deux codeurs s’accordent dans {percent} des cas."
    ),
    "No theme varies enough to tell agreement from chance.": (
        "Aucun thème ne varie assez pour distinguer l’accord du hasard."
    ),
    "{value} (95% interval {low} to {high})": "{value} (intervalle à 95 % : {low} à {high})",
    "{value} (no interval)": "{value} (sans intervalle)",
    "Among the themes with an interval, alpha is lowest for {theme}: {alpha}.": (
        "Parmi les thèmes pourvus d’un intervalle, l’alpha est le plus bas pour {theme} : {alpha}."
    ),
    "Given by no coder: {themes}.": "Attribués par aucun codeur : {themes}.",
    "Krippendorff asks for an alpha of at least {least}, even if conclusions are tentative; the"
    " whole interval lies above that for {themes}.": (
        "Krippendorff demande un alpha d’au moins {least}, même pour des conclusions provisoires ;"
        " l’intervalle se situe tout entier au-dessus pour {themes}."
    ),
    "Too rare to say how well coders agree (coded in fewer than {least} sentences): {themes}.": (
        "Trop rares pour dire si les codeurs s’accordent (codés dans moins de {least} phrases) :"
        " {themes}."
    ),
    "{theme} ({n})": "{theme} ({n})",
    "No sentence is coded by hand.": "Aucune phrase n’est codée à la main.",
    "One coder read {sentences}, and nobody else read any: it is not known whether others would"
    " code them in the same way.": (
        "Un seul codeur a lu {sentences}, et personne d’autre n’en a lu : on ne sait pas si"
        " d’autres les coderaient de même."
    ),
    "Let two people code the same sentences, each alone: `workbook sample STUDY --n 100 --coders"
    " A,B` draws them at random, and writes a sheet for each coder into codings/.": (
        "Faites coder les mêmes phrases par deux personnes, chacune de son côté : `workbook sample"
        " STUDY --n 100 --coders A,B` les tire au hasard et écrit une feuille par codeur dans"
        " codings/."
    ),
    "More sentences would tell: `workbook sample STUDY --more 100` adds some to the sheets of the"
    " coders.": (
        "Il faudrait plus de phrases pour le dire : `workbook sample STUDY --more 100` en ajoute"
        " aux feuilles des codeurs."
    ),
    "Confused most often, with the number of sentences: {pairs}.": (
        "Confondus le plus souvent, avec le nombre de phrases : {pairs}."
    ),
    "{a} and {b} ({n}; by chance {expected})": "{a} et {b} ({n} ; par hasard {expected})",
    "They confuse no two themes.": "Ils ne confondent pas de thèmes entre eux.",
    "They confuse no two themes more than once.": (
        "Ils ne confondent pas deux thèmes plus d’une fois."
    ),
    "{theme} is defined as {definition}": "Définition de {theme} : {definition}",
    "The codebook defines neither {a} nor {b}.": ("La grille de codage ne définit ni {a} ni {b}."),
    "The codebook has no definition of {theme}.": (
        "La grille de codage ne donne aucune définition de {theme}."
    ),
    "These two could be told apart better if the codebook said whether a sentence can have both"
    " and, if not, which of them it gets. `include` and `exclude` can hold sentences on which"
    " coders differ.": (
        "On les distinguerait mieux si la grille disait si une phrase peut recevoir les deux et,"
        " sinon, lequel. `include` et `exclude` peuvent citer des phrases sur lesquelles les"
        " codeurs divergent."
    ),
    "They differ on none of these sentences.": "Ils ne divergent sur aucune de ces phrases.",
    "They differ on {sentences}.": "Ils divergent sur {sentences}.",
    "`workbook adjudicate STUDY` writes these into a sheet, codings/final.csv, the worst first,"
    " where each can be settled. What is settled counts when patterns are held against people.": (
        "`workbook adjudicate STUDY` les écrit dans une feuille, codings/final.csv, en commençant"
        " par celles qui divisent le plus, pour que chacune y soit tranchée. C’est ce qui est"
        " tranché qui compte quand les motifs sont comparés au codage humain."
    ),
    "All of these are settled in codings/final.csv.": (
        "Toutes sont tranchées dans codings/final.csv."
    ),
    "Of these, {k} are settled in codings/final.csv.": (
        "Parmi elles, {k} sont tranchées dans codings/final.csv."
    ),
    "settled: {themes}": "tranché : {themes}",
    "{place}: {differences}": "{place} : {differences}",
    "agreed: {themes}": "d’accord : {themes}",
    "unsure: {coders}": "incertain : {coders}",
    "memo of {memo}": "mémo de {memo}",
    "There is no sentence on which coders differ.": (
        "Il n’y a pas de phrase sur laquelle les codeurs divergent."
    ),
    "How far coders agree": "L’accord entre codeurs",
    "No theme is frequent enough to say how well coders agree": (
        "Aucun thème n’est assez fréquent pour dire si les codeurs s’accordent"
    ),
    "Agreement is high enough for each of the {themes}": (
        "L’accord est suffisant pour chacun des {themes}"
    ),
    "Agreement is too low for each of the {themes}": (
        "L’accord est insuffisant pour chacun des {themes}"
    ),
    "Agreement is high enough for {high}, and too low for {low}": (
        "L’accord est suffisant pour {high}, et insuffisant pour {low}"
    ),
    "Agreement is clearly high enough for {themes}": (
        "L’accord est nettement suffisant pour {themes}"
    ),
    "Agreement is clearly too low for {themes}": "L’accord est nettement insuffisant pour {themes}",
    "Whether agreement is high enough is unclear for each of the {themes}": (
        "Pour aucun des {themes} on ne sait si l’accord est suffisant"
    ),
    "Agreement on {theme} is high enough": "L’accord sur {theme} est suffisant",
    "Agreement on {theme} is too low": "L’accord sur {theme} est insuffisant",
    "Whether agreement on {theme} is high enough is unclear": (
        "On ne sait pas si l’accord sur {theme} est suffisant"
    ),
    "No coder gave any theme.": "Aucun codeur n’a attribué de thème.",
    "No sentence was read by two coders.": "Aucune phrase n’a été lue par deux codeurs.",
    "There are no two coders to compare.": "Il n’y a pas deux codeurs à comparer.",
    "n = {sentences} that two coders read.": "n = {sentences} que deux codeurs ont lues.",
    "n = {sentences} that at least two of {coders} read.": (
        "n = {sentences} que deux codeurs au moins, sur {coders}, ont lues."
    ),
    "Krippendorff’s alpha with its 95% interval; lines at {least} and {reliable}": (
        "Alpha de Krippendorff avec son intervalle à 95 % ; repères à {least} et {reliable}"
    ),
    "Krippendorff’s alpha; lines at {least} and {reliable}": (
        "Alpha de Krippendorff ; repères à {least} et {reliable}"
    ),
    "Alpha is 1 if coders agree everywhere, and 0 if they agree no more often than by chance.": (
        "L’alpha vaut 1 si les codeurs s’accordent partout, et 0 s’ils ne s’accordent pas plus"
        " souvent que par hasard."
    ),
    "A thick line is its 95% interval: how far alpha might differ with another draw of"
    " sentences.": (
        "Un trait épais est son intervalle à 95 % : ce que l’alpha aurait pu être avec d’autres"
        " phrases tirées."
    ),
    "“Coded” counts the sentences to which any coder gave the theme.": (
        "« codées » : les phrases auxquelles un codeur au moins a attribué le thème."
    ),
    "These rows are not counted as themes.": "Ces lignes ne sont pas comptées comme des thèmes.",
    "Krippendorff (2004) asks for {reliable}, or for {least} if conclusions are tentative."
    " Agreement is high enough if the whole interval lies above {least}, and too low if it lies"
    " below.": (
        "Krippendorff (2004) demande {reliable}, ou {least} pour des conclusions provisoires."
        " L’accord est suffisant si tout l’intervalle se situe au-dessus de {least}, insuffisant"
        " s’il se situe au-dessous."
    ),
    "They are grey.": "Ils sont en gris.",
    "There is no interval if fewer than {least} sentences lack the theme, or if none was"
    " computed.": (
        "Il n’y a pas d’intervalle si moins de {least} phrases sont sans le thème, ou si aucun n’a"
        " été calculé."
    ),
    "Left out: {themes} that no coder gave.": "Omis : {themes} qu’aucun codeur n’a attribués.",
    "Points with lines: alpha of {themes}, with its interval. {finding}.": (
        "Points et traits : l’alpha de {themes}, avec son intervalle. {finding}."
    ),
    "Points: alpha of {themes}. {finding}.": "Points : l’alpha de {themes}. {finding}.",
    "alpha": "alpha",
    "coded": "codées",
    "too rare": "trop rare",
    "no interval": "sans intervalle",
    "Which themes coders confuse": "Les thèmes que les codeurs confondent",
    "Coders confuse no two themes more than once": (
        "Les codeurs ne confondent pas deux thèmes plus d’une fois"
    ),
    "No two themes are confused in a sentence that two coders read.": (
        "Aucun thème n’est confondu avec un autre dans une phrase que deux codeurs ont lue."
    ),
    "{pairs} are confused most: in {sentences} each": (
        "{pairs} sont confondues le plus souvent : {sentences} chacune"
    ),
    "{a} and {b} are confused in {sentences}": "{a} et {b} sont confondus : {sentences}",
    "{a} and {b} are confused most: in {sentences}": (
        "{a} et {b} sont confondus le plus souvent : {sentences}"
    ),
    "Sentences to which one coder gave the one theme, and another coder the other": (
        "Phrases auxquelles un codeur a attribué l’un des thèmes, et un autre codeur l’autre"
    ),
    "n = {sentences} that two coders or more read. Confused at least once: {pairs}.": (
        "n = {sentences} que deux codeurs au moins ont lues. Confondues au moins une fois :"
        " {pairs}."
    ),
    "Two themes are confused in a sentence if one coder gave it the first and not the second, and"
    " another the second and not the first; a sentence with several themes can count for several"
    " pairs. The short line is the number to expect by chance: if differences on the one theme had"
    " nothing to do with those on the other.": (
        "Deux thèmes sont confondus dans une phrase si un codeur lui a attribué le premier et non"
        " le second, et un autre le second et non le premier ; une phrase à plusieurs thèmes peut"
        " compter pour plusieurs paires. Le petit trait est le nombre attendu par hasard : si les"
        " divergences sur l’un des thèmes étaient sans rapport avec celles sur l’autre."
    ),
    "“Agreed” counts the sentences to which two coders or more gave the first theme, and those to"
    " which they gave the second.": (
        "« d’accord » : les phrases auxquelles deux codeurs au moins ont attribué le premier"
        " thème, et celles auxquelles ils ont attribué le second."
    ),
    "pairs of themes": "paires de thèmes",
    "themes that were given": "thèmes attribués",
    "those that are confused most": "celles qui sont confondues le plus souvent",
    "Bars: in how many sentences coders confuse two themes ({pairs}). {finding}.": (
        "Barres : dans combien de phrases les codeurs confondent deux thèmes ({pairs}). {finding}."
    ),
    "agreed": "d’accord",
    "{a} and {b}": "{a} et {b}",
    "{a} or {b}": "{a} ou {b}",
    # -- reliance
    "(its only one)": "(le seul)",
    "A dot is the share of a theme’s sentences that is left without one of its patterns"
    " (another pattern may then match the same words); the large dot is for the pattern"
    " named.": (
        "Un point est la part des phrases d’un thème qui reste sans l’un de ses motifs (un autre"
        " motif peut alors correspondre aux mêmes mots) ; le gros point est celui du motif nommé."
    ),
    "A theme rests on a pattern that alone finds more than half of its sentences, unless"
    " that is no surprise: it is a word of the label, or one of two that find about as"
    " much.": (
        "Un thème repose sur un motif qui trouve seul plus de la moitié de ses phrases, sauf si"
        " cela n’étonne pas : c’est un mot du libellé, ou l’un de deux motifs qui en trouvent à peu"
        " près autant."
    ),
    "Dots on lines: what is left of {themes} without each pattern. {finding}.": (
        "Points sur des traits : ce qui reste de {themes} sans chaque motif. {finding}."
    ),
    "No theme has {least} sentences or more.": "Aucun thème n’a {least} phrases ou plus.",
    "No theme rests unexpectedly on one of its patterns": (
        "Aucun thème ne repose, contre toute attente, sur un seul de ses motifs"
    ),
    "Share of a theme’s sentences that is left without one of its patterns": (
        "Part des phrases d’un thème qui reste sans l’un de ses motifs"
    ),
    "What is left of each theme without one of its patterns": (
        "Ce qui reste de chaque thème sans l’un de ses motifs"
    ),
    "n = {n_sentences}; {n_themes} found.": "n = {n_sentences} ; {n_themes} présents.",
    "share that is left": "part qui reste",
    "those that rest on one pattern most": "ceux qui reposent le plus sur un seul motif",
    "{k} of {themes} with several patterns rest on one: without {pattern}, {left} with"
    " {theme} are left": (
        "{k} des {themes} à plusieurs motifs reposent sur un seul : sans {pattern}, il reste {left}"
        " de {theme}"
    ),
    "{k} of {themes} with several patterns rest on one: without {pattern}, {left} with"
    " {theme} is left": (
        "{k} des {themes} à plusieurs motifs reposent sur un seul : sans {pattern}, il reste {left}"
        " de {theme}"
    ),
    "{left} without {pattern}": "{left} sans {pattern}",
    "{themes} has only one pattern, and must rest on it.": (
        "{themes} n’a qu’un motif, et repose forcément sur lui."
    ),
    "{themes} have only one pattern, and must rest on it.": (
        "{themes} n’ont qu’un motif, et reposent forcément sur lui."
    ),
    "{themes} with fewer than {least} sentences are not judged.": (
        "{themes} de moins de {least} phrases ne sont pas jugés."
    ),
    "{themes} with fewer than {least} sentences is not judged.": (
        "{themes} de moins de {least} phrases n’est pas jugé."
    ),
    "{theme} rests on one pattern: without {pattern}, {left} are left": (
        "{theme} repose sur un seul motif : sans {pattern}, il reste {left}"
    ),
    "{theme} rests on one pattern: without {pattern}, {left} is left": (
        "{theme} repose sur un seul motif : sans {pattern}, il reste {left}"
    ),
    "{theme}: {pattern} finds {found}; without it, {left} of the {n}": (
        "{theme} : {pattern} trouve {found} ; sans lui, {left} sur {n}"
    ),
    # -- main findings
    "{share} (by {units}, {interval})": "{share} (par {units}, {interval})",
    "Even as the largest of {comparisons}, this would be rare by chance": (
        "Même comme la plus grande de {comparisons}, elle serait rarement due au hasard"
    ),
    "It is not clear among {comparisons}": "Ce n’est pas net parmi {comparisons}",
    "If nothing differed, the largest of {comparisons} would be as large in {share} of cases": (
        "Si rien ne différait, la plus grande de {comparisons} serait aussi grande dans"
        " {share} des cas"
    ),
    "on a straight line, from {start} in {first} to {end} in {last}": (
        "sur une droite, de {start} en {first} à {end} en {last}"
    ),
    "{theme} rises by {slope}: {line}": "{theme} augmente de {slope} : {line}",
    "{theme} falls by {slope}: {line}": "{theme} recule de {slope} : {line}",
    "Without {periods}, on which it hinges most, it rises by {slope}, too": (
        "Sans {periods}, dont elle dépend le plus, la hausse est encore de {slope}"
    ),
    "Without {periods}, on which it hinges most, it falls by {slope}, too": (
        "Sans {periods}, dont elle dépend le plus, la baisse est encore de {slope}"
    ),
    "{points} points a {unit} ({low} to {high})": "{points} points par {unit} ({low} à {high})",
    "year": "an",
    "month": "mois",
    "day": "jour",
    "There are no main findings.": "Il n’y a pas de résultat principal.",
    "More in {notebook}. The sentences: {code}": (
        "Plus de détails dans {notebook}. Les phrases : {code}"
    ),
    "Also looked for, with nothing to report:": "Également recherché, sans rien à signaler :",
    "Looked for, with nothing to report:": "Recherché, sans rien à signaler :",
    "The one sentence with {theme} contains {words}, so it seems to report what others say:"
    " {sentence}": (
        "La seule phrase qui porte {theme} contient {words}, et semble donc rapporter les"
        " propos d’autrui : {sentence}"
    ),
    "The one sentence with {theme} is: {sentence}": (
        "La seule phrase qui porte {theme} est : {sentence}"
    ),
    "The themes under {family} that occur range from {most} ({counted}) to {least} ({n}).": (
        "Les thèmes présents sous {family} vont de {most} ({counted}) à {least} ({n})."
    ),
    "All themes that occur range from {most} ({counted}) to {least} ({n}).": (
        "Les thèmes présents vont de {most} ({counted}) à {least} ({n})."
    ),
    "By texts ({n}), the 95% intervals are {limits} of sentences for {theme} and {limits_b}"
    " for {theme_b}.": (
        "Par textes ({n}), les intervalles à 95 % sont de {limits} des phrases pour {theme}"
        " et de {limits_b} pour {theme_b}."
    ),
    "This is a count of {texts}, not an estimate: an interval needs five texts.": (
        "C’est un décompte sur {texts}, non une estimation : un intervalle demande cinq textes."
    ),
    "One text is no sample of anything but itself, so this is a count, not an estimate.": (
        "Un texte seul n’est l’échantillon que de lui-même : c’est donc un décompte, non une"
        " estimation."
    ),
    "The interval of {theme} by its {paragraphs}, {limits} of sentences, shows how far the share"
    " hangs on single ones, and says nothing about other texts.": (
        "L’intervalle de {theme} par ses {paragraphs}, {limits} des phrases, montre à quel point la"
        " part tient à certains d’entre eux, et ne dit rien d’autres textes."
    ),
    "{theme} is more frequent in {group} than overall: {share} of sentences ({k} of {n}),"
    " against {share_b} in all groups together.": (
        "{theme} est plus fréquent dans {group} que dans l’ensemble : {share} des phrases"
        " ({k} sur {n}), contre {share_b} dans tous les groupes."
    ),
    "{theme} is more frequent in {group} than overall: {share} of sentences ({k} of {n}),"
    " against {share_b} in all periods together.": (
        "{theme} est plus fréquent en {group} que dans l’ensemble : {share} des phrases"
        " ({k} sur {n}), contre {share_b} dans toutes les périodes."
    ),
    "{theme} is less frequent in {group} than overall: {share} of sentences ({k} of {n}),"
    " against {share_b} in all groups together.": (
        "{theme} est moins fréquent dans {group} que dans l’ensemble : {share} des phrases"
        " ({k} sur {n}), contre {share_b} dans tous les groupes."
    ),
    "{theme} is less frequent in {group} than overall: {share} of sentences ({k} of {n}),"
    " against {share_b} in all periods together.": (
        "{theme} est moins fréquent en {group} que dans l’ensemble : {share} des phrases"
        " ({k} sur {n}), contre {share_b} dans toutes les périodes."
    ),
    "{theme} rose from {share_b} of sentences in {before} to {share} in {period} ({counted}).": (
        "{theme} est passé de {share_b} des phrases en {before} à {share} en {period}"
        " ({counted}), en hausse."
    ),
    "{theme} fell from {share_b} of sentences in {before} to {share} in {period} ({counted}).": (
        "{theme} est passé de {share_b} des phrases en {before} à {share} en {period}"
        " ({counted}), en baisse."
    ),
    "The intervals are by {units}.": "Les intervalles sont par {units}.",
    "The difference is {points} percentage points (by {units}, {interval}).": (
        "La différence est de {points} points de pourcentage (par {units}, {interval})."
    ),
    "Among {comparisons}, one as clear as this would be rare by chance.": (
        "Parmi {comparisons}, une aussi nette serait rarement due au hasard."
    ),
    "{n_both} sentence carries both {theme} and {theme_b}; by chance, about {expected}"
    "{compared} would.": (
        "{n_both} phrase porte à la fois {theme} et {theme_b} ; le hasard en donnerait"
        " environ {expected}{compared}."
    ),
    "{n_both} sentences carry both {theme} and {theme_b}; by chance, about {expected}"
    "{compared} would.": (
        "{n_both} phrases portent à la fois {theme} et {theme_b} ; le hasard en donnerait"
        " environ {expected}{compared}."
    ),
    "of the {n} that carry some theme of both families": (
        "sur les {n} qui portent un thème de chacune des deux familles"
    ),
    "It is not the codebook’s doing: the two share no pattern, and never find the same words.": (
        "La grille de codage n’y est pour rien : les deux n’ont aucun motif commun et ne"
        " trouvent jamais les mêmes mots."
    ),
    "({pairs} does, and is left out.)": (
        "({pairs}, dont ce n’est pas le cas, est laissée de côté.)"
    ),
    "({pairs} do, and are left out.)": (
        "({pairs}, dont ce n’est pas le cas, sont laissées de côté.)"
    ),
    "Among these, the odds of one theme are {ratio} times as high in sentences with the"
    " other as in those without it (by {units}, {interval}).": (
        "Parmi elles, la cote d’un thème est {ratio} fois plus élevée dans les phrases qui"
        " portent l’autre que dans celles qui ne le portent pas (par {units}, {interval})."
    ),
    "The odds of one theme are {ratio} times as high in sentences with the other as in those"
    " without it (by {units}, {interval}).": (
        "La cote d’un thème est {ratio} fois plus élevée dans les phrases qui portent"
        " l’autre que dans celles qui ne le portent pas (par {units}, {interval})."
    ),
    "{sentences} with {theme} are followed by one with {theme_b}; with the sentences of each"
    " text in random order, about {expected} would be.": (
        "{sentences} avec {theme}, suivies d’une phrase avec {theme_b} ; avec les phrases de"
        " chaque texte dans un ordre aléatoire, il y en aurait environ {expected}."
    ),
    "The odds are {ratio} times those of chance (by {units}, {interval}).": (
        "La cote vaut {ratio} fois celle du hasard (par {units}, {interval})."
    ),
    "{theme} may mix two subjects: {k} of {matches} of {pattern} are {form}.": (
        "{theme} mêle peut-être deux sujets : {k} des {matches} de {pattern} sont {form}."
    ),
    "{theme} may mix two subjects: {k} of {matches} of {pattern} are {form}, and {k_b} are"
    " {form_b}.": (
        "{theme} mêle peut-être deux sujets : {k} des {matches} de {pattern} sont {form}, et"
        " {k_b} sont {form_b}."
    ),
    "{theme} rests on one pattern: all of its {sentences} are found only by {pattern}.": (
        "{theme} repose sur un seul motif : ses {sentences} ne sont trouvées que par {pattern}."
    ),
    "{theme} rests on one pattern: {k} of its {sentences} are found only by {pattern}.": (
        "{theme} repose sur un seul motif : {k} de ses {sentences} ne sont trouvées que par"
        " {pattern}."
    ),
    "Without that pattern, the theme would not occur.": (
        "Sans ce motif, le thème ne figurerait pas dans les textes."
    ),
    "Without that pattern, the theme would be in {left} of sentences instead of {share}.": (
        "Sans ce motif, le thème figurerait dans {left} des phrases au lieu de {share}."
    ),
    "This is a count, not an estimate, and no count can say whether all of these belong to"
    " the theme: read some of them. If one kind does not, exclude it by a “not” pattern.": (
        "C’est un décompte, non une estimation, et aucun décompte ne peut dire si toutes"
        " relèvent du thème : lisez-en quelques-unes. Si l’une des deux sortes n’en relève"
        " pas, excluez-la par un motif « not »."
    ),
    "This is a count, not an estimate. If the pattern also matches other things, the theme"
    " does not mean what its label says: read some of its lines.": (
        "C’est un décompte, non une estimation. Si le motif correspond aussi à autre chose,"
        " le thème ne signifie pas ce que dit son libellé : lisez quelques-unes de ses lignes."
    ),
    "{theme} comes early: its mean position is {position} of the way through a text.": (
        "{theme} vient tôt : sa position moyenne est à {position} du texte."
    ),
    "{theme} comes late: its mean position is {position} of the way through a text.": (
        "{theme} vient tard : sa position moyenne est à {position} du texte."
    ),
    "The interval of the mean position (by the {texts} that carry the theme) is {interval};"
    " by chance it would be 50%.": (
        "L’intervalle de la position moyenne (par les {texts} qui portent le thème) est de"
        " {interval} ; par hasard, elle serait de 50 %."
    ),
    "{n} more": "{n} de plus",
    "Also standing out: {others}.": "Se détachent aussi : {others}.",
    "A line through all periods rises only because of {periods}: without, its slope is"
    " {slope} percentage points a period ({low} to {high}). That is a jump, and no trend.": (
        "Une droite à travers toutes les périodes ne monte qu’à cause de {periods} : sans"
        " cela, sa pente est de {slope} points de pourcentage par période ({low} à {high})."
        " C’est un saut, non une tendance."
    ),
    "A line through all periods falls only because of {periods}: without, its slope is"
    " {slope} percentage points a period ({low} to {high}). That is a jump, and no trend.": (
        "Une droite à travers toutes les périodes ne descend qu’à cause de {periods} : sans"
        " cela, sa pente est de {slope} points de pourcentage par période ({low} à {high})."
        " C’est un saut, non une tendance."
    ),
    "One text is no sample of anything but itself: the interval is by its paragraphs, and"
    " says how the text is built.": (
        "Un texte seul n’est l’échantillon que de lui-même : l’intervalle est par ses"
        " paragraphes, et dit comment le texte est construit."
    ),
    "Only {texts} carries the theme there: with fewer than {few}, an interval is rough.": (
        "Seul {texts} y porte le thème : à moins de {few}, un intervalle est approximatif."
    ),
    "Only {texts} carry the theme there: with fewer than {few}, an interval is rough.": (
        "Seuls {texts} y portent le thème : à moins de {few}, un intervalle est approximatif."
    ),
    "{theme} has only one pattern, {pattern}.": "{theme} n’a qu’un motif, {pattern}.",
    "Only {pattern} finds {k} of the {sentences} with {theme}, which is no surprise: it is a"
    " word of the label, or one of two patterns that find about as much.": (
        "Seul {pattern} trouve {k} des {sentences} qui portent {theme}, ce qui n’étonne pas"
        " : c’est un mot du libellé, ou l’un de deux motifs qui en trouvent à peu près autant."
    ),
    "{theme} does not rest on one pattern: even without {pattern}, {k} of its {sentences}"
    " remain.": (
        "{theme} ne repose pas sur un seul motif : même sans {pattern}, il reste {k} de ses"
        " {sentences}."
    ),
    "Groups: none has the five texts, or paragraphs of one text, that an interval needs.": (
        "Groupes : aucun n’a les cinq textes, ou paragraphes d’un même texte, que demande un"
        " intervalle."
    ),
    "Over time: no two periods in a row have the five texts that an interval needs.": (
        "Dans le temps : deux périodes de suite n’ont jamais les cinq textes que demande un"
        " intervalle."
    ),
    "Trends: an interval needs three periods and five texts.": (
        "Tendances : un intervalle demande trois périodes et cinq textes."
    ),
    "Pairs of themes: an interval needs five texts, or five paragraphs of one text.": (
        "Paires de thèmes : un intervalle demande cinq textes, ou cinq paragraphes d’un même texte."
    ),
    "Sequences of themes: an interval needs five texts, or five paragraphs of one.": (
        "Enchaînements de thèmes : un intervalle demande cinq textes, ou cinq paragraphes"
        " d’un seul."
    ),
    "Positions of themes: an interval needs ten texts that carry the theme.": (
        "Positions des thèmes : un intervalle demande dix textes qui portent le thème."
    ),
    "Themes: none occurs.": "Thèmes : aucun ne figure dans les textes.",
    "Groups: no metadata column puts the texts into groups.": (
        "Groupes : aucune colonne de métadonnées ne répartit les textes en groupes."
    ),
    "Over time: no metadata column dates the texts.": (
        "Dans le temps : aucune colonne de métadonnées ne date les textes."
    ),
    "Trends: no metadata column dates the texts.": (
        "Tendances : aucune colonne de métadonnées ne date les textes."
    ),
    "Pairs of themes: there are none.": "Paires de thèmes : il n’y en a pas.",
    "Patterns: none finds anything.": "Motifs : aucun ne trouve rien.",
    "Sequences of themes: there are none.": "Enchaînements de thèmes : il n’y en a pas.",
    "Positions of themes: no theme occurs.": (
        "Positions des thèmes : aucun thème ne figure dans les textes."
    ),
    "Themes: in no family is one clearly more frequent than another, and at least twice as"
    " frequent.": (
        "Thèmes : dans aucune famille, l’un n’est nettement plus fréquent qu’un autre, et au"
        " moins deux fois plus."
    ),
    "Groups: none differs clearly from all groups.": (
        "Groupes : aucun ne diffère nettement de l’ensemble."
    ),
    "Over time: no period and no change is clear.": (
        "Dans le temps : aucune période et aucun changement n’est net."
    ),
    "Trends: none is clear without the periods on which it hinges most.": (
        "Tendances : aucune n’est nette sans les périodes dont elle dépend le plus."
    ),
    "Pairs of themes: of {n} from chance, none is clear among so many.": (
        "Paires de thèmes : sur {n} avec le hasard, aucune n’est nette parmi tant d’autres."
    ),
    "Patterns: none is split by a word, and no theme rests on one that its label lacks.": (
        "Motifs : aucun n’est partagé par un mot, et aucun thème ne repose sur un motif"
        " étranger à son libellé."
    ),
    "Sequences of themes: of {n} from chance, none is clear among so many.": (
        "Enchaînements de thèmes : sur {n} avec le hasard, aucune n’est nette parmi tant d’autres."
    ),
    "Positions of themes: of {n} from the middle, none is clear among so many.": (
        "Positions des thèmes : sur {n} avec le milieu, aucune n’est nette parmi tant d’autres."
    ),
    "The clearest: {finding} {chance}.": "La plus nette : {finding} {chance}.",
    # -- report
    "Report: {title}": "Rapport : {title}",
    "Skip to the content": "Aller au contenu",
    "Contents": "Sommaire",
    "Previous list": "Liste précédente",
    "Close the list": "Fermer la liste",
    "Back to where I was": "Revenir où j’étais",
    "What is underlined": "Ce qui est souligné",
    "Themes outside any family": "Thèmes hors de toute famille",
    "What was analysed": "Ce qui a été analysé",
    "Main findings": "Principaux résultats",
    "Read the sentences:": "Lire les phrases :",
    "There are no intervals: they need five texts, or five paragraphs of one text.": (
        "Il n’y a pas d’intervalle : il faut cinq textes, ou cinq paragraphes d’un seul texte."
    ),
    "Also looked for, with nothing to report": "Cherché aussi, sans rien à signaler",
    "Themes at a glance": "Les thèmes en un coup d’œil",
    "In how many sentences each theme occurs. A sentence can carry several themes; a heading "
    "counts the sentences with any theme below it.": (
        "Dans combien de phrases figure chaque thème. Une phrase peut porter plusieurs thèmes ;"
        " un titre compte les phrases qui portent au moins un des thèmes qui le suivent."
    ),
    "The 95% intervals are by paragraphs of the one text; they show how far a share hangs on"
    " single ones, and say nothing about other texts.": (
        "Les intervalles à 95 % sont calculés par paragraphes de l’unique texte ; ils montrent à"
        " quel point une part tient à certains d’entre eux, et ne disent rien d’autres textes."
    ),
    "The 95% intervals are by texts, because the sentences of one text resemble one another.": (
        "Les intervalles à 95 % sont calculés par textes, car les phrases d’un même texte se "
        "ressemblent."
    ),
    "Theme": "Thème",
    "Themes": "Thèmes",
    "Sentences": "Phrases",
    "Share": "Part",
    "95% interval": "intervalle à 95 %",
    "95% interval: {interval}": "intervalle à 95 % : {interval}",
    "{low} to {high}": "{low} à {high}",
    "How sure is this?": "Quelle confiance y accorder ?",
    "Compared with people": "Comparaison avec un codage humain",
    "Corrected shares": "Parts corrigées",
    "What corrected shares are": "Ce que sont les parts corrigées",
    "Corrected": "Corrigée",
    "Its 95% interval": "Son intervalle à 95 %",
    "Corrected share:": "Part corrigée :",
    "Chart of the corrected shares": "Graphique des parts corrigées",
    "Precision and recall": "Précision et rappel",
    "Precision, recall and F1 of each theme, with 95% intervals": (
        "Précision, rappel et F1 de chaque thème, avec leurs intervalles à 95 %"
    ),
    "The halves of the sample": "Les moitiés de l’échantillon",
    "F1 of each theme in both halves, with 95% intervals": (
        "F1 de chaque thème dans les deux moitiés, avec leurs intervalles à 95 %"
    ),
    "F1, half to improve": "F1, moitié d’amélioration",
    "F1, half to report on": "F1, moitié d’évaluation",
    "Where patterns and people differ": "Désaccords entre motifs et codeurs",
    "Agreement of coders": "Accord entre codeurs",
    "Chart of the agreement": "Graphique de l’accord",
    "Agreement on each theme, with the 95% interval of alpha": (
        "Accord sur chaque thème, avec l’intervalle à 95 % de l’alpha"
    ),
    "Agreement of pairs": "Accord par paires",
    "Alpha": "Alpha",
    "Coded": "Codées",
    "Found": "Trouvées",
    "Both": "Les deux",
    "Precision": "Précision",
    "Recall": "Rappel",
    "precision": "précision",
    "recall": "rappel",
    "Coded by hand:": "Codé à la main :",
    ", coded by hand: ": ", codé à la main : ",
    "{value} ({low} to {high})": "{value} ({low} à {high})",
    "{theme}, {group}": "{theme}, {group}",
    "{first}, then {second}": "{first}, puis {second}",
    "{theme}, found by {pattern}": "{theme}, trouvé par {pattern}",
    "Charts": "Graphiques",
    "Choose a bar, cell, dot or block to read its sentences.": (
        "Choisissez une barre, une case, un point ou un bloc pour lire ses phrases."
    ),
    "With the keyboard: Tab goes to a chart, the arrow keys go from mark to mark, Enter opens the "
    "sentences and Escape closes them.": (
        "Au clavier : Tab mène à un graphique, les flèches vont d’une marque à l’autre, Entrée"
        " ouvre les phrases et Échap les ferme."
    ),
    "Who is named, and in what tone": "Qui est nommé, et sur quel ton",
    "Where themes occur, and with which others": "Où figurent les thèmes, et avec quels autres",
    "Groups of texts, and time": "Groupes de textes, et évolution",
    "Words": "Mots",
    "How far the counts can be relied on": "Jusqu’où se fier aux comptages",
    "The texts": "Les textes",
    "Further charts": "Autres graphiques",
    "The picture cannot be read.": "L’image ne peut pas être lue.",
    "The picture is too large for this page.": "L’image est trop grande pour cette page.",
    "Includes": "Comprend",
    "Excludes": "Exclut",
    "Forms found": "Formes trouvées",
    "Patterns": "Motifs",
    "and {n} more": "et {n} de plus",
    "found": "trouvé",
    "shadowed by others": "masqué par d’autres",
    "never matches": "ne trouve rien",
    "excludes": "exclut",
    "sentence {k} of {n}": "phrase {k} sur {n}",
    "{k} of {n} sentences, evenly spread; tables/hits.csv holds all.": (
        "{k} phrases sur {n}, réparties également ; tables/hits.csv les contient toutes."
    ),
    "{k} of {n} sentences, evenly spread; tables/uncovered.csv holds all.": (
        "{k} phrases sur {n}, réparties également ; tables/uncovered.csv les contient toutes."
    ),
    "All sentences": "Toutes les phrases",
    "All sentences of {theme}": "Toutes les phrases de {theme}",
    "What was not covered": "Ce qui n’est pas couvert",
    "Sentences without a theme": "Phrases sans thème",
    "Every sentence carries at least one theme.": "Chaque phrase porte au moins un thème.",
    "The texts are too long for one page: it holds the paragraphs of {k} of {n}. "
    "tables/sentences.csv holds all.": (
        "Les textes sont trop longs pour une page : elle contient les paragraphes de {k} sur "
        "{n}. tables/sentences.csv les contient toutes."
    ),
    "Search the texts": "Chercher dans les textes",
    "Search": "Chercher",
    "Themes that are marked": "Thèmes soulignés",
    "All": "Tous",
    "None": "Aucun",
    "1 sentence": "1 phrase",
    "{n} sentences": "{n} phrases",
    "no sentence": "aucune phrase",
    "The page holds {k} of {n} sentences; tables/{file} holds all.": (
        "La page contient {k} phrases sur {n} ; tables/{file} les contient toutes."
    ),
    "next sentence:": "phrase suivante :",
    "Show {n} more": "En montrer {n} de plus",
    "Sentences with “{term}”": "Phrases avec « {term} »",
    "What was left out": "Ce qui a été laissé de côté",
    "Found in the study, and not read as text:": "Présent dans l’étude, et non lu comme texte :",
    "line {n}": "ligne {n}",
    "{n} more are in the tables beside this page.": (
        "{n} de plus se trouvent dans les tables à côté de cette page."
    ),
    "Nothing: every file and line of the study was read.": (
        "Rien : chaque fichier et chaque ligne de l’étude ont été lus."
    ),
    "What the checks say": "Ce que disent les vérifications",
    "error": "erreur",
    "warning": "avertissement",
    "note": "remarque",
    "The checks of texts and patterns found nothing.": (
        "Les vérifications des textes et des motifs n’ont rien trouvé."
    ),
    "How to cite and rerun this": "Comment citer et refaire cette analyse",
    "To rerun it, you need a copy of the research workbook and the folder of the study, {name}, "
    "with {files}. Put that folder into the copy, and say there:": (
        "Pour la refaire, il faut une copie du cahier de recherche et le dossier de l’étude, "
        "{name}, avec {files}. Placez ce dossier dans la copie, et tapez-y :"
    ),
    "its codebook": "sa grille de codage",
    "The study does not state {names}.": "L’étude n’indique pas {names}.",
    "a title": "de titre",
    "authors": "d’auteurs",
    "a date": "de date",
    "The checks warn:": "Les vérifications avertissent :",
    "missed by the patterns": "manqué par les motifs",
    "found by the patterns only": "trouvé par les motifs seulement",
    "{n} more are in tables/disagreements.csv.": "{n} autres sont dans tables/disagreements.csv.",
    "{themes} of the codebook occurs in no sentence: {names}.": (
        "{themes} de la grille ne figure dans aucune phrase : {names}."
    ),
    "{patterns} of {n} finds nothing in these texts (“not” patterns aside).": (
        "{patterns} sur {n} ne trouve rien dans ces textes (motifs d’exclusion non comptés)."
    ),
    "{headings} is not searched for themes, and does not count as a sentence.": (
        "{headings} n’est pas parcouru à la recherche de thèmes, et ne compte pas comme phrase."
    ),
    "{themes} of the codebook occur in no sentence: {names}.": (
        "{themes} de la grille ne figurent dans aucune phrase : {names}."
    ),
    "{patterns} of {n} find nothing in these texts (“not” patterns aside).": (
        "{patterns} sur {n} ne trouvent rien dans ces textes (motifs d’exclusion non comptés)."
    ),
    "{headings} are not searched for themes, and do not count as sentences.": (
        "{headings} ne sont pas parcourus à la recherche de thèmes, et ne comptent pas comme "
        "phrases."
    ),
    "A theme can also be there in words that no pattern knows: only reading shows that.": (
        "Un thème peut aussi être présent dans des mots qu’aucun motif ne connaît : seule la "
        "lecture le montre."
    ),
    "The same texts, codebook, packages and commit give the same files, byte for byte.": (
        "Avec les mêmes textes, grille de codage, paquets et commit, les fichiers sont les "
        "mêmes à l’octet près."
    ),
    "Provenance": "Provenance",
    "SHA-256 of each text": "SHA-256 de chaque texte",
    "Texts": "Textes",
    "SHA-256 of all texts": "SHA-256 de tous les textes",
    "Codebook": "Grille de codage",
    "SHA-256 of the codebook": "SHA-256 de la grille de codage",
    "Commit of the workbook": "Commit du cahier de recherche",
    "{commit}, with changed files": "{commit}, avec des fichiers modifiés",
    "not stated": "non indiqué",
    "Software": "Logiciels",
    "{texts}, SHA-256 {sum}.": "{texts}, SHA-256 {sum}.",
    "Codebook: {name}, version {version}, SHA-256 {sum}.": (
        "Grille de codage : {name}, version {version}, SHA-256 {sum}."
    ),
    "Made with the research workbook {version}.": (
        "Réalisé avec le cahier de recherche {version}."
    ),
    "Made with the research workbook {version}, commit {commit}.": (
        "Réalisé avec le cahier de recherche {version}, commit {commit}."
    ),
    "Licence: {licence}.": "Licence : {licence}.",
    "Only some notebooks were run this time: {names}.": (
        "Seuls certains carnets ont été exécutés cette fois : {names}."
    ),
    "The other charts are those of an earlier run on the same texts and codebook.": (
        "Les autres graphiques sont ceux d’une exécution antérieure, avec les mêmes textes et "
        "la même grille de codage."
    ),
    "The notebook {name} failed ({error}): charts that it makes may be missing here.": (
        "Le carnet {name} a échoué ({error}) : ses graphiques peuvent manquer ici."
    ),
    # -- sheets to code by hand
    "Read, and none of the themes is in the sentence.": (
        "Lue, et aucun des thèmes n’est dans la phrase."
    ),
    "Not in the list": "Absent de la liste",
    "Please choose a theme from the list, or leave the cell blank.": (
        "Choisissez un thème de la liste, ou laissez la cellule vide."
    ),
    "x if you are unsure; else leave the cell blank.": (
        "x si vous hésitez ; sinon, laissez la cellule vide."
    ),
    "How to fill in the sheet": "Comment remplir la feuille",
    "Judge the sentence in the column “sentence”. The columns “before” and “after” hold the "
    "sentences around it, which help to understand it and are not judged.": (
        "Jugez la phrase de la colonne « sentence ». Les colonnes « before » et « after » "
        "donnent les phrases voisines, qui aident à la comprendre et ne sont pas à juger."
    ),
    "Choose a theme for it from the list in the column “theme_1”; further themes go into "
    "“theme_2” to “theme_8”, one a cell, in any order. Give every theme that fits: a blank says "
    "that the theme is not in the sentence. The sheet “themes” says what each one means, with "
    "examples of what to include and what to leave out.": (
        "Choisissez-lui un thème dans la liste de la colonne « theme_1 » ; les autres thèmes vont "
        "dans « theme_2 » à « theme_8 », un par cellule, dans n’importe quel ordre. Donnez tous "
        "ceux qui conviennent : une case vide dit que le thème n’est pas dans la phrase. La "
        "feuille « themes » dit ce que chacun signifie, avec des exemples de ce qu’il faut "
        "inclure et de ce qu’il faut exclure."
    ),
    "If none of the themes is in the sentence, choose “{none}”, and nothing else. A row without "
    "any theme counts as not coded yet.": (
        "Si aucun des thèmes n’est dans la phrase, choisissez « {none} », et rien d’autre. Une "
        "ligne sans aucun thème compte comme pas encore codée."
    ),
    "Memo by {coder}": "Mémo de {coder}",
    "Memo by {coder} on {themes}": "Mémo de {coder} sur {themes}",
    "Put an x into “unsure” if you hesitate, and say why in “memo”, in your own words.": (
        "Mettez un x dans « unsure » si vous hésitez, et dites pourquoi dans « memo », avec vos "
        "propres mots."
    ),
    "Work alone, and do not search the texts for words. Do not change the sentences, “doc_id” or "
    "“sent_id”; rows may be sorted.": (
        "Travaillez seul, sans chercher de mots dans les textes. Ne modifiez ni les phrases, ni "
        "« doc_id », ni « sent_id » ; vous pouvez trier les lignes."
    ),
    "Save often, under the same name and in the same format.": (
        "Enregistrez souvent, sous le même nom et dans le même format."
    ),
}


def name_of(noun: str, n: int) -> str:
    """Write a noun as it follows a number: 0 and 1 take the singular."""
    one, several = NOUNS.get(noun, (noun, noun))
    return one if abs(n) < 2 else several


def group(written: str) -> str:
    """Write a number with a comma, and with narrow blanks between thousands."""
    return written.replace(",", "\u202f").replace(".", ",")


def keep_signs(text: str) -> str:
    """Keep a sign on the line of its word: French puts a blank before `:` and within quotes.

    >>> keep_signs("« Aide » : 12 %")
    '«\xa0Aide\xa0»\xa0: 12\u202f%'
    """
    kept = AFTER_QUOTE.sub("\u00a0", BEFORE_SIGN.sub("\u00a0", text))
    return BEFORE_PERCENT.sub("\u202f", kept)


LANGUAGE = Language(
    texts={text: keep_signs(said) for text, said in TEXTS.items()},
    name_of=name_of,
    group=group,
    before_percent="\u202f",
    quotation_marks=("«\u00a0", "\u00a0»"),
    noun_first=True,
)
