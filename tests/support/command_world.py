"""A folder with everything that a command can be given, and for each command arguments that it accepts.

The folder is made by the command line alone, once for a module; a test that changes it works on a copy. Paths are
relative to the folder, in which the tests run.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.certificate import make_certificate
from support.command import cradle
from support.ledger_cli import EXAMPLES, RULEBOOK
from support.ledger_folders import copy_ledger, newest_checkpoint

Arguments = Mapping[str, str]
"""The values of a command's arguments and options, by name or by the option's first word."""

PERIOD = {"--start": "2025-01-01", "--end": "2026-01-01"}
SIGNER = ("cells", "packs", "recycler", "auditor")
ROLES = {"cells": "supplier", "packs": "manufacturer", "recycler": "supplier", "auditor": "auditor"}
ROLES |= {"checker": "auditor"}


def told(*arguments: object) -> str:
    """The output of a command that succeeds."""
    ran = cradle(*arguments)
    assert ran.code == 0, (arguments, ran.out, ran.err)
    return ran.out.strip()


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
        shutil.copytree(self.folder, folder, ignore=lambda *_: ["ledger"])
        copy_ledger(self.folder / "ledger", folder / "ledger")
        return CommandWorld(folder, self.ids)

    def valid(self, command: str) -> dict[str, str]:
        """Arguments that a command accepts."""
        return {name: value.format(**self.ids) for name, value in VALID[command].items()}


def build_world(folder: Path, patch: pytest.MonkeyPatch) -> CommandWorld:
    """Make the folder, from the ledger to the attestation of a calculation."""
    folder.mkdir(exist_ok=True)
    patch.chdir(folder)
    patch.setenv("CRADLE_LEDGER", "ledger")
    named = ("--origin", "ledger.example/battery", "--operator", "Example AG", "--country", "DE")
    ids = json.loads(told("init", *named, "--json"))
    ids["factors"] = told("factors", "add", EXAMPLES / "factors.json", "--quiet")
    for who, role in ROLES.items():
        told("keys", "new", f"keys/{who}")
        firm = ("--name", who.title(), "--country", "FI", "--role", role)
        ids[who] = signed(who, "register", *firm)
        ids[f"{who}_key"] = json.loads(told("keys", "show", f"keys/{who}", "--json"))["working"]
    for name in ("cell", "pack", "recycling"):
        shutil.copy(EXAMPLES / f"{name}-entry.json", folder)
    shutil.copy(EXAMPLES / "site-balance.json", folder)
    shutil.copy(EXAMPLES / "factors.json", folder)
    ids |= _statements(ids)
    ids |= _files(folder, ids)
    return CommandWorld(folder, ids)


def _statements(ids: dict[str, str]) -> dict[str, str]:
    """Submit the chain up to the attestation."""
    made = {"cell": signed("cells", "submit", "cell-entry.json")}
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
    told("access", "key", "script.house", "--of", "house", "--role", "auditor")
    told("access", "key", "operator", "--of", "house", "--role", "operator")
    told("keys", "new", "keys/fresh")
    elsewhere = ("--request", "fresh.request", "--registrar", ids["registrar"])
    firm = ("--name", "Fresh", "--country", "FI", "--role", "supplier")
    told("register", *firm, *elsewhere, "--identity", "keys/fresh")
    shutil.copy(folder / "fresh.request", folder / "signed.ndjson")
    told("countersign", "fresh.request", "--out", "signed.ndjson")
    make_certificate(folder)
    (folder / "receipt.json").write_text(told("log", "prove", ids["cell"], "--json"))
    (folder / "checkpoint").write_bytes(newest_checkpoint(folder / "ledger"))
    told("log", "export-static", "public")
    told("backup", "saved")
    told("witness", "init", "witness", "--name", "witness.example/w1", "--log", ids["entries_key"])
    told("keys", "new", "keys/monitor")
    engaged = json.loads(told("access", "engage", "house", ids["calculation"], "--json"))["id"]
    return {"request": request, "engagement": engaged}


_SIGNED = {"--ledger": "ledger"}
_CELLS, _PACKS = ({"--ledger": "ledger", "--identity": f"keys/{who}"} for who in ("cells", "packs"))
_ASKED = {"--product": "urn:example:cell", **PERIOD, "--due": "2026-03-01", "--reference": "R-9"}
_LOG = {"--at": "public/entries", "--log-key": "{entries_key}", "--keep": "seen"}
_ACCOUNT = {"name": "new.house", "--of": "house", "--role": "supplier", "--ledger": "ledger"}

VALID: Mapping[str, Arguments] = {
    "demo": {"--dir": "new", "--serve": "", "--port": "8443"}
    | {
        "--tls-cert": "certificate.pem",
        "--tls-key": "certificate.key.pem",
        "--partner": "https://a.example,me,secret",
    },
    "register": {"--name": "A", "--country": "FI", "--role": "supplier", **_CELLS}
    | {"--address": "Street 1", "--contact": "https://a.example", "--identity": "keys/monitor"},
    "withdraw": {"statement": "{cell}", "--reason": "correction", **_CELLS},
    "object": {"statement": "{cell}", "--ground": "factor", "--because": "Not of this country"}
    | {"--answer-by": "2026-06-30", "--row": "inputs/0", "--claimed-kg": "-1.5"}
    | {"--evidence": "sha256:" + "ab" * 32, **_PACKS},
    "answer": {"objection": "{objection}", "--outcome": "rejects", "--because": "No"} | {**_PACKS},
    "objections": {"statement": "{pack}", **_SIGNED},
    "lint": {"files": "pact.json"},
    "watch": {"--at": "public/registry", "--log-key": "{registry_key}", "--identity": "keys/cells"},
    "template": {"--out": "new.xlsx", "--factor-set": "{factors}", **_SIGNED},
    "check": {"file": "filled.xlsx"},
    "submit": {"draft": "recycling-entry.json", **_CELLS},
    "balance": {"draft": "site-balance.json", "--cite": "cells={cell}", **_CELLS},
    "send": {"file": "signed.ndjson", **_SIGNED},
    "footprint": {
        "entry": "{cell}",
        "--factor-set": "{factors}",
        "--rulebook": RULEBOOK,
        **_SIGNED,
    },
    "deliver": {
        "--entry": "{cell}",
        "--to": "{packs}",
        "--number": "2",
        "--amount": "10",
        **_CELLS,
    },
    "delivery-code": {"delivery": "{delivery}", **_SIGNED},
    "export": {"delivery": "{delivery}", "--format": "pact-3", **_SIGNED},
    "import": {"file": "pact.json", **_SIGNED},
    "calculate": {
        "--model": "urn:example:battery:75",
        "--site": "PACK-1",
        **PERIOD,
        "--capacity": "75",
        "--warranty-years": "8",
        "--vehicle-category": "M1",
        "--factor-set": "{factors}",
        "--end-of-life": "{treatment}",
        "--rulebook": RULEBOOK,
        **_PACKS,
    },
    "quality": {"calculation": "{calculation}", **_SIGNED},
    "study": {"calculation": "{calculation}", "--out": "new.json", **_SIGNED},
    "diff": {"before": "{calculation}", "after": "{calculation}", **_SIGNED},
    "compare": {"calculation": "{calculation}", "--rulebook": RULEBOOK, **_SIGNED},
    "declare": {
        "--calculation": "{calculation}",
        "--attestation": "{attestation}",
        "--conformity": "EU-1",
        "--study": "https://example.com/study",
        "--address": "Street 1",
        "--contact": "https://a.example",
        **_PACKS,
    },
    "documents": {"statement": "{calculation}", "--out": "new", **_SIGNED},
    "stale": {**_SIGNED},
    "history": {**_CELLS},
    "join": {"link": "http://127.0.0.1:9/invitation/" + "a" * 43, "--country": "FI"}
    | {"--address": "Street 1", "--contact": "https://a.example"},
    "trace": {"bundle": "audit.bundle", "--policy": "policy.toml"},
    "partner register": {"organisation": "house", "--base": "https://pact.example"}
    | {"--client-id": "us", **_SIGNED},
    "partner list": {**_SIGNED},
    "partner request": {"organisation": "house", "--product": "urn:gtin:4712345060507"},
    "partner requests": {**_SIGNED},
    "partner refused": {**_SIGNED},
    "bundle": {"statement": "{calculation}", "--out": "new.bundle", **_SIGNED},
    "policy": {"--out": "new.toml", "--rulebook": RULEBOOK, "--factor-set": "{factors}", **_SIGNED},
    "verify": {"bundle": "audit.bundle", "--policy": "policy.toml"},
    "commit": {"calculation": "{calculation}", **_SIGNED, "--identity": "keys/auditor"},
    "sample": {"bundle": "sampled.bundle", "--policy": "policy.toml", "--nonce": "sample.json"},
    "attest": {"--bundle": "audit.bundle", "--policy": "policy.toml", "--scope": "All", **_SIGNED}
    | {"--identity": "keys/auditor"},
    "init": {"--origin": "a.example/b", "--operator": "A", "--country": "DE", "--ledger": "new"},
    "countersign": {"request": "fresh.request", **_SIGNED},
    "serve": {"--port": "0", **_SIGNED},
    "backup": {"folder": "new", **_SIGNED},
    "restore": {"backup": "saved", "--to": "new"},
    "unlock": {"--checkpoint": "checkpoint", **_SIGNED},
    "monitor": {**_SIGNED},
    "keys add": {**_CELLS},
    "keys retire": {"key": "{cells_key}", **_CELLS},
    "keys compromise": {"key": "{cells_key}", "--from": "3", **_CELLS},
    "keys recover": {"--new": "new.pem", **_CELLS},
    "keys new": {"folder": "new"},
    "keys show": {"owner": "{cells}", **_SIGNED},
    "keys distrust": {"participant": "{cells}", "key": "{cells_key}", "--from": "1", **_SIGNED},
    "log witness": {"--witness": "http://127.0.0.1:9/w1", **_SIGNED},
    "log checkpoint": {**_SIGNED},
    "log export-static": {"folder": "new", **_SIGNED},
    "log rotate": {**_SIGNED},
    "log end-rotation": {**_SIGNED},
    "log check": _LOG,
    "log refresh": {"receipt": "receipt.json", **_LOG},
    "log evidence": {"file": "fork-evidence.json", "--log-key": "{entries_key}"},
    "log list": {**_SIGNED},
    "log show": {"statement": "{cell}", **_SIGNED},
    "log prove": {"statement": "{cell}", **_SIGNED},
    "request ask": {**_ASKED, "--to": "{recycler}", "--identity": "keys/packs", **_SIGNED},
    "request pass-on": {"request": "{request}", **_ASKED, "--firm": "Mine", **_CELLS},
    "request list": {**_SIGNED},
    "request show": {"request": "{request}", **_SIGNED},
    "request decline": {"request": "{request}", "--reason": "no_data", **_SIGNED},
    "request withdraw": {"request": "{request}", **_SIGNED},
    "request invite": {"request": "{request}"},
    "imports list": {**_SIGNED},
    "imports show": {"digest": "{factors}", **_SIGNED},
    "factors add": {"file": "factors.json", **_SIGNED},
    "factors rulebook": {"name": RULEBOOK, **_SIGNED},
    "factors rulebooks": {},
    "factors sets": {},
    "factors show": {"name": "{factors}", **_SIGNED},
    "access journal": {**_SIGNED},
    "access organisation": {"name": "new", "--title": "New", **_SIGNED},
    "access person": _ACCOUNT,
    "access machine": _ACCOUNT,
    "access key": _ACCOUNT,
    "access end": {"name": "script.house", **_SIGNED},
    "access engage": {"auditor": "house", "subject": "{delivery}", **_SIGNED},
    "access list": {**_SIGNED},
    "database status": {**_SIGNED},
    "database upgrade": {**_SIGNED},
    "witness init": {"folder": "new", "--name": "w.example/1", "--log": "{entries_key}"},
    "witness serve": {"folder": "witness", "--port": "0"},
}
"""Arguments that each command accepts, in the folder of `CommandWorld`; braces are ids of it."""

REFUSED = {
    "log witness": "nobody listens at the address",
    "log evidence": "no log has forked, so there is no evidence",
    "request invite": "a server makes links",
    "partner request": "a server asks partners",
    "join": "nobody listens at the address",
    "partner register": "the address has no name that this machine could look up",
    "imports show": "no partner has sent a file",
    "check": "the template is empty, which is reported",
    "quality": "the study's rulebook rates no data",
}
"""Commands that refuse even their valid arguments here, with the reason."""
