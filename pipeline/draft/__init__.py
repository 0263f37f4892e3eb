"""A blank template to a draft of its reference: what it tells, what is to be checked, and nothing that it does not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from pipeline.check import read
from pipeline.draft.drafts import Draft, DraftAward, DraftCriterion, DraftGroup, DraftOutcome, DraftReference, DraftUnit
from pipeline.errors import UsageError
from pipeline.extract import read_template
from pipeline.extract.patterns import any_of, each_of, first
from pipeline.model.submission import MappedRow, UnitBlock
from pipeline.model.template import Template, TemplateAward
from pipeline.policy import DEFAULT_POLICY, Policy, load_policy
from pipeline.policy.form import Form
from pipeline.reference import Minimum
from pipeline.text import Quantity, Units, quantities, squash

__all__ = ["Draft", "draft", "drafted", "minimums"]

_BLANK = DraftAward(key=None, title=None, units=None, credits=None, induction_hours=None, tutorial_hours=None)
_UNITS_TRIED = 12  # of more units every sum comes out in many ways


def draft(source: Path, *, policy: Path | None = None, pages: int | None = None) -> Draft:
    """The draft of a template's reference.

    Raises: UsageError, where it holds no units; DataError, SubmissionError.
    """
    rules = load_policy(policy or DEFAULT_POLICY)
    template = read_template(read(source, pages=pages), rules.form)
    if not template.blocks:
        raise UsageError(f"{source.name} is no template that we can read: we found {template.saw}.")
    return drafted(template, rules)


def drafted(template: Template, policy: Policy) -> Draft:
    """What a template tells, as a reference file has it."""
    units = [_unit(template, blocks, policy) for blocks in _by_unit(template.blocks)]
    awards = [_award(award, template, units, policy.form) for award in template.awards] or [_BLANK]
    reference = DraftReference(
        ref=template.number or _common(units),
        title=template.title or None,
        level=template.level,
        awards=awards,
        units=units,
    )
    return Draft(reference=reference, checks=list(_checks(reference, template, policy.form)))


def _common(units: Sequence[DraftUnit]) -> str | None:
    """The number that all the units begin with, where the form names none."""
    heads = {unit.ref.rpartition("-")[0] for unit in units if unit.ref}
    return (heads.pop() or None) if len(heads) == 1 else None


# ---------------------------------------------------------------- units


def _by_unit(blocks: Sequence[UnitBlock]) -> list[list[UnitBlock]]:
    """The blocks of each unit: one that goes on after a break has the number of the one before."""
    found: list[list[UnitBlock]] = []
    for block in blocks:
        if found and block.ref and block.ref == found[-1][0].ref:
            found[-1].append(block)
        elif block.rows:
            found.append([block])
    return found


def _unit(template: Template, blocks: Sequence[UnitBlock], policy: Policy) -> DraftUnit:
    head = blocks[0]
    worth = dict(template.credits).get(head.ref or "")
    outcomes: dict[str | None, DraftOutcome] = {}
    for row in (row for block in blocks for row in block.rows):
        number = row.outcome_number or (row.numbers[0].split(".")[0] if row.numbers else None)
        outcome = outcomes.setdefault(number, DraftOutcome(number=number, text=None, criteria=[]))
        outcome.text = outcome.text or squash(row.outcome) or None
        outcome.criteria.append(_criterion(row, outcome, policy))
    return DraftUnit(
        ref=head.ref.lstrip("-") if head.ref else None,  # a bare number where the form names no qualification
        title=head.title,
        level=template.level,
        credits=head.credits or worth,
        outcomes=list(outcomes.values()),
    )


def _criterion(row: MappedRow, outcome: DraftOutcome, policy: Policy) -> DraftCriterion:
    """The criterion of a row; one without a number has its place in the outcome for one."""
    at = f"{outcome.number}.{len(outcome.criteria) + 1}" if outcome.number else None
    text = squash(row.text)
    return DraftCriterion(
        ref=row.numbers[0] if len(row.numbers) == 1 else at, text=text, minimums=tuple(minimums(text, policy))
    )


def minimums(text: str, policy: Policy) -> Iterator[Minimum]:
    """The quantities that a criterion's words ask for, each thing once.

    One of a thing is no minimum, nor is a greatest; of things that no list knows only what is said to be the least.
    """
    found = {amount.unit: amount for amount in reversed(_asked(text, dict(policy.wording.units)))}
    for pattern in each_of(policy.form.template.quantity):
        for said in pattern.finditer(text):
            noun = said["noun"].casefold()
            if not quantities(said["words"], dict(policy.wording.units)):
                counted = _asked(f"{said['n']} {noun}", {noun: [noun.removesuffix("s")]})
                found |= {one.unit: replace(one, start=said.start()) for one in counted}
    yield from (Minimum(of=one.unit, value=one.low) for one in sorted(found.values(), key=lambda one: one.start))


def _asked(text: str, units: Units) -> list[Quantity]:
    found = quantities(text, units)
    return [one for one in found if one.low > 1 and one.bound != "at_most" and not one.is_article]


# ---------------------------------------------------------------- awards


def _award(award: TemplateAward, template: Template, units: Sequence[DraftUnit], form: Form) -> DraftAward:
    """What the block says of an award; which units it needs where their list, their count or their credits tell."""
    minimums = {key: credits_min for line in award.lines for key, credits_min in _group_minimums(line, form)}
    groups = [
        DraftGroup(key=key, title=f"Group {key}", units=_listed(template, key), credits_min=least)
        for key, least in minimums.items()
    ]
    count, worth = _mandatory(award, form)
    mandatory = _listed(template, "") if minimums or _fits(template, count) else None
    total = next((said for line in award.lines if (said := _total(line, form))), None)
    return DraftAward(
        key=re.sub(r"[^a-z]+", "_", award.title.casefold()).strip("_"),
        title=award.title,
        units=mandatory or _by_credits(units, count, worth),
        groups=groups,
        credits=total or (None if groups else worth),
        induction_hours=_hours(award, form.support.induction, form),
        tutorial_hours=_hours(award, form.support.tutorial, form),
    )


def _listed(template: Template, key: str) -> list[str] | None:
    return next((list(group.units) for group in template.groups if group.key == key), None)


def _fits(template: Template, count: int | None) -> bool:
    listed = _listed(template, "")
    return listed is not None and count in (None, len(listed))


def _group_minimums(line: str, form: Form) -> Iterator[tuple[str, int | None]]:
    """The groups that a line asks credits from, with the least."""
    for pattern in each_of(form.template.group_minimum):
        found = list(pattern.finditer(line))
        if found:
            yield from ((one["key"].upper(), _number(one["n"])) for one in found)
            return


def _mandatory(award: TemplateAward, form: Form) -> tuple[int | None, int | None]:
    """How many mandatory units an award has, and their credits."""
    for line in award.lines:
        if any_of(form.template.counted).search(line):
            counted = [one.low for one in quantities(line, {"units": ["unit"]})]
            said = first(form.unit.credits, line)
            return int(counted[0]) if counted else None, int(said["n"]) if said else None
    return None, None


def _total(line: str, form: Form) -> int | None:
    found = first(form.template.total, line)
    return _number(found["n"]) if found else None


def _number(word: str) -> int | None:
    """A number in figures or in a word; None for anything else."""
    found = quantities(f"{word} units", {"units": ["unit"]})
    return int(found[0].low) if found and not found[0].is_article else None


def _hours(award: TemplateAward, topic: tuple[str, ...], form: Form) -> float | None:
    """The hours of support that the block asks for; 0 where it speaks of none."""
    lines = [line for line in award.lines if any_of(topic).search(line)]
    units: Units = {"hours": [(word, worth) for word, worth in form.support.hours]}
    said = [one.low for line in lines for one in quantities(line, units)]
    return said[0] if said else None if lines else 0


def _by_credits(units: Sequence[DraftUnit], count: int | None, worth: int | None) -> list[str] | None:
    """The one choice of so many units that is worth so many credits; None where there are several."""
    known: Mapping[str, int] = {unit.ref: unit.credits for unit in units if unit.ref and unit.credits}
    if not count or not worth or len(known) > _UNITS_TRIED:
        return None
    found = [choice for choice in combinations(known, count) if sum(known[ref] for ref in choice) == worth]
    return list(found[0]) if len(found) == 1 else None


# ---------------------------------------------------------------- what to check


def _checks(reference: DraftReference, template: Template, form: Form) -> Iterator[tuple[str, str]]:
    """What was concluded rather than read, and what the form names but does not have."""
    if not template.is_exact:
        yield (
            "$.units",
            "The template was read from its pages: words may be broken or lost. Compare every text with it.",
        )
    listed = {ref for group in template.groups for ref in group.units}
    for at, award in enumerate(reference.awards):
        if award.units and not listed.intersection(award.units):
            refs = ", ".join(award.units)
            yield f"$.awards[{at}].units", f"{refs}: the only units whose credits add up. Are they the mandatory ones?"
    have = {unit.ref for unit in reference.units}
    for ref in dict(template.credits):
        if ref not in have:
            yield "$.units", f"The Summary lists {ref}, but no table of its criteria was found."
    for at, unit in enumerate(reference.units):
        for where, outcome in enumerate(unit.outcomes):
            for which, criterion in enumerate(outcome.criteria):
                if criterion.minimums:
                    asked = " and ".join(f"{one.value:g} {one.of}" for one in criterion.minimums)
                    place = f"$.units[{at}].outcomes[{where}].criteria[{which}].minimums"
                    yield place, f"{unit.ref} {criterion.ref} asks for {asked}, or so we read it."
