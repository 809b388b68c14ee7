"""How many processors there are for this process, which is often fewer than the machine has.

A container, a batch system or `taskset` binds a process to some of them (sched_getaffinity(2)). Left out: shares of
a processor's time (cgroups' `cpu.max`), by which more processes than one may still be worth their start.
"""

import os
import sys


def count_processors() -> int:
    """The processors that this process may run on, at least one; all of the machine's where no system call tells."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
