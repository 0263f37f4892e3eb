"""The rounds of `tests/cases`: cells, wordings and whole documents, each with the verdict that the rubric gives it.

A round is written by people who know the rubric and not the word lists, and scored before anything is mended by it:
`python -m bench.rounds`, `docs/accuracy.md`. The form of the files is told in `tests/cases/README.md`.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.reference import Unit, load_reference
from tests.corpus.truth import AWARDS
from tests.mappings import heading, paragraph, table
from tests.wordml import docx

CASES = Path(__file__).parent / "cases"
REFERENCE = load_reference()
QUALIFICATION = REFERENCE.ref
TEXTS = {(unit.ref, criterion.ref): criterion.text for unit, criterion in REFERENCE.pairs()}
MINIMUMS = {(unit.ref, criterion.ref): criterion.minimums for unit, criterion in REFERENCE.pairs()}
NUMBERS = {unit.ref.split("-")[1]: unit for unit in REFERENCE.units}


@dataclass(frozen=True)
class RowWording:
    """A row's text for a criterion; `right` are the answers that count as right, the first of them the label."""

    unit: str
    ref: str
    text: str
    right: tuple[str, ...]


@dataclass(frozen=True)
class Cell(RowWording):
    """One cell of a criterion, with the same fields."""

    is_strategies: bool = False


@dataclass(frozen=True)
class Labelled:
    """A document as a Word file, its label in the form of the corpus' labels, and its evidence cell by cell."""

    name: str
    docx: bytes
    truth: dict[str, Any]
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Round:
    """One file of cases: `name` is its file's, "1-careful"."""

    name: str
    cells: tuple[Cell, ...]
    wordings: tuple[RowWording, ...]
    documents: tuple[Labelled, ...]

    @property
    def document_cells(self) -> tuple[Cell, ...]:
        """The evidence of all documents, cell by cell."""
        return tuple(cell for document in self.documents for cell in document.cells)


def load_rounds(folder: Path = CASES, names: str = "round-*") -> list[Round]:
    """The rounds in a folder, in the order of their names."""
    return [load_round(path) for path in sorted(folder.glob(f"{names}.toml"))]


def load_round(path: Path) -> Round:
    """One file of cases."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    name = path.stem.removeprefix("round-")
    return Round(
        name,
        tuple(_cells(data)),
        tuple(_wording(entry) for entry in data.get("wording", [])),
        tuple(_document(entry, name) for entry in data.get("document", []) if "awards" in entry),
    )


def _place(short: str) -> tuple[str, str]:
    """ "500 1.1" as the reference's unit and criterion."""
    number, ref = short.split()
    return f"{QUALIFICATION}-{number}", ref


