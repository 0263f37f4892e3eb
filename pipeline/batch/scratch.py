"""Where a batch keeps temporary files: one folder for each output, where the next run finds what a killed one left."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.sandbox.child import remove


@contextmanager
def scratch(out: str) -> Iterator[Path]:
    """A folder for temporary files, empty, and gone at the end. Who holds the output's lock holds this too.

    Raises: UsageError, where there is no place for any.
    """
    folder = Path(tempfile.gettempdir(), f"ilm-coverage-{hashlib.sha256(os.fsencode(out)).hexdigest()[:16]}")
    try:
        remove(folder)
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:  # another user's
            folder = Path(tempfile.mkdtemp(prefix="ilm-coverage-"))
    except OSError as error:
        raise UsageError(f"There is no place for temporary files: {error.strerror}.") from error
    try:
        yield folder
    finally:
        remove(folder)
