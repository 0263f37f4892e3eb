"""How much memory a process may take."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SIZES = Path("/proc/self/statm")  # in pages, the first the whole address space


@contextmanager
def limited(more_bytes: int) -> Iterator[None]:
    """Within it this process may take so many bytes more than it has: past them Python raises MemoryError.

    A program that it starts may take as much as itself, or what it is allowed in its own room: the limit can be raised.
    Where the system keeps no such limit (macOS) there is none: what takes too long is stopped all the same.
    """
    if not _SIZES.exists():
        yield
        return
    before, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = int(_SIZES.read_text(encoding="ascii").split()[0]) * resource.getpagesize() + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (before, hard))
