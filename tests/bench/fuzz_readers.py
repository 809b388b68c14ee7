"""Mangled inputs for every reader of what strangers send, for as long as one likes.

    python tests/bench/fuzz_readers.py [seconds for each reader]

The same inputs as the short test, from a seed that is printed: an exception, or an input that takes
more than a second, stops the run and is written to a file.
"""

import sys
from pathlib import Path
from random import Random
from secrets import randbits
from time import perf_counter

from support.mangling import feed, mangled, targets

SECONDS = 20.0
SLOW = 1.0


def run(name: str, seconds: float, seed: int) -> str:
    """Feeds one reader; how many inputs it got, and how many codes it refused them with."""
    reader, sound = targets()[name]
    random, codes, count = Random(f"{name} {seed}"), set(), 0  # noqa: S311 - repeatable
    until = perf_counter() + seconds
    while (began := perf_counter()) < until:
        data = mangled(sound, random)
        try:
            if data != sound:
                codes.add(feed(reader, data))
        except BaseException:
            Path("fuzz-input.bin").write_bytes(data)
            raise
        if perf_counter() - began > SLOW:
            Path("fuzz-input.bin").write_bytes(data)
            sys.exit(f"{name}: an input of {len(data)} bytes took more than {SLOW} s")
        count += 1
    return f"  {name:<16} {count:>9} inputs, {len(codes)} kinds of answer"


if __name__ == "__main__":
    chosen, started = float(sys.argv[1]) if len(sys.argv) > 1 else SECONDS, randbits(32)
    print(f"readers, {chosen:g} s each, seed {started}:")
    for target in targets():
        print(run(target, chosen, started))
