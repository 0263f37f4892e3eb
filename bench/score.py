"""Accuracy over labelled submissions, by format and category: `make score`, or `python -m bench.score --worst 20`.

Without --docs, submissions of the corpus with fixed seeds are made in every format (`--formats pdf,scan` in these) and
checked; with `--docs DIR --truth DIR` the documents of an outside folder, each with its label as JSON. Word files and
PDFs with letters go through the naive way (bench/naive.py) in the same run, and stand beside ours.
"""

import argparse
import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bench import naive
from bench.labelled import Asked, Case, Truth, checked, outside
from pipeline.result import Criterion, Finding, Outcome, Result

INVISIBLE = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *map(ord, "|•·▪◦‣●○■□☐☒☑✓✔"), *range(0xE000, 0xF900)]
)


@dataclass
class Score:
    """Counts that add up over documents: `n["status.ok"]` of `n["status.all"]`; `faults` say what was wrong where."""

    n: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def hit(self, name: str, *, ok: bool, fault: str = "") -> None:
        self.n[f"{name}.all"] += 1
        self.n[f"{name}.ok"] += ok
        if not ok and fault:
            self.faults.append(f"{name}: {fault}")

    def sets(self, name: str, want: set[str], got: set[str], where: str) -> None:
        """Counts of a set against the set that was wanted."""
        self.n[f"{name}.tp"] += len(want & got)
        self.n[f"{name}.fp"] += len(got - want)
        self.n[f"{name}.fn"] += len(want - got)
        self.faults += [f"{name}: {where} gives {one} beyond {sorted(want)}" for one in sorted(got - want)]
        self.faults += [f"{name}: {where} lacks {one}, has {sorted(got)}" for one in sorted(want - got)]

    def add(self, other: "Score") -> None:
        self.n.update(other.n)
        self.faults += other.faults

    def share(self, part: str, whole: str) -> float | None:
        return 100 * self.n[part] / self.n[whole] if self.n[whole] else None

    def row(self) -> dict[str, float | None]:
        """What the table shows of it, in per cent."""
        shown = {
            name: self.share(f"{name}.ok", f"{name}.all")
            for name in ("status", "unit", "match", "cell", "claimed", "award")
        }
        for name in ("reasons", "findings"):
            for letter, miss in (("P", "fp"), ("R", "fn")):
                all_ = self.n[f"{name}.tp"] + self.n[f"{name}.{miss}"]
                shown[f"{name} {letter}"] = 100 * self.n[f"{name}.tp"] / all_ if all_ else None
        for name in ("wrong full", "silent", "wrong none"):
            shown[name] = self.share(name, "status.all")
        return shown | {
            "certain": self.share("certain.ok", "certain.all"),
            "right if certain": self.share("certain right", "certain.ok"),
        }


def score_document(result: Result | None, truth: Truth) -> Score:
    """One result against its label."""
    score = Score(Counter(docs=1))
    if result is None:
        score.faults.append("unread: no result")
    claimed = set(result.claimed) if result else set()
    score.hit(
        "claimed",
        ok=claimed in [set(truth["claimed"]), *map(set, truth.get("claimed_any", []))],
        fault=f"claimed {sorted(claimed)}",
    )
    answers = {c.award: c.answer for c in result.combinations} if result else {}
    for award, answer in truth["combinations"].items():
        allowed = [answer, *truth.get("combinations_any", {}).get(award, [])]
        score.hit("award", ok=answers.get(award, "n/a") in allowed, fault=f"{award} {answers.get(award)}, not {answer}")
    units = {unit.ref: unit for unit in result.units} if result else {}
    for ref, want in truth["units"].items():
        loose, got = truth["lenient"].get(ref, []), units.get(ref)
        status = got.status if got else None
        score.hit("unit", ok=status in [want["status"], *loose], fault=f"{ref} {status}, not {want['status']}")
        if status == "not_claimed" and "not_claimed" in loose:
            continue
        criteria = {criterion.ref: criterion for criterion in got.criteria} if got else {}
        for ac, label in want["criteria"].items():
            _criterion(score, f"{ref}/{ac}", label, criteria.get(ac), truth)
    if not truth.get("status_only"):
        _findings(score, truth, result.findings if result else [])
    return score


