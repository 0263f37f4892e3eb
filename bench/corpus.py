"""Real files that nobody here made, beside other readers: `python -m bench.corpus FOLDER`.

Each file is read in a process of its own, its reader loaded before. Ours is the whole check, old formats converted;
the others read the tables' text, and are left out where they are not installed (`pip install docx2python
'markitdown[docx]'`). Seconds are a processor's, of all that was started, so that they hold on a busy machine.
"""

import argparse
import multiprocessing
import re
import resource
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

from lxml import etree

from pipeline.errors import SubmissionError
from pipeline.model.document import Document

DEADLINE_S = 20
_WAIT_S = 120  # by the clock, for a processor that others use too
_MEMORY_BYTES = 3 * 2**30  # what none may pass, or the machine suffers
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_UNSEEN = (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText")
Reader = Callable[[Path], tuple[str, str]]


@dataclass(frozen=True)
class Reading:
    """How a file ended in a reader: in a word, with what text, after how long (s), in how much memory (MB)."""

    ended: str
    text: str = ""
    seconds: float = float(DEADLINE_S)
    megabytes: float = 0.0


def ours(path: Path) -> tuple[str, str]:
    from pipeline.check import examine, read, stages

    try:
        result = examine(path, stages())
    except SubmissionError as error:
        return str(error.code), ""
    return str(result.verdict), "" if path.suffix == ".doc" else _text(read(path))


def _text(document: Document) -> str:
    return " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def python_docx(path: Path) -> tuple[str, str]:
    import docx

    document = docx.Document(str(path))
    return "read", " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def docx2python(path: Path) -> tuple[str, str]:
    import docx2python

    with docx2python.docx2python(path) as document:
        return "read", document.text


def markitdown(path: Path) -> tuple[str, str]:
    import markitdown

    return "read", markitdown.MarkItDown().convert(str(path)).text_content


def warm() -> None:
    """Loads the readers that are there."""
    from pipeline.check import prepare
    from pipeline.readers import convert, word  # noqa: F401

    prepare()
    for module in _MODULES.values():
        if find_spec(module):
            import_module(module)


READERS: dict[str, Reader] = {
    "ours": ours,
    "python-docx": python_docx,
    "docx2python": docx2python,
    "markitdown": markitdown,
}
_MODULES = {"python-docx": "docx", "docx2python": "docx2python", "markitdown": "markitdown"}


def reading(reader: Reader, path: Path) -> Reading:
    """What a reader makes of a file, in a process of its own."""
    receiving, sending = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=_child, args=(reader, path, sending))
    process.start()
    sending.close()
    try:
        found = receiving.recv() if receiving.poll(_WAIT_S) else Reading(f"over {_WAIT_S} s by the clock")
    except EOFError:
        found = Reading("crashed")
    process.kill()
    process.join()
    return found


def _child(reader: Reader, path: Path, sending: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    try:
        word, text = reader(path)
    except BaseException as error:  # whatever another project raises is what is counted here
        word, text = type(error).__name__, ""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    seconds = sum(each.ru_utime + each.ru_stime for each in used)
    sending.send(Reading(word, text, seconds, max(each.ru_maxrss for each in used) / 1024))


def table_words(path: Path) -> set[str]:
    """The words that a Word file shows in its tables; none where it is no Word file that can be parsed."""
    try:
        with zipfile.ZipFile(BytesIO(path.read_bytes())) as archive:
            root = etree.fromstring(archive.read("word/document.xml"))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, OSError):
        return set()
    texts = (node.text or "" for table in root.iter(f"{_W}tbl") for node in table.iter(f"{_W}t") if _is_seen(node))
    return {word for text in texts for word in _words(text) if len(word) > 3}  # shorter ones are cut up by runs


def _is_seen(node: etree._Element) -> bool:
    run = node.getparent()
    is_hidden = run is not None and run.find(f"{_W}rPr/{_W}vanish") is not None
    return not is_hidden and not any(above.tag in _UNSEEN for above in node.iterancestors())


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def lines(files: list[Path], names: list[str]) -> Iterator[str]:
    """The table in Markdown, one reader a line."""
    truth = {path: table_words(path) for path in files}
    yield "| reader | files | ended | over 20 s | longest, s | most memory, MB | with tables | of those lost words |"
    yield "|---|--:|---|--:|--:|--:|--:|--:|"
    warm()
    for name in names:
        if name in _MODULES and find_spec(_MODULES[name]) is None:
            continue
        own = files if name == "ours" else [path for path in files if path.suffix != ".doc"]
        readings = {path: reading(READERS[name], path) for path in own}
        ended = Counter(each.ended for each in readings.values())
        with_tables = [path for path in own if truth[path] and readings[path].text]
        lossy = [path for path in with_tables if not _holds(readings[path].text, truth[path])]
        yield " | ".join([
            f"| {name}",
            str(len(own)),
            ", ".join(f"{count} {word}" for word, count in ended.most_common()),
            str(sum(each.seconds >= DEADLINE_S for each in readings.values())),
            f"{max(each.seconds for each in readings.values()):.1f}",
            f"{max(each.megabytes for each in readings.values()):.0f}",
            str(len(with_tables)),
            f"{len(lossy)} |",
        ])  # fmt: skip
        if name == "ours":
            yield from (f"<!-- {path.name}: {each.ended}, {each.seconds:.1f} s -->" for path, each in readings.items())


def _holds(text: str, words: set[str]) -> bool:
    joined = "".join(_words(text))  # a reader may join what runs cut up
    return all(word in joined for word in words)


def main() -> None:
    parser = argparse.ArgumentParser(description="Real files beside other readers.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", type=int, default=1, help="every so manieth file alone")
    parser.add_argument("--reader", choices=READERS, action="append", help="this one alone; may be given again")
    args = parser.parse_args()
    files = [path for path in sorted(args.folder.rglob("*")) if path.is_file()][:: args.part]
    for line in lines(files, args.reader or list(READERS)):
        print(line, flush=True)


if __name__ == "__main__":
    main()
