"""Labelled documents, from the corpus or a folder, and what the checker says of each: in processes of their own."""

import json
import multiprocessing
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.result import Outcome

Truth = dict[str, Any]
_DEADLINE_S = 600  # far above any that the project sets itself: what hangs is to be seen, not to hold up the rest


@dataclass(frozen=True)
class Case:
    """A document and its label."""

    path: Path
    truth: Truth


@dataclass(frozen=True)
class Asked:
    """Which of the corpus' documents are to be made: formats by the start of their names, how many, from which seed."""

    formats: tuple[str, ...] = ()
    count: int | None = None
    first: int = 0
    left_out: list[str] = field(default_factory=list)

    def cases(self, folder: Path) -> Iterator[Case]:
        """The documents as they are made in `folder`; `left_out` says which formats could not be, and why."""
        from tests.corpus.formats import FORMATS, absent, make

        for name, kind in FORMATS.items():
            if self.formats and not any(name.startswith(asked) for asked in self.formats):
                continue
            if missing := absent(name):
                self.left_out.append(f"{name} ({', '.join(missing)} not installed)")
                continue
            count = kind.count if self.count is None else self.count
            yield from (Case(made.path, made.truth) for made in make(name, count, self.first, folder / name))


def outside(docs: Path, truths: Path) -> Iterator[Case]:
    """The documents of a folder that have a label, whatever their format."""
    for path in sorted(truths.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if (docs / truth["file"]).is_file():
            yield Case(docs / truth["file"], {"format": Path(truth["file"]).suffix.lstrip("."), **truth})


def checked(cases: Iterable[Case]) -> Iterator[tuple[Case, Outcome | str]]:
    """Each document and its outcome, in order; where the check itself died, what of."""
    from pebble import ProcessPool

    with ProcessPool(os.cpu_count() or 1, context=multiprocessing.get_context("spawn")) as pool:
        waiting: list[tuple[Case, Future[Outcome]]] = []
        for case in cases:
            waiting.append((case, pool.schedule(_check, args=[case.path], timeout=_DEADLINE_S)))
        for case, future in waiting:
            fault = future.exception()
            yield case, f"{type(fault).__name__}: {fault}" if fault else future.result()


def _check(path: Path) -> Outcome:
    from pipeline.check import check

    return check(path)
