"""One evidence cell's words to its verdict, by the things that it names and the cues that bear on them."""

from dataclasses import dataclass, replace

from pipeline.judge.cues import Cue
from pipeline.judge.reading import Qualified, Reading
from pipeline.judge.things import Thing
from pipeline.judge.vocabulary import Vocabulary
from pipeline.model.verdicts import CellState, CellVerdict, WeakKind
from pipeline.policy.cells import Cells
from pipeline.text import squash

NAMED_PART = "named_part"
_HINDERS = (WeakKind.PROVISIONAL, WeakKind.OPTIONAL, WeakKind.NO_ASSESSMENT_NAMED)
_FIRM = ("assessment", "document", "act", "unknown")


@dataclass(frozen=True, slots=True)
class _Judged:
    """A thing, what it counts as in this document, and the weak kinds that hold of it."""

    qualified: Qualified
    label: str
    hinders: tuple[tuple[WeakKind, Cue | None], ...]

    @property
    def thing(self) -> Thing:
        return self.qualified.thing


def judge_evidence(reading: Reading, known: Vocabulary, subject: frozenset[str], cells: Cells) -> CellVerdict:
    """The verdict on words that are no pointer and hold an answer; minimums are not looked at.

    `subject` are the lemmas of what the criterion is about.
    """
    questions = cells.questions
    reading = _in_subject(reading, subject)
    found = tuple(_judged(qualified, reading, known) for qualified in reading.things)
    firm = _firm(found)
    if not firm:
        return _weak(found, reading, cells)
    if _is_activity(firm, reading, cells.grammar.activity):
        text = squash(reading.words.text)
        return _weak_verdict(WeakKind.NO_ASSESSMENT_NAMED, text, "activity", questions.no_assessment)
    choice = _taught_choice(found, firm, reading)
    if choice:
        return _weak_verdict(WeakKind.OPTIONAL, choice, "choice", questions.choice)
    part = next((cue for cue in reading.cues if cue.kind == WeakKind.PART_ONLY), None)
    if part:
        question = questions.part if part.is_doubtful else None
        return _weak_verdict(WeakKind.PART_ONLY, reading.quote(part), part.rule, question)
    return CellVerdict(CellState.SUBSTANTIVE, rule="named", doubt=_doubt(firm, reading, cells))


def _is_activity(firm: tuple[_Judged, ...], reading: Reading, activity: frozenset[str]) -> bool:
    """Whether words that no term explains tell of being somewhere and doing something: "tea with the dean"."""
    if any(judged.label != "unknown" for judged in firm) or any(cue.kind == "assessed" for cue in reading.cues):
        return False
    return not activity.isdisjoint(reading.words.lowers)


