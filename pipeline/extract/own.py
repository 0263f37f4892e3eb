"""The form's words with a qualification's own in them: its number, its units' numbers, the words of its awards."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec.structs import replace

from pipeline.extract.patterns import each_of, first, plain
from pipeline.policy.form import Form, FormAward, FormClaims
from pipeline.reference import Award, Qualification
from pipeline.text import spelt

_KEPT = 32


@lru_cache(maxsize=_KEPT)
def form_of(form: Form, qualification: Qualification) -> Form:
    """The form as it is read for one qualification."""
    awards = _awards(qualification.awards, form.claims)
    any_word = f"(?:{'|'.join(award.word for award in awards)})"
    claims, front, support, unit = form.claims, form.front, form.support, form.unit
    return replace(
        form,
        qualification=qualification.ref,
        claims=replace(claims, awards=awards, both=_with(claims.both, any_word)),
        front=replace(front, cover=_with(front.cover, any_word)),
        support=replace(support, bullets=tuple(_bullets(support.bullets, qualification.awards))),
        unit=replace(unit, refs=(*_own_refs(qualification, unit.refs), *unit.refs)),
    )


def _with(patterns: tuple[str, ...], word: str) -> tuple[str, ...]:
    return tuple(pattern.replace("@", word) for pattern in patterns)


def _own_refs(qualification: Qualification, known: tuple[str, ...]) -> Iterator[str]:
    """Patterns of the unit numbers that are of no family which the form knows."""
    for unit in qualification.units:
        found = first(known, unit.ref)
        if found is None or found[0] != unit.ref:
            yield rf"(?<![\w/-])(?P<code>{re.escape(unit.ref)})(?![\w/-])"


def _bullets(templates: tuple[str, ...], awards: Sequence[Award]) -> Iterator[str]:
    """The template's own lines on support, with every number of hours that an award needs."""
    for template in templates:
        for award in awards:
            hours = "induction", award.induction_hours
            if "{tutorial}" in template:
                hours = "tutorial", award.tutorial_hours
            yield from (template.replace(f"{{{hours[0]}}}", number) for number in spelt(hours[1]))


# ---------------------------------------------------------------- awards


def _awards(awards: Sequence[Award], words: FormClaims) -> tuple[FormAward, ...]:
    """Each award with the pattern of its word; a longer title that holds a shorter one is not the shorter one."""
    titles = _short_titles([plain(award.title) for award in awards], words)
    return tuple(
        FormAward(award=award.key, word=_apart(title, titles, _word(title, words)))
        for award, title in zip(awards, titles, strict=True)
    )


def _short_titles(titles: Sequence[str], words: FormClaims) -> list[str]:
    """The titles without their frames; in full where what is left would be another's too."""
    short = []
    for title in titles:
        left = title
        for frame in each_of(words.frame):
            left = frame.sub("", left)
        short.append(left.strip() or title)
    return [left if short.count(left) == 1 else title for left, title in zip(short, titles, strict=True)]


def _word(title: str, words: FormClaims) -> str:
    special = dict(words.words).get(title)
    return special or words.word.replace("{title}", r"\W+".join(re.escape(part) for part in title.split()))


def _apart(title: str, titles: Sequence[str], word: str) -> str:
    """The word, but not where what stands beside it makes it another's: "Extended Diploma", "Award in Welding"."""
    before, after = "", ""
    for other in titles:
        found = re.search(rf"\b{re.escape(title)}\b", other)
        if found is None or other == title:
            continue
        if lead := other[: found.start()].strip():
            before += rf"(?<!\b{re.escape(lead)}[ -])"
        else:
            after += rf"(?!\W+{re.escape(other[found.end() :].strip())}\b)"
    return before + word + after
