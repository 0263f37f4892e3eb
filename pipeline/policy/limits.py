"""What a submission may hold (readers)."""

from typing import Annotated

from msgspec import Meta

from pipeline.policy.base import Data, Positive, Text


class Limits(Data, frozen=True, kw_only=True):
    """What a submission may hold, and which of its pictures are reported (readers)."""

    file_bytes: Positive
    entries: Positive
    part_bytes: Positive
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
