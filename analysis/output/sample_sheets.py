"""Draw a blind sample of a study: its record, and a sheet for each coder, in `codings/`.

Nothing that somebody wrote is ever overwritten. The record is written before the sheets. If a run
is interrupted in between, naming the coders again gives a sheet to those without one, and adds the
rows that sheets lack.
"""

import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from unicodedata import normalize

import pandas as pd

from analysis.atomic import write_atomic
from analysis.built_in import built_in_study
from analysis.codebook.model import Codebook
from analysis.coding.anchoring import GONE, NAME, Drawn
from analysis.coding.coder_names import NAMES, check_names
from analysis.coding.coding_files import FOLDER, SAMPLE_FILE
from analysis.coding.sample_file import (
    Draw,
    SampleRecord,
    hash_sentences,
    identify_codebook,
    write_sample,
)
from analysis.coding.sampling import draw_more, split_halves
from analysis.coding.sheet_form import make_sheet
from analysis.coding.strata import Strata
from analysis.faults import Fault, InputError, Report, raise_all
from analysis.locks import exclusive
from analysis.measures.carried import KEY
from analysis.output.coding_sheets import to_csv, to_xlsx
from analysis.output.sheet_additions import add_rows, missing_rows
from analysis.paths import read_bytes
from analysis.provenance import tables_record
from analysis.tables import HALVES, SAMPLE, SAMPLE_ROWS, SHEET
from analysis.wording import pluralize

ENDINGS = (".csv", ".xlsx")
OF_CODERS = (".csv", ".tsv", ".xlsx")
AGAIN = "--more N, which adds to it, or --coders NAME for sheets of a further coder"


class Texts(NamedTuple):
    """What a sample is drawn from.

    Attributes:
        folder: the folder of the study.
        sentences: all its sentences.
        codebook: the codebook in use.
    """

    folder: Path
    sentences: pd.DataFrame
    codebook: Codebook


class Order(NamedTuple):
    """What somebody asks for.

    Attributes:
        n: how many sentences of a first draw; None for none.
        more: how many sentences of a further draw; None for none.
        coders: who codes them; of a further draw, by default those before.
        by: the column or theme of the strata; of a further draw, by default the one before.
        holdout: whether they are split into halves.
        seed: makes the draw repeatable; by default 0, and another number for each further draw.
    """

    n: int | None
    more: int | None
    coders: tuple[str, ...]
    by: str
    holdout: bool
    seed: int | None


class Wish(NamedTuple):
    """A draw to make.

    Attributes:
        n: how many sentences.
        coders: who codes them.
        holdout: whether they are split into halves.
        seed: makes the draw repeatable.
    """

    n: int
    coders: tuple[str, ...]
    holdout: bool
    seed: int


class Written(NamedTuple):
    """What was written.

    Attributes:
        record: the record of the sample, as it is now.
        made: the names of new files.
        added: the names of sheets that got further rows, with the number of rows.
    """

    record: SampleRecord
    made: list[str]
    added: dict[str, int]


# -- what is asked for -----------------------------------------------------------------------------


def check_study(study: str) -> Path:
    """Return the folder of a study that can take a sample.

    Raises:
        InputError: the study is no folder of texts that can be written to, or the built-in one.
    """
    expected = "a folder with texts; `workbook new DIR --from FOLDER` makes one"
    found = ""
    if study == str(built_in_study()):
        study, found = "the built-in study", "a study that takes no files"
    elif "://" in study:
        found, expected = "an address", "a folder of this machine"
    elif tables_record(study):
        found = "tables, and no texts"
    elif Path(study).is_file():
        found = "a file"
    elif Path(study).is_dir() and not os.access(study, os.W_OK):
        found, expected = "a folder that cannot be written to", "one that can"
    if found:
        raise InputError([Fault(study, found, expected)])
    raise_all(_check_folder(Path(study, FOLDER)))
    return Path(study)


def _check_folder(folder: Path) -> list[Fault]:
    """Return a fault if the codings cannot be written to their folder."""
    found = ""
    if folder.is_dir():
        found = "" if os.access(folder, os.W_OK) else "a folder that cannot be written to"
    elif folder.exists():
        found = "a file"
    elif folder.is_symlink():
        found = "a link that leads nowhere"
    expected = "a folder that can be written to, or nothing of this name"
    return [Fault(FOLDER, found, expected)] if found else []


