"""For each command, arguments that it accepts in the folder of `command_world`; braces are ids of the folder."""

from collections.abc import Mapping

from support.ledger_cli import RULEBOOK
from support.serve_process import free_port

from ledger.exchange.examples import example_folder

Arguments = Mapping[str, str]
"""The values of a command's arguments and options, by name or by the option's first word."""

PERIOD = {"--start": "2025-01-01", "--end": "2026-01-01"}
_SIGNED = {"--ledger": "ledger"}
_CELLS, _PACKS = ({"--ledger": "ledger", "--identity": f"keys/{who}"} for who in ("cells", "packs"))
_ASKED = {"--product": "urn:example:cell", **PERIOD, "--due": "2026-03-01", "--reference": "R-9"}
_LOG = {"--at": "public/entries", "--log-key": "{entries_key}", "--keep": "seen"}
TYPED = "a password that is long enough\nanother password that is long\n"
"""What a person types: its password, and where it is asked for a new one, that."""

_ACCOUNT = {"name": "new.house", "--of": "house", "--role": "supplier", "--ledger": "ledger"}

VALID: Mapping[str, Arguments] = {
    "demo": {"--dir": "new", "--serve": "", "--port": str(free_port())}
    | {
        "--tls-cert": "certificate.pem",
        "--tls-key": "certificate.key.pem",
        "--partner": "https://a.example,me,secret",
    },
    "new": {"folder": "new", "--product": "Frame", "--firm": "A", "--country": "FI"}
    | {"--unit": "piece", "--kg": "1.9", "--mix": "SE"},
    "run": {"folder": str(example_folder("steel_mill")), "--out": "new"},
    "register": {"--name": "A", "--country": "FI", "--role": "supplier", **_CELLS}
    | {"--address": "Street 1", "--contact": "https://a.example", "--identity": "keys/monitor"},
    "withdraw": {"statement": "{cell}", "--reason": "correction", **_CELLS},
    "object": {"statement": "{cell}", "--ground": "factor", "--because": "Not of this country"}
    | {"--answer-by": "2026-06-30", "--row": "inputs/0", "--claimed-kg": "-1.5"}
    | {"--evidence": "sha256:" + "ab" * 32, **_PACKS},
    "answer": {"objection": "{objection}", "--outcome": "rejects", "--because": "No"} | {**_PACKS},
    "objections": {"statement": "{pack}", **_SIGNED},
    "received check": {"files": "pact.json"},
    "watch": {"--at": "public/registry", "--log-key": "{registry_key}", "--identity": "keys/cells"},
    "template": {"--out": "new.xlsx", "--factor-set": "{factors}", "--like": "{cell}", **_SIGNED},
    "draft": {"kind": "entry", "--out": "new.json"},
    "check": {"file": "filled.xlsx"},
    "map": {"file": "filled.xlsx", "--out": "new.mapping.toml"},
    "submit": {"draft": "recycling-entry.json", **_CELLS},
    "edit": {"entry": "{cell}", "--out": "new.json", **_CELLS},
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
    "cbam": {
        "entry": "{steel}",
        "--factor-set": "{factors}",
        "--year": "2026",
        "--cscf": "1",
        "--tonnes": "1000",
        "--price": "75.28",
        "--price-day": "2026-07-06",
        **_SIGNED,
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
    "quality": {"statement": "{calculation}", **_SIGNED},
    "emissions": {"statement": "{calculation}", **_SIGNED},
    "warranty": {
        "--manufacturer": "{calculation:.24}",
        "--model": "urn:example:battery:75",
        "--years": "8",
        "--remaining-energy": "0.7",
        "--made-from": "2026-01-01",
        "--document": f"sha256:{'5' * 64}",
        "--name": "maker.example/warranties",
        "--out": "new.note",
        "--identity": "keys/monitor",
        **_SIGNED,
    },
    "plan": {"statement": "{calculation}", "--settle-file": "new.toml", **_SIGNED},
    "standing": {"statement": "{calculation}", **_SIGNED},
    "notices": {**_SIGNED},
    "study": {"calculation": "{calculation}", "--out": "new.json", **_SIGNED},
    "diff": {"before": "{calculation}", "after": "{calculation}", **_SIGNED},
    "origin": {"calculation": "{calculation}", "--out": "new.xlsx", **_SIGNED},
    "compare": {"calculation": "{calculation}", "--rulebook": RULEBOOK, **_SIGNED},
    "territory": {"calculation": "{calculation}", "--market": "DE", **_SIGNED},
    "price": {"calculation": "{calculation}", "--scenario": "uniform-2026", **_SIGNED},
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
    "config": {},
    "participants": {"--name": "Cells", **_SIGNED},
    "join": {"link": "http://127.0.0.1:9/invitation/" + "a" * 43, "--country": "FI"}
    | {"--address": "Street 1", "--contact": "https://a.example"},
    "trace": {"bundle": "audit.bundle", "--policy": "policy.toml"},
    "partner register": {"organisation": "house", "--base": "https://pact.example"}
    | {"--client-id": "us", **_SIGNED},
    "partner list": {**_SIGNED},
    "partner ask": {"organisation": "house", "--product": "urn:gtin:4712345060507"},
    "partner requests": {**_SIGNED},
    "partner refused": {**_SIGNED},
    "bundle": {"statement": "{calculation}", "--out": "new.bundle", **_SIGNED},
    "policy draft": {"--out": "new.toml", "--rulebook": RULEBOOK, "--factor-set": "{factors}"}
    | _SIGNED,
    "policy lines": {"policy": "policy.toml"},
    "policy confirm": {"policy": "drafted.toml", "line": "logs", "--compared-with": "A letter"},
    "verify": {"bundle": "audit.bundle", "--policy": "policy.toml"},
    "verify-all": {"folder": ".", "--policy": "policy.toml"},
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
    "notify": {**_SIGNED},
    "restatement": {"--since": "0", "--until": "3", "--plot": "new.svg", **_SIGNED},
    "portfolio": {"--sigma": "0.1", "--samples": "10", "--since": "3"}
    | {"--plot": "new.svg", **_SIGNED},
    "keys add": {**_CELLS},
    "keys retire": {"key": "{cells_key}", **_CELLS},
    "keys compromise": {"key": "{cells_key}", "--from": "3", **_CELLS},
    "keys recover": {"--new": "new.pem", **_CELLS},
    "keys new": {"folder": "new"},
    "keys protect": {"keys": "keys/plain"},
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
    "received list": {**_SIGNED},
    "received show": {"digest": "{factors}", **_SIGNED},
    "factors add": {"method": "factors.json", **_SIGNED},
    "factors import": {"files": "background.xlsx", "--rulebook": RULEBOOK, **_SIGNED},
    "factors rulebooks": {},
    "factors sets": {},
    "factors list": {**_SIGNED},
    "factors remove": {"digest": "{unused}", **_SIGNED},
    "factors admit": {"method": "{factors}", **_SIGNED},
    "factors show": {"name": "{factors}", **_SIGNED},
    "access journal": {**_SIGNED},
    "access organisation": {"name": "new", "--title": "New", **_SIGNED},
    "access person": _ACCOUNT,
    "access machine": _ACCOUNT,
    "access key": _ACCOUNT,
    "access password": {"name": "anna.house", **_SIGNED},
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
    "partner ask": "a server asks partners",
    "join": "nobody listens at the address",
    "partner register": "the address has no name that this machine could look up",
    "received show": "no partner has sent a file",
    "check": "the template is empty, which is reported",
    "quality": "the study's rulebook rates no data",
}
"""Commands that refuse even their valid arguments here, with the reason."""
