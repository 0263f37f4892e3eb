"""Pages to what a scanner, a camera or a screenshot makes of them: pictures, and PDFs of pictures."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True)
class Scanner:
    """How pages are scanned: `skew` is the most that a page lies askew, in degrees; `mode` is L, RGB or 1 (fax).

    `turned` is the share of pages that lie on their side or head; with `is_marked` the PDF says so, as of scanners that
    see it, and a viewer shows them upright.
    """

    dpi: int = 200
    skew: float = 1.0
    noise: float = 6.0
    blur: float = 0.5
    quality: int = 60
    paper: int = 248
    mode: str = "L"
    turned: float = 0.0
    is_marked: bool = False


def scanner(rng: Random) -> Scanner:
    """One of the scanners that customers have; the same `rng`, the same one."""
    return Scanner(
        dpi=rng.choice([200, 200, 200, 300]),
        skew=rng.choice([0.0, 0.5, 1.0, 2.0, 3.0]),
        noise=rng.uniform(1, 10),
        blur=rng.uniform(0.2, 0.8),
        quality=rng.randint(40, 75),
        paper=rng.randint(236, 255),
        mode=rng.choices(["L", "RGB", "1"], [6, 3, 1])[0],
        turned=rng.choice([0.0, 0.0, 0.15, 0.3]),
        is_marked=rng.random() < 0.4,
    )


def pictures(pdf: Path, dpi: int) -> "list[Image]":
    """The pages of a PDF as a printer would put them on paper."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def scanned(page: "Image", how: Scanner, rng: Random) -> "Image":
    """The page as it comes off the glass: askew, grey, soft and grainy."""
    import numpy as np
    from PIL import Image, ImageFilter

    white = (255,) * 3
    askew = page.rotate(rng.uniform(-how.skew, how.skew), Image.Resampling.BICUBIC, expand=False, fillcolor=white)
    soft = askew.filter(ImageFilter.GaussianBlur(how.blur * how.dpi / 200))
    if how.mode != "RGB":
        soft = soft.convert("L")
    ink = np.asarray(soft, dtype=np.float32) * (how.paper - 20) / 255 + 20
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, how.noise, ink.shape)
    image = Image.fromarray(np.clip(ink + grain, 0, 255).astype(np.uint8))
    return image.point(lambda value: 255 * (value > 150), "1") if how.mode == "1" else image


def save_pdf(images: "Sequence[Image]", how: Scanner, rng: Random, path: Path) -> None:
    """A PDF of one picture a page, some of them turned, compressed as the scanner does."""
    import pypdfium2

    turns = [rng.choice([90, 180, 270]) if rng.random() < how.turned else 0 for _ in images]
    laid = [image.rotate(turn, expand=True) for image, turn in zip(images, turns, strict=True)]
    quality = {} if how.mode == "1" else {"quality": how.quality}  # a fax is compressed without loss
    laid[0].save(path, "PDF", save_all=True, append_images=laid[1:], resolution=how.dpi, **quality)
    if not how.is_marked:
        return
    document = pypdfium2.PdfDocument(path.read_bytes())
    for page, turn in zip(document, turns, strict=True):
        page.set_rotation(turn)
    document.save(path)
    document.close()


def save_mixed(text: Path, scan: Path, rng: Random, path: Path) -> None:
    """A PDF whose pages come in turn from one with text and from its scan, at least one from each."""
    import pypdfium2

    mixed, sources = pypdfium2.PdfDocument.new(), [pypdfium2.PdfDocument(text), pypdfium2.PdfDocument(scan)]
    count = len(sources[0])
    which = [rng.random() < 0.5 for _ in range(count)]
    which[rng.randrange(count)], which[-1] = True, False
    for at, is_scan in enumerate(which):
        mixed.import_pages(sources[is_scan], [at])
    mixed.save(path)
    for document in (mixed, *sources):
        document.close()


def save_tiff(images: "Sequence[Image]", how: Scanner, path: Path) -> None:
    """One TIFF of all pages, compressed as fax machines and scanners do."""
    compression = "group4" if how.mode == "1" else "jpeg"
    dots = (how.dpi, how.dpi)
    rest = list(images[1:])
    quality = {} if how.mode == "1" else {"quality": how.quality}
    images[0].save(path, "TIFF", save_all=True, append_images=rest, compression=compression, dpi=dots, **quality)


def joined(pages: "Sequence[Image]") -> "Image":
    """The pages as one picture, one under another, each without the white round it."""
    from PIL import Image

    cut = [_cropped(page) for page in pages]
    whole = Image.new("RGB", (max(page.width for page in cut), sum(page.height for page in cut)), "white")
    top = 0
    for page in cut:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def framed(page: "Image") -> "Image":
    """The page with as much white round it as keeps its corners in the picture when it lies askew."""
    from PIL import ImageOps

    return ImageOps.expand(page, 20 + max(page.size) // 36, "white")


def _cropped(page: "Image") -> "Image":
    from PIL import ImageOps

    left, top, right, bottom = ImageOps.invert(page.convert("L")).getbbox() or (0, 0, *page.size)
    return page.crop((left - 8, top - 8, right + 8, bottom + 8))
