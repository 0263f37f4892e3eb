"""Where the shipped data lies: `reference/` of a checkout, or its copy inside an installed package."""

from pathlib import Path

_INSTALLED = Path(__file__).parent / "_reference"
DATA = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "reference"
