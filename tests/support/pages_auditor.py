"""The auditor's pages for the test of every page: a case that is looked at, recomputed, with findings and forms."""

from collections.abc import Iterator
from typing import NamedTuple

from support.auditor_pages import NONCE, commit, engage_for
from support.form_pages import OWN, log_in
from support.http_api import House
from support.ledger_battery import BatteryChain

from ledger.rules.samples import commitment_digest

OTTO = "otto"


class AuditorPage(NamedTuple):
    """A page of the auditor: the name of its pictures, its path and its status."""

    name: str
    path: str
    status: int = 200


def with_cases(
    house: House, chain: BatteryChain, calculation: str, declaration: str
) -> dict[str, str]:
    """A case with findings, looks, a recomputation, a drawn sample and an attestation to sign; one without a figure."""
    engage_for(chain, chain.shipped, declaration)
    client, root = log_in(house.client, OTTO), f"/auditor/cases/{declaration[7:]}"
    row = {"entry": chain.mined[7:], "place": "inputs/0"}
    word = {"outcome": "verified", "scope": "All signed data", "read": "yes", "exceptions": "yes"}
    word |= {"date": "2026-03-02", "valid_until": "2029-03-02", "standard": "ISO 14064-3:2019"}
    forms: list[tuple[str, dict[str, str]]] = [
        ("recompute", {"whose": "server"}),
        ("looks", {**row, "depth": "recomputed", "visited": "true"}),
        ("findings", {**row, "comment": "A scale without a seal", "effect": "0.01"}),
        ("findings", {"comment": "A meter that nobody has seen", "state": "answered"}),
        ("sign-off", word),
        ("sample", {"digest": commitment_digest(chain.auditor.id, NONCE, calculation)}),
    ]
    found = {"case": root, "goods": f"/auditor/cases/{chain.shipped[7:]}"}
    for path, data in forms:
        answer = client.post(f"{root}/{path}", headers=OWN, data=data)
        assert answer.status_code == 303, (path, answer.text)
        found[f"sign {path}"] = answer.headers["location"]
    commit(chain, calculation)
    return found


def auditor_pages(names: dict[str, str], chain: BatteryChain) -> Iterator[AuditorPage]:
    """The pages, each in its richest state."""
    case, goods, mined = names["case"], names["goods"], chain.mined[7:]
    yield AuditorPage("cases", "/auditor")
    yield AuditorPage("case", f"{case}?open={chain.packs[7:]}&open={mined}")
    yield AuditorPage("case-no-figure", goods)
    yield AuditorPage("number", f"{case}/rows/{mined}/inputs/0?digest={'0' * 64}")
    yield AuditorPage("number-goods", f"{case}/rows/{chain.packs[7:]}/inputs/0")
    yield AuditorPage("recompute", f"{case}/recompute")
    yield AuditorPage("recompute-new", f"{goods}/recompute")
    yield AuditorPage("findings", f"{case}/findings?entry={mined}&place=inputs/0")
    yield AuditorPage("sample", f"{case}/sample")
    yield AuditorPage("case-plan", f"{case}/plan?documents=400&site_visit=3000")
    yield AuditorPage("sign-off", f"{case}/sign-off")
    yield AuditorPage("sign-attestation", names["sign sign-off"])
    yield AuditorPage("sign-commitment", names["sign sample"])
