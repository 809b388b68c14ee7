"""`cradle watch`: an owner's own commands raise no alarm, a thief's use of its keys does; in a folder and over HTTP."""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from support.command import cradle, did
from support.http_api import house_of
from support.key_changes import key_draft
from support.ledger_cli import ledger, register, submit
from support.ledger_world import Party, World
from support.published import publish
from support.servers import serving
from support.witnesses import witness

from api.app import create_app
from api.configuration import Configuration
from ledger.append.ledger import Ledger
from ledger.append.submit import submit as submit_to
from ledger.audit.policy import format_policy
from ledger.cli.backend.folder import KEYS, REGISTRY_KEY, open_ledger
from ledger.cli.keys.identity import load_identity
from ledger.cli.keys.own_statements import own_statements
from ledger.cli.keys.private_keys import read_private_key
from ledger.operation.cosign import ask_witnesses, read_witness
from ledger.operation.static import export_static
from ledger.state.drafting import sign_draft
from ledger.trust.canonical import canonical
from ledger.trust.keys import Signer
from ledger.trust.note import parse_vkey
from schemas.signed.policy import Policy
from schemas.vocabulary import Role

TOP = Path(__file__).parents[4]
COMMAND = "from ledger.cli.main import main; main()"


class Owner:
    """A ledger with a supplier whose keys a thief has copied, and the published registry."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.book = folder, ledger(folder)
        self.id = register(folder, self.book, "cells", "supplier")
        self.keys, self.thief = folder / "cells", folder / "thief"
        shutil.copytree(self.keys, self.thief)
        with open_ledger(self.book) as opened:
            self.log_keys = opened.vkeys()
        self.publish()

    def publish(self) -> None:
        """Export both logs as the operator."""
        with open_ledger(self.book) as opened:
            export_static(opened, self.folder / "public")

    def run(self, identity: Path, *arguments: object) -> str:
        """Run a command of the owner or thief; return its statement's id."""
        ran = did(*arguments, "--identity", identity, "--ledger", self.book, "--quiet")
        self.publish()
        return ran.out.strip()

    def arguments(self, *more: object, at: str | None = None) -> list[object]:
        """The arguments of `cradle watch` for this owner."""
        place = at or str(self.folder / "public" / "registry")
        named = ("--log-key", self.log_keys[1], "--identity", self.keys)
        return ["watch", "--at", place, *named, *more]

    def watch(self, code: int, *more: object, at: str | None = None) -> dict[str, Any]:
        """The JSON output of one look."""
        ran = cradle(*self.arguments(*more, "--json", at=at))
        assert ran.code == code, ran.out + ran.err
        told: dict[str, Any] = json.loads(ran.out)
        return told


@pytest.fixture
def owner(tmp_path: Path) -> Owner:
    """A supplier."""
    return Owner(tmp_path)


def test_what_the_owner_does_by_its_commands_is_known_as_its_own(owner: Owner) -> None:
    """The ids of entries, corrections, withdrawals and key changes are beside the keys, and there is no alarm."""
    entry = submit(owner.folder, owner.book, "cells", "--quiet").out.strip()
    gone = owner.run(owner.keys, "withdraw", entry, "--reason", "entered_in_error")
    added = owner.run(owner.keys, "keys", "add")
    assert {entry, gone, added} <= own_statements(owner.keys)
    assert owner.watch(0)["alarms"] == []


def test_a_key_that_a_thief_brings_in_exits_1_at_the_next_look(owner: Owner) -> None:
    """The alarm remains at each later look until the owner adds the statement to its list."""
    assert owner.watch(0)["size"] == 2
    forged = owner.run(owner.thief, "keys", "add")
    told = owner.watch(1)
    assert [(row["code"], row["statement"]) for row in told["alarms"]] == [("watch.key", forged)]
    ran = cradle(*owner.arguments())
    assert ran.code == 1
    assert f"ALARM watch.key: registry leaf 2, {forged} changes your keys" in ran.out
    assert owner.watch(0, "--mine", forged)["alarms"] == []
    assert owner.watch(0)["read_from"] == 3


def test_a_withdrawal_by_a_thief_names_the_statement(owner: Owner) -> None:
    """The alarm names the withdrawn statement and the withdrawal."""
    entry = submit(owner.folder, owner.book, "cells", "--quiet").out.strip()
    gone = owner.run(owner.thief, "withdraw", entry, "--reason", "entered_in_error")
    ran = cradle(*owner.arguments())
    assert (ran.code, f"{gone} withdraws your {entry}" in ran.out) == (1, True)


def policy_of(owner: Owner, file: Path, vkeys: list[str], quorum: int) -> Path:
    """The owner's policy with these witnesses."""
    some = "sha256:" + "0" * 64
    fields = {
        "origin": "ledger.example/test",
        "logs": {"entries": owner.log_keys[0], "registry": owner.log_keys[1]},
        "quorum": quorum,
        "witnesses": [{"vkey": vkey, "group": vkey[:2]} for vkey in vkeys],
        "registrars": [some],
        "rulebooks": [some],
        "factor_sets": [some],
        "oldest_registry_size": 1,
    }
    file.write_bytes(format_policy(Policy.parse(canonical(fields))))
    return file


