"""`cradle --server`: each command on the ledger's folder has the same outcome over HTTP."""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from support.command import cradle
from support.footprints import file_of, pact_3
from support.ledger_cli import method
from support.ledger_folders import newest_checkpoint
from support.ledger_served import (
    EXAMPLES,
    RULEBOOK,
    USERS,
    Place,
    begin,
    bind,
    counted,
    doors_open,
    first,
    handed_in,
    open_accounts,
    ran,
    register_here,
)

UNKNOWN = "sha256:" + "0" * 64
PROOF = "c2sp.org/tlog-proof@v1"


def test_a_server_and_a_folder_make_the_same_statements(tmp_path: Path) -> None:
    """The same commands on two copies of a ledger make the same ids and the same declared total."""
    place = begin(tmp_path)
    ids = register_here(place)
    open_accounts(place)
    (tmp_path / "note").write_bytes(newest_checkpoint(place.folder))
    shutil.copytree(place.folder, tmp_path / "copy")
    ran("unlock", "--ledger", tmp_path / "copy", "--checkpoint", tmp_path / "note")
    for who, participant in ids.items():
        bind(place.folder, who, participant)
    with counted():
        here = handed_in(Place(tmp_path / "copy", place.keys), ids)
    with doors_open(place) as (there, _), counted():
        assert handed_in(there, ids) == here
        shown = json.loads(there.did("packs", "log", "show", here["calculation"]))
        told = json.loads(
            there.did("cells", "footprint", here["entry"], *method(here["factors"]), "--json")
        )
    local = json.loads(ran("log", "show", here["calculation"], "--ledger", tmp_path / "copy"))
    assert shown["payload"] == local["payload"]
    assert {**shown["sections"], "exact": local["sections"]["exact"]} == local["sections"]
    assert told["total"] == "9.19"


def test_a_period_too_short_to_declare_is_said_here_and_there(tmp_path: Path) -> None:
    """The calculation is submitted all the same; the remark on standard error names a sufficient period."""
    place = begin(tmp_path)
    ids = register_here(place)
    open_accounts(place)
    made = handed_in(place, ids)
    bind(place.folder, "packs", ids["packs"])
    asked = (
        *("calculate", "--model", "urn:example:battery:75", "--site", "PACK-1"),
        *("--capacity", "75", "--warranty-years", "8", "--vehicle-category", "M1"),
        *(*method(made["factors"]), "--end-of-life", made["treatment"]),
        *("--identity", place.keys / "packs", "--quiet", "--start", "2025-12-31", "--end"),
    )
    here = place.run("packs", *asked, "2026-01-01")
    with doors_open(place) as (there, _):
        told = there.run("packs", *asked, "2026-01-01")
    for done in (here, told):
        assert (done.code, done.out.startswith("sha256:")) == (0, True), done.err
        assert "remark       Too short for a declaration: The period from 2025-12-31" in done.err
        assert "calculate from 2025-01-01 to 2026-01-01, or over all production." in done.err


def require_stale(there: Place, entry: str, checked: tuple[object, ...]) -> None:
    """Withdraw an entry behind a figure; the auditor's attestation of it is then refused."""
    taken = there.signed("cells", "withdraw", first(entry), "--reason", "new_data")
    stale = there.run("auditor", *checked, "--identity", there.keys / "auditor")
    assert "refused: attestation.stale at --bundle" in stale.err
    assert f"{taken} withdrew it: {entry}, leaf " in stale.err


def declare_twice(there: Place, calculation: str, attestation: str) -> str:
    """Declare a calculation, and again after a move of the firm; return the id of the second declaration."""
    named = ("--calculation", calculation, "--attestation", attestation)
    named += ("--conformity", "EXAMPLE-1", "--study", "https://example.com/study")
    older = there.signed("packs", "declare", *named)
    again = ("packs", "declare", *named, "--identity", there.keys / "packs", "--json")
    refused = json.loads(there.run(*again).out)["error"]
    assert (refused["code"], refused["detail"][:71]) == ("declaration.period", older)
    moved = ("--address", "Street 2", "--contact", "https://packs.example", "--town", "Town")
    ran = there.run(*again, "--supersedes", first(older), *moved)
    assert ran.code == 0, ran.err
    assert "(c) plant PACK-1, Town, DE" in " ".join(ran.err.split())
    return str(json.loads(ran.out)["id"])


def commit_to(there: Place, calculation: str, audit: Path) -> tuple[str, Path]:
    """Commit to a sample, then fetch the audit bundle; returns the option by which an attestation states it."""
    nonce = audit.parent / "nonce.json"
    there.signed("auditor", "commit", calculation, "--nonce", nonce)
    there.did("auditor", "bundle", calculation, "--out", audit)
    return "--sample", nonce