def make_sample(
    texts: Texts,
    drawn: Drawn | None,
    order: Order,
    find: Callable[[str], Strata],
    study: str,
) -> list[str]:
    """Do what is asked for: a first draw, a further one, or sheets of further coders.

    Args:
        texts: what is drawn from.
        drawn: the sample that the study has.
        order: what is asked for.
        find: finds the strata by a column or theme.
        study: the study as it was named.

    Returns:
        Lines that say what was made and what to do next.

    Raises:
        InputError: it cannot be done; nothing is written then.
    """
    raise_all(_check_order(order, drawn))
    if drawn is None:
        strata = find(order.by)
        wish = Wish(order.n or 0, order.coders, order.holdout, order.seed or 0)
        _check_n("--n", wish.n, len(texts.sentences), strata, None)
        return describe(draw_first(texts, wish, strata), study)
    record = drawn.record
    if order.more is None:
        return describe(add_coders(texts, drawn, order.coders), study, len(record.rows))
    strata = find(order.by or record.by)
    seed = record.seed + len(record.draws) if order.seed is None else order.seed
    wish = Wish(order.more, order.coders or tuple(record.coders), order.holdout, seed)
    _check_n("--more", wish.n, len(texts.sentences) - len(record.rows), strata, record)
    return describe(draw_further(texts, drawn, wish, strata), study, len(record.rows))


def _check_order(order: Order, drawn: Drawn | None) -> list[Fault]:
    """Find options that do not go together, or that the sample rules out."""
    if order.n is not None and order.more is not None:
        return [Fault("--more", "the option beside --n", "one of the two")]
    faults = []
    if drawn is None:
        if order.more is not None:
            faults.append(Fault("--more", f"no {NAME} to add to", "--n N for a first draw"))
        elif order.n is None:
            faults.append(Fault("--n", "no number", "how many sentences to draw, such as --n 200"))
        if not order.coders:
            faults.append(Fault("--coders", "no name", NAMES))
        return faults
    if order.n is not None or (order.more is None and not order.coders):
        found = f"a sample of {pluralize(len(drawn.record.rows), 'sentence')}"
        return [Fault(NAME, f"{found}, which is never overwritten", AGAIN)]
    if order.more is None:
        given = {"--by": order.by, "--holdout": order.holdout, "--seed": order.seed is not None}
        for option in (name for name, is_given in given.items() if is_given):
            faults.append(Fault(option, "the option, and nothing to draw", "--more N with it"))
    return faults


def _check_n(option: str, n: int, n_left: int, strata: Strata, record: SampleRecord | None) -> None:
    """Refuse a number that is larger than what is left, or too small for the strata."""
    least = 1
    if strata.of_sentences is not None:
        before = set(record.rows["stratum"]) if record else set()
        least = max(1, len(set(strata.of_sentences.unique()) - before))
    if n > n_left:
        found = f"{n:,}"
        expected = f"at most {n_left:,}, the number of sentences that are not drawn"
        raise InputError([Fault(option, found, expected)])
    if n < least:
        expected = f"{least:,} at least, one for each stratum of {strata.by!r}"
        raise InputError([Fault(option, f"{n:,}", expected)])


# -- three ways ------------------------------------------------------------------------------------


def draw_first(texts: Texts, wish: Wish, strata: Strata) -> Written:
    """Draw the first sample of a study, and make a sheet for each coder.

    Raises:
        InputError: there is a sample; a coder has a file; a name is no name of a coder; or as many
            sentences cannot be drawn.
    """
    with exclusive(texts.folder / FOLDER, FOLDER):
        _refuse_sample(texts.folder)
        raise_all(_check_coders(wish.coders, texts.folder, []))
        sample = draw_more(
            texts.sentences, SAMPLE.empty(), wish.n, strata=strata.of_sentences, seed=wish.seed
        )
        record = SampleRecord(
            seed=wish.seed,
            by=strata.by,
            codebook=identify_codebook(texts.codebook),
            sentences_sha256=hash_sentences(texts.sentences),
            n_sentences=len(texts.sentences),
            draws=(),
            strata=pd.DataFrame(),
            rows=SAMPLE_ROWS.empty(),
        )
        return _write(texts, _add_draw(record, texts.sentences, sample, wish, strata), wish.coders)


