"""CSV and TSV, in the encoding that the mapping says."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from bevo.ingest.mapping import Reading
from bevo.ingest.tables import Row, Table, fault_of, headed, letter

__all__ = ["DELIMITERS", "open_text", "sniffed"]

DELIMITERS = {"\t": "a tab", ",": "a comma", ";": "a semicolon", "|": "a bar"}
_SIGNATURES = {b"PK\x03\x04": "XLSX or ZIP", b"\x1f\x8b": "gzip", b"PAR1": "Parquet", b"\xd0\xcf\x11\xe0": "an old XLS"}
_LONGEST = 1 << 17
"""Characters of a cell; a longer one is an open quotation mark."""


def open_text(path: Path, reading: Reading) -> Table:
    """A table in text.

    :raises InputError: if its bytes are not of the encoding, its delimiter is another, or its header has faults.
    """
    encoding = _encoding(path, reading)
    delimiter = reading.delimiter or ("," if path.suffix.lower() == ".csv" else "\t")
    _decode(path, encoding, delimiter)

    def rows() -> Iterator[Row]:
        csv.field_size_limit(_LONGEST)
        with path.open(encoding=encoding, newline="") as stream:
            reader = (
                csv.reader(stream, delimiter=delimiter, strict=True)
                if reading.quotes
                else csv.reader(stream, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
            )
            number = 0
            while True:
                number += 1
                started = reader.line_num + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    if "unexpected end" in str(error) or "field larger" in str(error):
                        raise fault_of(path, _unclosed(started), number) from error
                    yield Row(number, (), f"a quotation mark stands inside a cell ({error}){_LITERAL}")
                    continue
                if not any(cells):
                    yield Row(number, ())
                else:
                    yield Row(number, cells)

    header: tuple[str, ...] = ()
    for row in rows():
        if row.number == reading.header:
            _right_delimiter(path, row, delimiter)
            header = headed(path, row.number, row.cells)
            break
    if not header:
        raise fault_of(path, f"the table has no row {reading.header}, which should hold the header")
    return Table(path, header, lambda: _below(rows(), reading.header, len(header)))


_LITERAL = "; if quotation marks are plain characters here, say in the mapping, read: {quotes: false}"


def _unclosed(line: int) -> str:
    return f"a quotation mark that opens at line {line} is never closed{_LITERAL}"


def _below(rows: Iterator[Row], header: int, width: int) -> Iterator[Row]:
    for row in rows:
        if row.number <= header:
            continue
        cells = row.cells
        if len(cells) == width or row.fault or not cells:
            yield row
        elif len(cells) > width and not any(cells[width:]):
            yield Row(row.number, cells[:width])
        else:
            yield Row(row.number, cells, _ragged(cells, width))


def _ragged(cells: Sequence[str], width: int) -> str:
    over = max(text.count("\n") for text in cells)
    quoted = f"; a cell goes over {over + 1} lines: is a quotation mark not closed?" if over > 2 else ""
    return f"has {len(cells)} cells where the header has {width}{quoted}"


def _right_delimiter(path: Path, row: Row, delimiter: str) -> None:
    others = {d: max(cell.count(d) for cell in row.cells) for d in DELIMITERS if d != delimiter} if row.cells else {}
    best = max(others, key=lambda d: others[d], default="")
    if len(row.cells) <= 1 and best and others[best] > 0:
        raise fault_of(
            path,
            f"the header is one column, '{row.cells[0][:60]}': the delimiter seems to be {DELIMITERS[best]}, "
            f"not {DELIMITERS.get(delimiter, repr(delimiter))}; say so in the mapping, read: {{delimiter: {best!r}}}",
            row.number,
        )


def sniffed(path: Path, encoding: str) -> str:
    """The delimiter that most often stands in the first line that has one."""
    with path.open(encoding=encoding, errors="replace") as stream:
        for line in (stream.readline() for _ in range(20)):
            counts = {d: line.count(d) for d in DELIMITERS}
            if any(counts.values()):
                return max(counts, key=lambda d: counts[d])
    return "," if path.suffix.lower() == ".csv" else "\t"


def _encoding(path: Path, reading: Reading) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    for signature, what in _SIGNATURES.items():
        if start.startswith(signature):
            raise fault_of(path, f"the file is {what}, not text; give it the right ending, or unpack it")
    try:
        name = codecs.lookup(reading.encoding or "utf-8").name
    except LookupError as error:
        raise fault_of(
            path, f"there is no encoding '{reading.encoding}'; for example utf-8, latin-1, cp1252"
        ) from error
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not name.startswith("utf-16"):
        raise fault_of(path, "the file is UTF-16, as a spreadsheet saves 'Unicode text': --encoding utf-16")
    return "utf-8-sig" if name == "utf-8" else name


def _decode(path: Path, encoding: str, delimiter: str) -> None:
    """Read the whole file once.

    :raises InputError: with row and column of the first bytes that are not of the encoding.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        lines = 0
        while True:
            block = file.readline(_LONGEST * 8)
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError as error:
                column = letter(error.object[: error.start].count(delimiter.encode()))
                byte = error.object[error.start]
                raise fault_of(
                    path,
                    f"the byte 0x{byte:02X} is no {encoding.removesuffix('-sig').upper()}; if the file is Latin-1 or "
                    "from Windows, say --encoding latin-1 or --encoding cp1252",
                    lines + 1,
                    column,
                ) from error
            if not block:
                return
            lines += block.endswith(b"\n")
