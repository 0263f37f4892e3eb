"""Lines and rows to unit headings: number, title, credits."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.extract.numbers import has_outcome_label, leading
from pipeline.extract.patterns import any_of, each_of, first, plain
from pipeline.extract.sheets import Piece, Sheet
from pipeline.model.document import Location, Paragraph
from pipeline.policy.form import Form, FormUnit
from pipeline.text import squash

_BAR = " | "
_EDGES = " \t-–—‑−:|,;.()[]"
_PARTS = re.compile(r"\s*\|\s*")
_THREE_DIGITS = re.compile(r"\d{3}")


@dataclass(frozen=True, slots=True)
class UnitHeading:
    """What a heading says of its unit, and where.

    Not `is_sure`: a title told by its style alone. `is_column`: a number in the unit column, which has no title.
    """

    ref: str | None
    title: str | None
    credits: int | None
    location: Location
    is_sure: bool = True
    is_column: bool = False

    def filled(self, other: "UnitHeading") -> "UnitHeading":
        """This heading with what it lacks taken from the other."""
        title = other.title if other.is_sure or not self.is_column else None
        return replace(
            self, ref=self.ref or other.ref, title=self.title or title, credits=self.credits or other.credits
        )

    def may_be(self, other: "UnitHeading") -> bool:
        """Whether both may head one unit: no two numbers."""
        return not (self.ref and other.ref) or self.ref == other.ref

    def is_named_as(self, other: "UnitHeading") -> bool:
        """Whether both name one unit: the same number, or the same title where one lacks the number."""
        if self.ref and other.ref:
            return self.ref == other.ref
        return bool(self.title and other.title) and plain(self.title or "") == plain(other.title or "")


def qualification(pieces: Iterable[Piece], form: Form) -> str:
    """The qualification whose units the document names most often; the policy's where it names none whole."""
    seen: Counter[str] = Counter()
    for piece in pieces:
        texts = (
            [piece.text] if isinstance(piece, Paragraph) else [cell.text for row in piece.rows for cell in row.cells]
        )
        for text in texts:
            found = _ref(text, form.unit) if _THREE_DIGITS.search(text) else None
            if found and found.groupdict().get("qualification"):
                seen[found["qualification"]] += 1
    return seen.most_common(1)[0][0] if seen else form.qualification


def find_ref(text: str, form: Form, prefix: str) -> str | None:
    """The unit's number in a text, completed by the qualification's where it is bare; None where there is none."""
    found = _ref(text, form.unit)
    if not found:
        return None
    groups = found.groupdict()
    if groups.get("code"):
        return str(groups["code"])
    return f"{groups.get('qualification') or prefix}-{groups['unit']}"


def line_heading(line: Paragraph, form: Form, prefix: str) -> UnitHeading | None:
    """The unit heading that a line outside the tables is; None where it is none."""
    text = squash(line.text)
    words = len(text.split())
    if words > form.title_words[1] or (text.endswith((".", ";", "?")) and words > form.title_words[0]):
        return None
    if any_of(form.unit.not_titles).search(text):
        return None
    found = _ref(text, form.unit)
    if found and (line.is_heading or _is_at_edge(found, text, form.unit)):
        return _heading([text], line.location, form, prefix)
    if any_of(form.unit.titled).search(text):
        return _heading([text], line.location, form, prefix)
    if line.is_heading and _may_be_title(text, form):
        return replace(_heading([text], line.location, form, prefix), is_sure=False)
    return None


def row_heading(sheet: Sheet, at: int, form: Form, prefix: str) -> UnitHeading | None:
    """The unit heading that a table's row is; None where it is none."""
    own = sheet.own(at)
    texts = [squash(cell.text) for cell in own]
    joined = _BAR.join(texts)
    if not own or len(joined.split()) > 2 * form.title_words[1]:
        return None
    found = _ref(joined, form.unit)
    if found and (_is_at_edge(found, joined, form.unit) or any(_is_ref_alone(text, form) for text in texts)):
        return _heading(texts, sheet.rows[at].location, form, prefix)
    is_labelled = len(own) > 1 and any_of(form.unit.labels).search(plain(texts[0])) is not None
    is_titled = len(own) == 1 and own[0].column_span == sheet.width and any_of(form.unit.titled).search(joined)
    return _heading(texts, sheet.rows[at].location, form, prefix) if is_labelled or is_titled else None


def column_heading(text: str, location: Location, form: Form, prefix: str) -> UnitHeading:
    """The heading that a cell of the unit column is: a number, a number with a title, or a title."""
    named = text if _ref(text, form.unit) else f"Unit {text}"
    return replace(_heading([named], location, form, prefix), is_column=True)


def title_row(sheet: Sheet, at: int, form: Form, prefix: str) -> UnitHeading | None:
    """The heading that a row over the whole width is, above a table's heading row; None where it is none."""
    own = sheet.own(at)
    is_alone = len(own) == 1 and own[0].location.column == 1
    if not is_alone or not _may_be_title(squash(own[0].text), form):
        return None
    return _heading([squash(own[0].text)], sheet.rows[at].location, form, prefix)


def _ref(text: str, words: FormUnit) -> re.Match[str] | None:
    return first(words.refs, text)


def _is_at_edge(found: re.Match[str], text: str, words: FormUnit) -> bool:
    """Whether the number begins the text or stands behind its first words, and not within a sentence."""
    before = text[: found.start()].rstrip()
    is_led = any_of((words.lead,)).search(before) is not None
    return is_led or not text[found.end() :].strip(_EDGES) or before.endswith(("–", "—", "-", ":", "|"))


def _is_ref_alone(text: str, form: Form) -> bool:
    found = _ref(text, form.unit)
    if found is None or text[found.end() :].strip(_EDGES):
        return False
    return any_of((form.unit.lead,)).search(text[: found.start()]) is not None


def _may_be_title(text: str, form: Form) -> bool:
    """Whether a line may be a unit's title: some words, no outcome, no criterion, none of the form's other headings."""
    low, high = form.title_words
    return (
        low < len(text.split()) <= high
        and not has_outcome_label(text, form.numbers)
        and not leading(text, form.numbers).numbers
        and not any_of(form.unit.not_titles).search(text)
        and not any_of(form.front.cover).search(text)
    )


def _heading(texts: Sequence[str], location: Location, form: Form, prefix: str) -> UnitHeading:
    joined = _BAR.join(texts)
    worth = first(form.unit.credits, joined)
    return UnitHeading(
        ref=find_ref(joined, form, prefix),
        title=_title(joined, form) or None,
        credits=int(worth["n"]) if worth else None,
        location=location,
    )


def _title(joined: str, form: Form) -> str:
    """What is left of a heading without number, labels, credits and level; its parts once each."""
    text = joined
    for pattern in (*each_of(form.unit.refs), *each_of(form.unit.not_title)):
        text = pattern.sub(" ", text)
    parts = [part.strip(_EDGES) for part in _PARTS.split(text)]
    said = [part for part in dict.fromkeys(parts) if any(c.isalpha() for c in part)]
    return squash(" ".join(said))
