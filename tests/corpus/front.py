"""What stands before the criterion tables: cover, introduction, rules of combination, programme details, Summary."""

from random import Random

from tests.corpus.layouts import SHADE
from tests.corpus.markup import Block, Box, Grid, Line, Para, Picture
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
    for name in plan.beside:
        lines = [Line([Box(text) for text in row]) for row in data("form")["beside"][name]]
        blocks += [Para(name, "heading"), Grid([3000] * len(lines[0].boxes), lines)]
    if plan.stated != "cover":
        blocks += [Para("Rules of Combination CHECK", "heading"), combination(plan, words)]
    blocks += [Para("Level 5 Certificate and Diploma in Coaching and Mentoring", "heading"), details(plan), Para()]
    for ref, title in plan.pictures:
        blocks += [Para(f"Unit {ref} – {title}", "heading"), Picture(8_000_000, 3_600_000, "Picture 2")]
    return (
        [*blocks, summary(plan, rng), Para()] if plan.is_ticked or plan.titles_listed or rng.random() < 0.8 else blocks
    )


def status_shown(plan: Plan, ref: str) -> str | None:
    """What the Summary says of a unit: what is so, or what a defect has put there; None where it says nothing."""
    if not plan.is_ticked or ref in plan.lenient:
        return None
    return plan.ticks.get(ref) or (unit_label(plan, ref)["status"] if is_judged(plan, ref) else None)


def summary_in_words(plan: Plan) -> Grid:
    """The Summary with one column that says None, Partial or Full."""
    heads = (
        "Ref",
        "Unit Title",
        "Credit Value",
        "Coverage",
        "Comments",
        "Title of Assessment for External Verification",
    )
    lines = [Line([Box(head, is_bold=True, shade=SHADE) for head in heads])]
    for at, (ref, unit) in enumerate(plan.reference.items()):
        titles = "\n".join(plan.titles_listed) if at == 0 else ""
        status = (status_shown(plan, ref) or "").capitalize()
        lines.append(Line([Box(text) for text in (ref, unit["title"], str(unit["credits"]), status, "", titles)]))
    return Grid([1300, 4300, 900, 1600, 2800, 3500], lines)


def introduction(plan: Plan, words: dict[str, str], rng: Random) -> list[Block]:
    """The programme's own introduction, with induction and tutorials where they are stated."""
    overview = (
        words["placeholder_overview"] if words["placeholder_overview"] in plan.placeholders else plan.programme.overview
    )
    support = [text for text in (plan.induction, plan.tutorial) if text]
    blocks: list[Block] = [Para("Introduction", "heading"), Para(overview)]
    if plan.support_style == "table" and support:
        named = (("Induction", plan.induction), ("Tutorial support", plan.tutorial))
        blocks.append(Grid([3000, 9000], [Line([Box(name, is_bold=True), Box(text)]) for name, text in named if text]))
    elif support:
        blocks += [Para(" ".join(support))] if rng.random() < 0.5 else [Para(text, "bullet") for text in support]
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
    shown = [answered(plan.answer_style, title, answers[award]) for award, title in AWARD_TITLES.items()]
    first = Line(
        [
            Box("Award:  all credits L5 from Group 1: N/A"),
            *shown,
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


def answered(style: str, title: str, answer: str) -> Box:
    """One award's answer, as somebody wrote it into the block; unanswered lines stay as the form has them."""
    if answer not in ("YES", "NO", "N/A") or style == "plain":
        return Box(f"{title}: {answer}".rstrip(), is_bold=True)
    if style == "boxes":
        marks = (f"{'☒' if answer == option else '☐'} {option}" for option in ("YES", "NO", "N/A"))
        return Box(f"{title}: {'  '.join(marks)}")
    if style == "struck":
        return Box(f"{title}: {answer}", dress=("others_struck",))
    return Box({"small": f"{title}: {answer.capitalize()}", "dash": f"{title} – {answer}"}[style])


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
    if plan.summary_style == "words":
        return summary_in_words(plan)
    mark = rng.choice(["X", "✓", "Yes", "x"])
    for at, (ref, unit) in enumerate(plan.reference.items()):
        status = status_shown(plan, ref)
        tick = Box(mark, dress=("sym_only",) if mark == "✓" else ())
        ticks = [tick if status == column else Box() for column in ("none", "partial", "full")]
        shares = [title for place, title in enumerate(plan.titles_listed) if place % 4 == at % 4 or at == 0]
        lines.append(
            Line([Box(ref), Box(unit["title"]), Box(str(unit["credits"])), *ticks, Box(), Box("\n".join(shares))])
        )
    return Grid([1300, 4300, 900, 800, 800, 800, 2500, 3000], lines)