def draw_further(texts: Texts, drawn: Drawn, wish: Wish, strata: Strata) -> Written:
    """Draw more sentences, none of those drawn before, and add them to the coders' sheets.

    Raises:
        InputError: the texts changed since; the strata are by another theme or column, or by hits
            of another codebook; earlier draws were split and this one is not, or the reverse; or as
            for `draw_first`. Nothing is written then.
    """
    record = drawn.record
    with exclusive(texts.folder / FOLDER, FOLDER):
        raise_all(_check_further(texts, record, wish, strata))
        raise_all(_check_coders(wish.coders, texts.folder, record.coders))
        sample = draw_more(
            texts.sentences, record.rows, wish.n, strata=strata.of_sentences, seed=wish.seed
        )
        return _write(texts, _add_draw(record, texts.sentences, sample, wish, strata), wish.coders)


def add_coders(texts: Texts, drawn: Drawn, coders: Sequence[str]) -> Written:
    """Make sheets of the whole sample for further coders; complete those of coders who have some.

    Raises:
        InputError: a name is no name of a coder, or a coder has a file that is no sheet.
    """
    record = drawn.record
    with exclusive(texts.folder / FOLDER, FOLDER):
        raise_all(_check_coders(coders, texts.folder, record.coders))
        new = [coder for coder in coders if coder not in record.coders]
        draws = [draw._replace(coders=(*draw.coders, *new)) for draw in record.draws]
        return _write(texts, record._replace(draws=tuple(draws)), coders, drawn.rows)


# -- what can be drawn -----------------------------------------------------------------------------


def _refuse_sample(folder: Path) -> None:
    if (folder / FOLDER / SAMPLE_FILE).exists():
        raise InputError([Fault(NAME, "a sample, which is never overwritten", AGAIN)])


def _check_coders(coders: Sequence[str], folder: Path, known: Sequence[str]) -> list[Fault]:
    """Check names, and that a new coder has no file."""
    if not coders:
        return [Fault("--coders", "no name", NAMES)]
    there = files_of_coders(folder)
    faults = check_names(coders, "--coders", [*known, *there])
    for coder in coders:
        if coder in there and coder not in known:
            found = f"{coder!r}, and {there[coder][0]}, which is not of the sample"
            faults.append(Fault("--coders", found, "another name, or that file moved away"))
    return faults


def files_of_coders(folder: Path) -> dict[str, list[str]]:
    """List the files of each coder in `codings/`."""
    files: dict[str, list[str]] = {}
    with suppress(FileNotFoundError):
        for path in sorted((folder / FOLDER).iterdir()):
            is_hidden = path.name.startswith((".", "~$"))
            if path.suffix.lower() in OF_CODERS and not is_hidden:
                coder = normalize("NFC", path.stem)
                files.setdefault(coder, []).append(f"{FOLDER}/{path.name}")
    return files


def _check_further(texts: Texts, record: SampleRecord, wish: Wish, strata: Strata) -> list[Fault]:
    """Find what speaks against adding to a sample."""
    faults = []
    if hash_sentences(texts.sentences) != record.sentences_sha256:
        found = "sentences of the study that changed since the sample was drawn"
        expected = (
            "the texts, and the ways to read them, as they were; or a new sample: move the folder "
            f"{FOLDER} away, then use --n"
        )
        faults.append(Fault(NAME, found, expected, key="sentences_sha256"))
    if strata.by != record.by:
        expected = f"{record.by!r}" if record.by else "none, as before"
        faults.append(Fault("--by", repr(strata.by), f"{expected}: the strata of the sample"))
    is_other = record.codebook["sha256"] != texts.codebook.sha256
    if strata.of_theme and is_other:
        found = "another codebook in use, whose hits would make other strata"
        expected = (
            f"{record.codebook['name']!r}, version {record.codebook['version'] or 'not stated'}, "
            "as it was when the sample was drawn: --codebook FILE"
        )
        faults.append(Fault(NAME, found, expected, key="codebook.sha256"))
    was_split = any(draw.holdout for draw in record.draws)
    if wish.holdout and not was_split:
        expected = "none: a sample that was not split has no half that was held out"
        faults.append(Fault("--holdout", "the option", expected))
    return faults