def _criterion(score: Score, where: str, label: Truth, got: Criterion | None, truth: Truth) -> None:
    status, loose = got.status if got else None, truth["lenient"].get(where)
    target = status if loose and status in loose else label["status"]
    certain = bool(got and got.certain and got.match.certain)
    read = f"read as {got.evidence!r}; wording {got.match.text!r}" if got else "no such criterion"
    words = (
        f"{where} {'certain' if certain else 'asked'} {status}, not {target}; evidence {label['evidence']!r}, {read}"
    )
    score.hit("status", ok=status == target, fault=words)
    score.n["wrong full"] += status == "full" != target
    score.n["silent"] += status == "full" != target and certain
    score.n["wrong none"] += status == "none" != target
    if got and label["match"] != "missing":
        score.hit("certain", ok=certain)
        score.n["certain right"] += certain and status == target
    if truth.get("status_only") or got is None:
        return
    if not loose:
        reasons = {f"{reason.code}:{reason.kind}" if reason.kind else reason.code for reason in got.reasons}
        score.sets("reasons", set(label["reasons"]), reasons, f"{where} {label['evidence']!r}")
        kinds = [label["match"], *label.get("match_any", [])]
        score.hit(
            "match", ok=got.match.kind in kinds, fault=f"{where} {got.match.kind}, not {kinds[0]}: {got.match.text!r}"
        )
    for column in ("evidence", "strategies") if label["match"] != "missing" else ():
        allowed = [fold(text) for text in (label[column], *label.get(f"{column}_any", []))]
        have = fold(getattr(got, column))
        if have or allowed[0]:
            score.hit("cell", ok=have in allowed, fault=f"{where} {column} {have!r}, not {allowed[0]!r}")


def _findings(score: Score, truth: Truth, got: list[Finding]) -> None:
    """Each expected finding takes the reported ones that fit it; what is left is beyond, unless it is allowed."""
    used: set[int] = set()
    for want in truth["findings"]:
        units = want["unit"] if isinstance(want["unit"], list) else [want["unit"]]
        fits = [
            at
            for at, finding in enumerate(got)
            if finding.code == want["code"]
            and (want["unit"] is None or finding.unit in units)
            and want["ref"] in (None, finding.ref)
        ]
        if isinstance(want["unit"], list):
            fits = [at for at in fits if at not in used][:1] or fits[:1]
        used.update(fits)
        score.n["findings.tp" if fits else "findings.fn"] += 1
        score.faults += [] if fits else [f"findings: lacks {want['code']} {want['unit']} {want['ref'] or ''}"]
    allowed = {*truth["findings_optional"], *(want["code"] for want in truth["findings"] if want["unit"] is None)}
    for at, finding in enumerate(got):
        if at not in used and finding.code not in allowed:
            score.n["findings.fp"] += 1
            score.faults.append(f"findings: gives {finding.code} {finding.unit} {finding.ref}: {finding.message}")


def fold(text: str) -> str:
    """The text with white space, bullets, ticks and invisible characters folded: cells are compared so."""
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE).replace("\u2010", "-").replace("\u2011", "-")
    return " ".join(re.sub(r"(?<=\w)-\s+(?=\w)", "-", text).split())


def scored(case: Case, outcome: Outcome) -> Score:
    """The score of one document; one that gave no result is wrong throughout."""
    score = score_document(outcome if isinstance(outcome, Result) else None, case.truth)
    if not isinstance(outcome, Result):
        score.n["unread"] = 1
        score.faults.insert(0, f"unread: {outcome.code}: {outcome.message}")
    return score


def scored_twice(case: Case, outcome: Outcome) -> Score:
    """The score of one document, what the naive way makes of it among the counts."""
    score = scored(case, outcome)
    score.n.update(naive.counts(case.path, case.truth))
    return score


def score_all(args: argparse.Namespace, asked: Asked) -> dict[str, tuple[Truth, Score]]:
    """Document name -> its label and score."""
    with tempfile.TemporaryDirectory() as folder:
        cases = outside(args.docs, args.truth) if args.docs else asked.cases(Path(folder))
        readable = (case for case in cases if case.truth["readable"] is True)
        return {case.truth["file"]: (case.truth, scored_twice(case, outcome)) for case, outcome in checked(readable)}


