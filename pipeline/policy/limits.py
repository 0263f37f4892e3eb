"""What a submission may hold (readers)."""

from typing import Annotated

from msgspec import Meta

from pipeline.policy.base import Data, Positive, Text


class Sandbox(Data, frozen=True, kw_only=True):
    """What one check may take: seconds, with so many more for each page that is recognised, and bytes of memory."""

    deadline_s: Positive
    page_s: Positive
    memory_bytes: Positive


class Conversion(Data, frozen=True, kw_only=True):
    """What the conversion of an old format may take: seconds, bytes of memory, bytes of each file that it writes."""

    deadline_s: Positive
    memory_bytes: Positive
    output_bytes: Positive


class Pages(Data, frozen=True, kw_only=True):
    """What a PDF may hold: pages, and on each so many objects (letters' runs, lines, pictures).

    Under a picture of the page fewer than `stray_letters` are no text; on a page without letters so many paths are
    `outlines` of some. `headings` are a form's column headings in small letters: they tell tables without lines, and
    words in two parts. `unruled_confidence` is how surely the cells of a table without lines are told.
    """

    pages: Positive
    objects: Positive
    stray_letters: Positive
    outlines: Positive
    headings: tuple[Text, ...]
    unruled_confidence: Annotated[float, Meta(gt=0, le=1)]


class Recognition(Data, frozen=True, kw_only=True):
    """What is recognised from pictures: how many pages at the most, of how many pixels, in how many seconds each, and
    from which confidence on a word is certain."""

    pages: Positive
    pixels: Positive
    page_s: Positive
    confidence: Annotated[float, Meta(gt=0, le=1)]


class Limits(Data, frozen=True, kw_only=True):
    """What a submission may hold, and which of its pictures are reported (readers)."""

    file_bytes: Positive
    entries: Positive
    part_bytes: Positive
    unpacked_bytes: Positive
    workbook_bytes: Positive
    ratio: Positive
    ratio_past_bytes: Positive
    marks: Positive
    characters: Positive
    rows: Positive
    columns: Positive
    nesting: Positive
    picture_share: Annotated[float, Meta(gt=0)]
    picture_height_cm: Annotated[float, Meta(gt=0)]
    cell_picture_width_cm: Annotated[float, Meta(gt=0)]
    cell_picture_height_cm: Annotated[float, Meta(gt=0)]
    decoration: tuple[Text, ...]
    quote_characters: Positive
    sandbox: Sandbox
    conversion: Conversion
    pages: Pages
    recognition: Recognition
