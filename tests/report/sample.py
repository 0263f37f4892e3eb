"""Results built by hand, as a real check would give them: with gaps, complete, not a mapping, hostile."""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from pipeline.decisions import Decision
from pipeline.reference import Unit as ReferenceUnit
from pipeline.reference import load_reference
from pipeline.report.review import Review
from pipeline.report.since import compare
from pipeline.result import (
    Checker,
    Combination,
    Counts,
    Criterion,
    Finding,
    Match,
    MatchRunnerUp,
    Place,
    PolicyInfo,
    Reason,
    ReferenceInfo,
    Result,
    Severity,
    Status,
    SubmissionInfo,
    Suggestion,
    TotalCounts,
    Unit,
    UnitStatus,
)

REFERENCE = load_reference()
CERTIFICATE = ("8580-500", "8580-501", "8580-503")
DIPLOMA = ("8580-500", "8580-502", "8580-503")
STRATEGIES = (
    "Day 1 workshop: models of coaching, paired practice and a plenary. Pre-reading: chapters 1 and 2.",
    "Webinar 3 with guided questions, followed by an action learning set of five learners.",
    "Tutor-led seminar on contracting, role play in threes with a structured observer sheet.",
    "Two half-day clinics where learners bring a live case. Peer triads between sessions.",
)
EVIDENCE = (
    "Assignment 1: essay of 2,000 words on coaching in the learner’s own organisation.",
    "Assignment 2: reflective account with extracts from the coaching diary, 1,500 words.",
    "Portfolio section B: signed coaching contract and records of each session, marked by the tutor.",
    "Professional discussion, recorded, 30 minutes, assessed against the unit’s criteria.",
)
TITLES = ("Assignment 1", "Assignment 2", "Portfolio section B", "Professional discussion")

Changes = Mapping[str, Mapping[str, Any]]
"""By unit and criterion ("8580-500 1.2"): the fields of the Criterion that differ from full and certain."""


def reason(code: str, kind: str | None = None, quote: str | None = None, **words: str) -> Reason:
    found, ask, risk = _REASONS[f"{code}:{kind}" if kind else code]
    return Reason(
        code=code,
        kind=kind,
        quote=quote,
        message=found.format(quote=quote, **words),
        request=ask.format(**words),
        must=True,
        risk=risk,
    )


def finding(code: str, severity: Severity, message: str, request: str, **fields: Any) -> Finding:
    bare = Finding(
        code=code, severity=severity, unit=None, ref=None, message=message, request=request, must=severity == "major",
        risk="medium" if severity == "major" else "low", location=None,
    )  # fmt: skip
    return msgspec.structs.replace(bare, **fields)


def place(table: int, row: int) -> Place:
    return Place(page=None, table=table, row=row, label=f"table {table}, row {row}")


def result(units: Iterable[str], changes: Changes, findings: Iterable[Finding] = (), **fields: Any) -> Result:
    """A diploma or certificate in which every criterion of `units` is full but for `changes`."""
    claimed = set(units)
    judged = [_unit(unit, changes, is_claimed=unit.ref in claimed) for unit in REFERENCE.units]
    counts = [unit.counts for unit in judged]
    full, partial, none = (sum(getattr(count, name) for count in counts) for name in ("full", "partial", "none"))
    award = "diploma" if "8580-502" in claimed else "certificate"
    found = list(findings)
    to_do = partial + none + sum(f.must for f in found)
    unsure = sum(not criterion.certain for unit in judged for criterion in unit.criteria)
    bare = Result(
        submission=SubmissionInfo(
            file="Northgate coaching diploma mapping v3.docx", sha256="5f" * 32, format="docx", pages=None,
            programme="Northgate Leadership and Coaching Programme 2025", customer="Northgate Training Ltd",
            read_by="docx",
        ),
        reference=ReferenceInfo(qualification="8580", title=REFERENCE.title, sha256=REFERENCE.sha256),
        policy=PolicyInfo(sha256="c0" * 32),
        checker=Checker(name="ilm-coverage", version="0.1.0"),
        claimed=[award],
        combinations=[combination(key, is_claimed=key == award) for key in ("certificate", "diploma")],
        units=judged,
        findings=found,
        counts=TotalCounts(full=full, partial=partial, none=none, criteria=full + partial + none),
        verdict="gaps" if partial + none else "complete",
        suggestion=_suggestion(to_do, unsure, full),
    )  # fmt: skip
    return msgspec.structs.replace(bare, **fields)


def combination(key: str, *, is_claimed: bool = True, **fields: Any) -> Combination:
    award = next(award for award in REFERENCE.awards if award.key == key)
    bare = Combination(
        award=key, title=award.title, answer="yes" if is_claimed else "n/a", credits=award.credits,
        required=award.credits, missing_units=[], induction_stated=True, induction_hours_required=1.0,
        tutorial_hours_stated=3.0, tutorial_hours_required=2.0,
    )  # fmt: skip
    return msgspec.structs.replace(bare, **fields)