def require_same_sample(before: Sequence[object], after: Sequence[object], policy: Path) -> None:
    """Assert that the final bundle verifies, and gives the list that the auditor drew."""
    assert cradle("verify", *after, "--policy", policy).code == 0
    draws = [cradle("sample", *it, "--policy", policy, "--json").out for it in (before, after)]
    assert json.loads(draws[0])["items"] == json.loads(draws[1])["items"] != []


def test_from_keys_to_a_verified_declaration(tmp_path: Path) -> None:
    """Registration, submission, calculation, audit and declaration work over HTTP only; the bundle verifies offline."""
    place = begin(tmp_path)
    open_accounts(place)
    registrar = json.loads((place.folder / "registrar" / "participant.json").read_text())["id"]
    policy, audit, final = (tmp_path / name for name in ("policy.toml", "audit", "final"))
    with doors_open(place) as (there, _):
        ids = {}
        for who in ("cells", "packs", "recycler", "auditor"):
            request, signed = tmp_path / f"{who}.request", tmp_path / f"{who}.signed"
            ids[who] = there.signed(
                *(who, "register", "--name", f"Example {who}", "--country", "FI"),
                *("--role", USERS[who], "--request", request, "--registrar", registrar),
            )
            seen = cradle(
                *("countersign", request, "--out", signed),
                *("--identity", place.folder / "registrar"),
            )
            assert f"Example {who}" in seen.err
            assert ids[who] in there.did(who, "send", signed)
        made = handed_in(there, ids)
        calculation = made["calculation"]
        refused = there.run("auditor", "bundle", calculation, "--out", audit)
        assert refused.err.startswith("refused: ")
        there.did("operator", "access", "engage", "auditor", first(calculation))
        nonce = commit_to(there, first(calculation), audit)
        accepted = ("--auditor", first(ids["auditor"]), "--rulebook", RULEBOOK)
        there.did("auditor", "policy", "--out", policy, *accepted, "--factor-set", made["factors"])
        checked = ("attest", "--bundle", audit, "--policy", policy, "--scope", "all", *nonce)
        attestation = there.signed("auditor", *checked)
        declaration = declare_twice(there, first(calculation), first(attestation))
        there.did("auditor", "bundle", declaration, "--out", final)
        proof = there.did("packs", "log", "prove", first(declaration))
        listed = json.loads(there.did("cells", "log", "list", "--kind", "delivery", "--json"))
        require_stale(there, made["entry"], checked)
    assert (proof[:22], [row["id"] for row in listed]) == (PROOF, [made["delivery"]])
    require_same_sample((audit, "--nonce", nonce[1]), (final,), policy)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A ledger with accounts and registered users."""
    place = begin(tmp_path_factory.mktemp("begun"))
    open_accounts(place)
    for who, participant in register_here(place).items():
        bind(place.folder, who, participant)
    return place


def test_what_is_about_to_be_signed_is_shown(begun: Place) -> None:
    """A person sees the figure before the receipt; a program's output is undisturbed."""
    with doors_open(begun) as (there, _):
        there.did("operator", "factors", "add", RULEBOOK)
        factors = there.did("packs", "factors", "add", EXAMPLES / "factors.json", "--quiet")
        entry = there.signed("cells", "submit", EXAMPLES / "cell-entry.json")
        to = json.loads((begun.keys / "packs" / "participant.json").read_text())["id"]
        sold = ("deliver", "--entry", entry, "--to", to, "--number", "1", "--amount", "10")
        done = there.run(
            "cells", *sold, *method(factors), "--identity", begun.keys / "cells", "--json"
        )
        assert "signing      9.19 kg CO2e per kg" in done.err
        receipt = json.loads(done.out)
        taken = there.signed("cells", "withdraw", first(receipt["id"]), "--reason", "correction")
        shown = json.loads(there.did("cells", "log", "show", first(receipt["id"])))
        assert shown["withdrawn"] == taken
        table = there.did("cells", "footprint", first(entry), *method(factors))
        assert "total 9.19, its upstream part rounded to 4 digits" in table
        table = there.did("operator", "footprint", entry, *method(factors))
        assert ", exact\n" in table
        assert "Contributions" in table


def test_a_foreign_figure_is_kept_over_http(begun: Place, tmp_path: Path) -> None:
    """The row for an entry names the exact bytes; a malformed file is refused with its place."""
    file = tmp_path / "footprint.json"
    file.write_bytes(file_of(pact_3()))
    with doors_open(begun) as (there, _):
        told = json.loads(there.did("cells", "import", file, "--json"))
        assert told["row"]["file"] == told["digest"]
        assert told == json.loads(there.did("recycler", "import", file, "--json"))
        file.write_text("{")
        assert there.run("cells", "import", file).err.startswith("refused: json.")


