"""The files that the page of a figure lists, for each role: their words name the audience, and each opens."""

import re

import pytest
from fastapi.testclient import TestClient
from support.http_api import House
from support.ledger_battery import BatteryChain
from support.ledger_declared import IN_FORCE, calculate, declare
from support.supplier_pages import log_in

FIGURE = ["Declaration, PDF", "Declaration, data", "Study, PDF"]
AUDITOR = "Bundle for the auditor: everything"
MANUFACTURER = "Bundle for the manufacturer: what it may see"
PUBLIC = [
    "Public bundle, for customers and anyone",
    "Public study, PDF",
    "Battery passport data",
    "Public page",
]


def listed(client: TestClient, statement: str) -> dict[str, str]:
    """The files of the page, with their addresses by their words."""
    page = client.get(f"/manufacturer/figures/{statement[7:]}").text
    files = page.partition('<ul class="files">')[2].partition("</ul>")[0]
    return {words: href for href, words in re.findall(r'<a href="([^"]*)">([^<]*)</a>', files)}


@pytest.mark.parametrize(
    ("person", "bundles"), [("paul", [MANUFACTURER]), ("olga", [AUDITOR, MANUFACTURER])]
)
def test_each_role_sees_the_files_of_its_audiences(
    house: House, chain: BatteryChain, person: str, bundles: list[str]
) -> None:
    """A calculation has nothing for the public; its declaration has, under law in force with passport data."""
    calculation = calculate(chain, rulebook=chain.world.ledger.keep(IN_FORCE))
    client = log_in(house, person)
    assert list(listed(client, calculation)) == [*FIGURE, *bundles]
    declaration = declare(chain, calculation)
    for statement in (calculation, declaration):
        files = listed(client, statement)
        assert list(files) == [*FIGURE, *bundles, *PUBLIC]
        for href in files.values():
            assert client.get(href).status_code == 200, href


@pytest.mark.parametrize(("person", "audience"), [("paul", "manufacturer"), ("olga", "auditor")])
def test_the_offline_command_names_the_downloaded_file(
    house: House, chain: BatteryChain, person: str, audience: str
) -> None:
    """The link beside the verdict downloads the bundle that shows this reader most."""
    calculation = calculate(chain)
    client = log_in(house, person)
    path = f"/manufacturer/figures/{calculation[7:]}"
    command = re.search(r"cradle verify (\S+) --policy", client.get(path).text)
    assert command is not None
    assert command[1] == f"{calculation[7:23]}-{audience}.bundle"
    disposition = client.get(f"{path}.bundle").headers["content-disposition"]
    assert f'filename="{command[1]}"' in disposition


def test_each_bundle_is_that_of_the_named_audience(house: House, chain: BatteryChain) -> None:
    """The public one is what anybody gets; the auditor's is larger than the manufacturer's."""
    declaration = declare(chain, calculate(chain))
    client = log_in(house, "olga")
    files = listed(client, declaration)
    auditor, manufacturer = client.get(files[AUDITOR]), client.get(files[MANUFACTURER])
    assert "-auditor.bundle" in auditor.headers["content-disposition"]
    assert "-manufacturer.bundle" in manufacturer.headers["content-disposition"]
    assert len(auditor.content) > len(manufacturer.content)
    assert files[PUBLIC[0]] == f"/declarations/{declaration[7:]}.bundle"
    client.post("/logout")
    assert client.get(files[PUBLIC[0]]).status_code == 200
