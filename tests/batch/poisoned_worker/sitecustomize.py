"""Files that misbehave, by what they are called: every process that is started with this folder on PYTHONPATH has it.

It shows when such a file is opened in the process that checks (or, "unseen", in a worker of a cluster)."""

import multiprocessing
import os
import signal
import sys
import time
from pathlib import Path


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def _wait_for_word(path: str) -> None:
    """Says that it is being checked, and waits until it may go on."""
    Path(f"{path}.reached").touch()
    while not Path(f"{path}.go").exists():
        time.sleep(0.02)


_LANE = os.getppid
_DEEDS = {
    "hang": lambda _: time.sleep(3600),
    "crash": lambda _: os.kill(os.getpid(), signal.SIGSEGV),
    "memory": lambda _: bytearray(2**33),
    "lane": lambda _: os.kill(_LANE(), signal.SIGKILL) or time.sleep(3600),
    "worker": lambda _: os.kill(_parent(_LANE()), signal.SIGKILL) or time.sleep(3600),
    "gate": _wait_for_word,
}


def _on(event: str, arguments: tuple[object, ...]) -> None:
    if event != "open" or not isinstance(arguments[0], str):
        return
    name = arguments[0].rpartition("/")[2]
    if not name.endswith(".docx"):
        return
    if "distributed" in sys.modules:
        if name.startswith("unseen") and "COVERAGE_TEST_WORKER" in os.environ:
            raise FileNotFoundError(2, "No such file or directory")
    elif multiprocessing.parent_process() is not None:
        for word, deed in _DEEDS.items():
            if name.startswith(word):
                deed(arguments[0])


sys.addaudithook(_on)
