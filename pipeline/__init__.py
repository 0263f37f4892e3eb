"""ILM coverage: reads a centre's unit mapping and says, for every assessment criterion, whether it is covered.

From Python: `pipeline.check(path) -> Result | Failure` and `pipeline.read(path) -> Document`, both loaded on first use.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.check import check, read

__all__ = ["__version__", "check", "read"]

__version__ = "0.1.0"


class _Package(ModuleType):
    """The package as its users see it: `pipeline.check` is the function, whoever imports the room of that name.

    Python puts an imported submodule on its package by name, over whatever is there; here its function goes there.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in ("check", "read"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(import_module("pipeline.check"), name)

    def __setattr__(self, name: str, value: object) -> None:
        if name == "check" and isinstance(value, ModuleType):
            value = value.check
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
