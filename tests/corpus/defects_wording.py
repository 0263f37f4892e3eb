"""Wordings: a criterion's text folded, reworded, altered, mistyped or left blank; each changes words and label."""

import re
from collections.abc import Callable

from tests.corpus.defects_cells import pick
from tests.corpus.phrases import absent
from tests.corpus.plan import Plan
from tests.corpus.programmes import data

AMERICAN = {
    "organisation": "organization",
    "behaviour": "behavior",
    "practise": "practice",
    "judgemental": "judgmental",
    "Summarise": "Summarize",
    "summarise": "summarize",
    "minimising": "minimizing",
    "programme": "program",
    "practice": "practise",
}
Fold = Callable[[str], str]


def _american(text: str) -> str:
    for british, american in AMERICAN.items():
        if british in text:
            text = re.sub(british, american, text)
            if british == "practise":
                break
    return text


def _broken(text: str) -> str:
    """Soft hyphens, zero-width spaces and no-break spaces, as a copy from a PDF leaves them."""
    text = re.sub(r"(\w{5})(\w{4,})", "\\1\u00ad\\2", text)
    return text.replace(" of ", "\u00a0of ").replace(" or ", " \u200bor ")


FOLDS: tuple[Fold, ...] = (
    str.upper,
    str.lower,
    str.title,
    lambda text: text + ".",
    lambda text: text.replace(" ", "  "),
    lambda text: f"“{text}”",
    lambda text: text.replace("-", "–").replace("'", "’"),
    lambda text: text.replace("ff", "ﬀ").replace("fi", "ﬁ"),
    lambda text: "• " + text,
    lambda text: "a) " + text,
    lambda text: text.replace(" and ", " and\n", 1),
    lambda text: text.replace("(", "[").replace(")", "]") + ";",
    _american,
    _broken,
)


def folded(plan: Plan) -> None:
    """The criterion's own words, folded differently: identical."""
    if row := pick(plan):
        row.text = plan.rng.choice(FOLDS)(row.text)
        plan.tests.append("wording identical when folded")


def _worded(field: str, match: str) -> Callable[[Plan], None]:
    def defect(plan: Plan) -> None:
        said = data("wordings")
        at = {(row.unit, str(row.ref)) for row in plan.rows() if said[f"{row.unit}/{row.ref}"].get(field)}
        if row := pick(plan, at):
            row.text, row.match = plan.rng.choice(said[f"{row.unit}/{row.ref}"][field]), match
            plan.tests.append(f"wording {match}: {field}")

    return defect


def mistyped(plan: Plan) -> None:
    """Typing errors: reworded."""
    if row := pick(plan):
        words = row.text.split(" ")
        long = [at for at, word in enumerate(words) if at and len(word) >= 8 and word.isalpha()]
        for at in plan.rng.sample(long, min(2, len(long))):
            word, cut = words[at], plan.rng.randint(2, len(words[at]) - 3)
            swapped = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
            words[at] = swapped if swapped != word and plan.rng.random() < 0.6 else word[:cut] + word[cut + 1 :]
        if long:
            row.text, row.match = " ".join(words), "reworded"
            plan.tests.append("wording with typing errors")


def numbered_twice(plan: Plan) -> None:
    """The number before the words too, beside its own cell: identical."""
    if row := pick(plan):
        row.text = f"{row.number} {row.text}"


def number_only(plan: Plan) -> None:
    """A number and no words."""
    if row := pick(plan):
        row.text, row.match = "", "number_only"
        plan.tests.append("text cell blank")


def alter_and_gap(plan: Plan) -> None:
    """Altered wording on a row that has another fault too: both reasons."""
    said = data("wordings")
    at = {(row.unit, str(row.ref)) for row in plan.rows() if said[f"{row.unit}/{row.ref}"].get("verb")}
    if row := pick(plan, at):
        row.text, row.match = plan.rng.choice(said[f"{row.unit}/{row.ref}"]["verb"]), "altered"
        row.evidence = absent(plan.rng, "evidence")
        plan.tests.append("wording altered and evidence absent")


WORDINGS = (
    folded,
    folded,
    folded,
    numbered_twice,
    _worded("light", "reworded"),
    _worded("light", "reworded"),
    _worded("heavy", "reworded"),
    _worded("raised", "reworded"),
    mistyped,
    _worded("number", "altered"),
    _worded("verb", "altered"),
    _worded("clause", "altered"),
    _worded("each", "altered"),
    alter_and_gap,
)
