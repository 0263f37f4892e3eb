"""WordprocessingML from its parts: an element, a content control, a field's marks."""

from xml.sax.saxutils import quoteattr


def el(tag: str, *content: str, **attributes: str | int) -> str:
    """An element of the main namespace with its attributes in it: el("ilvl", val=0) is <w:ilvl w:val="0"/>."""
    named = "".join(f" w:{name}={quoteattr(str(value))}" for name, value in attributes.items())
    inner = "".join(content)
    return f"<w:{tag}{named}>{inner}</w:{tag}>" if inner else f"<w:{tag}{named}/>"


def control(content: str, number: int, extra: str = "") -> str:
    """A content control round this content; `extra` are its own properties."""
    return el("sdt", el("sdtPr", el("id", val=number), extra), el("sdtContent", content))


def field_mark(kind: str, inner: str = "") -> str:
    """A run with the mark that begins, parts or ends a field."""
    return el("r", el("fldChar", inner, fldCharType=kind))
