"""A row's wording against its criterion: identical, reworded, altered or number_only, and what was changed in words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.match.changes import Change, hard_changes, is_half_loosened, verbs
from pipeline.match.losses import Losses, losses
from pipeline.match.narrowing import narrowings
from pipeline.match.phrase import Phrase, phrase_of
from pipeline.match.words import Lexicon, lexicon_of, repaired
from pipeline.model.matching import MatchKind
from pipeline.policy.matching import Wording
from pipeline.text import fold, plain


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a wording stands to the canonical one; `difference` says in words what was changed, "" where nothing was."""

    kind: MatchKind
    difference: str = ""
    is_certain: bool = True


def wording(text: str, canonical: str, policy: Wording) -> Verdict:
    """The kind of a row's text beside its criterion's, what is different, and whether that is certain."""
    if same := _same(text, canonical):
        return same
    lexicon = lexicon_of(policy)
    row, own, is_mended = _compared(text, canonical, lexicon)
    if is_mended:
        return Verdict(MatchKind.REWORDED)
    hard = [*hard_changes(row, own, lexicon), *narrowings(row, own, lexicon)]
    _, answered, is_doubtful = verbs(row, own, lexicon)
    lost = losses(row, own, answered, lexicon)
    left_out = [Change(own.quote(run.start, run.end), "") for run in lost.dropped]
    is_plain = _is_plain_cut(lost, own, lexicon) and not text.rstrip().endswith(policy.cut_marks)
    is_cut = _is_cut(lost, lexicon)
    if hard:
        is_certain = (is_cut and is_plain) or not all(change.is_doubtful for change in hard)
        return Verdict(MatchKind.ALTERED, _said([*hard, *_beyond(left_out, hard)], lexicon), is_certain)
    if is_cut or _is_another(lost, lexicon):
        replaced = [Change(own.quote(run.start, run.end), run.submitted) for run in lost.runs if run.absent]
        return Verdict(MatchKind.ALTERED, _said(left_out or replaced, lexicon), is_cut and is_plain)
    is_certain = not is_doubtful and lost.absent + lost.faint < lexicon.policy.doubt_words
    is_certain = is_certain and not is_half_loosened(row, own, lexicon)
    return Verdict(MatchKind.REWORDED, _said(_rewordings(lost, own, lexicon), lexicon), is_certain)


def wording_within(text: str, canonical: str, policy: Wording) -> Verdict:
    """The same for a text that holds more than this criterion: reworded, certain where nothing of it is missing."""
    lexicon = lexicon_of(policy)
    row, own, _ = _compared(text, canonical, lexicon)
    _, answered, is_doubtful = verbs(row, own, lexicon)
    lost = losses(row, own, answered, lexicon)
    return Verdict(MatchKind.REWORDED, "", not is_doubtful and not lost.absent and not lost.faint)


def outcome_wording(text: str, canonical: str, policy: Wording) -> Verdict:
    """The same for a learning outcome: altered only where its meaning changed, not where it is marked as cut short."""
    if same := _same(text, canonical):
        return same
    lexicon = lexicon_of(policy)
    row, own, is_mended = _compared(text, canonical, lexicon)
    if is_mended or (text.rstrip().endswith(policy.cut_marks) and own.folded.startswith(row.folded)):
        return Verdict(MatchKind.REWORDED)
    hard = hard_changes(row, own, lexicon)
    _, answered, _ = verbs(row, own, lexicon)
    lost = losses(row, own, answered, lexicon)
    left_out = [Change(own.quote(run.start, run.end), run.submitted) for run in lost.runs if run.absent]
    if hard or lost.absent > policy.outcome_left_out * max(1, lost.content):
        return Verdict(MatchKind.ALTERED, _said([*hard, *_beyond(left_out, hard)], lexicon))
    return Verdict(MatchKind.REWORDED, _said(_rewordings(lost, own, lexicon), lexicon))


def _same(text: str, canonical: str) -> Verdict | None:
    """The verdict where the letters alone give it."""
    folded = fold(text)
    if not folded:
        return Verdict(MatchKind.NUMBER_ONLY)
    return Verdict(MatchKind.IDENTICAL) if _joined(folded) == _joined(fold(canonical)) else None


def _compared(text: str, canonical: str, lexicon: Lexicon) -> tuple[Phrase, Phrase, bool]:
    """Both texts laid out, the first mended; and whether its typing errors were all that was different."""
    own = phrase_of(canonical, lexicon)
    text = plain(text)
    for said, meant in lexicon.policy.sayings:
        text = re.sub(rf"\b{said}\b", meant, text, flags=re.IGNORECASE)
    row = phrase_of(repaired(text, tuple(word.folded for word in own.words), lexicon), lexicon)
    return row, own, _joined(row.folded) == _joined(own.folded)


def _joined(folded: str) -> str:
    return folded.replace(" ", "")


def _is_cut(lost: Losses, lexicon: Lexicon) -> bool:
    """Whether something was left out: the row is made of the criterion's own words, and some of those are missing."""
    policy = lexicon.policy
    is_clause_lost = any(run.absent >= policy.clause_words for run in lost.dropped)
    least = policy.clause_contained_min if is_clause_lost else policy.contained_min
    return lost.absent > 0 and lost.contained >= least


def _is_another(lost: Losses, lexicon: Lexicon) -> bool:
    """Whether little of the criterion is left, and less is said in its place: a rewording has about as many words."""
    policy = lexicon.policy
    return lost.absent >= policy.another_absent * max(1, lost.content) and lost.length <= policy.another_length


def _is_plain_cut(lost: Losses, own: Phrase, lexicon: Lexicon) -> bool:
    """Whether what was left out is a clause beyond doubt: several words of content, or a link and what it linked."""
    policy = lexicon.policy
    if lost.contained >= policy.contained_min and any(run.absent > 1 for run in lost.dropped):
        return True
    is_rest_same = all(run.is_dropped for run in lost.runs)
    return is_rest_same and any(own.words[run.start].folded in policy.clause_starts for run in lost.dropped)


def _rewordings(lost: Losses, own: Phrase, lexicon: Lexicon) -> list[Change]:
    """The first few words that became others."""
    runs = [run for run in lost.runs if run.has_content and (run.submitted or run.absent)]
    return [Change(own.quote(run.start, run.end), run.submitted) for run in runs[: lexicon.policy.quoted_changes]]


def _beyond(left_out: Iterable[Change], hard: Sequence[Change]) -> list[Change]:
    """What was left out and not said already."""
    return [change for change in left_out if not any(_is_said(change, known) for known in hard)]


def _is_said(change: Change, known: Change) -> bool:
    if change.canonical in known.canonical:
        return True
    return bool(change.submitted) and change.submitted == known.submitted and known.canonical in change.canonical


def _said(changes: Iterable[Change], lexicon: Lexicon) -> str:
    sentences = lexicon.policy.sentences
    return sentences.between.join(dict.fromkeys(change.said(sentences) for change in changes))
