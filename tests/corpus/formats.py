"""The labelled submissions in every format that customers send: the same words and labels, another file.

A format takes its submissions from the seeds of the Word files, so that what is read otherwise is the format's doing.
"""

import io
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from tests.corpus import browser, office, scans
from tests.corpus.dress import STRUCK, TRACKED
from tests.corpus.generate import generate, laid_out, planned
from tests.corpus.markup import Block, Grid, Picture
from tests.corpus.plan import Plan
from tests.corpus.printing import A4, KEPT, SHOWN, TALL, Look, features, look, printed, with_picture, word_file
from tests.corpus.truth import truth

if TYPE_CHECKING:
    from PIL.Image import Image

_STRIDE = 7  # through the seeds: no divisor of the turns of categories (24) or layouts (25)
_EMU_PER_CM = 360_000
_ONE_TABLE_A_UNIT = ("template", "other words", "no outcomes", "repeated headers", "outcomes blank", "outcome bands")


@dataclass(frozen=True)
class Made:
    """A submission in a file, and its label."""

    path: Path
    truth: dict[str, Any]


@dataclass(frozen=True)
class Source:
    """A submission before it is made: its plan, its name without an ending, its form, and the dice for the rest."""

    plan: Plan
    name: str
    blocks: list[Block]
    rng: Random

    def word(self, how: Look, blocks: list[Block] | None = None) -> bytes:
        return word_file(self.blocks if blocks is None else blocks, how, self.plan.hand, self.plan.seed)


Make = Callable[[Sequence[Source], Path], list[Path]]


@dataclass(frozen=True)
class Format:
    """How a format is made, and of which plans.

    `count` is how many by default; `tools` the programs that making and reading it take; `kept` the features of Word
    that it has; `has_pixels` where words are to be recognised, so that their exact letters are not scored.
    """

    count: int
    tools: tuple[str, ...]
    make: Make
    fits: Callable[[Plan], bool] = lambda _: True
    kept: frozenset[str] = SHOWN
    has_pixels: bool = False


def absent(name: str) -> list[str]:
    """The programs that a format takes and that are not here."""
    found = {"soffice": office.SOFFICE, "chromium": browser.CHROMIUM}
    found |= {tool: shutil.which(tool) for tool in ("tesseract", "pdftocairo")}
    return [tool for tool in FORMATS[name].tools if not found[tool]] if name in FORMATS else []


def make(name: str, count: int, first: int, folder: Path) -> Iterator[Made]:
    """So many submissions of a format, in `folder`; the same `first`, the same choices."""
    folder.mkdir(parents=True, exist_ok=True)
    if name == "word":
        yield from _words(count, first, folder)
        return
    chosen = list(sources(name, count, first))
    for source, path in zip(chosen, FORMATS[name].make(chosen, folder), strict=True):
        yield Made(path, _label(source, path.name, name))


def _words(count: int, first: int, folder: Path) -> Iterator[Made]:
    for seed in range(first, first + count):
        labelled = generate(seed)
        path = folder / labelled.name
        path.write_bytes(labelled.docx)
        yield Made(path, labelled.truth | {"format": "word"})


def sources(name: str, count: int, first: int) -> Iterator[Source]:
    """The submissions that a format is made of."""
    kind, seed, left = FORMATS[name], first + list(FORMATS).index(name), count
    while left:
        plan = planned(seed)
        rng = Random(f"{name} {seed}")
        # A grey picture in the place of a unit says nothing here that it does not say in the Word files.
        if not plan.pictures and kind.fits(plan):
            if name in ("png", "jpeg"):
                plan.units = [rng.choice(plan.units)]
            yield Source(plan, f"g{seed:04}-{name}", printed(laid_out(plan), kind.kept), rng)
            left -= 1
        seed += _STRIDE


def _label(source: Source, file: str, name: str) -> dict[str, Any]:
    plan, worn = source.plan, features(source.blocks)
    plan.features |= worn
    for code, words in (("tracked_changes", TRACKED), ("struck_text", STRUCK)):
        if worn & set(words):
            plan.find(code)
    if FORMATS[name].has_pixels:
        plan.find("ocr_text")
    return truth(plan, file) | {"format": name, "status_only": FORMATS[name].has_pixels}


# ---------------------------------------------------------------- the formats


def _printed(chosen: Sequence[Source], folder: Path) -> list[Path]:
    """PDFs by the word processor."""
    files = [folder / f"{source.name}.docx" for source in chosen]
    for file, source in zip(files, chosen, strict=True):
        file.write_bytes(source.word(look(source.rng, source.plan.programme.title)))
    return office.converted(files, "pdf", folder / "printed")


def _through_cairo(chosen: Sequence[Source], folder: Path) -> list[Path]:
    """PDFs that went through a printer's dialogue on the way: the same pages in another program's operators."""
    made = []
    for pdf in _printed(chosen, folder):
        made.append(pdf.with_suffix(".cairo.pdf"))
        subprocess.run(["pdftocairo", "-pdf", pdf, made[-1]], check=True, timeout=60)
    return made


def _browsed(chosen: Sequence[Source], folder: Path) -> list[Path]:
    """PDFs by the browser."""
    pages = []
    for source in chosen:
        how = browser.sheet(source.rng, look(source.rng, source.plan.programme.title))
        path = folder / f"{source.name}.html"
        path.write_text(browser.page(source.blocks, how, source.plan.programme.title), encoding="utf-8")
        pages.append((path, how))
    return browser.prints(pages)


def _office(ending: str) -> Make:
    """Another word processor's format."""

    def files(chosen: Sequence[Source], folder: Path) -> list[Path]:
        words = [folder / f"{source.name}.docx" for source in chosen]
        for file, source in zip(words, chosen, strict=True):
            file.write_bytes(source.word(look(source.rng, source.plan.programme.title)))
        return office.converted(words, ending, folder / "saved")

    return files


