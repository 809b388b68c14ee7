"""`cradle join`: the printed way from a link to a receipt works as it is printed, and a refusal leaves nothing."""

import json
import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from support.command import cradle, cradle_process, did
from support.http_api import PASSWORD
from support.joining import AMOUNT, FIRM, PRODUCT, Invited, fill, invited, shell

from ledger.cli.commands import access
from ledger.client.login_file import parse_login
from ledger.store.access.credentials import credentials_of

STEP = re.compile(r"^(\d)\. (.*)$")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Invited]:
    """A served ledger with one invitation, for tests that do not use it up."""
    with invited(tmp_path_factory.mktemp("served"), *AMOUNT) as found:
        yield found


def steps_of(text: str) -> dict[int, list[str]]:
    """The commands below each number that the command printed."""
    found: dict[int, list[str]] = {}
    for line in text.partition("Next, in this folder:")[2].splitlines():
        step = STEP.match(line)
        if step:
            found[int(step[1])] = []
        elif line.startswith("   "):
            found[max(found)].append(line.strip())
    return found


@pytest.mark.parametrize("amount", [AMOUNT, ()])
def test_six_steps_lead_to_a_receipt_and_one_more_to_the_answer(
    tmp_path: Path, amount: tuple[str, ...]
) -> None:
    """Each printed command works as it is, with the registrar's signature in between; without an amount too."""
    with invited(tmp_path, *amount) as asked:
        home = tmp_path / "supplier"
        home.mkdir()
        joined = cradle_process("join", asked.link, "--country", "FI", cwd=home)
        assert joined.code == 0, joined.err
        assert f"asked of     {FIRM}" in joined.err
        steps = steps_of(joined.out)
        assert list(steps) == [2, 3, 4, 5, 6, 7]
        assert steps[2] == []
        asked.countersign(home / "cradle" / "registration.json", home / "registration.signed")
        made = shell(home, "\n".join((*steps[3], *steps[4])))
        assert made.returncode == 0, made.stderr
        assert "Flows" in load_workbook(home / "sheet.xlsx").sheetnames
        fill(home / "sheet.xlsx")
        done = shell(home, "\n".join((*steps[5], *steps[6])))
        assert done.returncode == 0, done.stdout + done.stderr
        assert (home / "receipt.tlog-proof").read_text().startswith("c2sp.org/tlog-proof@v1\n")
        assert asked.state() == "open"
        done = shell(home, "\n".join((*steps[6], *steps[7])))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "kg CO2e per kg" in done.stderr
        assert asked.state() == "answered"


def test_the_folder_has_what_later_commands_need(tmp_path: Path) -> None:
    """Keys and login are for their owner alone; the login names the server, the key and the logs."""
    with invited(tmp_path) as asked:
        folder = tmp_path / "joined"
        ran = did("join", asked.link, "--country", "FI", "--folder", folder, "--json")
        told = json.loads(ran.out)
        login = folder / "login.toml"
        assert [stat.S_IMODE(path.stat().st_mode) for path in (folder, login)] == [0o700, 0o600]
        stated = parse_login(login.read_bytes(), "")
        assert stated.server == asked.place.address
        assert stated.logs is not None
        assert (stated.logs.entries, stated.logs.registry) == asked.place.log_keys
        assert told["logs"] == stated.logs.to_json()
        assert told["id"] == json.loads((folder / "keys" / "participant.json").read_text())["id"]
        assert told["registration"] == str(folder / "registration.json")
        assert told["next"][0] == f"cradle --login {login} send registration.signed"
        with asked.house.context.ledger.store.read() as connection:
            (script,) = credentials_of(connection, told["organisation"])
        assert script.kind == "script"
        requests = cradle("--login", login, "request", "list", "--json")
        assert [row["id"] for row in json.loads(requests.out)["items"]] == [asked.request]


