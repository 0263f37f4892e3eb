"""numbering.xml to the number that Word shows before a paragraph; counts along as paragraphs are met."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from msgspec import Struct

from pipeline.readers.word.names import (
    ABSTRACTNUM,
    ABSTRACTNUMID,
    FORMAT,
    ILVL,
    ISLGL,
    LVL,
    LVLOVERRIDE,
    LVLRESTART,
    LVLTEXT,
    NUM,
    NUMFMT,
    NUMID,
    NUMSTYLELINK,
    PSTYLE,
    RPR,
    START,
    STARTOVERRIDE,
    SUFF,
    VAL,
    VANISH,
    Element,
    is_on,
    whole,
)
from pipeline.readers.word.number_formats import formatted
from pipeline.readers.word.styles import Styles

_LEVELS = 9
_LINKS_MAX = 10
_PLACES = re.compile(r"%([1-9])")
_FIRST_NUMBER = re.compile(r"0*1")
_COUNT_MAX = 10**9
_TEXT_MAX = 60  # characters; Word's own dialog takes fewer
BULLET = "•"


class Level(Struct, frozen=True):
    """One level of a list: how its numbers are counted and written.

    `words` are the pieces of its text, every second one the level, from 1, whose number stands there. `restarts_after`
    is the level, from 1, whose numbers make it begin anew; 0 for none. `between` parts a number from the text.
    """

    start: int
    form: str
    words: tuple[str, ...]
    restarts_after: int
    is_legal: bool
    between: str
    is_hidden: bool
    style: str


@dataclass(slots=True)
class _List:
    """The running numbers of one abstract list, None where a level has not begun."""

    levels: dict[int, Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _LEVELS)


class _Instance(Struct, frozen=True):
    """One `w:num`: its list, and what it overrides. `restarted` are the levels that begin anew after each level."""

    of: _List
    levels: dict[int, Level]
    starts: dict[int, int]
    restarted: tuple[tuple[int, ...], ...]

    def start(self, at: int, level: Level) -> int:
        """The first number of a level."""
        return self.starts.get(at, level.start)


class Numbering:
    """The lists of one document and how far each has been counted."""

    def __init__(self, load: Callable[[], Element | None], styles: Styles) -> None:
        self._load = load
        self._styles = styles
        self._abstracts: dict[str, Element] | None = None
        self._nums: dict[str, Element] = {}
        self._lists: dict[str, _List] = {}
        self._instances: dict[int, _Instance | None] = {}
        self._begun: set[int] = set()

    def next(self, num_id: int, level: int | None, style: str) -> tuple[str, str]:
        """The number of the next paragraph of this list and level, and what parts it from the text.

        `level` None: the level that is tied to `style`. ("", "") where the list shows none.
        """
        instance = self._instance(num_id)
        if instance is None:
            return "", ""
        if level is None:
            level = next((at for at, known in instance.levels.items() if style and known.style == style), 0)
        if not 0 <= level < _LEVELS:
            level = 0 if level < 0 else _LEVELS - 1
        shown = instance.levels.get(level)
        if shown is None:
            return "", ""
        self._count(num_id, instance, level, shown)
        if shown.is_hidden:
            return "", ""
        return _written(instance, shown), shown.between

    def _count(self, num_id: int, instance: _Instance, level: int, shown: Level) -> None:
        counts = instance.of.counts
        if num_id not in self._begun:  # a start of its own makes the list begin anew where it is first met
            self._begun.add(num_id)
            for at in range(min(instance.starts, default=_LEVELS), _LEVELS):
                counts[at] = None
        before = counts[level]
        counts[level] = instance.start(level, shown) if before is None else min(before + 1, _COUNT_MAX)
        for deeper in instance.restarted[level]:
            counts[deeper] = None

    def _instance(self, num_id: int) -> _Instance | None:
        if num_id not in self._instances:
            self._instances[num_id] = self._read_instance(num_id) if num_id > 0 else None
        return self._instances[num_id]

    def _read_instance(self, num_id: int) -> _Instance | None:
        self._index()
        num = self._nums.get(str(num_id))
        found = None if num is None else self._list(num)
        if num is None or found is None:
            return None
        levels, starts = dict(found.levels), {}
        for override in num.iterchildren(LVLOVERRIDE):
            at = whole(override.get(ILVL), -1)
            start, level = override.find(STARTOVERRIDE), override.find(LVL)
            if level is not None:
                levels[at] = _level(level, at)
            if start is not None:
                starts[at] = whole(start.get(VAL), 1)
        return _Instance(found, levels, starts, _restarted(levels))

    def _list(self, num: Element) -> _List | None:
        """The list that a `w:num` counts in, links to list styles followed."""
        for _ in range(_LINKS_MAX):
            key = num.find(ABSTRACTNUMID)
            abstract = None if key is None else (self._abstracts or {}).get(key.get(VAL, ""))
            if key is None or abstract is None:
                return None
            link = abstract.find(NUMSTYLELINK)
            if link is None:
                return self._known_list(key.get(VAL, ""), abstract)
            linked = self._nums.get(str(self._styles.get(link.get(VAL, "")).num_id))
            if linked is None:
                return None
            num = linked
        return None

    def _known_list(self, key: str, abstract: Element) -> _List:
        if key not in self._lists:
            found = ((whole(level.get(ILVL), -1), level) for level in abstract.iterchildren(LVL))
            self._lists[key] = _List({at: _level(level, at) for at, level in found})
        return self._lists[key]

    def _index(self) -> None:
        if self._abstracts is None:
            root = self._load()
            self._abstracts = {}
            if root is not None:
                self._abstracts = {each.get(ABSTRACTNUMID, ""): each for each in root.iterchildren(ABSTRACTNUM)}
                self._nums = {each.get(NUMID, ""): each for each in root.iterchildren(NUM)}


def _restarted(levels: dict[int, Level]) -> tuple[tuple[int, ...], ...]:
    """The levels that begin anew after each level."""
    after = [levels[at].restarts_after if at in levels else _LEVELS for at in range(_LEVELS)]
    return tuple([tuple([at for at in range(level + 1, _LEVELS) if level < after[at]]) for level in range(_LEVELS)])


def _level(element: Element, at: int) -> Level:
    said = {child.tag: child for child in element}

    def value(tag: str, otherwise: str) -> str:
        return str(said[tag].get(VAL, otherwise)) if tag in said else otherwise

    marks = said.get(RPR)
    hidden = None if marks is None else marks.find(VANISH)
    return Level(
        start=whole(value(START, "0"), 0),
        form=_format(element),
        words=tuple(_PLACES.split(value(LVLTEXT, "")[:_TEXT_MAX])),
        restarts_after=whole(value(LVLRESTART, ""), at),
        is_legal=ISLGL in said and is_on(said[ISLGL]),
        between="" if value(SUFF, "tab") == "nothing" else " ",
        is_hidden=hidden is not None and is_on(hidden),
        style=value(PSTYLE, ""),
    )


def _format(level: Element) -> str:
    """A level's number format; of a custom one ("01, 02, 03, …") its first number, if that is all digits."""
    for form in level.iter(NUMFMT):  # Word puts custom formats into a Choice, the nearest ordinary one into a Fallback
        name = form.get(VAL, "decimal")
        first = str(form.get(FORMAT, "")).split(",")[0].strip()
        if name != "custom":
            return str(name)
        if _FIRST_NUMBER.fullmatch(first):
            return first
    return "decimal"


def _written(instance: _Instance, shown: Level) -> str:
    """The number in full: the level's own text with the numbers of all its levels put in."""
    if shown.form == "bullet":
        return BULLET

    words = list(shown.words)
    for place in range(1, len(words), 2):
        at = int(words[place]) - 1
        level = instance.levels.get(at)
        if level is None:
            words[place] = ""
            continue
        count = instance.of.counts[at]
        form = "decimal" if shown.is_legal and level.form != "none" else level.form
        words[place] = formatted(instance.start(at, level) if count is None else count, form)
    return "".join(words).strip()