# -- the record ------------------------------------------------------------------------------------


def _add_draw(
    record: SampleRecord,
    sentences: pd.DataFrame,
    sample: pd.DataFrame,
    wish: Wish,
    strata: Strata,
) -> SampleRecord:
    """Add a draw to a record; `sample` has the rows of all draws, with their weights now."""
    number = len(record.draws) + 1
    holdout = wish.holdout or any(draw.holdout for draw in record.draws)
    earlier = record.rows[[*KEY, "half", "draw"]]
    joined = sample.merge(earlier, on=KEY, how="left", validate="one_to_one")
    is_new = joined["draw"].isna()
    rows = joined.assign(draw=joined["draw"].fillna(number), half=joined["half"].fillna(""))
    if holdout:
        rows.loc[is_new, "half"] = split_halves(rows[is_new], wish.seed)
    texts = sentences[[*KEY, "start", "end", "sentence"]]
    texts = texts[texts["doc_id"].isin(rows["doc_id"])]
    rows = SAMPLE_ROWS.frame(rows.merge(texts, on=KEY, how="left", validate="one_to_one"))
    rows = rows.sort_values(["draw", *KEY], ignore_index=True)[list(SAMPLE_ROWS.columns)]
    draw = Draw(int(is_new.sum()), wish.seed, tuple(wish.coders), holdout)
    table = _count_strata(strata, len(sentences), rows["stratum"])
    return record._replace(draws=(*record.draws, draw), strata=table, rows=rows)


def _count_strata(strata: Strata, n_sentences: int, drawn: pd.Series) -> pd.DataFrame:
    """Count the sentences of each stratum, and those drawn from it."""
    if strata.of_sentences is None:
        sizes = pd.Series({"": n_sentences})
    else:
        sizes = strata.of_sentences.value_counts().sort_index()
    n_drawn = drawn.value_counts().reindex(sizes.index, fill_value=0)
    return pd.DataFrame(
        {"stratum": sizes.index, "n_sentences": sizes.to_numpy(), "n_drawn": n_drawn.to_numpy()}
    )


# -- the files -------------------------------------------------------------------------------------


def _write(
    texts: Texts,
    record: SampleRecord,
    coders: Sequence[str],
    anchored: pd.DataFrame | None = None,
) -> Written:
    """Write the record, then the sheets. All contents are made before anything is written."""
    new: dict[str, bytes] = {}
    changed: dict[str, tuple[bytes, bytes]] = {}
    added: dict[str, int] = {}
    report = Report()
    there = files_of_coders(texts.folder)
    for coder in coders:
        sheet = _make_sheet(texts.sentences, record, coder, anchored)
        for file in there.get(coder, []):
            with report.collecting():
                data = read_bytes(texts.folder / file, file)
                rows = missing_rows(data, file, sheet)
                if len(rows):
                    changed[file] = data, add_rows(data, file, rows)
                    added[file] = len(rows)
        if coder not in there:
            new[f"{FOLDER}/{coder}.xlsx"] = to_xlsx(sheet, texts.codebook)
            new[f"{FOLDER}/{coder}.csv"] = to_csv(sheet)
    report.raise_errors()
    _check_writable(texts.folder, changed)
    texts.folder.joinpath(FOLDER).mkdir(exist_ok=True)
    is_first = not (texts.folder / FOLDER / SAMPLE_FILE).exists()
    write_sample(texts.folder / FOLDER / SAMPLE_FILE, record)
    for file, content in new.items():
        write_atomic(texts.folder / file, content)
    write_changed(texts.folder, changed)
    return Written(record, [*([NAME] if is_first else []), *new], added)


