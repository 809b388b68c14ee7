"""Fifty readers at once of one public PDF in Chinese, cold: memory of the server, and how long /health takes meanwhile.

    python tests/bench/bench_rendering.py

The demo serves itself on this machine. Each row is a burst of 50 requests of one kind: the public study and the
declaration as PDF, cold, then again from what is kept; and the full study for one login. Memory is the server's own
(VmRSS, every 50 ms); the processes that set documents are counted beside it.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from signal import SIGINT
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, sleep
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.serve_process import COMMAND, free_port

READERS = 50


def memory(pid: int) -> float:
    """The resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return (
        int(next(row.split()[1] for row in status.splitlines() if row.startswith("VmRSS"))) / 1024
    )


class Watch:
    """Memory and the time of /health, while it runs."""

    def __init__(self, pid: int, url: str) -> None:
        """Begin to watch."""
        self.peak, self.slowest, self._end = 0.0, 0.0, Event()
        self._thread = Thread(target=self._watch, args=(pid, url))
        self._thread.start()

    def _watch(self, pid: int, url: str) -> None:
        while not self._end.is_set():
            started = perf_counter()
            with urlopen(f"{url}/health", timeout=60) as answer:  # noqa: S310 - of this machine
                answer.read()
            self.slowest = max(self.slowest, perf_counter() - started)
            self.peak = max(self.peak, memory(pid))
            sleep(0.05)

    def end(self) -> None:
        """Stop."""
        self._end.set()
        self._thread.join()


def burst(pid: int, url: str, path: str) -> str:
    """What 50 requests at once cost."""

    def get(_: int) -> int:
        with urlopen(path, timeout=300) as answer:  # noqa: S310 - of this machine
            return len(answer.read())

    watch, started = Watch(pid, url), perf_counter()
    with ThreadPoolExecutor(READERS) as readers:
        sizes = set(readers.map(get, range(READERS)))
    seconds = perf_counter() - started
    watch.end()
    assert len(sizes) == 1
    return f"{seconds:5.1f} s, /health at most {watch.slowest * 1000:4.0f} ms, {watch.peak:4.0f} MB"


def main() -> None:
    """Print the bursts."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "demo.json"
        told = ("demo", "--dir", f"{folder}/demo", "--out", str(out))
        command = [sys.executable, "-c", COMMAND, *told, "--serve", "--port", str(free_port())]
        with Popen(command, stdout=DEVNULL, stderr=DEVNULL) as server:
            while "pages" not in (found := json.loads(out.read_text() if out.is_file() else "{}")):
                sleep(0.2)
            pages = found["pages"]
            url, public = pages["url"], pages["public"]
            print(f"begun with {memory(server.pid):.0f} MB")
            for name, path in (
                ("study.pdf, zh, cold", f"{public}/study.pdf?lang=zh"),
                ("study.pdf, zh, kept", f"{public}/study.pdf?lang=zh"),
                ("declaration.pdf, zh, cold", f"{public}.pdf?lang=zh"),
                ("page, cold", public),
            ):
                print(f"{name:<28} {burst(server.pid, url, path)}")
            server.send_signal(SIGINT)


if __name__ == "__main__":
    main()
