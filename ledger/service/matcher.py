"""The program of a process that tells which keys have signed, for a ledger that has other things to do.

    python -m ledger.service.matcher

It reads what is asked from its standard input and answers on its standard output, both as pickles, until
the input ends: first an empty list, which says that it is up; then for each list of (message, signatures, keys) the
list of the keys that `find_signers` finds. It knows no ledger, opens nothing, and is started by `matchers`
alone, over pipes of its own.
"""

import pickle
import sys
from typing import BinaryIO

from ledger.trust.envelope import Signers, find_signers


def serve(asking: BinaryIO, answering: BinaryIO) -> None:
    """Answers until nothing more is asked."""
    answer: list[Signers] = []
    while True:
        pickle.dump(answer, answering)
        answering.flush()
        try:
            asked = pickle.load(asking)  # noqa: S301 - from the process that started this one
        except EOFError:
            return
        answer = [find_signers(*one) for one in asked]


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
