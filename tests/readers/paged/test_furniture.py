"""What runs over the pages is no part of them."""

from tests.readers.paged.pages import line, read, table

ROW = ("1.1", "Explain", "Workshop", "Essay")


def test_headers_and_page_numbers_are_taken_once_and_parted_from_the_text():
    contents = [
        [line("Acme Ltd", 20.0), line(f"Text {'abc'[at]}", 60.0), line(f"Page {at + 1} of 3", 570.0)] for at in range(3)
    ]
    document = read(*contents)
    assert [line.text for line in document.margins] == ["Acme Ltd", "Page 1 of 3"]
    assert [line.text for line in document.paragraphs] == ["Text a", "Text b", "Text c"]


def test_unit_headings_at_the_top_of_their_pages_are_no_running_headers():
    contents = [[line(f"Unit {500 + at}", 50.0), table(ROW, top=80.0)] for at in range(3)]
    assert len(read(*contents).paragraphs) == 3


def test_a_heading_where_other_pages_have_their_text_is_no_running_header():
    contents = [
        [line("Mapping", 50.0), table(ROW, top=80.0)],
        [table(ROW, top=50.0)],
        [line("Mapping", 50.0), table(ROW, top=80.0)],
    ]
    assert len(read(*contents).paragraphs) == 2


def test_a_header_of_one_page_stands_where_the_others_have_theirs():
    contents = [
        [line("Acme Ltd", 20.0), table(ROW)],
        [line("Acme Ltd", 20.0), table(ROW)],
        [line("Appendix", 20.0), table(ROW)],
    ]
    document = read(*contents)
    assert [line.text for line in document.margins] == ["Acme Ltd", "Appendix"]
    assert not document.paragraphs
