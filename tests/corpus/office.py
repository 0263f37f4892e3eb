"""Files to the same files in another format, by LibreOffice: many in one call, in a profile of its own."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

SOFFICE = next(filter(None, map(shutil.which, ("soffice", "libreoffice"))), None)


def converted(files: Sequence[Path], ending: str, folder: Path) -> list[Path]:
    """The files in the format of this ending, in `folder`. Raises: RuntimeError, where one of them was not made."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        command = [str(SOFFICE), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", ending, "--outdir", str(folder), *map(str, files)]
        # A name that fails is told from the missing file: LibreOffice exits with 0 all the same.
        subprocess.run(command, capture_output=True, timeout=60 + 10 * len(files), check=True)
    made = [folder / f"{file.stem}.{ending}" for file in files]
    missing = [file.name for file in made if not file.is_file()]
    if missing:
        raise RuntimeError(f"LibreOffice did not make {', '.join(missing)}.")
    return made


@cache
def has_spreadsheets() -> bool:
    """Whether this LibreOffice can open workbooks: a package of its own on some systems."""
    if SOFFICE is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "table.csv")
        table.write_text("a,b\n1,2\n", encoding="utf-8")
        with suppress(RuntimeError):
            return bool(converted([table], "xlsx", Path(folder, "made")))
    return False