def match(text: str, **fields: Any) -> Match:
    bare = Match(kind="reworded", score=0.97, certain=True, text=text, number=None, runner_up=None, signals=[])
    return msgspec.structs.replace(bare, **fields)


def with_gaps() -> Result:
    """A diploma with a gap of each kind, three questions and findings of every severity."""
    short = combination("diploma", tutorial_hours_stated=1.0)
    return result(
        DIPLOMA, _GAPS, _FINDINGS, combinations=[combination("certificate", is_claimed=False), short]
    )  # fmt: skip


def complete() -> Result:
    return result(CERTIFICATE, {})


def advice_only() -> Result:
    """Every criterion full, and one thing that would only be better."""
    return result(CERTIFICATE, {}, [f for f in _FINDINGS if f.code == "placeholder_left"])


def blank() -> Result:
    """The template with nothing filled in: every row is there, every cell blank."""
    nothing = {"status": "none", "reasons": [reason("nothing_mapped")], "strategies": "", "evidence": ""}
    refs = (f"{unit.ref} {criterion.ref}" for unit, criterion in REFERENCE.pairs() if unit.ref in DIPLOMA)
    return result(DIPLOMA, dict.fromkeys(refs, nothing | {"assessments": []}))


def without_a_unit() -> Result:
    """A diploma from which one mandatory unit is missing altogether."""
    missing = {
        "status": "none", "reasons": [reason("criterion_missing")], "strategies": "", "evidence": "",
        "assessments": [], "location": None, "match": match("", kind="missing", score=0.0),
    }  # fmt: skip
    lost = finding(
        "unit_missing", "major", "Unit 8580-502 is needed for the Diploma and is not in the document.",
        "Add the unit’s table, or drop the Diploma.", unit="8580-502", risk="high",
    )  # fmt: skip
    refs = (f"{unit.ref} {criterion.ref}" for unit, criterion in REFERENCE.pairs() if unit.ref == "8580-502")
    short = combination("diploma", answer="no", credits=8, missing_units=["8580-502"], tutorial_hours_stated=None)
    return result(DIPLOMA, dict.fromkeys(refs, missing), [lost], combinations=[short])


def unfilled() -> Result:
    """The template as it is given out: nothing claimed, nothing mapped, so nothing judged."""
    why = Suggestion(answer="return", why="Return to the customer.")
    return result((), {}, _FINDINGS[4:5], claimed=[], combinations=[], verdict="gaps", suggestion=why)


def without_an_award() -> Result:
    """Every criterion covered, and no award claimed."""
    why = Suggestion(answer="return", why="Return to the customer.")
    return result(CERTIFICATE, {}, claimed=[], verdict="gaps", suggestion=why)


def not_a_mapping() -> Result:
    return result(
        (), {}, claimed=[], combinations=[combination("certificate", is_claimed=False)], verdict="not_a_mapping",
        suggestion=Suggestion(
            answer="not_a_mapping",
            why="This is not a mapping document, or not one that we can read. We found 2 tables, none with criteria.",
        ),
    )  # fmt: skip


HOSTILE = (
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "[/red] {{ 7 * 7 }} {% raw %} ${7*7}",
    "javascript:alert(1) https://elsewhere.example/x.png",
    "</style></title><meta http-equiv=refresh content=0>",
    "\x00\x07\x1b[31mred\x9b\ufffe\ud800",
    "\u202egnp.exe\u2066 عربى نص עברית",
    "🧑🏽‍🏫✅ Ω≈ç√ ﷽",
    "=HYPERLINK(\"x\") & &amp; &#60;b&#62;",
    "w" * 40_000,
)  # fmt: skip


def hostile() -> Result:
    """Texts that people and machines put into documents to break a page, in every place that shows one."""
    everywhere = "\n".join(HOSTILE)
    changed = {
        "status": "partial", "certain": False, "questions": [everywhere], "strategies": everywhere,
        "evidence": everywhere, "assessments": list(HOSTILE), "location": place(1, 1),
        "reasons": [reason("evidence_weak", "optional", everywhere)],
        "match": match(everywhere, kind="altered", certain=False, number=HOSTILE[1],
                       runner_up=MatchRunnerUp(unit="8580-500", ref="1.2", score=0.4)),
    }  # fmt: skip
    odd = Place(page=None, table=None, row=None, label=everywhere)
    found = [
        finding(HOSTILE[1], "major", text, text, unit=text, ref=text, location=odd) for text in (*HOSTILE, everywhere)
    ]
    name = SubmissionInfo(
        file=everywhere, sha256="0a" * 32, format=HOSTILE[0], pages=3, programme=everywhere, customer=everywhere,
        read_by=HOSTILE[1],
    )  # fmt: skip
    why = Suggestion(answer="look_first", why=everywhere)
    return result(CERTIFICATE, {"8580-500 1.1": changed}, found, submission=name, suggestion=why)


