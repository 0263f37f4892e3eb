"""Tables as cells that can be counted: those that our reader gives, and how many of them are the truth's."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.model.document import Document, Table
from pipeline.readers.word.tables import table_text

_LABEL = re.compile(
    r"^[\s☐☒☑]*(?:(?:[•·▪◦‣●○■□–-]|\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])\s+)?[\s☐☒☑]*", re.MULTILINE
)


class Spot(NamedTuple):
    """A cell: the table, its first row and column (all from 1), how many of each it takes, and its text, folded."""

    table: int
    row: int
    column: int
    row_span: int
    column_span: int
    text: str


@dataclass(slots=True)
class Count:
    """How many things there are in the truth, how many were given, and how many of these are right."""

    truth: int = 0
    given: int = 0
    right: int = 0

    def add(self, truth: Iterable[object], given: Iterable[object]) -> None:
        """Counts one file's things."""
        want, got = Counter(truth), Counter(given)
        self.truth += want.total()
        self.given += got.total()
        self.right += (want & got).total()

    @property
    def recall(self) -> float | None:
        """The share of the truth that was given; None where the truth is empty."""
        return self.right / self.truth if self.truth else None

    @property
    def precision(self) -> float | None:
        """The share of what was given that is right; None where nothing was given."""
        return self.right / self.given if self.given else None


def shown(share: float | None) -> str:
    """A share with three decimals."""
    return "-" if share is None else f"{share:.3f}"


def fold(text: str) -> str:
    """A Word cell's text as it is compared: without white space, the labels of list items and the boxes before them.

    The others keep a list's numbers apart from its words and write no boxes; this is done to both sides.
    """
    return "".join(_LABEL.sub("", unicodedata.normalize("NFKC", text)).split())


def cells_of(document: Document) -> Iterator[Spot]:
    """The cells of our reader's tables; a table in a cell is one of its own, behind the table that it lies in."""
    for number, table in enumerate(_all(document.tables), start=1):
        for at, row in enumerate(table.rows, start=1):
            for cell in row.cells:
                text = cell.text
                for nested in cell.tables:
                    text = text.replace(table_text(nested), "", 1)
                yield Spot(number, at, cell.location.column or 1, cell.row_span, cell.column_span, fold(text))


def _all(tables: Iterable[Table]) -> Iterator[Table]:
    """Tables and those that lie in their cells, in the order in which they begin."""
    for table in tables:
        yield table
        yield from _all(nested for row in table.rows for cell in row.cells for nested in cell.tables)
