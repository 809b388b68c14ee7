"""Interruptions (SIGINT) in tests that a shell started in the background, where it ignores them."""

import signal


def let_children_be_interrupted() -> None:
    """Handle an ignored SIGINT by a function that does nothing, so that programs started from here can be interrupted.

    A started program inherits an ignored signal, and the default for a handled one.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, lambda *_: None)