def _unit(unit: ReferenceUnit, changes: Changes, *, is_claimed: bool) -> Unit:
    table = 3 + REFERENCE.units.index(unit)
    criteria = [
        msgspec.structs.replace(_full(unit.ref, c.ref, c.text, place(table, 3 + at)), **changes.get(_key(unit, c), {}))
        for at, c in enumerate(unit.criteria)
    ]
    statuses = [criterion.status for criterion in criteria] if is_claimed else []
    return Unit(
        ref=unit.ref, title=unit.title, credits=unit.credits, status=_status(statuses),
        claimed_status="full" if is_claimed else None,
        counts=Counts(full=statuses.count("full"), partial=statuses.count("partial"), none=statuses.count("none")),
        assessments=list(TITLES[:3]) if is_claimed else [], criteria=criteria if is_claimed else [],
    )  # fmt: skip


def _key(unit: ReferenceUnit, criterion: Any) -> str:
    return f"{unit.ref} {criterion.ref}"


def _status(statuses: list[Status]) -> UnitStatus:
    if not statuses:
        return "not_claimed"
    return statuses[0] if len(set(statuses)) == 1 else "partial"


def _full(unit: str, ref: str, text: str, at: Place) -> Criterion:
    turn = (at.row or 0) + int(unit[-1])
    return Criterion(
        ref=ref, text=text, status="full", certain=True, questions=[], reasons=[],
        match=match(text, kind="identical", score=1.0, number=ref), strategies=STRATEGIES[turn % 4],
        evidence=EVIDENCE[turn % 4], assessments=[TITLES[turn % 4]], location=at,
    )  # fmt: skip


def _suggestion(to_do: int, unsure: int, full: int) -> Suggestion:
    if unsure:
        return Suggestion(
            answer="look_first",
            why=f"Look first. {unsure} questions need your answer before anything can be suggested.",
        )
    if to_do:
        return Suggestion(answer="return", why=f"Return to the customer. {to_do} things must be put right.")
    why = f"Ready to approve. All {full} criteria are covered and nothing needs your eye."
    return Suggestion(answer="ready", why=why)


_REASONS: Mapping[str, tuple[str, str, Any]] = {
    "criterion_missing": (
        "We could not find a row for this criterion.",
        "Add a row for it, with the learning strategy and the assessment.", "high"),
    "nothing_mapped": (
        "The row is there, but both cells are blank.", "Say how it is taught and which assessment covers it.", "high"),
    "evidence_missing": (
        "It is taught, but no assessment evidence is given.", "Name the assessment that every learner completes.",
        "high"),
    "strategies_missing": (
        "It is assessed, but nothing says how it is taught.", "Say how learners are prepared for it.", "medium"),
    "evidence_weak:provisional": (
        "The evidence says it is still to be agreed: “{quote}”.", "Give the agreed assessment.", "medium"),
    "evidence_weak:optional": (
        "“{quote}” means that some learners may not be assessed.", "Name an assessment that every learner completes.",
        "medium"),
    "evidence_weak:shortfall": (
        "The unit asks for {need}; the evidence says {have}.", "Change the programme or the wording to meet {need}.",
        "high"),
    "wording_altered": (
        "The criterion has been changed: {difference}.", "Use the unit’s own wording.", "medium"),
}  # fmt: skip

_CONTRACT_TEXT = "Describe the rationale for, and the characteristics of, effective contracting within coaching"

