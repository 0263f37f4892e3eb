"""What goes between a batch and whoever does its work: sources, jobs, and what became of each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from pipeline.records import Record
from pipeline.sandbox.messages import Packs


@dataclass(frozen=True, slots=True)
class Source:
    """A submission where it lies: an absolute path or a URL, and what it is called below the folder that was searched.

    `modified_ns` is when its bytes were last changed, in nanoseconds since 1970, as it says itself; `changed_ns` when
    anything of it was, as its file system says, 0 where that has no such word. With `bytes` these tell whether it may
    be another than it was.
    """

    path: str
    shown: str
    bytes: int
    modified_ns: int
    changed_ns: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """What holds for every job of a batch: where packs go (a folder or a URL), of which submissions, and by which data.

    `reference` and `policy` are the bytes of files, which who does the work may not see; None: those installed.
    """

    out: str
    packs: Packs
    reference: bytes | None = None
    policy: bytes | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """One submission to be checked. `key` names what comes out of it, `name` its pack."""

    key: str
    path: str
    shown: str
    sha256: str
    name: str
    bytes: int


class Trouble(StrEnum):
    """Why a job has no outcome that could be kept: the next run does it again."""

    GONE = "gone"
    CHANGED = "changed"
    UNWRITTEN = "unwritten"
    OUT_OF_PLACE = "out_of_place"
    """Nothing more can be written to the output at all: its disk is full, or may only be read."""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a job. `folder` is its pack's, below the output, None where none is written.

    `result` is the encoded result, compressed, where not all packs are written and no shard has it. `seconds` are
    those of each stage.
    """

    job: Job
    record: Record
    folder: str | None = None
    result: bytes | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody can do any work just now, and that is waited for; or that is over: a sentence that says so."""

    why: str


class Crew(Protocol):
    """Who does the work: the lanes of this machine, or those of a cluster."""

    def digests(self, sources: Iterable[Source]) -> Iterator[tuple[Source, str | None] | Waiting]:
        """Each source with the sha256 of its bytes, None where they cannot be had; in any order."""
        ...

    def check(self, jobs: Iterable[Job]) -> Iterator[Done | Waiting]:
        """What became of each job, in any order. Raises: UsageError, where nobody can do any."""
        ...
