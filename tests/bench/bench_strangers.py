"""What strangers can cost a real `cradle serve`: memory, the longest wait of a health probe, and errors.

    python tests/bench/bench_strangers.py [seconds of load]

Each scene has a server of its own. Beside it a probe in a process of its own asks `/health` every 50 ms. The aims: no
error of 200 clients that post for a minute, /health within 100 ms meanwhile, and no scene beyond a few hundred MiB.
"""

import asyncio
import json
import select
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from support.accounts import add_script
from support.clients import entry_of
from support.http_api import NOW, PASSWORD
from support.ledger_battery import battery_chain

from ledger.cli.backend.folder import ENTRIES_KEY, KEYS, REGISTRY_KEY
from ledger.cli.keys.passphrases import unprotected
from ledger.cli.keys.private_keys import write_private_key
from ledger.service.access.accounts import CredentialRequest, add_person, open_organisation
from schemas.vocabulary import Role

SECONDS = float(sys.argv[1]) if len(sys.argv) == 2 else 60.0
CLIENTS, READERS, ENTRIES = 200, 5, 10_000
SECRET = "ab" * 32
COMMAND = "from ledger.cli.main import main; main()"
MIB = 2**20
FORTY_SECONDS = 40.0


@dataclass
class Server:
    """A running server and what was seen of it."""

    port: int
    pid: int
    answers: Counter[str] = field(default_factory=Counter)

    def peak(self) -> int:
        """The most memory that the process has had, MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) // 1024

    async def send(self, data: bytes, source: str = "127.0.0.1", patience: float = 300) -> bytes:
        """Send a request over a connection of its own; return the start of the answer."""
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(source, 0)
        )
        try:
            writer.write(data)
            return await asyncio.wait_for(reader.read(200), patience)
        finally:
            writer.close()


def request(method: str, path: str, body: bytes = b"", *lines: str) -> bytes:
    """A request with a body of JSON."""
    length = f"Content-Length: {len(body)}"
    head = [f"{method} {path} HTTP/1.1", "Host: localhost", *lines, length]
    return "\r\n".join([*head, "Content-Type: application/json", "", ""]).encode() + body


def probe(port: int) -> None:
    """Ask /health every 50 ms over new connections until the input ends; print what was seen as JSON.

    A probe in a process of its own does not measure the clients. Its longest oversleep shows how busy the machine is.
    """
    print("ready", flush=True)
    waits, unanswered, oversleep = [], 0, 0.0
    while not select.select([sys.stdin], [], [], 0)[0]:
        begun = time.perf_counter()
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                connection.request("GET", "/health")
                unanswered += connection.getresponse().status != HTTPStatus.OK
        except OSError:
            unanswered += 1
        ended = time.perf_counter()
        waits.append(ended - begun)
        time.sleep(0.05)
        oversleep = max(oversleep, time.perf_counter() - ended - 0.05)
    waits.sort()
    found = {"worst": waits[-1], "p99": waits[len(waits) * 99 // 100], "oversleep": oversleep}
    print(json.dumps(found | {"asked": len(waits), "unanswered": unanswered}))


async def bodies(server: Server) -> None:
    """Four strangers log in with 64 MiB of small lists each."""
    body = b"[" + b"[]," * ((64 * MIB - 10) // 3) + b"[]]"
    await _count(server, [request("POST", "/v1/session", body)] * 4)


async def requests(server: Server) -> None:
    """Four strangers send 64 MiB of small lists to an operation that needs a login."""
    body = b"[" + b"[]," * ((64 * MIB - 10) // 3) + b"[]]"
    await _count(server, [request("POST", "/v1/requests", body)] * 4)


async def held(server: Server) -> None:
    """Sixteen strangers send 60 MiB of a body each and never end it."""
    head = request("POST", "/v1/session").replace(b"Length: 0", b"Length: %d" % (64 * MIB))
    await _count(server, [head + b" " * (60 * MIB)] * 16, patience=10)


async def passwords(server: Server) -> None:
    """Two hundred wrong passwords for one name at once; then the owner logs in from another address."""
    guesses = [
        request(
            "POST", "/v1/session", json.dumps({"name": "anna", "password": f"no {at}"}).encode()
        )
        for at in range(200)
    ]
    await _count(server, guesses)
    right = json.dumps({"name": "anna", "password": PASSWORD}).encode()
    answer = await server.send(request("POST", "/v1/session", right), source="127.0.0.2")
    server.answers[f"owner {_status(answer)}"] += 1


async def slow(server: Server) -> None:
    """Seven hundred connections with half a request each, for forty seconds."""
    wires = []
    for at in range(700):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        except OSError:
            server.answers["not connected"] += 1
            continue
        half = b"POST /v1/session HTTP/1.1\r\nHost: x\r\n"
        writer.write(half if at % 2 else half + b"Content-Length: 4000\r\n\r\n[")
        wires.append((reader, writer))
    await asyncio.sleep(FORTY_SECONDS)
    for reader, writer in wires:
        try:
            answer = await asyncio.wait_for(reader.read(200), 0.01)
            server.answers[_status(answer)] += 1
        except (TimeoutError, OSError) as error:
            server.answers["still held" if isinstance(error, TimeoutError) else "closed"] += 1
        writer.close()


def load(lines: list[bytes]) -> Callable[[Server], Awaitable[None]]:
    """Two hundred clients post entries, each over one connection, while five others list them."""
    key = f"Authorization: Bearer cradle_mine.script_{SECRET}"
    left = iter(range(10**9))

    async def client(
        server: Server, end: float, next_request: Callable[[], bytes], pause: float = 0
    ) -> None:
        reader = writer = None
        while time.perf_counter() < end:
            try:
                if reader is None or writer is None:
                    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
                writer.write(next_request())
                server.answers[await asyncio.wait_for(_answer(reader), 60)] += 1
                await asyncio.sleep(pause)
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
                server.answers[type(error).__name__] += 1
                reader = None
        if writer is not None:
            writer.close()

    def post() -> bytes:
        return request("POST", "/v1/entries", lines[next(left) % len(lines)], key)

    async def scene(server: Server) -> None:
        end = time.perf_counter() + SECONDS
        listing = request("GET", "/v1/entries?limit=50", b"", key)
        posting = [client(server, end, post) for _ in range(CLIENTS)]
        reading = [client(server, end, lambda: listing, 0.05) for _ in range(READERS)]
        await asyncio.gather(*posting, *reading)

    return scene


async def _answer(reader: asyncio.StreamReader) -> str:
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].split()[0]
    await reader.readexactly(int(length))
    return _status(head)


async def _count(server: Server, sent: list[bytes], patience: float = 300) -> None:
    answers = (server.send(one, patience=patience) for one in sent)
    for answer in await asyncio.gather(*answers, return_exceptions=True):
        server.answers[_status(answer) if isinstance(answer, bytes) else type(answer).__name__] += 1


def _status(answer: bytes) -> str:
    return answer[9:12].decode() or "closed"


def play(server: Server, scene: Callable[[Server], Awaitable[None]]) -> dict[str, float]:
    """Play a scene beside the probe; return what that saw."""
    command = [sys.executable, __file__, "--probe", str(server.port)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as probing:
        assert probing.stdout is not None
        probing.stdout.readline()
        time.sleep(1)
        asyncio.run(scene(server))
        time.sleep(1)
        out, _ = probing.communicate("end\n")
    found: dict[str, float] = json.loads(out)
    return found


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Run `cradle serve` in a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    told = ["serve", "--ledger", str(folder), "--port", str(port)]
    with (
        (folder.parent / "log").open("ab") as log,
        subprocess.Popen([sys.executable, "-c", COMMAND, *told], stdout=log, stderr=log) as process,
    ):
        try:
            while True:
                with closing(socket.socket()) as wire:
                    if wire.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert process.poll() is None, (folder.parent / "log").read_text()
                time.sleep(0.1)
            yield Server(port, process.pid)
        finally:
            process.kill()


def prepare(folder: Path) -> list[bytes]:
    """Make a ledger with accounts; return entries to post."""
    with battery_chain(folder, None) as chain:
        store = chain.world.ledger.store
        open_organisation(store, "mine", "The Mine", NOW, chain.mine.id)
        supplier = frozenset({Role.SUPPLIER})
        add_script(store, CredentialRequest("mine.script", "mine", supplier), lambda: SECRET, NOW)
        add_person(store, CredentialRequest("anna", "mine", supplier), PASSWORD, NOW)
        lines = [entry_of(chain, chain.mine, f"load-{at}") for at in range(ENTRIES)]
    (folder / KEYS).mkdir(exist_ok=True)
    for name, word in ((ENTRIES_KEY, b"entries log"), (REGISTRY_KEY, b"registry log")):
        write_private_key(folder / KEYS / name, sha256(word).digest(), unprotected)
    return lines


def main() -> None:
    """Play all scenes and print a line for each."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) / "ledger"
        scenes = [bodies, requests, held, passwords, slow, load(prepare(folder))]
        for scene in scenes:
            with serving(folder) as server:
                seen = play(server, scene)
                peak = server.peak()
            print(
                f"{scene.__name__:<10} peak {peak:5} MiB; /health worst {seen['worst']:.3f} s,"
                f" p99 {seen['p99']:.3f} s of {seen['asked']}, unanswered {seen['unanswered']};"
                f" machine {seen['oversleep']:.3f} s late; {dict(server.answers)}",
                flush=True,
            )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--probe"]:
        probe(int(sys.argv[2]))
    else:
        main()
