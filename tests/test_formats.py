"""The same submission in another format gets the same verdicts; the corpus' formats hold the words of their labels."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bench.labelled import Asked
from pipeline.check import check
from pipeline.result import Failure, Result
from tests.corpus import browser, formats, office, scans
from tests.corpus.generate import laid_out
from tests.corpus.inputs import FOLDER, plans
from tests.corpus.printing import A4, KEPT, Look, printed, word_file

needs_office = pytest.mark.skipif(office.SOFFICE is None, reason="LibreOffice is not installed")
needs_browser = pytest.mark.skipif(browser.CHROMIUM is None, reason="Chromium is not installed")
needs_recognition = pytest.mark.skipif(shutil.which("tesseract") is None, reason="Tesseract is not installed")
PAGES = {"portrait": A4, "landscape": A4[::-1]}
NAMES = tuple(plans())
Verdicts = dict[str, object]


def result(path: Path) -> Result:
    outcome = check(path)
    assert not isinstance(outcome, Failure), f"{path.name}: {outcome.code}: {outcome.message}"
    return outcome


def verdicts(found: Result) -> Verdicts:
    """What a customer is told: the awards claimed, the answers to them, every unit's and criterion's status."""
    told: Verdicts = {"claimed": found.claimed}
    told |= {f"{combination.award}": combination.answer for combination in found.combinations}
    told |= {unit.ref: unit.status for unit in found.units}
    return told | {f"{unit.ref}/{one.ref}": one.status for unit in found.units for one in unit.criteria}


@cache
def of_word(name: str) -> Verdicts:
    return verdicts(result(FOLDER / f"{name}.docx"))


def apart(name: str, found: Result) -> list[str]:
    """Where a result says something else than that of the Word file."""
    word, other = of_word(name), verdicts(found)
    return [f"{name} {key}: {word[key]}, here {other.get(key)}" for key in word if word[key] != other.get(key)]


def words(folder: Path, page: tuple[int, int], kept: frozenset[str] | None = None) -> list[Path]:
    """The shipped submissions as Word files on this page; their changes accepted, but for those of these features."""
    files = []
    for name, plan in plans().items():
        blocks = printed(laid_out(plan), kept) if kept else printed(laid_out(plan))
        files.append(folder / f"{name}.docx")
        files[-1].write_bytes(word_file(blocks, Look(page=page, header=name), plan.hand, plan.seed))
    return files


def from_office(folder: Path, page: tuple[int, int]) -> list[Path]:
    return office.converted(words(folder, page), "pdf", folder / "printed")


def from_browser(folder: Path, page: tuple[int, int]) -> list[Path]:
    how = browser.Sheet(Look(page=page, points=9), is_shaded=True)
    pages = []
    for name, plan in plans().items():
        pages.append((folder / f"{name}.html", how))
        pages[-1][0].write_text(browser.page(printed(laid_out(plan)), how, name), encoding="utf-8")
    return browser.prints(pages)


@pytest.mark.long
@pytest.mark.parametrize("orientation", PAGES)
@pytest.mark.parametrize(
    "prints",
    [pytest.param(from_office, marks=needs_office), pytest.param(from_browser, marks=needs_browser)],
    ids=["LibreOffice", "Chromium"],
)
def test_a_printed_submission_gets_the_verdicts_of_its_word_file(
    prints: Callable[[Path, tuple[int, int]], list[Path]], orientation: str, tmp_path: Path
) -> None:
    files = prints(tmp_path, PAGES[orientation])
    faults = [fault for name, file in zip(NAMES, files, strict=True) for fault in apart(name, result(file))]
    assert not faults, "\n".join(faults)


@pytest.mark.long
@needs_office
@pytest.mark.parametrize("ending", ["doc", "odt", "rtf"])
def test_another_word_processors_file_gets_the_verdicts_of_the_word_file(ending: str, tmp_path: Path) -> None:
    files = office.converted(words(tmp_path, A4[::-1], KEPT), ending, tmp_path / "saved")
    faults = [fault for name, file in zip(NAMES, files, strict=True) for fault in apart(name, result(file))]
    assert not faults, "\n".join(faults)


@pytest.mark.long
@needs_office
@needs_recognition
def test_a_scanned_submission_is_judged_alike_and_is_never_silently_too_kind(tmp_path: Path) -> None:
    name = "Riverside Care Group - Diploma with gaps"
    plan, look = plans()[name], Look(points=9, margin=720)
    word_path = tmp_path / "signed.docx"
    word_path.write_bytes(word_file(printed(laid_out(plan)), look, plan.hand, plan.seed))
    [pdf] = office.converted([word_path], "pdf", tmp_path / "printed")
    how, rng = scans.Scanner(dpi=200, skew=1.5), Random("scanned inputs")
    scan = tmp_path / "scan.pdf"
    scans.save_pdf([scans.scanned(page, how, rng) for page in scans.pictures(pdf, how.dpi)], how, rng, scan)
    found = result(scan)
    word, other = of_word(name), verdicts(found)
    statuses = [key for key in word if "/" in key]
    assert sum(word[key] == other.get(key) for key in statuses) >= 0.97 * len(statuses), "\n".join(apart(name, found))
    assert any(finding.code == "ocr_text" for finding in found.findings)
    kind = [
        f"{unit.ref}/{one.ref}"
        for unit in found.units
        for one in unit.criteria
        if one.status == "full" != word[f"{unit.ref}/{one.ref}"] and one.certain
    ]
    assert not kind


# ---------------------------------------------------------------- the corpus' own formats


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).lower()


@pytest.mark.parametrize(
    "name", [pytest.param("pdf-lo", marks=needs_office), pytest.param("pdf-chromium", marks=needs_browser)]
)
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")
def test_every_word_of_a_label_stands_in_its_pdf(name: str, tmp_path: Path) -> None:
    for made in formats.make(name, 3, 3, tmp_path):
        shown = letters(subprocess.check_output(["pdftotext", "-raw", made.path, "-"], text=True))
        for unit in made.truth["units"].values():
            for label in unit["criteria"].values():
                said = re.findall(r"\w+", f"{label['evidence']} {label['strategies']}")
                assert all(letters(word) in shown for word in said), (made.path.name, label)


def test_a_format_has_the_same_submissions_every_time_and_says_what_it_lacks() -> None:
    def chosen() -> list[tuple[str, int]]:
        return [
            (source.name, source.rng.getrandbits(32))
            for name in formats.FORMATS
            if name != "word"
            for source in formats.sources(name, 2, 5)
        ]

    assert chosen() == chosen()
    assert len({name for name, _ in chosen()}) == 2 * (len(formats.FORMATS) - 1)


def test_a_format_whose_programs_are_absent_is_left_out_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SOFFICE", None)
    asked = Asked(("rtf", "word"), count=1)
    assert [case.truth["format"] for case in asked.cases(tmp_path)] == ["word"]
    assert asked.left_out == ["rtf (soffice not installed)"]


def test_what_is_recognised_from_pixels_is_scored_by_its_statuses_alone() -> None:
    assert {name for name, kind in formats.FORMATS.items() if kind.has_pixels} == {
        *("scan", "mixed", "tiff", "png", "jpeg", "picture")
    }
