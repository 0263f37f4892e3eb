"""What tests that start programs have in common."""

import signal


def heed_signals() -> None:
    """In a program about to be started: Ctrl-C and its terminal's end reach it, though the tests may be deaf to them.

    What a shell starts in the background is, or what `nohup` starts; and so is what that starts."""
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
