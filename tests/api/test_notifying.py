"""A server in a process of its own notices and sends; killed between hand-over and result, it sends no mail twice."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support.http_api import furnish
from support.ledger_battery import BatteryChain, copied
from support.ledger_fixtures import Built
from support.ledger_folders import opened
from support.noticed import BASE, address, notices, outlets, request_data
from support.receivers import SENDER, hook_server, mail_server
from support.serve_process import serving, write_log_keys

from ledger.service.notices.mail import MailServer
from ledger.service.notices.sending import INTERRUPTED, NoticeSender
from ledger.store.pact.secrets import open_secrets
from schemas.errors import CradleError

DESK, PATIENCE = "desk@mine.example", 60.0


@pytest.fixture
def folder(built: Built, tmp_path: Path) -> tuple[BatteryChain, Path]:
    """The chain and the folder of its ledger, which is closed and can be served."""
    with copied(*built, tmp_path / "ledger") as chain:
        furnish(chain)
        write_log_keys(tmp_path / "ledger")
        return chain, tmp_path / "ledger"


def chosen(chain: BatteryChain, folder: Path, *addresses: str) -> None:
    """Choose addresses for the mine's notices, and ask it for data."""
    with opened(chain, folder) as it:
        for to in addresses:
            address(it.world.ledger, "mine", to, open_secrets(folder))
        request_data(it)


def settings(monkeypatch: pytest.MonkeyPatch, server: MailServer | None, lab: str = "1") -> None:
    """The settings of the server that is started next."""
    values = {"PUBLIC_URL": BASE, "LAB": lab}
    if server is not None:
        values |= {"SMTP_HOST": server.host, "SMTP_PORT": str(server.port)}
        values |= {"SMTP_SECURITY": "none", "SMTP_FROM": SENDER}
    for name, value in values.items():
        monkeypatch.setenv(f"CRADLE_{name}", value)


def wait_for(is_there: Callable[[], object]) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + PATIENCE
    while not is_there():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def states(chain: BatteryChain, folder: Path) -> list[tuple[str, str]]:
    """The channel and state of each sending of the mine's notices."""
    with opened(chain, folder) as it:
        now = int(time.time())
        rows = notices(it.world.ledger, "mine", now)
    return sorted((sent.channel, sent.state) for row in rows for sent in row.sent)


def test_a_server_sends_mail_and_webhook(
    folder: tuple[BatteryChain, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Within seconds of its start, once, with the request that came while it was stopped and is overdue by now."""
    with mail_server() as box, hook_server() as hook:
        chosen(*folder, DESK, hook.url)
        settings(monkeypatch, box.server)
        with serving(folder[1]):
            wait_for(lambda: box.messages and len(hook.requests) == 2)
            time.sleep(2.5)
        with serving(folder[1]):
            time.sleep(2.5)
    assert len(box.messages) == 1
    assert len(hook.ids) == len(set(hook.ids)) == 2
    assert {state for _, state in states(*folder)} == {"sent"}


@pytest.mark.parametrize("channel", ["mail", "webhook"])
def test_a_server_that_is_killed_while_it_sends(
    folder: tuple[BatteryChain, Path], monkeypatch: pytest.MonkeyPatch, channel: str
) -> None:
    """The receiver has the message and the ledger no result: it is unknown of a mail, and a webhook comes again."""
    with mail_server() as box, hook_server() as hook:
        chosen(*folder, DESK if channel == "mail" else hook.url)
        settings(monkeypatch, box.server)
        with serving(folder[1]) as (process, _):
            box.at_data = hook.at_request = process.kill
            process.wait(PATIENCE)
        box.at_data = hook.at_request = lambda: None
        assert (channel, "sending") in states(*folder)
        came = len(box.messages) + len(hook.requests)
        assert came == 1
        with opened(*folder) as it:
            later = int(time.time()) + INTERRUPTED
            means = outlets(mail=box.server, secrets=open_secrets(folder[1]))
            with NoticeSender(it.world.ledger, means) as sender:
                sender.send_due(later)
        if channel == "mail":
            assert len(box.messages) == 1
        else:
            assert hook.ids[0] in hook.ids[1:]
            assert hook.requests[0][1] in [body for _, body in hook.requests[1:]]
    assert (channel, "unknown" if channel == "mail" else "sent") in states(*folder)


def test_a_second_process_sends_nothing(
    folder: tuple[BatteryChain, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is open in one process alone; another one, such as `cradle notify`, is refused."""
    with mail_server() as box:
        chosen(*folder, DESK)
        settings(monkeypatch, box.server)
        with serving(folder[1]):
            with (
                pytest.raises(CradleError, match=r"in use|another process|locked"),
                opened(*folder),
            ):
                pass
            wait_for(lambda: box.messages)
    assert len(box.messages) == 1
