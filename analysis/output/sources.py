"""Record what exports are made from: study, texts, codebook, parameters, versions and commit."""

import hashlib
import os
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.codebook.model import Codebook
from analysis.output.folder import check_folder
from analysis.output.staging import sha256_of
from analysis.paths import relative_path
from analysis.provenance import RECORD, commit, tables_record, versions
from analysis.reading.settings import read_settings

REDIRECT = "WORKBOOK_OUT"  # the environment variable that redirects exports
ASKED = "WORKBOOK_FORMATS"  # the environment variable with the further formats of a run's tables
BESIDE_TEXTS = ("study", "metadata", "coding")  # other files of a study, without their endings
CODINGS_FOLDER = "codings"  # with the files of its coders


def exports_folder(out: str | Path, study: str | Path) -> Path:
    """Name the folder of a study's exports: `<out>/<name of the study's folder or only file>`.

    >>> exports_folder("/texts/exports", "/texts/geneva").as_posix()
    '/texts/exports/geneva'
    """
    path = Path(study).resolve()
    name = path.stem if path.is_file() else path.name
    return Path(out).resolve() / (name or "study")


def folder_and_sources(
    out: str | Path,
    study: str | Path,
    documents: pd.DataFrame,
    codebook: Codebook,
    parameters: dict[str, Any] | None = None,
) -> tuple[Path, dict]:
    """Find the folder of a study's exports, and record what they are made from.

    Args:
        out: the folder of all exports.
        study: the study's folder, or its only file.
        documents: the texts, as from `read_documents`; the `sha256` of each is recorded.
        codebook: the codebook; its `sha256` is recorded.
        parameters: further parameters of the notebooks.

    Returns:
        The folder, and the record. The environment variable `WORKBOOK_OUT` changes the folder, but
        not the record.

    Raises:
        InputError: the folder cannot take these exports (see `check_folder`).
    """
    stated = exports_folder(out, study)
    # Paths are relative to the exported notebooks, so they do not depend on the working folder.
    notebooks = stated / "notebooks"
    parameters = {
        "STUDY": relative_path(study, notebooks),
        "OUT": relative_path(out, notebooks),
        **(parameters or {}),
    }
    sources = {
        "study": relative_path(study, stated),
        "parameters": parameters,
        "codebook": {
            "name": codebook.name,
            "version": codebook.version,
            "sha256": codebook.sha256,
        },
        "texts": _record_texts(study, documents),
        "beside_them": _hash_other_files(study),
        "software": versions(),
        "git": commit(),
    }
    redirected = os.environ.get(REDIRECT)
    folder = exports_folder(redirected, study) if redirected else stated
    check_folder(folder, Path(study), read_settings(study).texts, sources)
    return folder, sources


def _record_texts(study: str | Path, documents: pd.DataFrame) -> list | dict:
    """List each text with the sha256 of its file and of its characters.

    For tables, return the number of texts, how many are shown, and the sha256 of their record.
    """
    made = tables_record(study)
    if not made:
        columns = ["doc_id", "path", "sha256", "text_sha256"]
        return documents[columns].to_dict("records")
    return {
        "n": made["rows"]["documents"],
        "shown": len(documents),
        "study": made["study"],
        "tables_sha256": sha256_of(Path(study, RECORD)),
    }


def _hash_other_files(study: str | Path) -> dict[str, str]:
    """Hash the study's settings, metadata and coding; the keys are the names of the files."""
    return {name: sha256_of(path) for name, path in beside_texts(study).items()}


def beside_texts(study: str | Path) -> dict[str, Path]:
    """List the study's settings, metadata and codings: the paths by their names, sorted."""
    folder = Path(study)
    found = [path for name in BESIDE_TEXTS for path in folder.glob(f"{name}.*")]
    in_folder = folder.glob(f"{CODINGS_FOLDER}/*.*")
    found += [path for path in in_folder if not path.name.startswith((".", "~$"))]
    files = {path.relative_to(folder).as_posix(): path for path in found if path.is_file()}
    return dict(sorted(files.items()))


def summarize_texts(texts: list | dict) -> dict:
    """Count the texts, and hash all their ids and sha256 to one: short enough for a chart.

    >>> summarize_texts([{"doc_id": "a", "path": "a.txt", "sha256": "0"}])["n"]
    1
    """
    if isinstance(texts, dict):  # tables: their record already has one sha256
        return texts
    lines = [f"{text['doc_id']}\t{text['sha256']}\n" for text in texts]
    digest = hashlib.sha256("".join(lines).encode())
    return {"n": len(texts), "sha256": digest.hexdigest()}