_GAPS: Changes = {
    "8580-500 1.2": {"status": "none", "reasons": [reason("nothing_mapped")], "strategies": "", "evidence": ""},
    "8580-500 2.2": {"status": "partial", "reasons": [reason("evidence_missing")], "evidence": "TBC"},
    "8580-500 3.2": {
        "status": "partial",
        "reasons": [reason("wording_altered", difference="“Analyse” became “Describe”; “or mentoring” is gone")],
        "match": match(_CONTRACT_TEXT, kind="altered"),
    },
    "8580-502 1.1": {
        "status": "partial",
        "reasons": [
            reason("evidence_weak", "provisional", "assessment brief awaiting approval"), reason("strategies_missing")
        ],
        "strategies": "", "evidence": "Case study; assessment brief awaiting approval.",
    },
    "8580-502 2.1": {
        "status": "partial",
        "reasons": [reason("evidence_weak", "shortfall", "60 hours", need="100 hours", have="60 hours")],
        "evidence": "Coaching log of 60 hours, countersigned by the client.",
    },
    "8580-502 2.3": {
        "status": "full", "certain": False,
        "questions": ["table 5, row 8 reads “Assess your capability in rapport, questioning and feedback”. Is this "
                      "criterion 8580-502 2.3 (most likely) or 8580-503 2.2?"],
        "match": match("Assess your capability in building rapport and your use of questioning, listening and feedback",
                       certain=False, runner_up=MatchRunnerUp(unit="8580-503", ref="2.2", score=0.31)),
    },
    "8580-502 4.1": {
        "status": "none", "reasons": [reason("criterion_missing")], "strategies": "", "evidence": "",
        "location": None, "match": match("", kind="missing", score=0.0),
    },
    "8580-503 1.1": {
        "status": "partial", "certain": False,
        "questions": ["“Learners may submit a self-audit or discuss it with their tutor”: is every learner assessed?"],
        "reasons": [reason("evidence_weak", "optional", "may submit a self-audit")],
        "evidence": "Learners may submit a self-audit or discuss it with their tutor.",
    },
    "8580-503 2.4": {"status": "partial", "reasons": [reason("strategies_missing")], "strategies": "n/a"},
    "8580-503 3.3": {
        "certain": False, "status": "full",
        "questions": ["table 6, row 11 gives no wording of a criterion. Is this criterion 8580-503 3.3?"],
        "match": match("", kind="number_only", number="3.3", certain=False),
    },
}  # fmt: skip

_FINDINGS = (
    finding("tutorial_missing", "major", "We found no statement of 2 hours of tutorial support.",
            "Add it to the introduction."),
    finding("claim_disagrees", "major", "Your summary says full; we find partial.",
            "Change the tick, or complete the rows listed.", unit="8580-500", location=place(2, 4)),
    finding("criterion_unknown", "major", "This row does not match a criterion of this unit (it reads like no "
            "criterion that we know): “Use a recognised psychometric tool”.", "Move or correct the row.",
            unit="8580-502", location=place(5, 14)),
    finding("assessment_unlisted", "minor", "“Professional discussion” is not in the summary’s list of assessments.",
            "Add it, so that the external verifier can find it.", unit="8580-503", ref="2.1", location=place(6, 5)),
    finding("placeholder_left", "minor", "Template text is still in place: “[name of customer programme]”.",
            "Replace it.", location=Place(page=None, table=None, row=None, label="")),
    finding("tracked_changes", "info", "The document has changes that are not yet accepted (14). We read it as if they "
            "were.", "Send the final Word file."),
)  # fmt: skip


def decided() -> Review:
    """The diploma with gaps, in which a person decided two criteria otherwise, held against an earlier submission."""
    changes = dict(_GAPS) | {
        "8580-503 1.1": {"evidence": "Learners may submit a self-audit or discuss it with their tutor."},
        "8580-500 3.1": {"status": "partial", "reasons": [reason("evidence_missing")]},
    }
    new = msgspec.structs.replace(result(DIPLOMA, changes, _FINDINGS), combinations=with_gaps().combinations)
    made = (
        Decision(
            unit="8580-500", ref="3.1", computed="full", decided="partial", who="A. Quality Manager", when="3 March",
            reason="The assignment brief that was sent with it does not ask for this.",
        ),
        Decision(
            unit="8580-503", ref="1.1", computed="partial", decided="full", who="A. Quality Manager", when="3 March",
            reason="The self-audit is in the handbook as compulsory.",
        ),
    )  # fmt: skip
    return Review(new, compare(earlier(), new), {(decision.unit, decision.ref): decision for decision in made})


def decided_hostile() -> Review:
    """The hostile texts, also as what a person wrote and what the last submission was."""
    new, everywhere = hostile(), "\n".join(HOSTILE)
    made = Decision(
        unit="8580-500", ref="1.1", computed="full", decided="partial", who=everywhere, when=everywhere,
        reason=everywhere,
    )  # fmt: skip
    return Review(
        new, compare(msgspec.structs.replace(new, findings=new.findings[3:]), new), {(made.unit, made.ref): made}
    )


def earlier() -> Result:
    """What the diploma with gaps was before: some gaps more, some less."""
    changes = {key: fields for key, fields in _GAPS.items() if key not in ("8580-500 2.2", "8580-503 2.4")} | {
        "8580-500 1.1": {"status": "none", "reasons": [reason("criterion_missing")]},
        "8580-500 1.2": {"status": "partial", "reasons": [reason("strategies_missing")]},
        "8580-500 4.1": {"status": "partial", "reasons": [reason("evidence_missing")]},
    }  # fmt: skip
    file = msgspec.structs.replace(
        with_gaps().submission, file="Northgate coaching diploma mapping v2.docx", sha256="2e" * 32
    )
    return result(DIPLOMA, changes, _FINDINGS[:4], submission=file)