def _scanned(chosen: Sequence[Source], folder: Path) -> list[Path]:
    """PDFs of pictures of pages."""
    return [_scan(pdf, source.rng) for pdf, source in zip(_printed(chosen, folder), chosen, strict=True)]


def _scan(pdf: Path, rng: Random) -> Path:
    how = scans.scanner(rng)
    path = pdf.with_suffix(".scan.pdf")
    scans.save_pdf([scans.scanned(page, how, rng) for page in scans.pictures(pdf, how.dpi)], how, rng, path)
    return path


def _mixed(chosen: Sequence[Source], folder: Path) -> list[Path]:
    """PDFs in which some pages are pictures, as of a signed copy put together with the rest."""
    made = []
    for text, source in zip(_printed(chosen, folder), chosen, strict=True):
        path = text.with_suffix(".mixed.pdf")
        scans.save_mixed(text, _scan(text, source.rng), source.rng, path)
        made.append(path)
    return made


def _tiff(chosen: Sequence[Source], folder: Path) -> list[Path]:
    """A picture file of many pages."""
    made = []
    for pdf, source in zip(_printed(chosen, folder), chosen, strict=True):
        how = scans.scanner(source.rng)
        path = pdf.with_suffix(".tiff")
        pages = [scans.scanned(page, how, source.rng) for page in scans.pictures(pdf, how.dpi)]
        scans.save_tiff(pages, how, path)
        made.append(path)
    return made


def _picture_file(ending: str) -> Make:
    """One picture of a form with one unit: a screenshot as PNG, a photograph as JPEG."""

    def files(chosen: Sequence[Source], folder: Path) -> list[Path]:
        tall = Look(page=TALL, font="Liberation Sans", points=9, repeats="none", footer="")
        images = _rendered([(source, source.blocks) for source in chosen], tall, folder)
        made = [folder / f"{source.name}.{ending}" for source in chosen]
        for image, source, path in zip(images, chosen, made, strict=True):
            how = replace(scans.scanner(source.rng), dpi=200, mode="RGB")
            taken = image if ending == "png" else scans.scanned(scans.framed(image), how, source.rng)
            taken.save(path, quality=source.rng.randint(60, 85), dpi=(200, 200))
        return made

    return files


def _rendered(asked: Sequence[tuple[Source, list[Block]]], how: Look, folder: Path) -> "list[Image]":
    """Blocks as one picture each, what is white at the edges cut off."""
    files = [folder / f"{source.name}-picture.docx" for source, _ in asked]
    for file, (source, blocks) in zip(files, asked, strict=True):
        file.write_bytes(source.word(how, blocks))
    return [scans.joined(scans.pictures(pdf, 200)) for pdf in office.converted(files, "pdf", folder / "pictures")]


def _with_a_picture(chosen: Sequence[Source], folder: Path) -> list[Path]:
    """Word files in which one unit's table is a picture of it."""
    places = [_place(source) for source in chosen]
    wide = Look(page=(A4[1], TALL[1]), font="Liberation Sans", points=10, repeats="none", footer="")
    tables = [(source, [source.blocks[at]]) for source, at in zip(chosen, places, strict=True)]
    made = [folder / f"{source.name}.docx" for source in chosen]
    for image, source, at, path in zip(_rendered(tables, wide, folder), chosen, places, made, strict=True):
        png = io.BytesIO()
        image.save(png, "PNG", dpi=(200, 200))
        picture = Picture(25 * _EMU_PER_CM, 25 * _EMU_PER_CM * image.height // image.width, "Picture 3")
        blocks = [*source.blocks[:at], picture, *source.blocks[at + 1 :]]
        docx = source.word(Look(page=A4[::-1]), blocks)
        path.write_bytes(with_picture(docx, png.getvalue()))
    return made


def _place(source: Source) -> int:
    """Where one of the units' tables stands among the blocks: the last tables are the units', one each."""
    grids = [at for at, block in enumerate(source.blocks) if isinstance(block, Grid)]
    return source.rng.choice(grids[-len(source.plan.units) :])


def _has_one_table_a_unit(plan: Plan) -> bool:
    return plan.layout in _ONE_TABLE_A_UNIT and all(unit.rows for unit in plan.units)


def _says_its_claim(plan: Plan) -> bool:
    return plan.stated in ("rules", "cover") and not plan.lenient and _has_one_table_a_unit(plan)


_OCR = ("soffice", "tesseract")
FORMATS = {
    "word": Format(300, (), lambda _chosen, _folder: []),
    "pdf-lo": Format(40, ("soffice",), _printed),
    "pdf-chromium": Format(40, ("chromium",), _browsed),
    "pdf-cairo": Format(8, ("soffice", "pdftocairo"), _through_cairo),
    "scan": Format(8, _OCR, _scanned, has_pixels=True),
    "mixed": Format(4, _OCR, _mixed, has_pixels=True),
    "tiff": Format(2, _OCR, _tiff, has_pixels=True),
    "png": Format(2, _OCR, _picture_file("png"), _says_its_claim, has_pixels=True),
    "jpeg": Format(2, _OCR, _picture_file("jpeg"), _says_its_claim, has_pixels=True),
    "picture": Format(4, _OCR, _with_a_picture, _has_one_table_a_unit, has_pixels=True),
    "doc": Format(4, ("soffice",), _office("doc"), kept=KEPT),
    "odt": Format(4, ("soffice",), _office("odt"), kept=KEPT),
    "rtf": Format(4, ("soffice",), _office("rtf"), kept=KEPT),
}
