"""A rendered page taken apart as a browser would: its elements, and the text that a reader sees."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
_UNSEEN = frozenset({"style", "script"})


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    children: list["Element | str"] = field(default_factory=list)

    def all(self, *tags: str) -> list["Element"]:
        return [element for element in self._below() if not tags or element.tag in tags]

    def by_id(self, name: str) -> "Element":
        (found,) = (element for element in self._below() if element.attributes.get("id") == name)
        return found

    def by_class(self, name: str) -> list["Element"]:
        return [element for element in self._below() if name in element.attributes.get("class", "").split()]

    @property
    def text(self) -> str:
        return " ".join("".join(self._texts()).split())

    def _below(self) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child._below()

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in _UNSEEN:
                # Cells and paragraphs stand apart on the screen.
                yield from (
                    (" ", *child._texts(), " ") if child.tag not in ("span", "a", "b", "ins", "del") else child._texts()
                )


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute of {tag} is there twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(packed: bytes) -> Element:
    """The page as a tree. Raises: AssertionError, where its elements are not closed in their order."""
    builder = _Builder()
    builder.feed(packed.decode())
    builder.close()
    (root,) = builder.open
    return root
