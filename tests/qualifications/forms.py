"""The made-up qualification as Word files in the look of the family's forms: its blank template, and mappings to it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.wordml import docx

HERE = Path(__file__).parent
TAUGHT = "Practical workshop with a demonstration and a hand-out."
ASSESSED = "Assignment 1, marked by the tutor."
SUPPORT = "Every learner has an induction of two hours and four hours of tutorial support."
HEADS = ("Learning Outcomes", "Assessment Criteria", "Learning Strategies", "Assessment Evidence")
_WIDTH = 9600  # in twentieths of a point, as wide as the page's text
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in _SIDES)
_BORDERS = f"<w:tblBorders>{_LINES}</w:tblBorders>"
YES, NO, OPEN = "YES", "NO", "YES/NO/N/A"


@dataclass(frozen=True)
class Box:
    """A cell to be: text, columns, and whether it begins ("restart") or goes on with ("continue") a cell over rows."""

    text: str = ""
    columns: int = 1
    merge: str = ""


@cache
def told(name: str = "workshop") -> dict[str, Any]:
    """The qualification as the data file has it."""
    data = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    for unit in data["units"]:
        pairs = [line.partition(" > ") for line in unit.pop("lines").strip().splitlines()]
        unit["outcomes"] = {number: text for number, _, text in pairs if "." not in number}
        unit["criteria"] = {number: text for number, _, text in pairs if "." in number}
    return data


def refs(*sections: str) -> list[str]:
    """The units of these sections ("Mandatory", "Group A"); of all where none is named."""
    return [unit["ref"] for unit in told()["units"] if not sections or unit["section"].startswith(sections)]


def template(data: Mapping[str, Any] | None = None, *, sections: bool = True) -> bytes:
    """The blank form. Not `sections`: its Summary does not say which units are optional."""
    data = data or told()
    parts = [
        paragraph(f"ILM LEVEL {data['level']} UNITS IN WORKSHOP SAFETY ACCREDITATION ASSESSMENT DOCUMENT"),
        paragraph("[Name of Customer programme]"),
        paragraph("Introduction"),
        paragraph("[Overview of customer programme/ mode of delivery etc.]"),
        *_rules(data, {}),
        *_details(data, ""),
        summary(data, {}, is_parted=sections),
        *(unit_table(unit) for unit in data["units"]),
    ]
    return docx("".join(parts))


def mapping(
    claims: Mapping[str, str],
    units: Sequence[str],
    *,
    cells: Mapping[str, tuple[str, str]] | None = None,
    blank: Sequence[str] = (),
    ticks: Mapping[str, str] | None = None,
    support: str = SUPPORT,
) -> bytes:
    """A filled-in form. `claims` by award ("Award": "YES"); `cells` by "8999-601 1.1": strategies and evidence; `blank`
    are units whose tables are left as the template has them; `ticks` by unit: "full"."""
    data = told()
    parts = [
        paragraph("Safe Hands at Millbrook Engineering"),
        paragraph("Introduction"),
        paragraph(support),
        *_rules(data, claims),
        *_details(data, "Safe Hands"),
        summary(data, ticks or {}),
        *(
            unit_table(unit, None if unit["ref"] in blank else cells or {})
            for unit in data["units"]
            if unit["ref"] in (*units, *blank)
        ),
    ]
    return docx("".join(parts))


def _rules(data: Mapping[str, Any], claims: Mapping[str, str]) -> Iterator[str]:
    yield paragraph("Rules of Combination CHECK")
    heads = [f"{award['title']}: {claims.get(award['title'], OPEN)}" for award in data["awards"]]
    yield table([heads, ["\n".join(f"· {rule}" for rule in award["rules"]) for award in data["awards"]]])


def _details(data: Mapping[str, Any], programme: str) -> Iterator[str]:
    yield paragraph(data["title"].removeprefix("ILM "))
    yield table([["Customer Programme Title", programme], ["ILM Qualification", data["title"]]])


def summary(data: Mapping[str, Any], ticks: Mapping[str, str], *, is_parted: bool = True) -> str:
    """The Summary table, the units under the headings of their sections."""
    rows: list[Sequence[str | Box]] = [
        [Box("Summary", 3), Box("Coverage", 3), "Comments", "Title of Assessment for External Verification"],
        ["Ref", "Unit Title", "Credit Value", "None", "Partial", "Full", "", ""],
    ]
    for section, units in groupby(data["units"], key=lambda unit: unit["section"]):
        if is_parted:
            rows.append([Box(section, 8)])
        for unit in units:
            marks = ["✓" if ticks.get(unit["ref"]) == status else "" for status in ("none", "partial", "full")]
            rows.append([unit["ref"], unit["title"], str(unit["credits"]), *marks, "", ""])
    return table(rows)


def unit_table(unit: Mapping[str, Any], cells: Mapping[str, tuple[str, str]] | None = None) -> str:
    """A unit's heading and table; its last columns blank where `cells` is None."""
    rows: list[Sequence[str | Box]] = [
        [Box(f"Unit No: {unit['ref']}", 2), Box(f"{unit['title']} {unit['credits']} credits", 4)],
        [Box(HEADS[0], 2), Box(HEADS[1], 2), HEADS[2], HEADS[3]],
    ]
    before = ""
    for ref, text in unit["criteria"].items():
        outcome = ref.split(".")[0]
        head = [outcome, unit["outcomes"][outcome]] if outcome != before else ["", ""]
        said = ("", "") if cells is None else cells.get(f"{unit['ref']} {ref}", (TAUGHT, ASSESSED))
        rows.append(
            [*(Box(one, merge="restart" if outcome != before else "continue") for one in head), ref, text, *said]
        )
        before = outcome
    return paragraph(f"ILM Accreditation Document – {unit['title']}") + table(rows)


def table(rows: Sequence[Sequence[str | Box]]) -> str:
    """A table of these texts."""
    boxes = [[cell if isinstance(cell, Box) else Box(cell) for cell in row] for row in rows]
    width = max(1, *(sum(box.columns for box in row) for row in boxes))
    lines = "".join(f"<w:tr>{''.join(map(_cell, row))}</w:tr>" for row in boxes)
    columns = f'<w:gridCol w:w="{_WIDTH // width}"/>' * width
    return f"<w:tbl><w:tblPr>{_BORDERS}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{lines}</w:tbl>"


def _cell(box: Box) -> str:
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    merge = f'<w:vMerge w:val="{box.merge}"/>' if box.merge else ""
    words = "".join(paragraph(line) for line in box.text.split("\n"))
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{words}</w:tc>"


def paragraph(text: str) -> str:
    """A line."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
