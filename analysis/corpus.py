"""What a notebook works on: a study, read and searched, or as much as fits of the tables that were made of one."""

from analysis.codebook.read import read_codebook
from analysis.faults import Fault, InputError
from analysis.hits.find import find_hits
from analysis.large.store import MOST, Tables, read_tables, size
from analysis.measures.shares import theme_shares
from analysis.provenance import tables_record
from analysis.reading.documents import find_codebook, read_documents
from analysis.reading.settings import read_settings
from analysis.sentences.split import split_sentences


def read_corpus(study, codebook="", most: int = MOST) -> Tables:
    """Read a study, split its texts into sentences and search these; or read its tables.

    Args:
        study: a study folder, or one file; or a folder that `workbook tables` has made: then nothing is split and
            searched again, and `documents` have no `text`.
        codebook: a file, or several; blank for the study's own. Of tables it is the one that they were made with.
        most: how many sentences and hits of tables are read, as by `read_tables`.

    Raises:
        InputError: with the faults of the texts, or of the codebook; tables were made with another codebook, or are
            not complete.
    """
    if made := tables_record(study):
        own = made["codebook"]
        if codebook and read_codebook(find_codebook(study, codebook)).sha256 != own["sha256"]:
            found = (
                f"tables made with another codebook ({own['name']}, sha256 {own['sha256'][:16]} …)"
            )
            raise InputError(
                [Fault(str(study), found, "that one, or none named; make other tables for another")]
            )
        return read_tables(study, most=most)
    documents, stated = read_documents(study), read_settings(study)
    sentences, codebook = split_sentences(documents), read_codebook(find_codebook(study, codebook))
    hits = find_hits(sentences, codebook)
    shares, says = theme_shares(sentences, hits, codebook), size(documents, sentences, hits)
    return Tables(
        documents, sentences, hits, shares, codebook, stated.groups, stated.time, {}, says
    )
