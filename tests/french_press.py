"""A made-up French press: texts put together at random, with a trend and a jump planted in them."""

import random
from pathlib import Path

YEARS = range(2014, 2022)
NEWSPAPERS = ("quotidien", "hebdomadaire")
A_YEAR = 3  # texts of each newspaper

CODEBOOK = """\
name: presse
version: "1"
language: fr
themes:
  sujet:
    label: Sujets
    themes:
      logement:
        label: Logement
        definition: Se loger, louer, bâtir.
        patterns: [loyer*, logement*, bailleur*]
      hopital:
        label: Hôpital
        patterns: [hôpital, hôpitaux, lit* d’hôpital]
      teletravail:
        label: Télétravail
        patterns: [télétravail*]
      ecole:
        label: École
        patterns: [école*, lycée*, classe*]
  actor:
    label: Acteurs
    themes:
      presse: {label: Presse, patterns: [presse]}
      conseil: {label: Conseil, patterns: [conseil]}
  tone:
    label: Tons
    themes:
      critique:
        label: Critique
        patterns: [dénonce*, scandale*]
      eloge:
        label: Éloge
        patterns: [salue*, exemplaire*]
  ailleurs:
    label: Ailleurs
    patterns: [archipel*]
"""

SUBJECTS = {
    "logement": "La hausse des loyers inquiète les communes {fin}.",
    "hopital": "L’hôpital manque de personnel {fin}.",
    "ecole": "Chaque école attend une réponse {fin}.",
    "teletravail": "Le télétravail gagne les bureaux {fin}.",
}
OTHERS = (
    "La réunion a duré tout l’après-midi {fin}.",
    "Le conseil se retrouvera plus tard {fin}.",
    "La pluie n’a pas cessé {fin}.",
)
HEADINGS = {1: "## Les faits", 3: "## Les réactions"}  # before which paragraph
ENDS = ("cette semaine", "comme ailleurs", "depuis la rentrée", "malgré les annonces", "en ville")
TONES = ("et la presse dénonce un retard", "et le conseil salue un effort exemplaire")


def write_press(folder: Path, captions: str = "fr") -> Path:
    """Write the study: texts of two newspapers over eight years, a codebook and `study.yaml`.

    The share of *télétravail* rises from year to year; that of *hôpital* jumps in the last two
    years; the daily criticizes and the weekly praises.
    """
    folder.mkdir(parents=True)
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "study.yaml").write_text(
        f"title: Une presse inventée\ncaptions: {captions}\nlanguage: fr\n"
        "groups: [journal]\ntime: année\nevents: {'2018': Réforme}\n",
        encoding="utf-8",
    )
    chance = random.Random(17)
    rows = ["doc_id,journal,année"]
    for year in YEARS:
        for newspaper in NEWSPAPERS:
            for n in range(1, A_YEAR + 1):
                name = f"{newspaper}-{year}-{n}"
                text = _write_text(chance, year, newspaper)
                (folder / f"{name}.txt").write_text(text, encoding="utf-8")
                rows.append(f"{name},{newspaper if n < A_YEAR else ''},{year}")
    (folder / "metadata.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def _write_text(chance: random.Random, year: int, newspaper: str) -> str:
    weights = {
        "logement": 2.0,
        "ecole": 2.0,
        "hopital": 6.0 if year >= 2020 else 0.5,
        "teletravail": 0.2 + 0.6 * (year - YEARS[0]),
    }
    paragraphs = []
    for at in range(5):
        paragraphs += [HEADINGS[at]] if at in HEADINGS else []
        sentences = []
        for _ in range(4):
            subject = chance.choices([*weights, ""], [*weights.values(), 3.0])[0]
            pattern = SUBJECTS[subject] if subject else chance.choice(OTHERS)
            end = chance.choice(ENDS)
            if chance.random() < 0.3:
                end += ", " + TONES[newspaper == "hebdomadaire" if chance.random() < 0.9 else 0]
            sentences.append(pattern.format(fin=end))
        paragraphs.append(" ".join(sentences))
    return "\n\n".join(paragraphs) + "\n"
