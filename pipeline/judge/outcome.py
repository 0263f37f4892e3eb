"""What is made of one cell or statement: a verdict and the words that it rests on."""

from dataclasses import dataclass, replace

from pipeline.model.verdicts import CellState, CellVerdict, WeakKind

ABSENT = CellVerdict(CellState.ABSENT, rule="absent")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A candidate's verdict, and the words that it rests on: those of the place pointed at where it points."""

    verdict: CellVerdict
    content: str

    def asked(self, question: str) -> "Outcome":
        """The outcome, this question put to a person where none is yet."""
        return replace(self, verdict=replace(self.verdict, doubt=self.verdict.doubt or question))


def unresolved(quote: str, doubt: str | None = None) -> CellVerdict:
    """The verdict on a pointer that comes to nothing."""
    return CellVerdict(CellState.WEAK, kind=WeakKind.UNRESOLVED_REFERENCE, quote=quote, rule="reference", doubt=doubt)


def beside_pointer(own: Outcome, whole: Outcome, question: str) -> Outcome:
    """What a cell names beside a pointer, by its own words and as a whole: a person is asked where the two differ."""
    is_own_firm, is_whole_firm = (one.verdict.state is CellState.SUBSTANTIVE for one in (own, whole))
    if is_own_firm == is_whole_firm:
        return own
    return own.asked(question) if is_own_firm else whole.asked(question)
