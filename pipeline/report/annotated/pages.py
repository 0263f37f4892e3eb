"""Review and the customer's PDF to a copy of it with annotations on its pages."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.errors import NotDrawnError
from pipeline.report.annotated import notes
from pipeline.report.annotated.drawn import FONTS, SEE_THROUGH, SIDE, Drawing, badge, marked
from pipeline.report.annotated.notes import Note
from pipeline.report.annotated.sheet import Sheet, rotation
from pipeline.report.review import Review
from pipeline.report.shown import shown
from pipeline.result import Blank

if TYPE_CHECKING:
    from pikepdf import Dictionary, Object, Pdf

AUTHOR = "ilm-coverage"
_PRINTED = 4
_MARGIN, _STEP = 12.0, 24.0
_DEPTH_MAX = 32

_PROTECTED = (
    "No copy with comments is made: the PDF is protected, and who made it does not let it be changed. "
    "Send the comments in the reply, or ask for the Word document or a PDF without protection."
)
_SIGNED = (
    "No copy with comments is made: the PDF is digitally signed, and a comment would break the signature. "
    "Send the comments in the reply, or ask for a copy that is not signed."
)
_DAMAGED = (
    "No copy with comments is made: the PDF is damaged, although its words could be read. "
    "Send the comments in the reply, or ask for the document to be saved as a PDF again."
)


def render(review: Review, packed: bytes) -> bytes:
    """The file with annotations. Raises: NotDrawnError, where it must not or cannot be changed."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(packed)) as pdf:
            _refuse(pdf)
            filled = [blank for blank in notes.blanks(review.result) if _is_drawn(blank)]
            _annotate(pdf, notes.notes(review, filled))
            written = io.BytesIO()
            pdf.save(written, deterministic_id=True, fix_metadata_version=False)
            return written.getvalue()
    except pikepdf.PasswordError as error:
        raise NotDrawnError(_PROTECTED) from error
    except pikepdf.PdfError as error:
        raise NotDrawnError(_DAMAGED) from error


def _is_drawn(blank: Blank) -> bool:
    """Whether a tick or word is drawn into a blank place: where its cell is known, and nothing stands there."""
    return bool(blank.unit and blank.place.box and not blank.instead_of)


def _annotate(pdf: "Pdf", said: tuple[Note, ...]) -> None:
    import pikepdf

    counts: Counter[object] = Counter()
    added: dict[int, list[Object]] = {}
    for at, note in enumerate(said, 1):
        number = note.place.page if note.place and note.place.page else 1
        index = number - 1 if number <= len(pdf.pages) else 0
        page = pdf.pages[index]
        sheet = Sheet(page.cropbox, page.mediabox, rotation(page.obj))
        box = note.place.box if note.place else None
        where = (index, box)
        drawn = marked(note, box, counts[where]) if box else _icon(note, counts[where])
        counts[where] += 1
        annotation = _annotation(pdf, note, drawn, sheet)
        annotation.NM = pikepdf.String(f"{AUTHOR}-{at}")
        annotation.P = page.obj
        added.setdefault(index, []).append(pdf.make_indirect(annotation))
    for index, annotations in added.items():
        page = pdf.pages[index]
        page.obj.Annots = pikepdf.Array([*_annotations(page.obj), *annotations])


def _icon(note: Note, before: int) -> Drawing:
    """A note without a place on its page: in the page's corner, beside those before it."""
    return badge(note, (_MARGIN + before * _STEP, _MARGIN, _MARGIN + before * _STEP + SIDE, _MARGIN + SIDE))


def _annotation(pdf: "Pdf", note: Note, drawn: Drawing, sheet: Sheet) -> "Dictionary":
    import pikepdf

    left, bottom, right, top = sheet.rect(drawn.box)
    annotation = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Highlight if drawn.is_on_cell else pikepdf.Name.Text,
        Rect=[left, bottom, right, top],
        Contents=pikepdf.String("\n".join(map(shown, note.text.split("\n")))),
        T=pikepdf.String(AUTHOR),
        Subj=pikepdf.String("Comment"),
        C=list(drawn.colour),
        F=_PRINTED,
        AP=pikepdf.Dictionary(N=_appearance(pdf, drawn, sheet)),
    )
    if drawn.is_on_cell:
        annotation.QuadPoints = pikepdf.Array([left, top, right, top, left, bottom, right, bottom])
    else:
        annotation.Name = pikepdf.Name.Comment
    return annotation


def _appearance(pdf: "Pdf", drawn: Drawing, sheet: Sheet) -> "Object":
    """How every viewer shows it: upright, however the page is turned."""
    import pikepdf

    fonts = {
        name: pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name(f"/{font}"))
        for name, font in FONTS.items()
    }
    see_through = pikepdf.Dictionary(Type=pikepdf.Name.ExtGState, BM=pikepdf.Name.Multiply)
    stream = pdf.make_stream(drawn.content.encode("latin-1"))
    stream.Type = pikepdf.Name.XObject
    stream.Subtype = pikepdf.Name.Form
    stream.BBox = pikepdf.Array([0, 0, round(drawn.width, 1), round(drawn.height, 1)])
    stream.Matrix = pikepdf.Array(sheet.upright())
    stream.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(fonts), ExtGState=pikepdf.Dictionary({SEE_THROUGH: see_through})
    )
    return stream


def _annotations(page: "Object") -> Iterator["Object"]:
    """The annotations that a page has."""
    import pikepdf

    own = page.get("/Annots")
    if isinstance(own, pikepdf.Array):
        yield from own


def _refuse(pdf: "Pdf") -> None:
    """Nothing, unless the file is protected or signed. Raises: NotDrawnError."""
    if pdf.is_encrypted:
        raise NotDrawnError(_PROTECTED)
    form = pdf.Root.get("/AcroForm")
    if "/Perms" in pdf.Root or (form is not None and _is_signed(form.get("/Fields"), 0)):
        raise NotDrawnError(_SIGNED)


def _is_signed(fields: "Object | None", depth: int) -> bool:
    """Whether one of these fields, or of those below them, holds a signature."""
    import pikepdf

    if not isinstance(fields, pikepdf.Array) or depth > _DEPTH_MAX:
        return False
    for field in fields:
        if isinstance(field, pikepdf.Dictionary):
            if field.get("/FT") == pikepdf.Name.Sig and "/V" in field:
                return True
            if _is_signed(field.get("/Kids"), depth + 1):
                return True
    return False
