"""What a ledger asks of its tables, which ledger.sql lays out."""

from collections.abc import Mapping

from pipeline.sandbox.messages import Packs

_SETTLED: Mapping[Packs, str] = {
    "all": "o.folder IS NOT NULL",
    "gaps": "(o.folder IS NOT NULL OR o.kind = 'complete')",
    "none": "1",
}
SOURCES = (
    "SELECT s.rank, {columns} FROM source s LEFT JOIN outcome o ON o.key = s.key"
    " WHERE s.rank > ? AND {where} ORDER BY s.rank"
)
OUTCOMES = "SELECT key, {columns} FROM outcome WHERE key > ? AND {where} ORDER BY key"
SAME = (
    "EXISTS (SELECT 1 FROM source t WHERE t.key = s.key AND t.run = s.run AND t.rank < s.rank"
    " AND t.trouble IS NULL AND NOT t.is_stale)"
)
TAKE = """
INSERT INTO source (path, rank, shown, bytes, modified_ns, changed_ns, run) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (path) DO UPDATE SET
    is_stale = is_stale OR (bytes, modified_ns, changed_ns)
        <> (excluded.bytes, excluded.modified_ns, excluded.changed_ns),
    shown = excluded.shown, bytes = excluded.bytes, modified_ns = excluded.modified_ns,
    changed_ns = excluded.changed_ns, run = excluded.run, trouble = NULL
"""
_KNOWN = """
SELECT 1 FROM source s JOIN outcome o ON o.key = key_of(s.sha256)
WHERE s.path = ? AND (s.bytes, s.modified_ns, s.changed_ns) = (?, ?, ?)
    AND NOT s.is_stale AND s.trouble IS NULL AND {settled}
"""
KINDS = """
SELECT CASE WHEN s.trouble IS NOT NULL THEN 'unread' ELSE o.kind END AS kind, count(*)
FROM source s LEFT JOIN outcome o ON o.key = s.key WHERE s.run = ? GROUP BY 1
"""
DIGESTED = """
UPDATE source SET
    before = CASE WHEN sha256 <> :sha THEN key ELSE before END,
    sha256 = :sha, key = :key, is_stale = 0, who = (SELECT who FROM outcome WHERE key = :key)
WHERE path = :path
"""
ENTRY = """
    s.shown, s.modified_ns, s.trouble, o.folder, (SELECT n.name FROM name n WHERE n.sha256 = s.sha256), o.record,
    (SELECT t.shown FROM source t WHERE t.key = s.key AND t.rank < s.rank AND t.trouble IS NULL
        ORDER BY t.rank LIMIT 1),
    CASE WHEN EXISTS (SELECT 1 FROM source t WHERE t.key = s.key AND t.rank < s.rank AND t.trouble IS NULL) THEN NULL
    ELSE (SELECT t.path FROM source t WHERE t.who = s.who AND (t.modified_ns, t.rank) < (s.modified_ns, s.rank)
        AND t.key <> s.key AND EXISTS (SELECT 1 FROM outcome p WHERE p.key = t.key)
        ORDER BY t.modified_ns DESC, t.rank DESC LIMIT 1)
    END,
    (SELECT b.record FROM outcome b WHERE b.key = s.before)
"""


def waiting(packs: Packs) -> str:
    """Which sources are jobs: those without an outcome such as is wanted, of those with the same bytes the first."""
    return (
        "s.key IS NOT NULL AND NOT s.is_stale AND s.trouble IS NULL"
        f" AND NOT EXISTS (SELECT 1 FROM outcome o WHERE o.key = s.key AND {_SETTLED[packs]})"
        f" AND NOT {SAME}"
    )


def known(packs: Packs) -> str:
    """Whether a path, as it is now, has an outcome such as is wanted."""
    return _KNOWN.format(settled=_SETTLED[packs])