def _make_sheet(
    sentences: pd.DataFrame,
    record: SampleRecord,
    coder: str,
    anchored: pd.DataFrame | None,
) -> pd.DataFrame:
    """Make the sheet of a coder: the rows of each draw in an order of its own.

    If sentences moved since, their neighbours are those of now, but the ids are those of the
    record, by which sheets are read.
    """
    rows = record.rows_of(coder)
    now = rows["sent_id"] if anchored is None else anchored.loc[rows.index, "now"]
    rows = rows.assign(drawn_as=rows["sent_id"], sent_id=now)
    rows = rows[rows["sent_id"] != GONE]
    pages = []
    n_before = 0
    for number, draw in enumerate(record.draws, start=1):
        of_draw = rows[rows["draw"] == number]
        page = make_sheet(sentences, of_draw, coder, seed=draw.seed, first_row=n_before + 1)
        then = of_draw[[*KEY, "drawn_as"]]
        page = page.merge(then, on=KEY, how="left", validate="one_to_one")
        pages.append(page.assign(sent_id=page["drawn_as"]).drop(columns="drawn_as"))
        n_before += len(page)
    return SHEET.frame(pd.concat(pages, ignore_index=True))


def write_changed(folder: Path, changed: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Write sheets anew.

    Args:
        folder: the folder of the study.
        changed: what each file was and what it becomes, by its name in the study.

    Raises:
        InputError: a sheet is open in a program, which would save it over the new rows; or it was
            saved since it was read.
    """
    _check_writable(folder, changed)
    for file, (_, content) in changed.items():
        write_atomic(folder / file, content)


def _check_writable(folder: Path, changed: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Refuse sheets that are open, or that somebody saved since they were read."""
    faults = []
    for file, (before, _) in changed.items():
        path = folder / file
        for name in (f"~${path.name}", f".~lock.{path.name}#"):
            if path.with_name(name).exists():
                expected = f"a sheet that is closed; if it is, delete {name} beside it"
                faults.append(Fault(file, "a sheet that is open in another program", expected))
        if path.read_bytes() != before:
            expected = "nobody at work on it; try again"
            faults.append(Fault(file, "a sheet that was saved meanwhile", expected))
    raise_all(faults)


# -- what is said ----------------------------------------------------------------------------------


def describe(written: Written, study: str, n_before: int = 0) -> list[str]:
    """Say what was drawn, which files were made, what to do next and how codings are read."""
    record = written.record
    lines = []
    n = len(record.rows) - n_before
    if n:
        seed = record.draws[-1].seed
        more = " more" if n_before else ""
        of_all = f"of {record.n_sentences:,} sentences"
        lines.append(f"drew {n:,}{more} {of_all}, with the seed {seed}")
        lines += _describe_strata(record, n_before)
        lines += _describe_halves(record)
    if written.made:
        lines.append(f"made {', '.join(sorted(written.made))}")
    for file, n_rows in written.added.items():
        lines.append(f"added {pluralize(n_rows, 'row')} at the end of {file}")
    if not lines:
        return ["nothing to do: the sheets of these coders have all their sentences"]
    return [*lines, *_list_next_steps(written, study)]


def _describe_strata(record: SampleRecord, n_before: int) -> list[str]:
    if not record.by:
        return []
    total = " in all" if n_before else ""
    return [
        f"  {row.stratum}: {row.n_drawn:,} of {row.n_sentences:,}{total}"
        f" (weight {row.n_sentences / row.n_drawn:.4g})"
        for row in record.strata.itertuples()
    ]


def _describe_halves(record: SampleRecord) -> list[str]:
    if not record.draws[-1].holdout:
        return []
    n = record.rows["half"].value_counts()
    improve, report = (n.get(half, 0) for half in HALVES)
    return [f"  {improve:,} to improve the patterns on, {report:,} to report on"]


def _list_next_steps(written: Written, study: str) -> list[str]:
    steps = []
    made = [PurePosixPath(name).stem for name in written.made if name.endswith(ENDINGS)]
    if made:
        steps += [
            "give each coder one of their two sheets (.xlsx has lists to choose from) and nothing "
            f"else: {SAMPLE_FILE} says how sentences were drawn, so coders should not see it",
            f'who codes in JupyterLab needs no file: study.coder("{made[0]}") there, by keyboard',
        ]
    steps += [
        "put the sheets that come back in their place, under the same name",
        f"workbook check {shlex.quote(study)} reads them and says what is wrong; study.agreement() "
        "compares coders",
    ]
    return ["next:", *[f"  {step}" for step in steps]]
