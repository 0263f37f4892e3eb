"""The second contract: what a person decided beside a result, which stays as it is."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from pipeline.result import Contract, Sha256, Status

Reasoned = Annotated[str, Meta(min_length=1)]


class Decision(Contract, frozen=True, kw_only=True, rename={"computed": "from", "decided": "to"}):
    """One criterion that a person decided: by whom and when, as they wrote it, "" where they did not.

    Where `decided` is what was computed, it answers the question that the criterion put to them.
    """

    unit: str
    ref: str
    computed: Status
    decided: Status
    reason: Reasoned
    who: str
    when: str


class Decisions(Contract, frozen=True, kw_only=True):
    """All that was decided on one result, in the result's order; `result` is the sha256 of its result.json."""

    schema: Literal["ilm-coverage-decisions/1"] = "ilm-coverage-decisions/1"
    result: Sha256
    decisions: list[Decision]


def by_criterion(decisions: Decisions) -> dict[tuple[str, str], Decision]:
    """The decisions by unit and criterion."""
    return {(decision.unit, decision.ref): decision for decision in decisions.decisions}


def encode(decisions: Decisions) -> bytes:
    """The decisions as indented UTF-8 JSON. Raises: msgspec.ValidationError where they break their own contract."""
    packed = msgspec.json.format(msgspec.json.encode(decisions), indent=1) + b"\n"
    decode(packed)
    return packed


def decode(packed: bytes) -> Decisions:
    """The Decisions in `decisions.json`. Raises: msgspec.ValidationError, msgspec.DecodeError."""
    return msgspec.json.decode(packed, type=Decisions)
