"""The rubric as data: every threshold, weight, word list, pattern and sentence; read from the policy file and checked.

One class per table of `reference/policy.toml`, in the file's order; the file's comments say what each entry means."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import msgspec

from pipeline.data import DATA, load
from pipeline.policy.base import Data
from pipeline.policy.cells import Cells
from pipeline.policy.form import Form
from pipeline.policy.limits import Limits
from pipeline.policy.matching import Matching, Wording
from pipeline.policy.rules import Rules, Sentences

DEFAULT_POLICY = DATA / "policy.toml"


class Policy(Data, frozen=True, kw_only=True):
    """A whole policy file; `sha256` is that of its bytes, filled on load."""

    limits: Limits
    form: Form
    matching: Matching
    wording: Wording
    cells: Cells
    rules: Rules
    sentences: Sentences
    sha256: str = ""


def load_policy(path: Path = DEFAULT_POLICY) -> Policy:
    """The policy in a file, checked. Raises: DataError, naming the file and the place inside it."""
    return load(path, "policy", _parsed, _faults)


@lru_cache(maxsize=4)
def _parsed(packed: bytes) -> Policy:
    """The same bytes give the same object, so that what is built from it once serves every check of a process."""
    policy = msgspec.toml.decode(packed, type=Policy)
    return msgspec.structs.replace(policy, sha256=hashlib.sha256(packed).hexdigest())


def _faults(policy: Policy) -> Iterator[str]:
    """What no type can say: a status table that leaves a case open, a reason without a sentence."""
    last = policy.rules.status[-1]
    if last.match or last.strategies or last.evidence:
        yield "the last row of the status table must fit everything - at `$.rules.status`"
    given = {key.split(":")[0] for key in policy.sentences.reasons}
    listed = [code for rule in policy.rules.status for code in rule.reasons]
    for code in listed + [rule.reason for rule in policy.rules.beside]:
        if code not in given:
            yield f"{code} has no sentence - at `$.sentences.reasons`"
