"""Tables as Parquet: `.parquet`, read with the optional package pyarrow."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from analysis.faults import Fault, InputError, Report, missing, raise_all
from analysis.reading.table_files import Row, cell_text

ROWS = 1000  # that are read at a time
# A file that claims more rows than this has at least one byte for each; and more data than this are
# not packed into a thousandth. A few bytes can claim any number of rows or data.
MANY_ROWS = 1_000_000
MANY_BYTES = 100_000_000
DENSEST = 1000


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
        raise_all(_bomb_faults(source.metadata, handle, file))
        yield Row(number, source.schema_arrow.names)
        for batch in source.iter_batches(ROWS):
            columns = [_cells(batch, index, file) for index in range(batch.num_columns)]
            for cells in zip(*columns, strict=True):
                number += 1
                yield Row(number, list(cells))
    except InputError:
        raise  # it is a ValueError
    except (ArrowException, OSError, ValueError) as error:
        found = f"a file that cannot be read ({error})"
        raise InputError([Fault(file, found, "a Parquet file")]) from None


def _cells(batch: Any, index: int, file: str) -> list[str]:
    """Return the cells of a column as text.

    Raises:
        InputError: a date is beyond the years that Python knows.
    """
    try:
        values = batch.column(index).to_pylist()
    except (OverflowError, ValueError) as error:
        found = f"a value that cannot be read ({error})"
        expected = "dates from the year 1 to 9999, or a column of text"
        name = batch.schema.names[index]
        raise InputError([Fault(file, found, expected, key=name)]) from None
    return list(map(cell_text, values))


def _bomb_faults(metadata: Any, handle: BinaryIO, file: str) -> Iterator[Fault]:
    """Yield a fault if a file claims to hold far more than its bytes can."""
    size = handle.seek(0, io.SEEK_END)
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    n_bytes = sum(group.total_byte_size for group in groups)
    claims = []
    if metadata.num_rows > max(MANY_ROWS, size):
        claims.append(f"{metadata.num_rows:,} rows")
    if n_bytes > max(MANY_BYTES, DENSEST * size):
        claims.append(f"{n_bytes:,} bytes of data")
    if claims:
        found = f"{' and '.join(claims)} in a file of {size:,} bytes"
        yield Fault(file, found, "a Parquet file that holds what it claims")
