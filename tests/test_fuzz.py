"""Files spoilt by rules and by chance: each ends in an Outcome, and the same numbers give the same files."""

from collections import Counter

from bench.fuzz.__main__ import run, spoil
from bench.fuzz.seeds import pdf_form, seeds
from pipeline.policy import load_policy
from pipeline.readers import dispatch

FILES = 200
SEED = 20


def test_every_spoilt_file_ends_in_an_outcome(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")  # no other program is started
    files, codes = seeds(), Counter()
    finds = list(run((spoil(number, SEED, files) for number in range(FILES)), tmp_path, codes))
    assert [f"--seed {SEED} --only {find.spoilt.number}: {find.why}" for find in finds] == []
    assert codes.total() == FILES
    assert codes["corrupt"] > FILES / 20  # they are spoilt ...
    assert codes["result: gaps"] > FILES / 20  # ... and not all beyond reading


def test_the_same_number_gives_the_same_file():
    files = seeds()
    assert [spoil(number, 1, files) for number in range(60)] == [spoil(number, 1, seeds()) for number in range(60)]
    assert spoil(1, 1, files).packed != spoil(1, 2, files).packed


def test_the_pdf_that_is_spoilt_is_a_mapping_before():
    document = dispatch.read(pdf_form(), load_policy().limits)
    assert sum(len(table.rows) for table in document.tables) == 7
