"""What is done: each submission's record, by what it was made of, in an SQLite file beside the outputs.

What is written is committed with each outcome, so that a process that is killed loses what it was doing and no more.
The file belongs to one process at a time; nothing is held in memory but a page of rows."""

import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from pipeline import __version__
from pipeline.batch import queries
from pipeline.batch.jobs import Done, Job, Source
from pipeline.batch.log import LOG_FILE
from pipeline.batch.storage import SHARDS
from pipeline.pack import UNREAD_ENDING, file_name, other_name
from pipeline.records import Changes, Entry, Record, changes, pack, unpack
from pipeline.report.drawing import REPORT_ENDING
from pipeline.sandbox.messages import Packs
from pipeline.text import fold

LEDGER_FILE = "ledger.sqlite"
LOCK_FILE = "ledger.lock"
_LAYOUT = 2  # of the tables and of the records in them; a ledger of another is begun anew
_PAGE = 500
_FAR_NS = 2**63 - 1  # in 2262


def standing(references: Iterable[str], policy: str) -> str:
    """What an outcome rests on beside the submission: the sha256 of references and policy, and the version."""
    return "\0".join((__version__, *references, policy))


class Ledger:
    """The ledger in a file, which is made where there is none. A context manager.

    Raises (each method): sqlite3.Error, where the file is none, or cannot be read or written.
    """

    def __init__(self, path: Path, standing: str) -> None:
        self._standing = standing
        self._run = 0
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.create_function("key_of", 1, self._key, deterministic=True)
        # One process has it, so no file of shared memory is needed, which network folders do not have.
        for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = WAL", "synchronous = NORMAL", "cache_size = -4000"):
            self._db.execute(f"PRAGMA {pragma}")
        if self._one("PRAGMA user_version") != _LAYOUT:
            self._begin_anew()
        self._run = self._one("SELECT coalesce(max(run), 0) FROM source")
        self._db.execute("BEGIN")

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self._db.in_transaction:  # what came may have come within a commit
                self._db.execute("COMMIT")
        finally:
            self._db.close()

    def commit(self) -> None:
        """What was written so far stays, whatever happens."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.execute("BEGIN")

    @property
    def changes(self) -> int:
        """How many changes were made since the ledger was opened."""
        return self._db.total_changes

    def copy(self, path: Path) -> None:
        """Writes a copy of all that stands in the ledger now, whole in one file."""
        self.commit()
        with closing(sqlite3.connect(path)) as copy:
            self._db.backup(copy)

    # ------------------------------------------------------------ what there is to do

    def take(self, sources: Iterable[Source]) -> int:
        """Begins a run over these sources, and gives their number; what is known of them is kept where it holds."""
        self._run += 1
        rows = ((os.fsencode(s.path), _rank(s.path), s.shown, *_as_it_is(s), self._run) for s in sources)
        while page := list(islice(rows, _PAGE)):
            self._db.executemany(queries.TAKE, page)
        try:
            self._db.execute("UPDATE source SET key = key_of(sha256) WHERE run = ? AND sha256 NOT NULL", (self._run,))
        except sqlite3.OperationalError as error:
            if "user-defined function raised" in str(error):  # as it does where Ctrl-C comes within it
                raise KeyboardInterrupt from error
            raise
        self._db.execute(
            "UPDATE source SET who = (SELECT who FROM outcome WHERE key = source.key) WHERE run = ?", (self._run,)
        )
        self.commit()
        return int(self._one("SELECT count(*) FROM source WHERE run = ?", self._run))

    def unread(self) -> Iterator[Source]:
        """The sources of this run whose bytes may be others than those that are known."""
        columns = "s.path, s.shown, s.bytes, s.modified_ns, s.changed_ns"
        for row in self._pages(columns, "s.is_stale AND s.trouble IS NULL"):
            yield Source(os.fsdecode(row[0]), *row[1:])

    def digested(self, source: Source, sha256: str) -> None:
        """Keeps what a source's bytes are."""
        self._db.execute(queries.DIGESTED, {"path": os.fsencode(source.path), "sha": sha256, "key": self._key(sha256)})

    def retry(self, *, is_all: bool = False) -> None:
        """Forgets the failures among what this run would find done, or among all."""
        mine = "" if is_all else f" AND key IN (SELECT key FROM source WHERE run = {self._run})"
        self._db.execute(f"DELETE FROM outcome WHERE kind = 'unread'{mine}")

    def forget_lost(self, is_there: Callable[[str], bool], *, is_all: bool = False) -> None:
        """Forgets what is to be done again, of this run or of all: the outcomes whose packs have been deleted.

        Forgets the sources too that are found under another name now.
        """
        mine = "" if is_all else f" AND EXISTS (SELECT 1 FROM source WHERE key = outcome.key AND run = {self._run})"
        for key, folder in self._walk(
            queries.OUTCOMES.format(columns="key, folder", where=f"folder IS NOT NULL{mine}"), ""
        ):
            if not is_there(folder):
                self._db.execute("DELETE FROM outcome WHERE key = ?", (key,))
        again = "EXISTS (SELECT 1 FROM source t WHERE t.sha256 = s.sha256 AND t.run = ?)"
        query = f"SELECT path FROM source s WHERE s.run < ? AND {again}"
        moved = self._db.execute(query, (self._run, self._run)).fetchall()
        gone = [(path,) for (path,) in moved if b"://" not in path and not os.path.lexists(path)]
        self._db.executemany("DELETE FROM source WHERE path = ?", gone)

    def waiting(self, packs: Packs) -> Iterator[Job]:
        """The jobs of this run, in the order of paths: of sources with the same bytes the first."""
        for path, shown, size, sha256, key in self._pages(
            "s.path, s.shown, s.bytes, s.sha256, s.key", queries.waiting(packs)
        ):
            named = os.fsdecode(path)
            yield Job(key, named, shown, sha256, self._name(sha256, _pack_name(named)), size)

    def count(self, packs: Packs) -> int:
        """How many jobs are waiting."""
        return int(self._one(f"SELECT count(*) FROM source s WHERE run = ? AND {queries.waiting(packs)}", self._run))

    def kinds(self) -> dict[str, int]:
        """How many submissions of this run are of each kind; one that has trouble could not be read."""
        rows = self._db.execute(queries.KINDS, (self._run,)).fetchall()
        return {kind: count for kind, count in rows if kind}

    def has(self, source: Source, packs: Packs) -> bool:
        """Whether a source, as it is now, has an outcome such as is wanted, by what outcomes rest on now."""
        query = queries.known(packs)
        return self._db.execute(query, (os.fsencode(source.path), *_as_it_is(source))).fetchone() is not None

    def count_unsettled(self) -> int:
        """How many submissions of this run have no outcome that is kept, and are checked again by the next."""
        return int(self._one("SELECT count(*) FROM source WHERE run = ? AND trouble IS NOT NULL", self._run))

    def count_same(self) -> int:
        """How many submissions of this run have the same bytes as one before them."""
        return int(self._one(f"SELECT count(*) FROM source s WHERE s.run = ? AND {queries.SAME}", self._run))

    # ------------------------------------------------------------ what is done

    def add(self, done: Done) -> None:
        """Keeps an outcome for good."""
        kept, who = done.record, _who(done.record)
        row = (done.job.key, kept.kind, who, done.folder, pack(kept), done.result)
        self._db.execute("INSERT OR REPLACE INTO outcome VALUES (?, ?, ?, ?, ?, ?)", row)
        # Of the same bytes by another policy there is an outcome no more: its pack is this one's now.
        self._db.execute("UPDATE source SET key = ?, who = ? WHERE sha256 = ?", (done.job.key, who, done.job.sha256))
        self.commit()

    def fail(self, path: str, record: Record) -> None:
        """Keeps why a source has no outcome, until the next run."""
        self._db.execute("UPDATE source SET trouble = ? WHERE path = ?", (pack(record), os.fsencode(path)))
        self.commit()

    def fail_all(self, key: str, record: Record) -> None:
        """As `fail`, of every source of this run with these bytes."""
        query = "UPDATE source SET trouble = ? WHERE key = ? AND run = ?"
        self._db.execute(query, (pack(record), key, self._run))
        self.commit()

    def read_again(self, job: Job) -> None:
        """A source is not what it was: its bytes are to be read anew, and what had its name before has none."""
        self._db.execute("UPDATE source SET is_stale = 1 WHERE path = ?", (os.fsencode(job.path),))
        unused = "DELETE FROM name WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM outcome WHERE key = ?)"
        self._db.execute(unused, (job.sha256, job.key))

    def results(self) -> Iterator[tuple[str, bytes, bytes]]:
        """Key, packed record, compressed result: of each outcome whose result no shard has, in the order of keys."""
        return self._walk(queries.OUTCOMES.format(columns="key, record, result", where="result IS NOT NULL"), "")

    def sharded(self, keys: Sequence[str]) -> None:
        """These outcomes' results lie in a shard now."""
        self._db.executemany("UPDATE outcome SET result = NULL WHERE key = ?", [(key,) for key in keys])
        self.commit()

    def tidy(self) -> None:
        """Forgets the outcomes that no source has any more, nor had before."""
        self._db.execute(
            "DELETE FROM outcome WHERE NOT EXISTS (SELECT 1 FROM source WHERE source.key = outcome.key)"
            " AND key NOT IN (SELECT before FROM source WHERE before IS NOT NULL)"
        )
        self.commit()

    def entries(self) -> Iterator[Entry]:
        """Every submission that has an outcome, or trouble, of this run or an earlier one, in the order of paths."""
        where = "(o.key IS NOT NULL OR s.trouble IS NOT NULL)"
        for row in self._walk(queries.SOURCES.format(columns=queries.ENTRY, where=where), b""):
            yield self._entry(*row)

    def _entry(self, *row: Any) -> Entry:
        shown, modified_ns, trouble, folder, name, packed, same_as, earlier, before = row
        received = datetime.fromtimestamp(modified_ns / 1e9, UTC).date().isoformat()
        kept = unpack(trouble or packed)
        if trouble:
            return Entry(shown, received, None, kept)
        since = self._changes(kept, earlier, before) if same_as is None else None
        return Entry(shown, received, folder, kept, same_as, since, _page(folder, name, kept))

    def _changes(self, kept: Record, earlier: bytes | None, before: bytes | None) -> Changes | None:
        """What changed since the last submission of the programme, by the same reference and policy."""
        if earlier:
            shown, packed = self._db.execute(
                "SELECT shown, record FROM source s JOIN outcome o ON o.key = s.key WHERE path = ?", (earlier,)
            ).fetchone()
        elif before:
            packed = before
            shown = unpack(before).file
        else:
            return None
        old = unpack(packed)
        is_alike = (old.reference, old.policy, _who(old)) == (kept.reference, kept.policy, _who(kept))
        return changes(old, kept, shown) if is_alike and kept.units else None

    # ------------------------------------------------------------ the file

    def _key(self, sha256: str) -> str:
        return hashlib.sha256(f"{self._standing}\0{sha256}".encode()).hexdigest()

    def _name(self, sha256: str, wanted: str) -> str:
        """What the pack of these bytes is called, once for all; on some disks "A" and "a" are one name."""
        found = self._db.execute("SELECT name FROM name WHERE sha256 = ?", (sha256,)).fetchone()
        if found:
            return str(found[0])
        longer = [other_name(wanted, sha256), f"{wanted}-{sha256}"]
        for name in longer if wanted.casefold() in _own_names() else [wanted, *longer]:
            row = (sha256, name.casefold(), name)
            if self._db.execute("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", row).rowcount:
                break
        return name

    def _pages(self, columns: str, where: str) -> Iterator[Any]:
        """Rows of this run's sources, and of their outcomes, in the order of paths."""
        return self._walk(queries.SOURCES.format(columns=columns, where=f"s.run = {self._run} AND {where}"), b"")

    def _walk(self, query: str, after: object) -> Iterator[Any]:
        """The rows of a query, read a page at a time; its first column, which is not given, is where the next begins.

        So a row may be changed while they are walked through, and memory holds one page.
        """
        while page := self._db.execute(f"{query} LIMIT {_PAGE}", (after,)).fetchall():
            yield from (row[1:] for row in page)
            after = page[-1][0]

    def _one(self, query: str, *values: object) -> Any:
        return self._db.execute(query, values).fetchone()[0]

    def _begin_anew(self) -> None:
        tables = self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        drops = "".join(f"DROP TABLE {name};" for (name,) in tables)
        made = (Path(__file__).parent / "ledger.sql").read_text(encoding="utf-8")
        self._db.executescript(f"BEGIN; {drops} {made} PRAGMA user_version = {_LAYOUT}; COMMIT;")


