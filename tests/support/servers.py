"""Real servers on free ports of this machine: uvicorn in a thread, stopped when the test is done."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.connections import Connection, connection_class

STARTING = 30.0
"""Seconds that a server may take to start on a busy machine."""


@contextmanager
def serving(
    app: FastAPI,
    tls: tuple[Path, Path] | None = None,
    port: int = 0,
    connection: type[Connection] | None = None,
) -> Iterator[str]:
    """Run an application at a free or given port and yield its address; with a certificate it uses TLS only."""
    # The protocol is named, or asyncio leaves small packets waiting for each other.
    with socket.socket(proto=socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        files = {} if tls is None else {"ssl_certfile": str(tls[0]), "ssl_keyfile": str(tls[1])}
        config = uvicorn.Config(
            app,
            http=connection or connection_class(512, 20, 256),
            log_level="error",
            lifespan="off",
            ws="none",
            **files,
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        deadline = time.monotonic() + STARTING
        while not server.started:
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)
        try:
            bound = listener.getsockname()[1]
            yield f"http://127.0.0.1:{bound}" if tls is None else f"https://localhost:{bound}"
        finally:
            server.should_exit = True
            thread.join()
