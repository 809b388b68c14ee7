"""A folder with everything that a command can be given, and for each command arguments that it accepts.

The folder is made by the command line alone, once for a module; a test that changes it works on a copy. Paths are
relative to the folder, in which the tests run.
"""

import atexit
import io
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from support.background import chain_workbook
from support.certificate import make_certificate
from support.command import did
from support.command_arguments import PERIOD, TYPED, VALID
from support.ledger_cli import EXAMPLES, RULEBOOK
from support.ledger_folders import copy_ledger, newest_checkpoint

ROLES = {"cells": "supplier", "packs": "manufacturer", "recycler": "supplier", "auditor": "auditor"}
ROLES |= {"checker": "auditor"}


def told(*arguments: object) -> str:
    """The output of a command that succeeds."""
    return did(*arguments).out.strip()


def signed(who: str, *arguments: object) -> str:
    """The id of a firm's statement."""
    return told(*arguments, "--identity", f"keys/{who}", "--quiet")


@dataclass(frozen=True)
class CommandWorld:
    """The folder, and the ids in it by name."""

    folder: Path
    ids: Mapping[str, str]

    def copy(self, folder: Path) -> "CommandWorld":
        """A copy that a test may change."""
        shutil.copytree(self.folder, folder, ignore=lambda *_: ["ledger"], dirs_exist_ok=True)
        copy_ledger(self.folder / "ledger", folder / "ledger")
        return CommandWorld(folder, self.ids)

    def valid(self, command: str) -> dict[str, str]:
        """Arguments that a command accepts."""
        return {name: value.format(**self.ids) for name, value in VALID[command].items()}


def build_world(folder: Path, patch: pytest.MonkeyPatch) -> CommandWorld:
    """A folder as `_built` makes it; a process makes it once, and all other tests copy it."""
    built = _template().copy(folder)
    patch.chdir(folder)
    patch.setenv("CRADLE_LEDGER", "ledger")
    return built


@cache
def _template() -> CommandWorld:
    made = TemporaryDirectory(prefix="command-world-")
    atexit.register(made.cleanup)
    with pytest.MonkeyPatch.context() as patch:
        return _built(Path(made.name) / "world", patch)


def _built(folder: Path, patch: pytest.MonkeyPatch) -> CommandWorld:
    """Make the folder, from the ledger to the attestation of a calculation."""
    folder.mkdir()
    patch.chdir(folder)
    patch.setenv("CRADLE_LEDGER", "ledger")
    named = ("--origin", "ledger.example/battery", "--operator", "Example AG", "--country", "DE")
    ids = json.loads(told("init", *named, "--json"))
    ids["factors"] = told("factors", "add", EXAMPLES / "factors.json", "--quiet")
    ids["unused"] = json.loads(told("factors", "add", "jrc-cfb-lmt", "--json"))["digest"]
    for who, role in ROLES.items():
        told("keys", "new", f"keys/{who}")
        firm = ("--name", who.title(), "--country", "FI", "--role", role)
        ids[who] = signed(who, "register", *firm)
        ids[f"{who}_key"] = json.loads(told("keys", "show", f"keys/{who}", "--json"))["working"]
    for name in ("cell", "pack", "recycling", "steel"):
        shutil.copy(EXAMPLES / f"{name}-entry.json", folder)
    shutil.copy(EXAMPLES / "site-balance.json", folder)
    shutil.copy(EXAMPLES / "factors.json", folder)
    ids |= _statements(ids)
    ids |= _files(folder, ids)
    return CommandWorld(folder, ids)