def _as_it_is(source: Source) -> tuple[int, int, int]:
    """By what it is told whether a source may have changed; dates that SQLite cannot hold are as far as they can be."""
    modified_ns, changed_ns = (max(-_FAR_NS, min(ns, _FAR_NS)) for ns in (source.modified_ns, source.changed_ns))
    return source.bytes, modified_ns, changed_ns


def _rank(path: str) -> bytes:
    return os.fsencode(path.casefold()) + b"\0" + os.fsencode(path)


def _pack_name(path: str) -> str:
    return file_name(Path(PurePath(path).name), "")


@cache
def _own_names() -> frozenset[str]:
    """What no pack may be called, as the output's own files are, folded."""
    from pipeline.report.rollup import NAMES  # who only does jobs does without it

    beside = (f"{LEDGER_FILE}-wal", f"{LEDGER_FILE}-shm")
    return frozenset(name.casefold() for name in (*NAMES, LEDGER_FILE, *beside, LOCK_FILE, LOG_FILE, SHARDS))


def _page(folder: str | None, name: str, kept: Record) -> str | None:
    """What a reader opens first of a pack."""
    ending = UNREAD_ENDING if kept.kind == "unread" else REPORT_ENDING
    return f"{folder}/{file_name(Path(f'{name}.docx'), ending)}" if folder else None


def _who(kept: Record) -> str | None:
    """By what submissions of one programme are known; None where one does not say whose it is."""
    names = fold(kept.customer), fold(kept.programme)
    return "\0".join((*names, kept.qualification)) if all(names) else None