def _in_subject(reading: Reading, subject: frozenset[str]) -> Reading:
    """The reading with each cue that depends on the criterion read as what it is for this one."""
    settled = {cue: _settled(cue, reading, subject) for cue in reading.cues if cue.kind == NAMED_PART}
    if not settled:
        return reading

    def swapped(cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
        return tuple(kept for cue in cues if (kept := settled.get(cue, cue)) is not None)

    things = tuple(replace(qualified, cues=swapped(qualified.cues)) for qualified in reading.things)
    return replace(reading, things=things, cues=swapped(reading.cues), loose=swapped(reading.loose))


def _settled(cue: Cue, reading: Reading, subject: frozenset[str]) -> Cue | None:
    """A cue that is part_only where its own words or its clause's name something of the criterion."""
    part = next(part for part in reading.clauses if part.end > cue.start)
    lemmas = reading.words.lemmas[part.start : max(cue.end, part.end)]
    if not subject.isdisjoint(lemmas):
        return replace(cue, kind=WeakKind.PART_ONLY)
    return replace(cue, kind=cue.otherwise) if cue.otherwise else None


def _judged(qualified: Qualified, reading: Reading, known: Vocabulary) -> _Judged:
    thing = qualified.thing
    label = thing.label
    if label == "unknown":
        label = known.label(reading.words.quote(thing.start, thing.end))
    hinders: list[tuple[WeakKind, Cue | None]] = [
        (kind, cue) for kind in _HINDERS for cue in qualified.cues if cue.kind == kind
    ]
    if label in ("teaching", "formative") and not (label == "teaching" and qualified.has("assessed")):
        hinders.append((WeakKind.NO_ASSESSMENT_NAMED, None))
    return _Judged(qualified, "assessment" if label == "teaching" and not hinders else label, tuple(hinders))


def _firm(found: tuple[_Judged, ...]) -> tuple[_Judged, ...]:
    """The things that commit every learner: the strongest sort that the cell names, without a hindrance."""
    strong = tuple(judged for judged in found if judged.label == "assessment")
    firm = tuple(judged for judged in strong if not judged.hinders)
    if strong:
        return firm
    if any(judged.label in ("teaching", "formative") and not judged.qualified.has("optional") for judged in found):
        return ()
    soft = tuple(judged for judged in found if judged.label in ("document", "act"))
    if soft:
        return tuple(judged for judged in soft if not judged.hinders)
    hindered = any(judged.hinders for judged in found)
    return () if hindered else tuple(judged for judged in found if judged.label in _FIRM)


def _taught_choice(found: tuple[_Judged, ...], firm: tuple[_Judged, ...], reading: Reading) -> str:
    """The words that let teaching be chosen instead of the one assessment ("essay or group discussion"), else ""."""
    if len(firm) != 1:
        return ""
    own = firm[0].thing.clause
    for judged in found:
        first, last = sorted((own, judged.thing.clause))
        is_taught = judged.label in ("teaching", "formative") and len(judged.hinders) == 1
        if is_taught and last - first == 1 and reading.clauses[last].joint == "or":
            return reading.words.quote(reading.clauses[first].start, reading.clauses[last].end)
    return ""


def _weak(found: tuple[_Judged, ...], reading: Reading, cells: Cells) -> CellVerdict:
    """The first weak kind that holds of any thing, or of what is offered beside where there is no other."""
    hinders = [hinder for judged in found for hinder in judged.hinders]
    hinders += [(kind, cue) for kind in _HINDERS for cue in reading.loose if cue.kind == kind and not hinders]
    for kind in _HINDERS:
        for held, cue in hinders:
            if held == kind:
                quote = reading.quote(cue) if cue else _taught(found, reading)
                rule = cue.rule if cue else "teaching"
                question = cells.questions.condition if cue and cue.is_doubtful else None
                return _weak_verdict(kind, quote, rule, question)
    is_asked = _is_long(reading, cells) or not _has_word(reading)
    doubt = _asked(cells.questions.unknown_words, reading) if is_asked else None
    return CellVerdict(CellState.SUBSTANTIVE, rule="words", doubt=doubt)


def _weak_verdict(kind: WeakKind, quote: str, rule: str, question: str | None) -> CellVerdict:
    doubt = question.replace("{quote}", quote).replace("{text}", quote) if question else None
    return CellVerdict(CellState.WEAK, kind=kind, quote=quote, rule=rule, doubt=doubt)


def _taught(found: tuple[_Judged, ...], reading: Reading) -> str:
    """The words that name teaching, from the first to the last clause that does."""
    taught = [judged.thing.clause for judged in found if judged.hinders]
    return reading.words.quote(reading.clauses[taught[0]].start, reading.clauses[taught[-1]].end)


def _doubt(firm: tuple[_Judged, ...], reading: Reading, cells: Cells) -> str | None:
    """What to ask of a cell that is taken as substantive, None where it is plain."""
    questions = cells.questions
    limit = next((cue for cue in reading.cues if cue.kind == "unclear"), None)
    if limit:
        return questions.condition.replace("{quote}", squash(reading.quote(limit)))
    if all(judged.label in ("document", "act") for judged in firm) and "teaching" in reading.words.labels:
        return _asked(questions.no_assessment, reading)
    is_assessed = any(cue.kind == "assessed" for cue in reading.cues)
    is_unknown = all(judged.label == "unknown" for judged in firm) and not is_assessed
    return _asked(questions.unknown_words, reading) if is_unknown and _is_long(reading, cells) else None


def _is_long(reading: Reading, cells: Cells) -> bool:
    """Whether a cell has more words than a bare name."""
    return sum(word[:1].isalpha() for word in reading.words.lowers) > cells.grammar.words_max


def _has_word(reading: Reading) -> bool:
    """Whether a cell says anything: a number by itself is a page, a mark, or another column's."""
    return any(word[:1].isalpha() for word in reading.words.lowers)


def _asked(question: str, reading: Reading) -> str:
    return question.replace("{text}", squash(reading.words.text))
