"""What Word does to a form on the way: cells that wear one of its features, deleted rows, controls round tables."""

from random import Random

from tests.corpus.dress import WORN
from tests.corpus.markup import Block, Box, Grid, Line
from tests.corpus.plan import Plan, Slot

BARE = ("deleted_all", "struck_all", "hidden_all", "comment_only")
TEXT_WORN = (
    "sdt_cell",
    "sdt_run",
    "ins",
    "replaced",
    "deleted_part",
    "hidden_part",
    "soft",
    "no_break_space",
    "split",
    "smart",
    "comment",
    "footnote",
    "text_box",
    "rtl_wrapper",
)
ROW_WORN = ("sdt_row", "ins_row", "customxml_row")


def dress(plan: Plan, count: int) -> None:
    """Gives so many cells of a plan a feature of Word each; the words stay as they are."""
    rng = plan.rng
    slots = {
        id(slot): slot
        for row in plan.rows()
        for slot in (row.evidence, row.strategies)
        if slot.written and not slot.dress
    }
    for slot in rng.sample(list(slots.values()), min(count, len(slots))):
        wear(slot, rng.choice(WORN))
    blank = {
        id(s): s
        for row in plan.rows()
        for s in (row.evidence, row.strategies)
        if s.state == "absent" and not s.text and not s.dress and s.shown is None
    }
    for slot in list(blank.values())[: count // 4]:
        slot.dress = (rng.choice(BARE),)
    for row in rng.sample(plan.rows(), min(count // 3, len(plan.rows()))):
        if row.text and not row.text_dress:
            row.text_dress = (rng.choice(TEXT_WORN),)
    for row in rng.sample(plan.rows(), min(count // 6, len(plan.rows()))):
        row.dress = (rng.choice(ROW_WORN),)


def wear(slot: Slot, word: str) -> None:
    """Dresses a slot in one feature."""
    slot.dress = (word,)
    if word == "numbered":
        lines = slot.written.split("\n")
        slot.looks = (*slot.looks, "\n".join(f"{at}. {line}" for at, line in enumerate(lines, start=1)))


def structure(blocks: list[Block], plan: Plan, *, is_heavy: bool) -> None:
    """Changes tables where Word's own structure differs and the reader sees the same: skipped cells, deleted rows."""
    rng = Random(f"structure {plan.seed}")
    for grid in (block for block in blocks if isinstance(block, Grid)):
        if is_heavy and rng.random() < 0.25:
            grid.dress = (*grid.dress, "sdt_table")
        if is_heavy and len(grid.lines) > 6:
            _skip_cells(grid, rng)
            if rng.random() < 0.4:
                _add_deleted_row(grid, rng)


def _skip_cells(grid: Grid, rng: Random) -> None:
    """Blank cells at a row's ends become grid columns that the row skips."""
    for line in grid.lines[2:]:
        if rng.random() > 0.5:
            continue
        while len(line.boxes) > 2 and line.boxes[0] == Box():
            line.boxes.pop(0)
            line.before += 1
        while len(line.boxes) > 2 and line.boxes[-1] == Box():
            line.boxes.pop()
            line.after += 1


def _add_deleted_row(grid: Grid, rng: Random) -> None:
    """A row deleted with its change not yet accepted."""
    plain = [
        at
        for at, line in enumerate(grid.lines)
        if at > 2 and not line.before and not line.after and all(not box.merge and box.span == 1 for box in line.boxes)
    ]
    if not plain:
        return
    at = rng.choice(plain)
    boxes = [Box("Essay 9 (optional)" if box is grid.lines[at].boxes[-1] else box.text) for box in grid.lines[at].boxes]
    if not any(box.number_level is not None for box in grid.lines[at].boxes):
        grid.lines.insert(at, Line(boxes, ("del_row",)))
