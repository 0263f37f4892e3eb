"""An Excel workbook to the texts of its cells: people have worked in it, so nothing in it is trusted."""

import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from msgspec import structs

from pipeline.errors import ErrorCode, SubmissionError, UsageError
from pipeline.policy.limits import Limits
from pipeline.readers.archive import Archive

Sheets = Mapping[str, Sequence[Sequence[str]]]
"""The texts of each sheet by its name, rows x columns from the first cell on, "" for a blank one."""

_NONE = "It is not an Excel workbook (.xlsx). Open it in Excel, save it as an Excel workbook, and name that file."
_LOCKED = "It is protected with a password, or an Excel file of the old kind. Save it as .xlsx without a password."
_DAMAGED = "It is damaged and cannot be read. Open it in Excel, save it as a new workbook, and name that file."
_TOO_LARGE = "It holds far more than a workbook of ours. Copy your decisions into the workbook as it was drawn."
_OLD = b"\xd0\xcf\x11\xe0"
_PARTS = (".xml", ".rels")
_DECLARES = b"<!DOCTYPE"


def sheets(packed: bytes, limits: Limits) -> Sheets:
    """The texts of all cells: formulas as what they last came to, dates as 2025-05-12.

    Raises: UsageError, where it cannot be read, or holds more than the limits allow.
    """
    if len(packed) > limits.file_bytes:
        raise UsageError(_TOO_LARGE)
    if packed.startswith(_OLD):
        raise UsageError(_LOCKED)
    plain = _plain(packed, limits)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():  # of what openpyxl does not know in a file, such as Excel's own extensions
            warnings.simplefilter("ignore")
            book = load_workbook(plain, read_only=True, data_only=True, keep_links=False)
            return {sheet.title: list(_rows(sheet, limits)) for sheet in book.worksheets}
    except UsageError:
        raise
    except Exception as error:  # a part that is missing or makes no sense raises whatever openpyxl comes upon
        raise UsageError(_DAMAGED) from error


def _plain(packed: bytes, limits: Limits) -> io.BytesIO:
    """The workbook's XML alone, unpacked within the limits, and with nothing declared in it that could multiply."""
    plain = io.BytesIO()
    try:
        archive = Archive(packed, structs.replace(limits, unpacked_bytes=limits.workbook_bytes))
        with zipfile.ZipFile(plain, "w") as copy:
            for name in archive.spellings:
                if name.endswith(_PARTS):
                    content = archive.read(name)
                    if _DECLARES in content.replace(b"\0", b""):
                        raise UsageError(_DAMAGED)
                    copy.writestr(name, content)
    except SubmissionError as error:
        raise UsageError(_SENTENCES[error.code]) from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise UsageError(_NONE) from error
    plain.seek(0)
    return plain


_SENTENCES = {ErrorCode.TOO_LARGE: _TOO_LARGE, ErrorCode.ENCRYPTED: _LOCKED, ErrorCode.CORRUPT: _DAMAGED}


def _rows(sheet: Any, limits: Limits) -> Iterator[list[str]]:
    """Rows up to the last that may be; the size that the file claims to have is not believed."""
    sheet.reset_dimensions()
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(max_row=limits.rows, max_col=limits.columns, values_only=True)
    for row in rows:
        size = next((at for at in range(len(row), 0, -1) if row[at - 1] is not None), 0)
        yield [_text(value) for value in row[:size]]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)