def test_a_person_gets_a_login_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The password is asked, and a refused one leaves the link and no folder."""
    with invited(tmp_path) as asked:
        folder = tmp_path / "joined"
        line = ("join", asked.link, "--country", "FI", "--folder", folder, "--person", "anna")
        monkeypatch.setattr(access, "read_password", lambda: "short")
        assert "refused: password.length" in cradle(*line).err
        assert not folder.exists()
        monkeypatch.setattr(access, "read_password", lambda: PASSWORD)
        ran = did(*line, "--name", "Other Oy", "--json")
        organisation, person = (json.loads(ran.out)[name] for name in ("organisation", "person"))
        with asked.house.context.ledger.store.read() as connection:
            found = {row.id: row.kind for row in credentials_of(connection, organisation)}
        assert found == {person: "person", f"{organisation}-script": "script"}
        assert person == f"anna-{organisation.rpartition('-')[2]}"
        assert organisation.startswith("other-oy-")


def test_a_firm_with_an_account_joins_with_its_login(tmp_path: Path) -> None:
    """Keys and the registration request are made in one step; the printed commands lead to the requests."""
    with invited(tmp_path) as asked:
        entries, registry = asked.place.log_keys
        login = tmp_path / "login.toml"
        login.write_text(
            f'server = "{asked.place.address}"\napi_key = "{asked.place.logins["cells"]}"\n'
            f'[logs]\nentries = "{entries}"\nregistry = "{registry}"\n'
        )
        login.chmod(0o600)
        line = ("--login", login, "join", "--country", "FI", "--folder", tmp_path / "joined")
        assert cradle(*line).err.startswith("refused: option.join at --name")
        assert cradle(*line, "--name", "A", "--person", "b").err.startswith("refused: option.join")
        ran = did(*line, "--name", "Example Cells Oy")
        asked.countersign(
            tmp_path / "joined" / "registration.json", tmp_path / "registration.signed"
        )
        steps = steps_of(ran.out)
        done = shell(tmp_path, "\n".join((*steps[3], *steps[7])))
        assert done.returncode == 0, done.stderr


def test_without_a_server_in_the_login_the_printed_commands_name_it(tmp_path: Path) -> None:
    """A login of the environment, and a file without a server, need --server again."""
    with invited(tmp_path) as asked:
        line = ("join", "--country", "FI", "--name", "A", "--folder", tmp_path / "joined", "--json")
        told = json.loads(asked.place.did("cells", *line))
        assert told["next"][0] == f"cradle --server {asked.place.address} send registration.signed"


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("{server}/invitation/0000", "invitation.unknown"),
        ("{server}/v1/requests", "invitation.link"),
        ("nothing", "invitation.link"),
        ("http://ledger.example/invitation/0000", "remote.address"),
        ("http://127.0.0.1:1/invitation/0000", "remote.unreachable"),
    ],
)
def test_a_link_that_opens_nothing_leaves_nothing(
    tmp_path: Path, served: Invited, link: str, code: str
) -> None:
    """One line with its code, and no folder."""
    text = link.format(server=served.place.address)
    ran = cradle("join", text, "--country", "FI", "--folder", tmp_path / "joined")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert ran.err.startswith(f"refused: {code}")
    assert not (tmp_path / "joined").exists()


@pytest.mark.parametrize("country", ["FIN", "XX", "fi"])
def test_a_wrong_country_uses_no_link_up(tmp_path: Path, served: Invited, country: str) -> None:
    """It is refused before the account is opened."""
    ran = cradle("join", served.link, "--country", country, "--folder", tmp_path / "joined")
    assert ran.err.startswith("refused: country.")
    assert not (tmp_path / "joined").exists()
    assert served.house.client.get(served.link).status_code == 200


def test_only_a_new_folder_is_filled(tmp_path: Path, served: Invited) -> None:
    """A folder with content, a file, and a folder in none are refused and stay as they are."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("kept")
    (tmp_path / "file").write_text("kept")
    for name in ("full", "file", "none/below", "long" * 100):
        ran = cradle("join", served.link, "--country", "FI", "--folder", tmp_path / name)
        assert ran.err.startswith("refused: join.folder at"), name
    assert (tmp_path / "full" / "mine").read_text() == "kept"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "full"]
    assert served.house.client.get(served.link).status_code == 200


def test_a_link_works_once_and_until_it_expires(tmp_path: Path) -> None:
    """A used and an expired link are refused; an empty folder that was there stays, empty."""
    with invited(tmp_path) as asked:
        asked.house.clock.time += 31 * 86400
        folder = tmp_path / "joined"
        folder.mkdir()
        line = ("join", asked.link, "--country", "FI", "--folder", folder)
        assert cradle(*line).err.startswith("refused: invitation.expired")
        asked.house.clock.time -= 31 * 86400
        assert cradle(*line, "--name", "A" * 201).code == 1
        assert list(folder.iterdir()) == []
        assert cradle(*line).code == 0
        again = cradle(*line[:-1], tmp_path / "again")
        assert again.err.startswith("refused: invitation.used")
        assert not (tmp_path / "again").exists()


def test_the_request_is_shown_before_anything_is_did(tmp_path: Path, served: Invited) -> None:
    """Also where the account is then refused, by a name too long for one."""
    line = ("join", served.link, "--country", "FI", "--folder", tmp_path / "joined")
    assert "refused: text.grammar at legal_name" in cradle(*line, "--name", " ").err
    ran = cradle(*line, "--name", "A" * 201)
    shown, refused = ran.err.rsplit("\n", 2)[:2]
    assert refused.startswith("refused: account.title")
    for row in ("asked by     Example Packs GmbH, DE", f"product      {PRODUCT}", "27000 kg"):
        assert row in shown
    assert not (tmp_path / "joined").exists()
