"""Tables as Parquet: `.parquet`, read with the optional package pyarrow."""

from collections.abc import Iterator
from typing import BinaryIO

from analysis.faults import Fault, InputError, Report, missing
from analysis.reading.table_files import Row, cell_text

ROWS = 1000  # that are read at a time


def read(
    handle: BinaryIO,
    file: str,
    column: str,
    encoding: str,
    report: Report,
) -> Iterator[Row[list[str]]]:
    """Yield the names of the columns, then the rows, numbered from 1.

    Raises:
        InputError: if the file cannot be read, or pyarrow is not installed.
    """
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        found = "a .parquet file, and no pyarrow to read it"
        raise InputError([missing(file, found, "parquet")]) from None
    number = 0
    try:
        source = parquet.ParquetFile(handle)
        yield Row(number, source.schema_arrow.names)
        for batch in source.iter_batches(ROWS):
            columns = [map(cell_text, values.to_pylist()) for values in batch]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, list(cells))
    except (ArrowException, OSError, ValueError) as error:
        found = f"a file that cannot be read ({error})"
        raise InputError([Fault(file, found, "a Parquet file")]) from None