def test_the_witnesses_of_a_policy_must_know_the_registry(owner: Owner, tmp_path: Path) -> None:
    """Exit status 2 below the quorum, 0 once they have signed; a witness's checkpoint must agree too."""
    keys = [parse_vkey(text) for text in owner.log_keys]
    with witness(tmp_path, "w1", keys) as one, witness(tmp_path, "w2", keys) as two:
        named = [one, two]
        listed = [text.partition(" ")[0] for text in named]
        stated = ("--policy", policy_of(owner, tmp_path / "policy.toml", listed, 2))
        assert owner.watch(2, *stated)["doubt"]["code"] == "watch.unwitnessed"
        ran = cradle(*owner.arguments(*stated))
        assert (ran.code, "watch.unwitnessed" in ran.err) == (2, True)
        with open_ledger(owner.book) as opened:
            ask_witnesses(opened, [read_witness(text) for text in named])
        owner.publish()
        also = ("--also", tmp_path / "public" / "registry" / "cosigned")
        assert owner.watch(0, *stated, *also)["witnessed"] == 2
        assert "witnesses agree up to 2" in cradle(*owner.arguments(*stated)).out
    none = ("--policy", policy_of(owner, tmp_path / "none.toml", [], 0))
    assert "witnessed" not in owner.watch(0, *none)


def test_a_registry_of_another_history_exits_1(owner: Owner) -> None:
    """The operator rebuilds the registry without a leaf that this owner saw; evidence is written."""
    registry_key = read_private_key(owner.book / KEYS / REGISTRY_KEY)
    owner.watch(0)
    leaf = {"v": 1, "kind": "superseded", "old": "sha256:" + "1" * 64, "by": "sha256:" + "2" * 64}
    public = owner.folder / "public" / "registry"
    publish(public, "ledger.example/test/registry", registry_key, [canonical(leaf)] * 3)
    assert owner.watch(1)["error"]["code"] == "log.forked"
    assert (owner.keys / "watch" / "fork-evidence.json").exists()


def test_what_cannot_be_asked_is_not_answered(owner: Owner, tmp_path: Path) -> None:
    """A server that is down or a log without checkpoint gives 2; unregistered keys, no log key or no id are refused."""
    assert owner.watch(2, at="http://127.0.0.1:9/registry")["error"]["code"] == "remote.unreachable"
    assert owner.watch(2, at=str(tmp_path / "nowhere"))["error"]["code"] == "log.unpublished"
    assert "digest.grammar at mine[0]" in cradle(*owner.arguments("--mine", "sha256:1")).err
    at = ("watch", "--at", tmp_path / "public" / "registry", "--identity")
    assert "log.key" in cradle(*at, owner.keys).err
    cradle("keys", "new", tmp_path / "new")
    key = ("--log-key", owner.log_keys[1])
    assert "identity.unregistered" in cradle(*at, tmp_path / "new", *key).err
    assert "option.server" in cradle("watch", "--identity", owner.keys).err


def forge(opened: Ledger, owner: Owner) -> str:
    """Add a thief's key while the server has the ledger open."""
    keys, new = load_identity(owner.thief), Signer(secrets.token_bytes(32))
    thief = Party("thief", owner.id, keys.root, keys.working)
    draft = key_draft(World(opened, thief), thief, "add", new)
    return submit_to(opened, sign_draft(draft, [keys.root, new])).id


def test_it_follows_a_server_until_it_is_stopped(owner: Owner, tmp_path: Path) -> None:
    """Each alarm is shown once, as a line, and so is a lost server; at the end the alarms decide the exit status."""
    with ExitStack() as running, open_ledger(owner.book) as opened:
        house = house_of(opened, Configuration(logs_open=True))
        with serving(create_app(house.context)) as address:
            more = ("--follow", "--every", 1, "--json", "--keep", tmp_path / "kept")
            told = owner.arguments(*more, at=f"{address}/registry")
            process = running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", COMMAND, *map(str, told)],
                    env=os.environ | {"PYTHONPATH": str(TOP)},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                )
            )
            assert process.stdout is not None
            for _ in range(2):
                forged = forge(opened, owner)
                found = json.loads(process.stdout.readline())
                assert [row["statement"] for row in found["alarms"]] == [forged]
        gone = json.loads(process.stdout.readline())
        assert gone["error"]["code"] == "remote.unreachable"
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 1


def test_an_owner_with_a_login_names_the_server_alone(owner: Owner) -> None:
    """Address, login and key of the registry are those that other commands use."""
    with open_ledger(owner.book) as opened:
        house = house_of(opened)
        secret = house.open_account("cells", Role.SUPPLIER, participant=owner.id)
        with serving(create_app(house.context)) as address:
            login = owner.folder / "login.toml"
            login.write_text(f'api_key = "{secret}"\n')
            login.chmod(0o600)
            keys = [text for key in owner.log_keys for text in ("--log-key", key)]
            named = ("--server", address, "--login", login, *keys, "watch")
            ran = cradle(*named, "--identity", owner.keys)
    assert ran.code == 0, ran.err
    assert "leaves 0 to 2 read, alarms: 0" in ran.out
