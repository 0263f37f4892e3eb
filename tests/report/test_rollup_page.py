"""The index of a batch in a browser: accessible, alone, whole without JavaScript, sorted and searched with it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from pipeline.records import Entry
from pipeline.report.rollup import lines, page
from tests.report import rollups
from tests.report.browser import needs_chromium
from tests.report.page import parse
from tests.report.test_accessibility import violations
from tests.report.test_in_browser import MEASURE, printed

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = needs_chromium

BATCHES: dict[str, Callable[[], list[Entry]]] = {
    "small": rollups.small,
    "many": lambda: list(rollups.many(60)),
    "hostile": rollups.hostile,
    "complete": lambda: [entry for entry in rollups.small() if entry.record.kind == "complete"],
    "nothing": list,
}
Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    place = tmp_path_factory.mktemp("pages")
    return {name: rollups.written(build(), place / name) for name, build in BATCHES.items()}


@pytest.fixture
def open_index(chromium: "Browser", folders: dict[str, Path]) -> Iterator[Open]:
    contexts = []

    def opened(name: str, *, width: int = 1300, **options: Any) -> "Page":
        context = chromium.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        made = context.new_page()
        made.set_default_timeout(30_000)
        made.goto((folders[name] / page.NAME).as_uri())
        return made

    yield opened
    for context in contexts:
        context.close()


def shown(index: "Page") -> list[str]:
    names: list[str] = index.locator("#table tbody tr").evaluate_all(
        "rows => rows.filter(row => row.getClientRects().length).map(row => row.cells[0].firstChild.textContent)"
    )
    return names


def sort(index: "Page", title: str) -> None:
    index.get_by_role("button", name=title, exact=True).click()


# ---------------------------------------------------------------- for everybody, and alone


@pytest.mark.parametrize("name", BATCHES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(name: str, scheme: str, open_index: Open) -> None:
    assert violations(open_index(name, color_scheme=scheme, bypass_csp=True)) == []


@pytest.mark.parametrize("name", ["small", "many"])
def test_axe_finds_nothing_on_a_narrow_screen(name: str, open_index: Open) -> None:
    assert violations(open_index(name, width=390, color_scheme="dark", bypass_csp=True)) == []


def test_axe_finds_nothing_while_the_table_is_used(open_index: Open) -> None:
    index = open_index("many", bypass_csp=True)
    sort(index, "Partial")
    index.locator("#show-return").check()
    index.locator("#search").fill("customer 3")
    index.locator("summary").click()
    assert violations(index) == []


@pytest.mark.parametrize("name", BATCHES)
def test_nothing_overlaps_or_runs_out_of_the_screen(name: str, open_index: Open) -> None:
    index = open_index(name)
    index.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for width in (390, 768, 1000, 1300):
        index.set_viewport_size({"width": width, "height": 900})
        found: dict[str, Any] = index.evaluate(MEASURE)
        assert found["pageWidth"] <= width
        assert found["overlaps"] == []
        assert found["spilled"] == []
        assert found["small"] == []


@pytest.mark.parametrize("name", ["small", "hostile"])
def test_no_request_leaves_the_page_and_no_other_script_runs(
    name: str, chromium: "Browser", folders: dict[str, Path]
) -> None:
    index = chromium.new_page()
    asked: list[str] = []
    said: list[str] = []
    index.on("request", lambda request: asked.append(request.url))
    index.on("console", lambda message: said.append(message.text))
    index.on("pageerror", lambda error: said.append(str(error)))
    index.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    address = (folders[name] / page.NAME).as_uri()
    index.goto(address, wait_until="networkidle")
    sort(index, "Customer")
    index.locator("#search").fill("a")
    index.wait_for_load_state("networkidle")
    index.close()
    assert (asked, said) == ([address], [])


# ---------------------------------------------------------------- the first screen


def test_what_could_not_be_read_stands_on_the_first_screen(open_index: Open) -> None:
    index = open_index("many")
    box = index.locator(".unread-list").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 900
    assert "It has a password. Send one without." in index.locator(".unread-list").inner_text()


def test_those_that_need_attention_first_stand_first(folders: dict[str, Path]) -> None:
    table = parse((folders["many"] / page.NAME).read_bytes()).by_id("table")
    (body,) = table.all("tbody")
    ranks = [row.attributes["data-rank"] for row in body.all("tr")]
    order = ["unread", "not_a_mapping", "look_first", "return", "conditions", "ready"]
    assert ranks == sorted(ranks, key=order.index)
    assert len(set(ranks)) >= 3


# ---------------------------------------------------------------- sorted and searched


def test_a_title_sorts_the_table_up_then_down_then_as_it_came(open_index: Open) -> None:
    index = open_index("many")
    came = shown(index)
    numbers = "rows => rows.map(row => Number(row.cells[5].textContent || -1))"
    rows = index.locator("#table tbody tr")
    sort(index, "Partial")
    rising = rows.evaluate_all(numbers)
    assert rising == sorted(rising)
    assert index.locator("#table th[aria-sort]").get_attribute("aria-sort") == "ascending"
    sort(index, "Partial")
    assert rows.evaluate_all(numbers) == sorted(rising, reverse=True)
    assert index.locator("#table th[aria-sort]").get_attribute("aria-sort") == "descending"
    sort(index, "Partial")
    assert shown(index) == came
    assert index.locator("#table th[aria-sort]").count() == 0


def test_names_are_sorted_as_people_sort_them_with_blanks_last(open_index: Open) -> None:
    index = open_index("many")
    sort(index, "Customer")
    names = index.locator("#table tbody tr").evaluate_all("rows => rows.map(row => row.cells[1].textContent)")
    filled = [name for name in names if name]
    assert filled == sorted(filled, key=str.casefold)
    assert names == [*filled, *[""] * (len(names) - len(filled))]


def test_the_search_shows_the_rows_that_have_every_word(open_index: Open) -> None:
    index = open_index("many")
    index.locator("#search").fill("customer 3 return")
    found = shown(index)
    assert 0 < len(found) < 60
    assert index.locator("#found").inner_text() == f"Shows {len(found)} of 60 submissions"
    index.locator("#search").fill("nobody")
    assert shown(index) == []
    assert index.locator("#nothing").is_visible()
    index.locator("#search").press("Escape")
    assert len(shown(index)) == 60


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_the_filter_shows_one_answer_alone(scripts: bool, open_index: Open) -> None:
    index = open_index("many", java_script_enabled=scripts)
    assert len(shown(index)) == 60
    for rank in ("unread", "look_first", "return"):
        index.locator(f"#show-{rank}").check()
        assert len(shown(index)) == index.locator(f"#table tr[data-rank={rank}]").count() > 0
    assert index.locator("#find").is_visible() == scripts
    assert index.locator("#table thead button").count() == (9 if scripts else 0)


def test_the_print_has_every_row_whatever_is_shown(open_index: Open) -> None:
    index = open_index("many")
    index.locator("#show-unread").check()
    index.locator("#search").fill("nobody")
    text, sheets = printed(index)
    assert all(f"{number:06}.docx" in text for number in range(60))
    assert all(width > height for width, height in sheets)


def test_every_link_to_a_part_of_the_page_leads_there(folders: dict[str, Path]) -> None:
    for name in BATCHES:
        tree = parse((folders[name] / page.NAME).read_bytes())
        names = [element.attributes["id"] for element in tree.all() if "id" in element.attributes]
        assert len(names) == len(set(names))
        wanted = {one.attributes["href"][1:] for one in tree.all("a") if one.attributes["href"].startswith("#")}
        assert wanted <= set(names)


# ---------------------------------------------------------------- how much there is


def test_beyond_its_limits_the_page_says_what_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "LINES", 20)
    monkeypatch.setattr(page, "LINES", 20)
    monkeypatch.setattr(page, "MATRIX", 30)
    monkeypatch.setattr(lines, "SHORT_LINES", 2)
    monkeypatch.setattr(page, "SHORT_LINES", 2)
    monkeypatch.setattr(page, "_FIRST_SCREEN", 1)
    folder = rollups.written(list(rollups.many(60)), tmp_path / "out")
    tree = parse((folder / page.NAME).read_bytes())
    (body,) = tree.by_id("table").all("tbody")
    assert len(body.all("tr")) == 20
    assert "The first 20 of 60 are here; the workbook has them all." in tree.text
    assert "The first 2 of 3 are here; the workbook has them all." in tree.text
    assert tree.by_class("verdicts") == []
    assert "Each submission’s criteria are in the workbook, sheet Criteria." in tree.text
    (places,) = tree.by_class("places")
    (body,) = places.all("tbody")
    assert len(body.all("tr")) == 44


def test_the_charts_say_in_words_what_they_draw(folders: dict[str, Path]) -> None:
    tree = parse((folders["many"] / page.NAME).read_bytes())
    charts = tree.by_class("chart")
    assert len(charts) >= 5
    for chart in charts:
        (body,) = chart.all("tbody")
        assert all(row.all("td")[-1].text for row in body.all("tr"))
        assert all(drawing.attributes["aria-hidden"] == "true" for drawing in chart.all("svg"))
    (months,) = tree.by_class("months")
    assert months.attributes["role"] == "img"
    assert months.all("title")[0].text.startswith("Submissions received by month. The most were ")
    assert len(tree.by_class("month-table")[0].all("tr")) == 13