def table(scores: Iterable[tuple[Truth, Score]], by: str) -> str:
    """Accuracy in per cent, by one of the label's fields."""
    import pandas as pd

    sums: dict[str, Score] = {}
    for truth, score in scores:
        for key in (truth[by], "all"):
            sums.setdefault(key, Score()).add(score)
    named = [key for key in sums if key != "all"]
    order = [*(named if by == "format" else sorted(named)), "all"]
    counts = {key: {"docs": sums[key].n["docs"], "unread": sums[key].n["unread"]} for key in order}
    frame = pd.DataFrame({key: counts[key] | sums[key].row() for key in order}).T
    return str(frame.astype({"docs": int, "unread": int}).to_string(float_format="{:.2f}".format, na_rep="-"))


def beside_naive(scores: Iterable[tuple[Truth, Score]]) -> str:
    """Ours and the naive way over the documents that both are given, by format; per cent of the criteria."""
    import pandas as pd

    sums: dict[str, Score] = {}
    for truth, score in scores:
        for key in (truth["format"], "all") if score.n["naive docs"] else ():
            sums.setdefault(key, Score()).add(score)
    order = [key for key in sums if key != "all"]
    ways = {"ours": ("", "status."), "the naive way": ("naive ", "naive ")}
    rows: dict[tuple[str, str], dict[str, float | None]] = {}
    for key in [*order, "all"] if order else []:
        for name, (of, status) in ways.items():
            n = sums[key].n
            rows[key, name] = {"docs": n["docs"], "unread": n[f"{of}unread"]}
            shares = {"status": f"{status}ok"} | {wrong: f"{of}{wrong}" for wrong in ("wrong full", "wrong none")}
            rows[key, name] |= {shown: sums[key].share(part, f"{status}all") for shown, part in shares.items()}
    if not rows:
        return ""
    frame = pd.DataFrame(rows).T.astype({"docs": int, "unread": int})
    return str(frame.to_string(float_format="{:.2f}".format, na_rep="-"))


def show(scores: dict[str, tuple[Truth, Score]]) -> None:
    """A table by format, ours beside the naive way, a table by category: of the Word files alone if there are any."""
    labelled = list(scores.values())
    print(table(labelled, "format"))
    if compared := beside_naive(labelled):
        print(f"\nOurs and the naive way on the same documents\n{compared}")
    words = [one for one in labelled if one[0]["format"] == "word"]
    print(f"\n{'Word files by category' if words else 'By category'}")
    print(table(words or labelled, "category"))


def show_worst(scores: dict[str, tuple[Truth, Score]], most: int) -> None:
    """The faults of so many documents, the worst first."""
    ranked = sorted(scores.items(), key=lambda item: -len(item[1][1].faults))
    for name, (truth, score) in ranked[:most]:
        if score.faults:
            form = f"{truth['category']}, {truth.get('layout', '-')}, {truth.get('hand', '-')}"
            print(f"\n{name} ({form}): {truth['tests']}")
            print("\n".join(f"  {fault}" for fault in score.faults))


def main() -> None:
    parser = argparse.ArgumentParser(description="Accuracy of the checker over labelled submissions.")
    parser.add_argument("--docs", type=Path, help="a folder of documents, instead of the corpus")
    parser.add_argument(
        "--truth", type=Path, help="the folder of their labels; truth/ beside --docs where it is not given"
    )
    parser.add_argument(
        "--formats", default="", help="the corpus' formats to make, by commas: word,pdf,scan; all of them"
    )
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--count", type=int, help="how many of each format, instead of each format's own number")
    parser.add_argument("--worst", type=int, default=0, help="show the faults of so many documents, the worst first")
    args = parser.parse_args()
    if args.docs and not args.truth:
        args.truth = args.docs.parent / "truth"
    asked = Asked(tuple(filter(None, args.formats.split(","))), args.count, args.first)
    scores = score_all(args, asked)
    for format_ in asked.left_out:
        print(f"Left out: {format_}")
    if not scores:
        parser.error("There is nothing to score.")
    show(scores)
    show_worst(scores, args.worst)


if __name__ == "__main__":
    main()
