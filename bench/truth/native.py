"""pandoc's native text to a tree: the constructors, lists, tuples and strings of Haskell, as `show` writes them."""

import re
from typing import NamedTuple

_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z_][\w.\']*)|(-?\d[\d.e+-]*)|([][(){},=]))', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:(\d+)|x([0-9a-fA-F]+)|(&|\s+\\)|(.))", re.DOTALL)
_SIGNS = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_ENDS = frozenset("])},=")


class Node(NamedTuple):
    """A constructor and what it was applied to."""

    name: str
    of: "list[Tree]"


Tree = Node | str | float | list["Tree"]


def parse(text: str) -> Tree:
    """The tree of a native document. Raises: ValueError, where the text is none."""
    tokens = _Tokens(text)
    tree = _term(tokens)
    if tokens.peek():
        raise ValueError(f"more than one term: {tokens.peek()!r}")
    return tree


class _Tokens:
    def __init__(self, text: str) -> None:
        self._all = [found.group().strip() for found in _TOKEN.finditer(text)]
        self._at = 0

    def peek(self) -> str:
        return self._all[self._at] if self._at < len(self._all) else ""

    def take(self) -> str:
        if not self.peek():
            raise ValueError("the text ends within a term")
        self._at += 1
        return self._all[self._at - 1]


def _term(tokens: _Tokens) -> Tree:
    """One atom, or a constructor with all the atoms behind it."""
    first = _atom(tokens)
    if not isinstance(first, Node) or first.of:
        return first
    while tokens.peek() and tokens.peek() not in _ENDS:
        first.of.append(_atom(tokens))
    return first


def _atom(tokens: _Tokens) -> Tree:
    token = tokens.take()
    if token.startswith('"'):
        return _ESCAPE.sub(_unescaped, token[1:-1])
    if token in "([{":
        return _group(tokens, token)
    if token[0].isdigit() or token[0] == "-":
        return float(token)
    return Node(token, [])


def _group(tokens: _Tokens, opening: str) -> Tree:
    """A list, a tuple, the fields of a record; a term in brackets is that term."""
    items: list[Tree] = []
    while tokens.peek() not in ("]", ")", "}"):
        items.append(_term(tokens))
        if tokens.peek() in (",", "="):
            tokens.take()
    tokens.take()
    return items[0] if opening == "(" and len(items) == 1 else items


def _unescaped(found: re.Match[str]) -> str:
    decimal, hexadecimal, nothing, sign = found.groups()
    if nothing:
        return ""
    return chr(int(decimal)) if decimal else chr(int(hexadecimal, 16)) if hexadecimal else _SIGNS.get(sign, sign)
