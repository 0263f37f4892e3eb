"""The checks alone, without a batch: each submission of a folder, in one warm process.

python -m bench.alone FOLDER [--within process|sandbox|naive|markitdown] [--packs all|none] [--part AT OF]
"""

import argparse
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import get_args

from bench import naive, peers
from pipeline.sandbox.messages import Packs, Wanted

Way = Callable[[list[Path], Packs], None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--within", choices=tuple(WAYS), default="sandbox")
    parser.add_argument("--packs", choices=get_args(Packs), default="none")
    parser.add_argument("--part", type=int, nargs=2, default=(0, 1))
    arguments = parser.parse_args()
    at, parts = arguments.part
    WAYS[arguments.within](sorted(arguments.folder.iterdir())[at::parts], arguments.packs)


def _in_process(sources: list[Path], packs: Packs) -> None:
    from pipeline.check import drawn, examine, stages
    from pipeline.errors import SubmissionError
    from pipeline.sandbox import preload

    preload()
    stage = stages()
    for source in sources:
        with suppress(SubmissionError):
            result = examine(source, stage)
            if packs == "all":
                drawn(result, source)


def _in_sandbox(sources: list[Path], packs: Packs) -> None:
    from pipeline.sandbox import Sandbox, preload

    preload()
    with Sandbox() as sandbox:
        for source in sources:
            sandbox.pack(source, Wanted(packs=packs))


def _naively(sources: list[Path], _: Packs) -> None:
    for source in sources:
        with suppress(Exception):  # python-docx raises ValueError for some merged cells, and others for what Word opens
            naive.statuses(source)


def _by_markitdown(sources: list[Path], _: Packs) -> None:
    """Words alone, by a library that many reach for; no status comes of it."""
    readers = peers.word() | peers.pdf()
    for source in sources:
        read = readers["markitdown, Word" if source.suffix == ".docx" else "markitdown, PDF"]
        read(source.read_bytes())


WAYS: dict[str, Way] = {
    "process": _in_process,
    "sandbox": _in_sandbox,
    "naive": _naively,
    "markitdown": _by_markitdown,
}

if __name__ == "__main__":
    main()