def _right(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(answer.removeprefix("weak:").strip() for answer in (entry["is"], *entry.get("also", [])))


def _cell(entry: dict[str, Any]) -> Cell:
    is_strategies = "strategies" in entry
    text = entry["strategies" if is_strategies else "evidence"].replace(" / ", "\n")
    return Cell(*_place(entry["criterion"]), text, _right(entry), is_strategies)


def _cells(data: dict[str, Any]) -> Iterator[Cell]:
    """The single cells of a file, one by one, as a list, or in groups of one answer."""
    yield from (_cell(entry) for entry in (*data.get("cell", []), *data.get("cells", [])))
    for group in data.get("group", []):
        place = group.get("criterion", f"{QUALIFICATION}-500 1.1").split()
        yield from (Cell(*place, text, (group["expect"],)) for text in group["cells"])


def _wording(entry: dict[str, Any]) -> RowWording:
    return RowWording(*_place(entry["criterion"]), entry["text"], _right(entry))


# ---------------------------------------------------------------- documents

_MISSING = {"status": "none", "reasons": ["criterion_missing"], "match": "missing", "evidence": "", "strategies": ""}


def _document(entry: dict[str, Any], round_name: str) -> Labelled:
    rows, claimed = entry["rows"], entry["awards"]
    named = [row["criterion"].split()[0] if "criterion" in row else row["unit"] for row in rows]
    units = [NUMBERS[number] for number in NUMBERS if number in named]
    by_unit = {
        unit.ref: [row for row, at in zip(rows, named, strict=True) if NUMBERS.get(at) is unit] for unit in units
    }
    truth = {
        "file": f"{round_name}-{entry['name']}.docx",
        "category": round_name,
        "format": "word",
        "readable": True,
        "claimed": claimed,
        "combinations": {award: _combination(award, claimed, by_unit) for award in AWARDS},
        "units": {unit.ref: _unit_label(unit, by_unit.get(unit.ref, []), claimed) for unit in REFERENCE.units},
        "findings": _findings(by_unit, claimed),
        "findings_optional": ["criterion_renumbered", "tracked_changes"],
        "lenient": {
            f"{unit}/{ref}": [row["status"], *row["also"]]
            for row in rows
            if "also" in row
            for unit, ref in [_place(row["criterion"])]
        },
    }
    cells = tuple(cell for row in rows if (cell := _evidence(row)))
    return Labelled(entry["name"], _form(entry, by_unit), truth, cells)


def _evidence(row: dict[str, Any]) -> Cell | None:
    """A row's evidence as a cell of its own, where its reasons tell what it is worth."""
    if "criterion" not in row or not row.get("evidence") or "also" in row:
        return None
    reasons = row.get("reasons", [])
    if any(reason in ("evidence_missing", "nothing_mapped") for reason in reasons):
        return None
    weak = next((reason for reason in reasons if reason.startswith("evidence_weak")), None)
    answer = weak.split(":")[1].strip() if weak else "substantive"
    return Cell(*_place(row["criterion"]), row["evidence"].replace(" / ", "\n"), (answer,))


def _combination(award: str, claimed: Sequence[str], by_unit: dict[str, Any]) -> str:
    return "n/a" if award not in claimed else "yes" if set(AWARDS[award]) <= by_unit.keys() else "no"


def _unit_label(unit: Unit, rows: Sequence[dict[str, Any]], claimed: Sequence[str]) -> dict[str, Any]:
    is_mapped = any(row.get("strategies") or row.get("evidence") for row in rows)
    if not is_mapped and not any(unit.ref in AWARDS[award] for award in claimed):
        return {"status": "not_claimed", "criteria": {}}
    labels: dict[str, Any] = {criterion.ref: dict(_MISSING) for criterion in unit.criteria}
    for row in rows:
        if "criterion" in row:
            ref = _place(row["criterion"])[1]
            labels[ref] = _joined(labels[ref], _label(row))
    found = {label["status"] for label in labels.values()}
    return {"status": found.pop() if len(found) == 1 else "partial", "criteria": labels}


def _label(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": row["status"],
        "reasons": [reason.replace(": ", ":") for reason in row.get("reasons", [])],
        "match": row.get("wording", "identical"),
        "evidence": row.get("evidence", "").replace(" / ", "\n"),
        "strategies": row.get("strategies", "").replace(" / ", "\n"),
    }


def _joined(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A criterion's label where a second row maps it: both rows tell the same status, and either text may be shown."""
    if one["match"] == "missing":
        return other
    texts = {
        f"{column}_any": [one[column], other[column], f"{one[column]}\n{other[column]}"]
        for column in ("evidence", "strategies")
    }
    return {**one, **texts, "match_any": [one["match"], other["match"]]}


def _findings(by_unit: dict[str, list[dict[str, Any]]], claimed: Sequence[str]) -> list[dict[str, Any]]:
    found = [
        {"code": row["finding"], "unit": ref, "ref": None}
        for ref, rows in by_unit.items()
        for row in rows
        if "finding" in row
    ]
    for rows in by_unit.values():
        places = Counter(_place(row["criterion"]) for row in rows if "criterion" in row)
        found += [{"code": "criterion_duplicate", "unit": u, "ref": r} for (u, r), n in places.items() if n > 1]
    needed = {ref for award in claimed for ref in AWARDS[award]}
    return found + [{"code": "unit_missing", "unit": ref, "ref": None} for ref in sorted(needed - by_unit.keys())]


def _form(entry: dict[str, Any], by_unit: dict[str, list[dict[str, Any]]]) -> bytes:
    """The rows as a customer's form: claims, support, a table a unit."""
    title = f"{entry['name'].replace('-', ' ').title()} coaching programme"
    claims = [f"{award.title()}: {'YES' if award in entry['awards'] else 'NO'}" for award in AWARDS]
    parts = [
        paragraph(title),
        paragraph("Every learner has an induction of one hour and four hours of tutorial support."),
        table([["Rules of combination", *claims]]),
        table([["Customer Programme Title", title]]),
    ]
    for ref, rows in by_unit.items():
        parts += [paragraph(REFERENCE.unit(ref).title), table([*heading(REFERENCE.unit(ref)), *_rows(ref, rows)])]
    return docx("".join(parts))


def _rows(ref: str, rows: Sequence[dict[str, Any]]) -> Iterator[list[str]]:
    outcomes = {c.ref: f"{o.number} {o.text}" for o in REFERENCE.unit(ref).outcomes for c in o.criteria}
    texts = {c.ref: c.text for c in REFERENCE.unit(ref).criteria}
    for row in rows:
        number = _place(row["criterion"])[1] if "criterion" in row else ""
        text = row.get("text", texts.get(number, ""))
        cells = (row.get(column, "").replace(" / ", "\n") for column in ("strategies", "evidence"))
        yield [outcomes.get(number, ""), f"{number} {text}".strip(), *cells]