def _statements(ids: dict[str, str]) -> dict[str, str]:
    """Submit the chain up to the attestation."""
    made = {"cell": signed("cells", "submit", "cell-entry.json")}
    made["steel"] = signed("cells", "submit", "steel-entry.json")
    method = ("--rulebook", RULEBOOK, "--factor-set", ids["factors"])
    sold = ("deliver", "--to", ids["packs"])
    amount = ("--number", "1", "--amount", "27000", *method)
    made["delivery"] = signed("cells", *sold, "--entry", made["cell"], *amount)
    cited = ("--cite", f"cells={made['delivery']}")
    made["pack"] = signed("packs", "submit", "pack-entry.json", *cited)
    treated = signed("recycler", "submit", "recycling-entry.json")
    made["treated"] = treated
    price = ("--entry", treated, "--number", "R-1", "--valid-until", "2027-01-01")
    made["treatment"] = signed("recycler", *sold, *price)
    battery = ("--model", "urn:example:battery:75", "--site", "PACK-1", "--capacity", "75")
    more = ("--vehicle-category", "M1", "--end-of-life", made["treatment"], *method)
    days = ("--start", PERIOD["--start"], "--end", PERIOD["--end"])
    made["calculation"] = signed("packs", "calculate", *battery, *days, *more)
    told("bundle", made["calculation"], "--out", "audit.bundle")
    accepted = (
        "--rulebook",
        RULEBOOK,
        "--factor-set",
        ids["factors"],
    )
    told("policy", "--out", "policy.toml", "--auditor", ids["auditor"], *accepted)
    keys = ("--log-key", ids["entries_key"], "--log-key", ids["registry_key"])
    told("policy", "--from", "audit.bundle", "--out", "drafted.toml", *keys)
    checked = ("--bundle", "audit.bundle", "--policy", "policy.toml", "--scope", "All of it")
    made["attestation"] = signed("auditor", "attest", *checked)
    signed("checker", "commit", made["calculation"], "--nonce", "sample.json")
    told("bundle", made["calculation"], "--out", "sampled.bundle")
    ground = ("--ground", "amount", "--because", "More was used", "--answer-by", "2026-06-30")
    made["objection"] = signed("recycler", "object", made["pack"], *ground)
    return made


def _files(folder: Path, ids: dict[str, str]) -> dict[str, str]:
    """Write the files that commands read; return the ids of accounts and requests."""
    told("template", "--stage", "main_production", "--out", "filled.xlsx")
    told("export", ids["delivery"], "--format", "pact-3", "--out", "pact.json")
    asked = ("--product", "urn:example:cell", *(word for pair in PERIOD.items() for word in pair))
    due = ("--due", "2026-03-31", "--reference", "R-1", "--to", ids["cells"])
    acting = ("--identity", "keys/packs", "--json")
    request = json.loads(told("request", "ask", *asked, *due, *acting))["id"]
    told("access", "organisation", "house", "--title", "House", "--participant", ids["auditor"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.StringIO(TYPED))
        told("access", "person", "anna.house", "--of", "house", "--role", "auditor")
    told("access", "key", "script.house", "--of", "house", "--role", "auditor")
    told("access", "key", "operator", "--of", "house", "--role", "operator")
    told("keys", "new", "keys/fresh")
    elsewhere = ("--request", "fresh.request", "--registrar", ids["registrar"])
    firm = ("--name", "Fresh", "--country", "FI", "--role", "supplier")
    told("register", *firm, *elsewhere, "--identity", "keys/fresh")
    told("countersign", "fresh.request", "--out", "signed.ndjson")
    make_certificate(folder)
    (folder / "background.xlsx").write_bytes(chain_workbook())
    (folder / "receipt.json").write_text(told("log", "prove", ids["cell"], "--json"))
    (folder / "checkpoint").write_bytes(newest_checkpoint(folder / "ledger"))
    told("log", "export-static", "public")
    told("backup", "saved")
    told("witness", "init", "witness", "--name", "witness.example/w1", "--log", ids["entries_key"])
    told("keys", "new", "keys/monitor")
    told("keys", "new", "keys/plain", "--unencrypted")
    engaged = json.loads(told("access", "engage", "house", ids["calculation"], "--json"))["id"]
    return {"request": request, "engagement": engaged}
