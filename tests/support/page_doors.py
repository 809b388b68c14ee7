"""Every page of the application by its route, with an address that exists and a form that is complete.

`doors` reads the routes of the application; `open_world` makes what the addresses name: a request, drafts, an upload,
a declaration, an invitation, and a case of otto, a person of the auditor. The other forms belong to anna, a person of
the mine.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookiejar import Cookie
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from support.auditor_pages import engage_for
from support.http_api import PASSWORD, House
from support.ledger_battery import BatteryChain
from support.ledger_blend import deliver_blend
from support.ledger_border import Border
from support.ledger_declared import attest, calculate, declare
from support.ledger_world import made
from support.manufacturer_pages import filled, steps_of, subject_of
from support.operator_pages import leave
from support.pages_operator import operator_addresses, operator_forms
from support.sheets import csv_text, sound
from support.supplier_pages import log_in
from support.supplier_reading import open_all_pages

from api.web.style import script_address, style_address
from ledger.state.drafting import countersign, sign_draft
from ledger.trust.submission import format_submission
from schemas.vocabulary import Role

MACHINE: Final = ("/v1", "/3", "/auth", "/.well-known", "/entries", "/registry")
"""Addresses of programs."""

PASSED_ON: Final = {
    "firm": "A supplier to invite",
    "product": "urn:test:supplies",
    "start": "2025-01-01",
    "last": "2025-12-31",
    "due": "2025-12-31",
    "reference": "passed on",
}
"""The form that passes a request on."""

DECLARED: Final = {
    "conformity": "EU-2",
    "study": "https://study.example/2",
    "reason": "new_data",
}
"""The form that declares a figure in place of an earlier one."""

PLAIN: Final = ("/health", "/ready", "/metrics", "/openapi.json", "/style/", "/script/")
"""Answers that are no pages and know nobody."""

OPENERS: Final = {
    "/supplier": "anna",
    "/registration": "anna",
    "/drafts": "anna",
    "/statements": "anna",
    "/password": "anna",
    "/notices": "anna",
    "/manufacturer": "paul",
    "/operator": "olga",
    "/auditor": "otto",
}
"""Who opens the pages below a path in these tests; all other pages are public."""

Door = tuple[str, str]
"""Method and route."""


@dataclass(frozen=True)
class Form:
    """A form that anna could send: its fields and files."""

    data: Mapping[str, Any]
    files: Mapping[str, Any] | None = None


@dataclass
class PageWorld:
    """A server, an address for each route, and a form for each route that changes something."""

    house: House
    chain: BatteryChain
    addresses: Mapping[str, str]
    forms: Mapping[str, Form]
    cookies: dict[str, Cookie] = field(default_factory=dict)


def opener_of(route: str) -> str | None:
    """The person who opens a page in these tests; None for a public page."""
    return next((one for root, one in OPENERS.items() if route.startswith(root)), None)


def doors(app: FastAPI) -> set[Door]:
    """All pages and forms of an application; HEAD goes with GET."""
    return {
        (method, str(one.path))
        for one in iter_route_contexts(app.routes)
        for method in one.methods or ()
        if not str(one.path).startswith((*MACHINE, *PLAIN)) and method != "HEAD"
    }


def open_world(chain: BatteryChain) -> PageWorld:
    """Make what the addresses name."""
    declaration = declare(chain, calculate(chain))[7:]
    calculation = calculate(chain, capacity_kwh="3")
    attest(chain, calculation)
    house = open_all_pages(chain)
    case, finding = _case(house, chain, f"sha256:{declaration}")
    house.open_person("wim", "witness", Role.WITNESS)
    house.open_person("rega", "registrar", Role.REGISTRAR)
    request, link = _requests(house, chain)
    left = leave(house, chain)
    log_in(house, "paul")
    product = {**steps_of(chain)["product"], "reason": "new_data"}
    plant = filled(house.client, chain, product=product)
    client = log_in(house, "anna")
    form, sheet, file = "f" * 32, *_uploaded(house)
    client.post(f"/supplier/form/{form}", data={"outputs.0.name": "Salt"})
    entry = client.post(f"{sheet}/draft").headers["location"].removesuffix("/sign")
    mined, shipped = chain.mined[7:], chain.shipped[7:]
    statements, history = f"/statements/{mined}", f"/supplier/history/{shipped}"
    code, kept = f"/supplier/deliveries/{shipped}/code", f"/supplier/form/{form}"
    named = {
        "/manufacturer/asked/{name}": f"/manufacturer/asked/{request}",
        "/manufacturer/calculate/{name}/{step}": f"{plant}/battery",
        "/manufacturer/calculate/{name}": plant,
        "/manufacturer/figures/{digits}": f"/manufacturer/figures/{calculation[7:]}",
        "/auditor/cases/{digits}/findings/{name}": f"{case}/findings/{finding}",
        "/auditor/cases/{digits}": case,
        "/supplier/requests/{name}": f"/supplier/requests/{request}",
        "/supplier/sheets/{name}": sheet,
        "/drafts/{name}": entry,
        "/notices/{name}": f"/notices/{'0' * 32}",
        "/statements/{digits}": statements,
        "/supplier/form/{name}": kept,
        "/supplier/deliveries/{digits}/code": code,
        "/supplier/deliveries/{digits}/opened": f"/supplier/deliveries/{shipped}/opened",
        "/supplier/deliveries/{digits}/plan": f"/supplier/deliveries/{deliver_blend(chain).delivery[7:]}/plan",
        "/supplier/history/{digits}": history,
        **operator_addresses(left.id),
        "/invitation/{secret}": link,
        "/declarations/{digits}": f"/declarations/{declaration}",
        "/log/{place}/{name}": f"/log/statements/{mined}",
        "/style/{name}.css": style_address(),
        "/script/{script}.{name}.js": script_address("drop.js"),
    }
    registered = format_submission(countersign(left, chain.world.registrar.working))
    goods = {"goods": f"{mined}:main", "to": chain.plant.id[7:], "number": "LS-1", "amount": "1"}
    found = _addresses(house, named, mined, goods)
    asked = {"entry": Border(chain).billets[7:], "factor_set": chain.factors, "cscf": "1"}
    for ending in ("", ".json", ".csv"):
        found[f"/supplier/border{ending}"] = (
            f"/supplier/border{ending}?year=2026&{urlencode(asked)}"
        )
    forms = {route: Form(data) for route, data in operator_forms(registered).items()}
    return PageWorld(house, chain, found, _forms(chain, goods, file) | forms)


def _addresses(
    house: House, named: Mapping[str, str], mined: str, goods: Mapping[str, str]
) -> dict[str, str]:
    """An address for each route: its beginning is replaced by what was made, and what remains by examples."""
    found: dict[str, str] = {}
    for _, route in doors(house.client.app):  # type: ignore[arg-type]  # an application of FastAPI
        start = next((one for one in named if route.startswith(one)), "")
        found[route] = route.replace(start, named[start], 1) if start else route
        found[route] = found[route].replace("{form}", "json").replace("{picture}", "flows")
        found[route] = found[route].replace("{entry}/{place:path}", f"{mined}/inputs/0")
        if "/declare/preview" in route:
            found[route] += f"?{urlencode(DECLARED)}"
    for route in ("/supplier/deliveries/preview", "/supplier/deliveries/preview.json"):
        found[route] = f"{route}?{urlencode(goods)}"
    return found


def _forms(chain: BatteryChain, goods: dict[str, str], file: bytes) -> dict[str, Form]:
    """A complete form for each route that takes one."""
    other = chain.world.deliver(chain.mine, chain.mined, chain.plant, amount="1")
    signed = sign_draft(chain.world.withdrawal(chain.mine, other), [chain.mine.working])
    statement = format_submission(signed)
    look = {"entry": chain.mined[7:], "place": "inputs/0", "depth": "recomputed"}
    word = {"outcome": "verified", "scope": "All of it", "read": "yes"}
    return {
        "/manufacturer/asked": Form({**PASSED_ON, "firm": "Mine Ltd", "reference": "asked"}),
        "/manufacturer/asked/{name}/invitation": Form({}),
        "/manufacturer/asked/{name}/withdraw": Form({}),
        "/manufacturer/calculate": Form({"subject": subject_of(chain)}),
        "/manufacturer/calculate/{name}/{step}": Form(steps_of(chain)["battery"]),
        "/manufacturer/calculate/{name}/sign": Form({"seen": ""}),
        "/manufacturer/figures/{digits}/declare": Form(DECLARED),
        "/auditor/cases/{digits}/recompute": Form({"whose": "server"}),
        "/auditor/cases/{digits}/looks": Form(look),
        "/auditor/cases/{digits}/findings": Form({"comment": "A scale without a seal"}),
        "/auditor/cases/{digits}/findings/{name}": Form({"comment": "Sealed", "state": "resolved"}),
        "/auditor/cases/{digits}/sample": Form({"digest": "sha256:" + "1" * 64}),
        "/auditor/cases/{digits}/sign-off": Form(word),
        "/login": Form({"user": "anna", "password": PASSWORD}),
        "/logout": Form({}),
        "/notices": Form({"address": "desk@mine.example", "way": "daily"}),
        "/notices/{name}/remove": Form({}),
        "/password": Form({"present": PASSWORD, "new": f"{PASSWORD} 2", "again": PASSWORD}),
        "/check": Form({}, {"file": ("a.bundle", b"no bundle")}),
        "/check/policy": Form({}, {"file": ("a.bundle", b"no bundle")}),
        "/supplier/requests/{name}/decline": Form({"reason": "no_data"}),
        "/supplier/requests/{name}/invitation": Form({}),
        "/supplier/requests/{name}/pass-on": Form(PASSED_ON),
        "/supplier/requests/{name}/withdraw": Form({}),
        "/supplier/sheets": Form({}, {"file": ("a.csv", file)}),
        "/supplier/sheets/{name}/draft": Form({}),
        "/drafts/{name}/statement": Form({"statement": statement.decode()}),
        "/drafts/{name}/delete": Form({}),
        "/statements": Form({}, {"file": ("a.json", statement)}),
        "/registration": Form({"legal_name": "A", "country": "FI"}),
        "/supplier/form/{name}": Form({"outputs.0.name": "Other"}),
        "/supplier/form/{name}/sign": Form({}),
        "/supplier/deliveries/new": Form({**goods, "opened": "1", "seen": ""}),
        "/supplier/history/{digits}/withdraw": Form({"reason": "entered_in_error"}),
        "/invitation/{secret}/account": Form({}),
        "/invitation/{secret}/login": Form({"name": "anna", "password": PASSWORD}),
        "/invitation/{secret}/decline": Form({"reason": "no_data"}),
    }


def _case(house: House, chain: BatteryChain, subject: str) -> tuple[str, str]:
    """The path of a case of the auditor that is recomputed, and the id of a finding in it."""
    engage_for(chain, subject)
    client, path = log_in(house, "otto"), f"/auditor/cases/{subject[7:]}"
    answer = client.post(f"{path}/recompute", data={"whose": "server"})
    assert answer.status_code == 303, answer.text
    body = {"comment": "An odd scale"}
    headers = house.as_("auditor")
    made = client.post(f"/v1/audits/{subject}/findings", json=body, headers=headers)
    return path, made.json()["id"]


def _requests(house: House, chain: BatteryChain) -> tuple[str, str]:
    """A request to the mine, and the path of a link for a firm without an account."""
    asked = {
        "product": made(chain.mine).product,
        "period": {"start": "2025-01-01", "end": "2026-01-01"},
        "due": "2025-12-31",
    }
    ids = []
    for to in ({"participant": chain.mine.id}, {"firm": "A newcomer"}):
        body = {**asked, **to, "reference": f"R{len(ids)}"}
        sent = house.client.post("/v1/requests", json=body, headers=house.as_("plant"))
        ids.append(sent.json()["id"])
    path = f"/v1/requests/{ids[1]}/invitation"
    link = house.client.post(path, json={"days": 3}, headers=house.as_("plant")).json()["link"]
    return ids[0], "/invitation/" + link.rpartition("/")[2]


def _uploaded(house: House) -> tuple[str, bytes]:
    """The address of a right file's report, and the file."""
    rows = {**sound(), "inputs": sound()["inputs"][1:2]}
    file = csv_text(rows=rows).encode()
    answer = house.client.post("/supplier/sheets", files={"file": ("a.csv", file)})
    return str(answer.headers["location"]), file
