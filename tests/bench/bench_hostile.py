"""Seconds and memory that verifying hostile bundles of about 1 MB takes, beside an honest bundle of that size.

    python tests/bench/bench_hostile.py

Each bundle is verified in a process of its own. The aim: 5 s and 500 MB for each.
"""

import resource
import subprocess
import sys
import time

from support.hostile import HOSTILE
from support.signed_battery import honest
from support.verdicts import judge


def measure(name: str) -> None:
    """Print size, seconds and memory of one bundle."""
    build, count = HOSTILE[name]
    data, policy = build(count), honest().ledger.policy()
    began = time.perf_counter()
    report = judge(data, policy)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = len(data) / 1e6
    print(f"{name:<45} {size:5.2f} MB {seconds:6.2f} s {memory:6.0f} MB  {report.verdict}")


def main() -> None:
    """Measure all bundles, each in a process of its own."""
    for name in HOSTILE:
        subprocess.run([sys.executable, __file__, name], check=True)


if __name__ == "__main__":
    if sys.argv[1:]:
        measure(sys.argv[1])
    else:
        main()
