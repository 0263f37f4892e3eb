"""The rubric as data: every threshold, weight, word list, pattern and sentence; read from the policy file and checked.

One class per table of `reference/policy.toml`, in the file's order; the file's comments say what each entry means.
"""

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from pipeline.errors import DataError
from pipeline.places import DATA

DEFAULT_POLICY = DATA / "policy.toml"


class _Data(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class Form(_Data, frozen=True, kw_only=True):
    """What the parts of a mapping form are called: headings, columns, claims, support, placeholders (extract)."""


class Matching(_Data, frozen=True, kw_only=True):
    """Weights in bits and thresholds of the row-to-criterion match (match/assign)."""


class Wording(_Data, frozen=True, kw_only=True):
    """Verb families, negations, quantities: what makes a changed wording an altered one (match/wording)."""


class Cells(_Data, frozen=True, kw_only=True):
    """What makes a cell absent, weak or substantive (judge/cells)."""


class Rules(_Data, frozen=True, kw_only=True):
    """The status table, the findings' severities, the limits of the suggestion (judge/coverage, findings)."""


class Sentences(_Data, frozen=True, kw_only=True):
    """What people read: one sentence found and one asked for, per code (judge/messages)."""


class Policy(_Data, frozen=True, kw_only=True):
    """A whole policy file; `sha256` is that of its bytes, filled on load."""

    form: Form
    matching: Matching
    wording: Wording
    cells: Cells
    rules: Rules
    sentences: Sentences
    sha256: str = ""


def load_policy(path: Path = DEFAULT_POLICY) -> Policy:
    """The policy in a file, checked. Raises: DataError, naming the file and the place inside it."""
    try:
        packed = path.read_bytes()
        policy = msgspec.toml.decode(packed, type=Policy)
    except OSError as error:
        raise DataError(f"The policy file {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"The policy file {path} is not UTF-8 text: {error.reason} at byte {error.start}.") from error
    except msgspec.DecodeError as error:
        raise DataError(f"The policy file {path} is wrong: {error}.") from error
    return msgspec.structs.replace(policy, sha256=hashlib.sha256(packed).hexdigest())
