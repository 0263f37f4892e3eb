"""The words that a report uses, and what it does not judge, each in a sentence."""

from collections.abc import Mapping, Sequence

GLOSSARY: Mapping[str, str] = {
    "Full": "The row says how the criterion is taught and which assessment every learner completes.",
    "Partial": "Part of that is there, or the wording of the criterion has been changed.",
    "None": "No row for the criterion, or a row with nothing in it.",
    "Needs your eye": "We were not sure. The status is our best answer, and we ask you.",
    "Learning strategies": "The teaching that prepares learners for the criterion.",
    "Assessment evidence": "The assessments that every learner completes for it.",
    "Rules of combination": "Which units, worth how many credits, make which award.",
    "Must do, advice": "What must be put right before approval, and what would only be better.",
    "To clear up": "What must be put right if we read the customer rightly, of which we are not sure.",
    "Risk": "How much harm it does if it stays as it is.",
    "We, you": "“We” is the awarding body. “You” is the reader, who decides.",
}

NOT_JUDGED: Sequence[str] = (
    "Whether each assessment is at the unit’s level.",
    "Whether it is enough work.",
    "Whether learners really do it.",
)
