"""How many processors are counted."""

import os
import subprocess
import sys

import pytest

from ledger.processors import count_processors


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds a process to processors")
def test_a_process_that_is_bound_to_one_counts_one() -> None:
    """Whatever the machine has."""
    told = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"
    told += "; from ledger.processors import count_processors; print(count_processors())"
    run = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert run.stdout == "1\n"
    assert 1 <= count_processors() <= (os.cpu_count() or 1)
