"""What every part of the policy is made of."""

from typing import Annotated

from msgspec import Meta, Struct

Text = Annotated[str, Meta(min_length=1)]


class Data(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the policy: frozen, and no field that is not known."""


Positive = Annotated[int, Meta(ge=1)]


Words = tuple[str, ...]
