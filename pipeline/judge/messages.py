"""The sentences of the policy, filled in: what was found and what to ask for."""

from collections.abc import Sequence

from pipeline.model.document import Location
from pipeline.model.verdicts import CellVerdict
from pipeline.policy.rules import Sentences
from pipeline.result import Finding, Place, Reason
from pipeline.text import squash


def reason(code: str, verdict: CellVerdict | None, difference: str, sentences: Sentences) -> Reason:
    """The reason with this code; `verdict` is the evidence's where the evidence is the reason."""
    kind = verdict.kind if verdict is not None and code == "evidence_weak" else None
    sentence = sentences.reasons[f"{code}:{kind}" if kind else code]
    quote = shorten(verdict.quote, sentences.quote_characters) if verdict is not None and kind else ""
    words = {
        "quote": quote,
        "need": verdict.need if verdict is not None else "",
        "have": verdict.have if verdict is not None else "",
        "difference": shorten(difference, sentences.quote_characters),
    }
    return Reason(
        code=code,
        kind=str(kind) if kind else None,
        quote=quote or None,
        message=filled(sentence.found, words),
        request=filled(sentence.ask, words),
        must=sentence.must,
        risk=sentence.risk,
    )


def finding(
    code: str, sentences: Sentences, at: Location | None, of: tuple[str | None, str | None] = (None, None), **words: str
) -> Finding:
    """The finding with this code `at` a place, about the unit and criterion `of`; `words` fill its sentences."""
    sentence = sentences.findings[code]
    unit, ref = of
    short = {name: shorten(value, sentences.quote_characters) for name, value in words.items()}
    return Finding(
        code=code,
        severity=sentence.severity,
        unit=unit,
        ref=ref,
        message=filled(sentence.found, short),
        request=filled(sentence.ask, short),
        must=sentence.must,
        risk=sentence.risk,
        location=place(at),
        quote=short.get("quote") or None,
    )


def place(location: Location | None) -> Place | None:
    """The contract's form of a place; None where nothing is known of it."""
    if location is None or not location.label:
        return None
    return Place(
        page=location.page,
        table=location.table,
        row=location.row,
        label=location.label,
        column=location.column,
        inner_table=location.inner_table,
        inner_row=location.inner_row,
        box=location.box,
    )


def shorten(text: str, characters: int) -> str:
    """The text in one line, cut at a word to at most so many characters, an ellipsis in place of the rest."""
    line = squash(text)
    if len(line) <= characters:
        return line
    return line[: characters - 1].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def hours(value: float) -> str:
    """Hours in words: "1 hour", "2.5 hours"."""
    return f"{value:g} {'hour' if value == 1 else 'hours'}"


def things(count: int, one: str, many: str) -> str:
    """A count with its noun: "1 criterion", "3 criteria"."""
    return f"{count} {one if count == 1 else many}"


def listed(names: Sequence[str]) -> str:
    """Names as a reader lists them: "a", "a and b", "a, b and c"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), "".join(names[-1:]))))


def filled(template: str, words: dict[str, str]) -> str:
    """The sentence with its {places} filled by plain replacement: submitted text is never read as a template."""
    parts = template.split("{")
    return parts[0] + "".join(
        words.get(name, "") + rest for name, _, rest in (part.partition("}") for part in parts[1:])
    )
