"""Submissions in folders, and what a batch makes of them."""

from collections.abc import Sequence
from pathlib import Path

from pipeline.batch import Batch, Finished, Settings
from pipeline.batch.find import PassedOver, check_inputs, find
from pipeline.batch.jobs import Done, Source
from pipeline.records import Entry
from tests.mappings import certificate

WHOLE = certificate()
GAPPY = certificate({"8580-500 1.2": "", "8580-503 1.1": ""})


def fill(folder: Path, **files: bytes) -> Path:
    """The folder, which now holds these Word files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, packed in files.items():
        (folder / f"{name}.docx").write_bytes(packed)
    return folder


def written(out: Path) -> dict[str, bytes]:
    """What a batch has written into a folder, by name there, but for its ledger and its log."""
    held = (path for path in out.rglob("*") if path.is_file() and not path.name.startswith(("ledger.", "log.")))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in held}


def sources(*inputs: Path | str, out: Path | str) -> tuple[list[Source], PassedOver]:
    """What is found in these inputs, and what is passed over."""
    named, passed_over = [str(named) for named in inputs], PassedOver()
    check_inputs(named, str(out))
    return list(find(named, str(out), passed_over)), passed_over


class Run:
    """What one run of a batch told."""

    def __init__(self, inputs: Sequence[Path | str], settings: Settings) -> None:
        self.done: dict[str, Done] = {}
        with Batch(settings) as batch:
            for event in batch.run([str(named) for named in inputs]):
                if isinstance(event, Done):
                    self.done[event.job.shown] = event
                elif isinstance(event, Finished):
                    self.finished = event
            self.entries: dict[str, Entry] = {entry.shown: entry for entry in batch.entries()}
