"""Which of several qualifications a submission maps: by its unit numbers, by what it calls itself, by its criteria."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from pipeline.model.matching import Choice
from pipeline.model.submission import Submission
from pipeline.policy.matching import ChoiceRules, Matching
from pipeline.reference import Qualification
from pipeline.text import fold


def choose(submission: Submission, qualifications: Sequence[Qualification], policy: Matching) -> Choice:
    """The qualification that most of the signs speak for. Where there is one alone, nothing is looked at.

    Of two that are nearly alike, as the versions of one are, it is the one whose own wording the rows have.

    A form without a criterion has nothing to be asked about: it is certain whatever it is held against.
    """
    if len(qualifications) == 1:
        return Choice()
    names = tuple(_names(qualifications))
    most, rules = policy.characters_max, policy.choice
    texts = [fold(row.text[:most]) for block in submission.blocks for row in block.rows if row.text]
    scores = [_score(submission, texts, one, rules) for one in qualifications]
    first, second = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:2]
    if not submission.blocks:
        return Choice(first, names)
    if scores[first] < rules.needed:
        return Choice(first, names, is_certain=False)
    if scores[first] - scores[second] >= rules.lead:
        return Choice(first, names)
    own, other = _alone(texts, qualifications[first], qualifications[second])
    if other > own:
        first, second, own, other = second, first, other, own
    is_clear = own >= rules.rows_min and own >= rules.share_min * (own + other)
    return Choice(first, names, is_clear, None if is_clear else names[second])


def _alone(texts: Sequence[str], *pair: Qualification) -> tuple[int, int]:
    """Of two that are alike, for each: how many rows are its criteria to the letter and not the other's."""
    first, second = ({fold(criterion.text) for _, criterion in one.pairs()} for one in pair)
    return sum(text in first - second for text in texts), sum(text in second - first for text in texts)


def _names(qualifications: Sequence[Qualification]) -> Iterator[str]:
    """Their numbers; with the first digits of the file's sha256 where two files are of one number."""
    refs = [one.ref for one in qualifications]
    for one in qualifications:
        yield one.ref if refs.count(one.ref) == 1 else f"{one.ref} ({one.sha256[:8]})"


def _score(submission: Submission, texts: Sequence[str], qualification: Qualification, rules: ChoiceRules) -> float:
    """The mean of what each kind of sign says, 0 to 1; a kind that the form does not show says nothing."""
    said = (
        (rules.units, _units(submission, qualification, rules)),
        (rules.named, _named(submission.qualification, qualification)),
        (rules.criteria, _criteria(texts, qualification, rules)),
    )
    weights = sum(weight for weight, share in said if share is not None)
    return sum(weight * (share or 0.0) for weight, share in said) / weights if weights else 0.0


def _units(submission: Submission, qualification: Qualification, rules: ChoiceRules) -> float | None:
    """The share of the form's unit numbers that are the qualification's; less for those that share its last part."""
    said = {block.ref for block in submission.blocks if block.ref} | {row.unit for row in submission.summary}
    if not said:
        return None
    whole = {unit.ref.casefold() for unit in qualification.units}
    last = {_last(unit.ref) for unit in qualification.units}
    found = (1.0 if ref.casefold() in whole else rules.last_part if _last(ref) in last else 0.0 for ref in said)
    return sum(found) / len(said)


def _last(ref: str) -> str:
    return re.split(r"\W+", ref)[-1]


def _named(words: str, qualification: Qualification) -> float | None:
    """How near what the form calls itself comes to the qualification: its number, or its title."""
    if not words:
        return None
    if re.search(rf"(?<!\w){re.escape(qualification.ref)}(?!\w)", words):
        return 1.0
    title = fold(qualification.title)
    return max(fuzz.token_sort_ratio(fold(one), title) for one in words.split(" | ")) / 100


def _criteria(texts: Sequence[str], qualification: Qualification, rules: ChoiceRules) -> float | None:
    """How much of the form's rows are the qualification's criteria, each row by the one that it reads most like."""
    if not texts:
        return None
    known = dict.fromkeys(fold(criterion.text) for _, criterion in qualification.pairs())
    own = sum(text in known for text in texts)
    others = [text for text in texts if text not in known]
    near = (
        process.extractOne(text, list(known), scorer=fuzz.ratio, score_cutoff=100 * rules.text_min) for text in others
    )
    return (own + sum(float(found[1]) / 100 for found in near if found)) / len(texts)
