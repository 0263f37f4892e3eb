"""The documents hold: every code is explained, every link leads somewhere, every command exists."""

import re
from pathlib import Path

import pytest

from pipeline.errors import ErrorCode
from pipeline.model.matching import MatchKind
from pipeline.model.verdicts import WeakKind
from pipeline.policy import load_policy

ROOT = Path(__file__).parent.parent
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "bench/README.md",
    "docs/design.md",
    "docs/accuracy.md",
    "docs/batch.md",
    "docs/codes.md",
    "docs/corpus.md",
    "docs/scaling.md",
)


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def explained(title: str) -> set[str]:
    """The codes in the first column of the table under a heading of docs/codes.md."""
    section = re.split(r"^#+ ", page("docs/codes.md"), flags=re.MULTILINE)
    (text,) = (part for part in section if part.startswith(title))
    return set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE))


def test_every_reason_is_explained_and_no_other() -> None:
    sentences = load_policy().sentences.reasons
    assert explained("Reasons") == {code.partition(":")[0] for code in sentences} | {"decided"}
    assert explained("Kinds of `evidence_weak`") == set(WeakKind)


def test_every_finding_is_explained_with_its_severity_and_no_other() -> None:
    findings = load_policy().sentences.findings
    assert explained("Findings") == set(findings)
    for code, sentence in findings.items():
        assert f"| `{code}` | {sentence.severity} |" in page("docs/codes.md")


def test_every_other_code_is_explained_and_no_other() -> None:
    assert explained("Errors") == set(ErrorCode)
    assert explained("Match") == set(MatchKind)
    assert explained("Verdict and suggestion") >= set(load_policy().sentences.suggestions)


@pytest.mark.parametrize("name", PAGES)
def test_every_link_leads_to_a_file(name: str) -> None:
    links = re.findall(r"\]\(([^)#]+)\)", page(name))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (ROOT / name).parent.joinpath(link).exists()] == []


def test_every_command_of_the_readme_is_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", page("README.md"), re.MULTILINE))
    assert {"check", "test"} <= named <= targets


def test_every_room_that_the_readme_names_is_there() -> None:
    block = page("README.md").partition("## Where things are")[2].partition("```")[2].partition("```")[0]
    named = re.findall(r"\b[a-z]+(?:\.py|/)", block)
    assert len(named) > 10
    places = (ROOT, ROOT / "pipeline", ROOT / "tests")
    assert [room for room in named if not any((place / room).exists() for place in places)] == []
