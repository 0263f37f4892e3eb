"""What the tests of other qualifications share: the made-up one imported by the command, alone or beside 8580."""

from pathlib import Path

import pytest

from pipeline.cli import main
from pipeline.reference import DEFAULT_REFERENCE
from tests.qualifications.forms import template


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory, loaded: None) -> Path:
    """The made-up qualification's reference, as the command drafts it from the blank template: it lacks nothing."""
    folder = tmp_path_factory.mktemp("workshop")
    (folder / "template.docx").write_bytes(template())
    out = folder / "8999.json"
    assert main(["reference", "import", str(folder / "template.docx"), "--out", str(out)]) == 0
    return out


@pytest.fixture
def installed(tmp_path: Path, workshop: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of installed qualifications: 8580 and the made-up one, beside the schema of a result."""
    folder = tmp_path / "reference"
    folder.mkdir()
    for path in (DEFAULT_REFERENCE, DEFAULT_REFERENCE.with_name("result.schema.json"), workshop):
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr("pipeline.reference.REFERENCES", folder)
    return folder
