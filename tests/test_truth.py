"""The measure against truth from outside: others' notations are read right, and the rules that bring them to ours."""

from pathlib import Path

import pytest
from pdfplumber.page import Page

from bench.truth import docling, icdar, pandoc
from bench.truth.cells import Count, Spot, cells_of, fold
from bench.truth.native import Node, parse
from bench.truth.pdf import Score
from tests.readers.written import p, read, run, tbl, tc, tr

CELL = '("",[],[]) AlignDefault'


def native_cell(words: str, rows: int = 1, columns: int = 1) -> str:
    return f"Cell {CELL} (RowSpan {rows}) (ColSpan {columns}) [{words}]"


def native_table(*rows: list[str]) -> str:
    head, *body = (f'Row ("",[],[]) [{",".join(row)}]' for row in rows)
    return (
        '[Table ("",[],[]) (Caption Nothing [Plain [Str "Table"]]) [(AlignDefault,ColWidthDefault)]'
        f' (TableHead ("",[],[]) [{head}]) [TableBody ("",[],[]) (RowHeadColumns 0) [] [{",".join(body)}]]'
        ' (TableFoot ("",[],[]) [])]'
    )


def spots(*found: tuple[int, int, str]) -> list[Spot]:
    return [Spot(1, row, column, 1, 1, text) for row, column, text in found]


def test_native_text_is_read_with_its_escapes():
    assert parse(r'Str "\"\8226\&5\\ \n"') == Node("Str", ['"\u20225\\ \n'])


def test_native_records_tuples_and_brackets():
    assert parse('Pandoc (Meta {unMeta = fromList []}) [Para [Str "a"], (1,-2.5e-3)]') == Node(
        "Pandoc",
        [
            Node("Meta", [[Node("unMeta", []), Node("fromList", [[]])]]),
            [Node("Para", [[Node("Str", ["a"])]]), [1, -0.0025]],
        ],
    )


@pytest.mark.parametrize("broken", ["", '[Str "a"', 'Str "a"] b'])
def test_native_text_that_is_broken_is_refused(broken):
    with pytest.raises(ValueError, match="term"):
        parse(broken)


def test_cells_of_a_native_table_stand_behind_those_merged_from_above():
    written = native_table(
        [native_cell('Plain [Str "a",Space,Str "b"]', rows=2), native_cell('Plain [Strong [Str "c"]]', columns=2)],
        [native_cell('Para [Str "d"]'), native_cell('Plain [Str "e",Strikeout [Str "x"],Note [Para [Str "y"]]]')],
    )
    assert list(pandoc.cells(parse(written))) == [
        Spot(1, 1, 1, 2, 1, "ab"),
        Spot(1, 1, 2, 1, 2, "c"),
        *spots((2, 2, "d"), (2, 3, "e")),
    ]


def test_a_native_table_in_a_cell_is_one_of_its_own():
    inner = native_table([native_cell('Plain [Str "in"]')])[1:-1]
    found = pandoc.cells(parse(native_table([native_cell(f'Plain [Str "out"], {inner}'), native_cell("")])))
    assert [(spot.table, spot.text) for spot in found] == [(1, "out"), (2, "in")]


def test_our_nested_table_is_one_of_its_own_and_its_words_leave_the_outer_cell():
    document = read(tbl(tr("a", tc(p("b") + tbl(tr("in", "ner")) + p("c")))))
    assert [(spot.table, spot.text) for spot in cells_of(document)] == [(1, "a"), (1, "bc"), (2, "in"), (2, "ner")]


@pytest.mark.parametrize(
    ("text", "folded"),
    [("• one\n• two", "onetwo"), ("☒ Tea\n☐ Milk", "TeaMilk"), ("1. a\nb) c", "ac"), ("3 hours", "3hours"), ("-", "-")],
)
def test_labels_of_list_items_are_not_compared(text, folded):
    assert fold(text) == folded


def test_docling_cells_are_taken_without_their_struck_words():
    cell = {"start_row_offset_idx": 0, "start_col_offset_idx": 1, "row_span": 1, "col_span": 2}
    texts = [
        {"text": "Essay", "children": [], "formatting": {"strikethrough": False}},
        {"text": "or diary", "children": [], "formatting": {"strikethrough": True}},
    ]
    group = {"children": [{"$ref": "#/texts/0"}, {"$ref": "#/texts/1"}]}
    table = {"data": {"table_cells": [cell | {"text": "Essay or diary", "ref": {"$ref": "#/groups/0"}}]}}
    found = docling.cells({"tables": [table], "groups": [group], "texts": texts})
    assert list(found) == [Spot(1, 1, 2, 1, 2, "Essay")]


def test_a_table_of_one_cell_and_the_words_of_a_formula_are_not_held_against_docling():
    document = read(tbl(tr("frame")) + tbl(tr("a", tc(p(run("r2"))))))
    truth = [*spots((1, 1, "a")), Spot(1, 1, 2, 1, 1, "(formula)")]
    assert docling.given(document, truth) == truth


def test_a_formula_that_is_not_read_is_missed():
    assert docling.given(read(tbl(tr("a", ""))), [Spot(1, 1, 2, 1, 1, "(formula)")])[1].text == ""


def test_a_count_takes_equal_cells_once_each():
    count = Count()
    count.add(spots((1, 1, "a"), (1, 2, "b"), (2, 1, "c")), spots((1, 1, "a"), (1, 1, "a"), (1, 2, "x")))
    assert (count.recall, count.precision) == (1 / 3, 1 / 3)
    assert Count().recall is None


def test_neighbours_are_counted_over_blank_cells():
    truth, score = [["a", "", "b"], ["", "", "c"]], Score()
    score.add([truth], [[["a", "b"], ["", "c"]]])
    score.add([truth], None)
    assert (score.neighbours.truth, score.neighbours.right, score.refused) == (4, 2, 1)


class Drawn:
    """A page's lines."""

    height = 800

    def __init__(self, rows: int, columns: int) -> None:
        across = [{"orientation": "h", "top": 100 + 20 * at, "x0": 50, "x1": 250} for at in range(rows)]
        down = [{"orientation": "v", "x0": 50 + 100 * at, "top": 100, "bottom": 140} for at in range(columns)]
        self.edges = across + down


@pytest.mark.parametrize(("rows", "columns", "is_ruled"), [(3, 3, True), (2, 3, False), (3, 2, False), (3, 0, False)])
def test_a_table_is_ruled_where_lines_part_its_rows_and_its_columns(rows, columns, is_ruled):
    page: Page = Drawn(rows, columns)  # type: ignore[assignment]
    assert icdar._is_ruled(page, icdar.Region(1, [["a"]], (52, 662, 248, 698))) is is_ruled


def test_marked_tables_are_read_from_their_xml(tmp_path: Path):
    truth = tmp_path / "eu-000-str.xml"
    box = '<bounding-box x1="{}" x2="{}" y1="600" y2="610"/>'
    truth.write_text(
        '<document><table id="1"><region id="1" page="2">'
        f'<cell id="1" start-row="0" start-col="0" end-col="1">{box.format(50, 90)}'
        "<content>to air\nkg/year</content></cell>"
        f'<cell id="2" start-row="1" start-col="1">{box.format(100, "26ß")}<content>5</content></cell>'
        "</region></table></document>"
    )
    assert list(icdar._regions(truth)) == [icdar.Region(2, [["toairkg/year", ""], ["", "5"]], (50, 600, 90, 610))]
