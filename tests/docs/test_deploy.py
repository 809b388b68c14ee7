"""The page "from an empty machine to a public ledger": its commands run, and what they set up serves."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from ssl import create_default_context

import httpx2
import pytest
from support.machine import Machine
from support.need import need_command
from support.serve_process import STARTING, free_port

from tools import tree

PAGE = tree.TOP / "docs/deploy.md"
HOST = "ledger.example"


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """The machine after the blocks of the page, with its server running."""
    made = Machine(tmp_path_factory.mktemp("machine"))
    with made.processes:
        made.run(re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
        yield made


def test_the_page_ends_in_a_server_that_is_ready_and_open(machine: Machine) -> None:
    """Its logs are open, and no passphrase is left in a file."""
    forwarded = {"X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    with httpx2.Client(base_url=f"http://127.0.0.1:{machine.port}", headers=forwarded) as client:
        assert client.get("/ready").json() == {"status": "ready"}
        checkpoint = client.get("/entries/checkpoint")
    assert checkpoint.text.startswith(f"{HOST}/battery/entries\n")
    assert not (machine.root / "etc/cradle/passphrase").exists()


def test_the_operator_logs_in_with_the_password_of_the_page(machine: Machine) -> None:
    """And is led to its workspace."""
    password = (machine.root / "etc/cradle/operator-password").read_text().strip()
    origin = f"https://{HOST}"
    headers = {"Origin": origin, "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https"}
    with httpx2.Client(base_url=f"http://127.0.0.1:{machine.port}", headers=headers) as client:
        form = {"user": "anna@ledger.example", "password": password}
        answer = client.post("/login", data=form, headers={"Host": HOST})
    assert answer.status_code == httpx2.codes.SEE_OTHER, answer.text
    assert "set-cookie" in answer.headers


def test_the_backup_of_the_unit_was_proved_and_restored_on_trial(machine: Machine) -> None:
    """The ledger's folder has a line for each."""
    (backup,) = (machine.root / "var/backups/cradle").iterdir()
    record = (machine.root / "var/lib/cradle/ledger/backups.jsonl").read_text()
    made, restored = map(json.loads, record.splitlines())
    assert (made["act"], made["place"]) == ("made", backup.name)
    assert restored["act"] == "restored"


def test_the_proxy_serves_the_ledger_over_tls(machine: Machine, tmp_path: Path) -> None:
    """Caddy with the page's Caddyfile and an authority of its own; plain http leads to https."""
    plain, tls = free_port(), free_port()
    with running_caddy(machine, tmp_path, plain, tls) as authority:
        context = create_default_context(cafile=authority)
        answer = httpx2.get(f"https://localhost:{tls}/log", verify=context)
        assert answer.status_code == httpx2.codes.OK, answer.text
        assert "strict-transport-security" in answer.headers
        led = httpx2.get(f"http://localhost:{plain}/log")
        assert led.headers["location"] == "https://localhost/log"


@contextmanager
def running_caddy(machine: Machine, folder: Path, plain: int, tls: int) -> Iterator[Path]:
    """Caddy as the page sets it up, on these ports of this machine; the certificate of its authority."""
    caddy = need_command("caddy")
    settings = (machine.root / "etc/systemd/system/caddy.service.d/host.conf").read_text()
    assert settings == f"[Service]\nEnvironment=CRADLE_HOST={HOST}\n"
    environment = os.environ | {
        "CRADLE_HOST": "localhost",
        "CRADLE_HTTP_PORT": str(plain),
        "CRADLE_HTTPS_PORT": str(tls),
        "CRADLE_UPSTREAM": f"127.0.0.1:{machine.port}",
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    config = ("--config", machine.root / "etc/caddy/Caddyfile")
    log = folder / "caddy.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [caddy, "run", *config], env=environment, stdout=output, stderr=output
        ) as process,
    ):
        try:
            deadline = time.monotonic() + STARTING
            while "certificate obtained successfully" not in log.read_text():
                assert process.poll() is None, log.read_text()
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)
            yield folder / "caddy/pki/authorities/local/root.crt"
        finally:
            process.terminate()
