"""A ledger behind a server with a customer and its invitation, and a new supplier's shell to answer it from."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.http_api import House
from support.ledger_served import EXAMPLES, RULEBOOK, Place, begin, doors_open, open_accounts
from support.sheets import Rows, sound, with_field

from ledger.cli.backend.folder import REGISTRAR
from ledger.exchange.spreadsheet.template import write_template
from ledger.service.access.accounts import bind
from schemas.vocabulary import Stage

FIRM = "Example <Mining> Oy"
PRODUCT = "urn:test:ore"
ASKED = (
    *("--start", "2025-01-01", "--end", "2026-01-01", "--due", "2099-12-31"),
    *("--reference", "R 1"),
)
AMOUNT = ("--amount", "27000", "--unit", "kg")


@dataclass
class Invited:
    """A served ledger, the request of the customer, and the link to it."""

    place: Place
    house: House
    customer: str
    request: str
    link: str

    def state(self) -> str:
        """The state of the request, as its asker sees it."""
        shown = json.loads(self.place.did("packs", "request", "show", self.request, "--json"))
        return str(shown["state"])

    def countersign(self, request: Path, out: Path) -> None:
        """The registrar's part, on its own machine."""
        registrar = self.place.folder / REGISTRAR
        self.place.did("operator", "countersign", request, "--identity", registrar, "--out", out)


@contextmanager
def invited(
    folder: Path, *amount: str, firm: str = FIRM, product: str = PRODUCT
) -> Iterator[Invited]:
    """A customer that is registered asks a firm without an account; the ledger has a method and factor sets."""
    place = begin(folder)
    name = ("--name", "Example Packs GmbH", "--country", "DE", "--role", "manufacturer")
    packs = place.signed("packs", "register", *name)
    place.did("operator", "factors", "add", RULEBOOK)
    place.did("operator", "factors", "add", EXAMPLES / "factors.json")
    open_accounts(place)
    with doors_open(place) as (there, house):
        bind(house.context.ledger.store, "packs", packs)
        named = ("--product", product, "--firm", firm)
        asked = json.loads(there.did("packs", "request", "ask", *ASKED, *named, *amount, "--json"))
        made = json.loads(there.did("packs", "request", "invite", asked["id"], "--json"))
        yield Invited(there, house, packs, asked["id"], made["link"])


def ore(product: str = PRODUCT) -> Rows:
    """What the supplier fills in: the product that was asked for, and flows that the factor set has."""
    rows = with_field(sound(Stage.RAW_MATERIAL), "outputs", "product", product)
    return {**rows, "inputs": rows["inputs"][1:], "wastes": []}


def fill(sheet: Path, product: str = PRODUCT) -> None:
    """Fill the spreadsheet in, as a person would."""
    sheet.write_bytes(write_template("en", Stage.RAW_MATERIAL, ore(product)))


def shell(folder: Path, script: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run lines of a page in a supplier's shell, as they are printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", "set -euo pipefail\n" + script],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PATH": path, "NO_COLOR": "1", **variables},
    )
