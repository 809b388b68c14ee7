"""The extension `amcheck` of PostgreSQL, which the wheel of the other tests lacks: a server of the system has it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest
from support.ledger_world import LOG_SIGNERS, ORIGIN
from support.need import need_path
from support.postgres import owner, run_in

from ledger.append.ledger import Ledger
from ledger.store.engine import open_engine, reading
from ledger.store.integrity import problems_of

SERVERS = Path("/usr/lib/postgresql")
HIDDEN = "1 rows of log are not found by the index pk_log"
READY = "UPDATE pg_index SET indisready = {} WHERE indexrelid = 'pk_log'::regclass"


@pytest.fixture
def folder() -> Iterator[Path]:
    """The folder of a running server, which listens on a socket there alone."""
    made = Path(mkdtemp(prefix="pg"))
    made.chmod(0o755)
    if os.geteuid() == 0:  # No server runs as root.
        shutil.chown(made, owner())
    programs = max(need_path(SERVERS).glob("*/bin"))
    as_owner = ["runuser", "-u", owner(), "--"] if os.geteuid() == 0 else []

    def run(program: str, *options: str) -> None:
        command = [*as_owner, str(programs / program), "-D", str(made / "data"), *options]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=made)

    run("initdb", "-U", "postgres", "-A", "trust", "--no-sync")
    listening = f"-k {made} -c listen_addresses='' -c fsync=off"
    run("pg_ctl", "-o", listening, "-l", str(made / "log"), "-w", "start")
    try:
        yield made
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(made)


def problems(url: str) -> list[str]:
    """The problems of a database."""
    engine = open_engine(url)
    with reading(engine) as connection:
        found = list(problems_of(connection))
    engine.dispose()
    return found


def test_an_index_is_checked_by_the_server(folder: Path, tmp_path: Path) -> None:
    """The extension finds it beside the look-up; who may not call the extension has the look-up."""
    url = f"postgresql://postgres@/postgres?host={folder}"
    Ledger.init(tmp_path / "ledger", ORIGIN, LOG_SIGNERS, url).close()
    run_in(url, "CREATE EXTENSION amcheck", "CREATE ROLE reader LOGIN")
    run_in(url, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    assert problems(url) == []
    run_in(
        url,
        "SET session_replication_role = replica",
        "CREATE TEMPORARY TABLE kept AS SELECT * FROM log WHERE name = 'entries'",
        "DELETE FROM log WHERE name = 'entries'",
        READY.format("false"),
        "INSERT INTO log TABLE kept",
        READY.format("true"),
    )
    assert problems(url) == ["the index pk_log is damaged", HIDDEN]
    assert problems(url.replace("postgres@", "reader@")) == [HIDDEN]
