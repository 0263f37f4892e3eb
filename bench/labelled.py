"""Labelled documents, from the corpus or a folder, and what the checker says of each, in sandboxes."""

import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from queue import SimpleQueue
from typing import Any

from pipeline.result import Outcome
from pipeline.sandbox import Sandbox

Truth = dict[str, Any]


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


def checked(cases: Iterable[Case]) -> Iterator[tuple[Case, Outcome]]:
    """Each document and its outcome, in order: checked in sandboxes, as the commands do, so that a crash is one too."""
    count = os.cpu_count() or 1
    with ExitStack() as stack, ThreadPoolExecutor(count) as pool:
        free: SimpleQueue[Sandbox] = SimpleQueue()
        for _ in range(count):
            free.put(stack.enter_context(Sandbox()))

        def check(path: Path) -> Outcome:
            sandbox = free.get()
            try:
                return sandbox.check(path)
            finally:
                free.put(sandbox)

        waiting = [(case, pool.submit(check, case.path)) for case in cases]
        for case, future in waiting:
            yield case, future.result()
