"""Fifty readers at once of one document, cold: memory of the server, and how long /health takes meanwhile.

    PYTHONPATH=tests python tests/bench/bench_rendering.py

The demo serves itself on this machine. Each row is a burst of 50 requests of one kind: the public study, declaration
and page without a login, cold and from what is kept; then the full study in each format, by one login and by 50 of one
firm. Memory is the server's own (VmRSS, every 50 ms), without the processes that set documents.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import repeat
from pathlib import Path
from signal import SIGINT
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import perf_counter, sleep

import httpx2
from support.form_pages import OWN
from support.serve_process import COMMAND, free_port

READERS = 50
FORMS = ("application/pdf", "text/html", "text/markdown", "application/json")
Headers = Mapping[str, str]


def memory(pid: int) -> float:
    """The resident memory of a process, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return (
        int(next(row.split()[1] for row in status.splitlines() if row.startswith("VmRSS"))) / 1024
    )


def fetch(http: httpx2.Client, url: str, headers: Headers) -> bytes:
    """The body of an answer, which must be one."""
    answer = http.get(url, headers=dict(headers))
    assert answer.status_code == 200, answer.text[:500]
    return answer.content


class Watch:
    """Memory and the time of /health, while it runs."""

    def __init__(self, pid: int, url: str) -> None:
        """Begin to watch."""
        self.peak, self.slowest, self._end = 0.0, 0.0, Event()
        self._thread = Thread(target=self._watch, args=(pid, url))
        self._thread.start()

    def _watch(self, pid: int, url: str) -> None:
        with httpx2.Client(base_url=url, timeout=60) as http:
            while not self._end.is_set():
                started = perf_counter()
                assert http.get("/health").status_code == 200
                self.slowest = max(self.slowest, perf_counter() - started)
                self.peak = max(self.peak, memory(pid))
                sleep(0.05)

    def end(self) -> None:
        """Stop."""
        self._end.set()
        self._thread.join()


def burst(pid: int, url: str, path: str, readers: Sequence[Headers]) -> str:
    """What a request of each reader costs, all at once."""
    watch, started = Watch(pid, url), perf_counter()
    with httpx2.Client(timeout=300) as http, ThreadPoolExecutor(len(readers)) as threads:
        sizes = {len(found) for found in threads.map(fetch, repeat(http), repeat(path), readers)}
    seconds = perf_counter() - started
    watch.end()
    assert len(sizes) == 1
    return f"{seconds:5.1f} s, /health at most {watch.slowest * 1000:4.0f} ms, {watch.peak:4.0f} MB"


def keys_of(url: str, operator: Mapping[str, str]) -> list[Headers]:
    """The headers of 50 keys of the manufacturer's firm, which the operator adds."""
    with httpx2.Client(base_url=url, headers=OWN, timeout=60) as http:
        login = {"name": operator["user"], "password": operator["password"]}
        assert http.post("/v1/session", json=login).status_code == 204
        path = "/v1/organisations/demo-manufacturer-firm/credentials"
        asked = [
            {"id": f"reader-{at}", "kind": "script", "roles": ["manufacturer"]}
            for at in range(READERS)
        ]
        made = [http.post(path, json=one).json()["secret"] for one in asked]
    return [{"Authorization": f"Bearer {key}"} for key in made]


def bursts(pid: int, pages: Mapping[str, object]) -> None:
    """Print a row for each burst."""
    url, public = str(pages["url"]), str(pages["public"])
    for name, path in (
        ("study.pdf, zh, cold", f"{public}/study.pdf?lang=zh"),
        ("study.pdf, zh, kept", f"{public}/study.pdf?lang=zh"),
        ("declaration.pdf, zh, cold", f"{public}.pdf?lang=zh"),
        ("page, cold", public),
    ):
        print(f"{name:<34} {burst(pid, url, path, [{}] * READERS)}", flush=True)
    logins = pages["logins"]
    assert isinstance(logins, dict)
    keys = keys_of(url, logins["operator"])
    calculation = httpx2.get(f"{public}.json").json()["digests"]["calculation"]
    study = f"{url}/v1/calculations/{calculation}/study?lang="
    for form in FORMS:
        # One login reads one language and 50 read another, so that both are cold.
        for who, readers, language in (("one", keys[:1] * READERS, "zh"), ("50", keys, "de")):
            asked = [{**reader, "Accept": form} for reader in readers]
            row = burst(pid, url, study + language, asked)
            print(f"full study, {form:<16} {who:<5} {row}", flush=True)


def main() -> None:
    """Print the bursts."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "demo.json"
        told = ("demo", "--dir", f"{folder}/demo", "--out", str(out))
        command = [sys.executable, "-c", COMMAND, *told, "--serve", "--port", str(free_port())]
        with Popen(command, stdout=DEVNULL, stderr=DEVNULL) as server:
            while "pages" not in (found := json.loads(out.read_text() if out.is_file() else "{}")):
                sleep(0.2)
            print(f"begun with {memory(server.pid):.0f} MB")
            try:
                bursts(server.pid, found["pages"])
            finally:
                server.send_signal(SIGINT)


if __name__ == "__main__":
    main()