def test_keys_are_changed_over_http(begun: Place) -> None:
    """A working key is added and another retired, signed with the root key that the server never sees."""
    own = begun.keys / "recycler"
    with doors_open(begun) as (there, _):
        before = json.loads(cradle("keys", "show", own, "--json").out)["working"]
        there.signed("recycler", "keys", "add")
        there.signed("recycler", "keys", "retire", before)
        participant = json.loads((own / "participant.json").read_text())["id"]
        shown = json.loads(there.did("cells", "keys", "show", first(participant), "--json"))
        assert [row["state"] for row in shown["working_keys"]].count("retired") == 1
        dated = ("keys", "compromise", before, "--from", "1", "--identity", own)
        assert there.run("recycler", *dated).err.startswith("refused: option.server")


def test_what_was_signed_before_is_sent(begun: Place, tmp_path: Path) -> None:
    """A file of submissions is answered line by line, also the second time; another statement's receipt is refused."""
    from ledger.cli.keys.identity import fresh, load_identity
    from ledger.exchange.draft_files import Drafter, parse_entry_draft
    from ledger.state.drafting import sign_draft
    from ledger.trust.submission import format_submission

    own = load_identity(begun.keys / "cells")
    other = (EXAMPLES / "cell-entry.json").read_text().replace("CELL-1", "CELL-9")
    draft = parse_entry_draft(other.encode(), {}, Drafter("ledger.example/test", own.id, fresh))
    good, bad = (sign_draft(draft, [key]) for key in (own.working, own.root))
    file = tmp_path / "signed.ndjson"
    file.write_bytes(b"".join(format_submission(one) + b"\n" for one in (bad, good)))
    with doors_open(begun) as (there, _):
        first = there.run("cells", "send", file, "--json")
        again = there.run("cells", "send", file)
    rows = [json.loads(line) for line in first.out.splitlines()]
    assert (first.code, again.code) == (1, 1)
    assert rows[0]["error"]["code"].startswith("signature.")
    assert rows[1]["receipt"]["id"] == draft.id
    assert [line.split()[1] for line in again.out.splitlines()] == ["refused:", draft.id]
    assert "receipt.mismatch" in again.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("log", "show", UNKNOWN), "statement.unknown"),
        (("log", "checkpoint"), "option.server at --server"),
        (
            ("init", "--origin", "a.example/b", "--operator", "A", "--country", "DE"),
            "option.server",
        ),
        (("bundle", UNKNOWN, "--out", "x", "--participant", UNKNOWN), "option.server"),
        (("monitor",), "option.server"),
        (("backup", "somewhere"), "option.server"),
        (("restore", "somewhere", "--to", "elsewhere"), "option.server"),
        (("unlock", "--receipt", str(EXAMPLES / "cell-entry.json")), "option.server"),
        (("access", "list"), "access.denied"),
    ],
)
def test_a_server_refuses_as_a_folder_does(
    begun: Place, arguments: tuple[str, ...], code: str
) -> None:
    """The refusal is one sentence with the ledger's own code; a command that works in the folder only says so."""
    with doors_open(begun) as (there, _):
        done = there.run("cells", *arguments)
    assert done.code == 1
    assert done.err.startswith(f"refused: {code}")


def test_a_login_is_a_file_of_its_owner(begun: Place, tmp_path: Path) -> None:
    """It has the API key and the logs' keys; a file that others may read is refused, and so is a missing login."""
    file = tmp_path / "login.toml"
    logs = dict(zip(("entries", "registry"), begun.log_keys, strict=True))
    named = "\n".join(f'{name} = "{key}"' for name, key in logs.items())
    file.write_text(f'api_key = "{begun.logins["cells"]}"\n[logs]\n{named}\n')
    with doors_open(begun) as (there, _):
        listing = ("log", "list")
        at = ("--server", there.address)
        file.chmod(0o644)
        assert cradle(*at, "--login", file, *listing).err.startswith("refused: login.file")
        file.chmod(0o600)
        assert "registry" in cradle(*at, "--login", file, *listing).out
        assert cradle(*at, *listing).err.startswith("refused: login.required at --login")
        file.write_text("api_key = \n")
        assert cradle(*at, "--login", file, *listing).err.startswith("refused: login.file")


def test_keys_of_another_ledger_sign_nothing_here(begun: Place, tmp_path: Path) -> None:
    """An identity names the ledger it is registered with, and does not sign for another."""
    shutil.copytree(begun.keys / "cells", tmp_path / "cells")
    record = tmp_path / "cells" / "participant.json"
    record.write_text(record.read_text().replace("ledger.example/test", "ledger.example/other"))
    with doors_open(begun) as (there, _):
        draft = ("submit", EXAMPLES / "cell-entry.json", "--identity", tmp_path / "cells")
        done = there.run("cells", *draft)
    assert done.err.startswith("refused: identity.origin")
