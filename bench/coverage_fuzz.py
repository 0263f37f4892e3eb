"""The Word reader under files that are kept where they reach code that none reached before (atheris, libFuzzer).

Atheris is no dependency of the project; it goes into an environment of its own, beside what the reader needs:

    python -m venv fuzzing && fuzzing/bin/pip install atheris hypothesis lxml msgspec olefile pytest
    fuzzing/bin/python -m bench.coverage_fuzz CORPUS -max_total_time=1200

CORPUS is a folder: what it holds is begun with, what is found is added; the generated documents are put there first.
"""

import sys
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["pipeline.readers"]):
    from pipeline.readers import archive, dispatch, kinds, word  # noqa: F401 - all that is to be watched

from lxml import etree

from bench.fuzz import spoil_bytes, spoil_xml
from bench.fuzz.seeds import seeds
from bench.fuzz.spoil_zip import parts_of, zip_of
from pipeline.errors import SubmissionError
from pipeline.policy import load_policy
from tests.corpus.generate import generate

LIMITS = load_policy().limits
GENERATED = 40
ROWS, BLOCKS = 8, 16
MOST_BYTES = 400_000


def one(packed: bytes) -> None:
    """What is watched: anything but a Document or a SubmissionError stops the run and is kept by libFuzzer."""
    if not packed.startswith(b"PK"):
        return  # no Word file; and no other program is to be started
    try:
        dispatch.read(packed, LIMITS)
    except SubmissionError:
        return


def spoilt(packed: bytes, most: int, seed: int) -> bytes:
    """A file for the next turn: mostly one part's XML changed as a tree, else as bytes, else the zip's own bytes."""
    rng = Random(seed)
    try:
        parts = parts_of(packed)
    except Exception:  # spoilt before: any way of zipfile to say so
        return bytes(atheris.Mutate(packed, most))
    turn = rng.random()
    if turn < 0.75:
        made = spoil_xml.part(packed, rng)
    elif turn < 0.95 and parts:
        at = rng.randrange(len(parts))
        name, content = parts[at]
        parts[at] = name, bytes(atheris.Mutate(content, len(content) + 200))
        made = zip_of(parts)
    else:
        made = rng.choice(spoil_bytes.SPOILS)(packed, rng)
    return made if len(made) <= most else packed


def begin(folder: Path) -> None:
    """Puts the valid files into the corpus, cut short: what a long one reaches, a short one reaches faster."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {file.name: file.packed for file in seeds() if file.name.endswith(".docx")}
    files |= {made.name: made.docx for made in map(generate, range(GENERATED))}
    for name, packed in files.items():
        (folder / name).write_bytes(shortened(packed))


def shortened(packed: bytes) -> bytes:
    """A Word file with the first rows of its tables and the first blocks around them."""
    parts = dict(parts_of(packed))
    root = etree.fromstring(parts["word/document.xml"])
    for tag, most in (("tbl", ROWS), ("body", BLOCKS)):
        for node in root.iter(f"{{*}}{tag}"):
            del node[most:]
    parts["word/document.xml"] = etree.tostring(root)
    return zip_of(list(parts.items()))


def main() -> None:
    folder = Path(sys.argv[1])
    begin(folder)
    arguments = [
        sys.argv[0],
        str(folder),
        f"-max_len={MOST_BYTES}",
        "-mutate_depth=1",
        "-timeout=30",
        "-rss_limit_mb=2048",
        *sys.argv[2:],
    ]
    atheris.Setup(arguments, one, custom_mutator=spoilt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
