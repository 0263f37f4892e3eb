"""What stands before the criterion tables: cover, introduction, rules of combination, programme details, Summary."""

from random import Random

from tests.corpus.layouts import SHADE
from tests.corpus.markup import Block, Box, Grid, Line, Para
from tests.corpus.plan import Plan
from tests.corpus.programmes import data
from tests.corpus.truth import is_judged, unit_label

AWARD_TITLES = {"certificate": "Certificate", "diploma": "Diploma"}


def front(plan: Plan) -> list[Block]:
    """The front matter of a plan."""
    rng, words = Random(f"front {plan.seed}"), data("form")["template"]
    named = words["placeholder_name"] if words["placeholder_name"] in plan.placeholders else plan.programme.title
    blocks: list[Block] = [Para(words["title"], "title"), Para(named, "title")]
    if plan.stated == "cover":
        award = AWARD_TITLES[plan.claimed[0]]
        blocks.append(
            Para(
                rng.choice(
                    [
                        f"Submission for the ILM Level 5 {award} in Coaching and Mentoring",
                        f"ILM Level 5 {award} in Coaching and Mentoring",
                        f"Award applied for: {award}",
                    ]
                ),
                "title",
            )
        )
    if rng.random() < 0.7:
        blocks += [
            Para("Advice for ILM Centre Managers and Course Organisers", "heading"),
            *map(Para, words["advice_centre"]),
        ]
        blocks += [
            Para("Advice for the Quality and Compliance Manager (Q.C.M) and External Verifier (E.V).", "heading"),
            *map(Para, words["advice_qcm"]),
        ]
    blocks += introduction(plan, words, rng)
    if plan.stated != "cover":
        blocks += [Para("Rules of Combination CHECK", "heading"), combination(plan, words)]
    blocks += [Para("Level 5 Certificate and Diploma in Coaching and Mentoring", "heading"), details(plan), Para()]
    return (
        [*blocks, summary(plan, rng), Para()] if plan.is_ticked or plan.titles_listed or rng.random() < 0.8 else blocks
    )


def introduction(plan: Plan, words: dict[str, str], rng: Random) -> list[Block]:
    """The programme's own introduction, with induction and tutorials where they are stated."""
    overview = (
        words["placeholder_overview"] if words["placeholder_overview"] in plan.placeholders else plan.programme.overview
    )
    support = [text for text in (plan.induction, plan.tutorial) if text]
    blocks: list[Block] = [Para("Introduction", "heading"), Para(overview)]
    blocks += (
        [Para(" ".join(support))] if rng.random() < 0.5 and support else [Para(text, "bullet") for text in support]
    )
    if plan.key_of_codes:
        if rng.random() < 0.5:
            lines = [Line([Box(code), Box(meaning)]) for code, meaning in plan.key_of_codes]
            blocks += [
                Para("Key to assessments", "heading"),
                Grid([1600, 8000], [Line([Box("Code", is_bold=True), Box("Assessment", is_bold=True)]), *lines]),
            ]
        else:
            blocks += [
                Para("Key to assessments", "heading"),
                *(Para(f"{code} = {meaning}") for code, meaning in plan.key_of_codes),
            ]
    return blocks


def combination(plan: Plan, words: dict[str, list[str]]) -> Grid:
    """The Rules of Combination block."""
    answers = {award: "YES" if award in plan.claimed else plan.other_answer for award in AWARD_TITLES}
    if plan.stated in ("none", "unanswered"):
        answers = dict.fromkeys(AWARD_TITLES, "YES/NO/N/A" if plan.stated == "unanswered" else "")
    first = Line(
        [
            Box("Award:  all credits L5 from Group 1: N/A"),
            *(Box(f"{title}: {answers[award]}".rstrip(), is_bold=True) for award, title in AWARD_TITLES.items()),
        ]
    )
    bullets = "\n".join(f"· {bullet}" for bullet in words["bullets"])
    second = Line(
        [
            Box("No award"),
            Box(f"{bullets}\n· Three mandatory units (total credit value 13)"),
            Box(f"{bullets}\n· Three mandatory units (total credit value 37)"),
        ]
    )
    return Grid([4200, 5100, 5100], [first, second])


def details(plan: Plan) -> Grid:
    """Who runs what, for which qualification."""
    title = (
        data("form")["template"]["placeholder_name"]
        if plan.placeholders
        else f"{plan.programme.title} ({plan.programme.customer})"
    )
    lines = [
        Line(
            [
                Box("Customer Programme Title", is_bold=True, shade=SHADE),
                Box(title),
                Box("Assessment Manager/QA", is_bold=True, shade=SHADE),
                Box(),
            ]
        ),
        Line(
            [
                Box("Customer", is_bold=True, shade=SHADE),
                Box(plan.programme.customer),
                Box("Alignment Consultant", is_bold=True, shade=SHADE),
                Box(),
            ]
        ),
        Line(
            [
                Box("ILM Qualification", is_bold=True, shade=SHADE),
                Box("ILM Level 5 Certificate or Diploma in Coaching and Mentoring"),
                Box("Quality and Compliance Manager (QCM)", is_bold=True, shade=SHADE),
                Box(),
            ]
        ),
    ]
    return Grid([2600, 5200, 3600, 3000], lines)


def summary(plan: Plan, rng: Random) -> Grid:
    """The Summary table: ticks where the plan has them, the assessments' titles where it lists them."""
    head = [
        Box("Ref"),
        Box("Unit Title"),
        Box("Credit Value"),
        Box("None"),
        Box("Partial"),
        Box("Full"),
        Box(""),
        Box(""),
    ]
    top = [
        Box(),
        Box("Summary"),
        Box("Coverage", 4),
        Box("Comments"),
        Box("Title of Assessment for External Verification"),
    ]
    lines = [Line([Box(b.text, b.span, is_bold=True, shade=SHADE) for b in boxes]) for boxes in (top, head)]
    mark = rng.choice(["X", "✓", "Yes", "x"])
    for at, (ref, unit) in enumerate(plan.reference.items()):
        status = plan.ticks.get(ref) or (
            unit_label(plan, ref)["status"] if is_judged(plan, ref) and ref not in plan.lenient else None
        )
        tick = Box(mark, dress=("sym_only",) if mark == "✓" else ())
        ticks = [tick if plan.is_ticked and status == column else Box() for column in ("none", "partial", "full")]
        shares = [title for place, title in enumerate(plan.titles_listed) if place % 4 == at % 4 or at == 0]
        lines.append(
            Line([Box(ref), Box(unit["title"]), Box(str(unit["credits"])), *ticks, Box(), Box("\n".join(shares))])
        )
    return Grid([1300, 4300, 900, 800, 800, 800, 2500, 3000], lines)
