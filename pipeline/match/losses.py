"""What of the criterion's content is missing in a row's wording, and whether the row says anything in its place."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from pipeline.match.phrase import Phrase
from pipeline.match.words import Lexicon, is_slip


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring words of the criterion that the row does not have: from `start` to before `end`.

    `submitted` are the row's words in their place, "" where there are none of content: then it `is_dropped`; `absent`
    counts the content words that the row says nowhere, in any other word.
    """

    start: int
    end: int
    submitted: str
    is_dropped: bool
    has_content: bool
    absent: int


@dataclass(frozen=True, slots=True)
class Losses:
    """The runs, how many content words are absent, out of how many, and which share of the row's is the criterion's.

    `faint` are the absent ones more whose loss may ask for no less; `length` is the share of content that the row has.
    """

    runs: tuple[Run, ...]
    absent: int
    faint: int
    content: int
    contained: float
    length: float

    @property
    def dropped(self) -> tuple[Run, ...]:
        """The runs with content that simply went."""
        return tuple(run for run in self.runs if run.is_dropped and run.absent)


def losses(row: Phrase, own: Phrase, answered: frozenset[int], lexicon: Lexicon) -> Losses:
    """What is missing; `answered` are the places of the criterion's commands that the row answers."""
    # "Provide", "complete": what is to be provided counts, not that it is.
    doing = {command.at for command in own.commands if not command.level and not command.at}
    owns, rows = list(_content(own, lexicon)), list(_content(row, lexicon))
    free = [at for at in owns if at not in answered and at not in doing]
    content = [at for at in free if own.words[at].stem not in lexicon.light]
    said = lexicon.meanings_of(row.words)
    lost = {
        at
        for at in content
        if not lexicon.meaning(own.words[at].stem) & said
        and not any(is_slip(own.words[at].folded, word.folded) for word in row.words)
    }
    faint = {at for at in lost if own.words[at].stem in lexicon.faint}
    absent = frozenset(lost - faint - {at for at in lost if _only_heads(own, at, lost, lexicon)})
    runs = tuple(_runs(row, own, absent, lexicon))
    contained, length = _contained(row, rows, own, lexicon), len(rows) / max(1, len(owns))
    return Losses(runs, len(absent), len(faint), len(content), contained, length)


def _only_heads(own: Phrase, at: int, lost: Set[int], lexicon: Lexicon) -> bool:
    """ "Techniques of questioning", where "questioning" is not lost."""
    is_head = own.words[at].stem in lexicon.heads and [word.folded for word in own.words[at + 1 : at + 2]] == ["of"]
    return is_head and at + 2 not in lost


def _content(phrase: Phrase, lexicon: Lexicon) -> Iterator[int]:
    """The places of the words that carry the requirement, quantities aside."""
    return (
        at
        for at, word in enumerate(phrase.words)
        if lexicon.is_content(word) and word.folded not in lexicon.critical and at not in phrase.measured
    )


def _contained(row: Phrase, places: Sequence[int], own: Phrase, lexicon: Lexicon) -> float:
    meant = lexicon.meanings_of(own.words)
    shared = sum(
        bool(lexicon.meaning(row.words[at].stem) & meant)
        or any(is_slip(row.words[at].folded, word.folded) for word in own.words)
        for at in places
    )
    return shared / len(places) if places else 1.0


def _runs(row: Phrase, own: Phrase, absent: frozenset[int], lexicon: Lexicon) -> Iterator[Run]:
    """The criterion's words that went, run by run, with what came in their place."""
    keys = [[min(lexicon.meaning(word.stem)) for word in phrase.words] for phrase in (own, row)]
    open_run: tuple[int, int, int, int] | None = None
    for op in (*Indel.opcodes(*keys), None):
        if op is not None and op.tag != "equal":
            first = open_run or (op.src_start, 0, op.dest_start, 0)
            open_run = (first[0], op.src_end, first[2], op.dest_end)
        elif open_run:
            yield _run(row, own, open_run, absent, lexicon)
            open_run = None


def _run(row: Phrase, own: Phrase, span: tuple[int, int, int, int], absent: frozenset[int], lexicon: Lexicon) -> Run:
    start, end, from_, to = span
    says, said = (any(lexicon.is_content(word) for word in w) for w in (row.words[from_:to], own.words[start:end]))
    submitted = row.quote(from_, to) if says else ""
    lost = sum(start <= at < end for at in absent)
    return Run(start, end, submitted, is_dropped=not says, has_content=said, absent=lost)
