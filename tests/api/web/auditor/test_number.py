"""A number opened: its way, formula and document, and what the auditor looked at."""

from hashlib import sha256

import pytest
from support.auditor_pages import CaseWorld, engage_for
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import calculate
from support.ledger_world import made, replacing
from support.supplier_pages import OWN
from support.supplier_reading import open_all_pages, words

from ledger.service.access.audit_papers import examined_entries
from schemas.views.audit_case import OpenedNumber

DOCUMENT = b"Meter EM-1, 2025: 25000 kWh. 5d2c8f"
DIGEST = sha256(DOCUMENT).hexdigest()


@pytest.fixture
def world(chain: BatteryChain) -> CaseWorld:
    """A case in which the mine's electricity names a meter and the digest of a file."""
    row = power("25000").model_copy(
        update={"document": "Meter EM-1", "evidence": (f"sha256:{DIGEST}",)}
    )
    mined = chain.world.enter(
        chain.mine, [made(chain.mine)], inputs=[row], supersedes=replacing(chain.mined)
    )
    calculation = calculate(chain)
    house = open_all_pages(chain)
    engage_for(chain, calculation)
    house.client.headers.update(OWN)
    return CaseWorld(house, chain, calculation, mined)


def number_of(world: CaseWorld, entry: str = "", place: str = "inputs/0") -> str:
    """The path of a number."""
    return f"{world.root}/rows/{(entry or world.delivery)[7:]}/{place}"


def test_a_number_from_the_figure_to_its_signature(world: CaseWorld) -> None:
    """The trail, the formula, the row with its meter, the key, the place in the log."""
    page = words(world.client.get(number_of(world)))
    for part in ("Declared figure", "25000", "Meter EM-1", "active", "sound signature", "proof of"):
        assert part in page
    data = OpenedNumber.parse(world.client.get(f"{number_of(world)}.json").content)
    assert [one.kind for one in data.trail][-2:] == ["own", "row"]
    assert data.key == "active"
    assert data.formula is not None
    assert data.own_policy


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        (DIGEST, "The document matches"),
        (f"SHA256:{DIGEST.upper()}", "The document matches"),
        ("0" * 64, "does not match"),
        ("nonsense", "does not match"),
    ],
)
def test_a_pasted_digest_is_compared(world: CaseWorld, pasted: str, sentence: str) -> None:
    """Without a script the digest is typed, with or without its prefix."""
    page = words(world.client.get(number_of(world), params={"digest": pasted}))
    assert sentence in page


def test_a_row_without_a_document(world: CaseWorld) -> None:
    """No digest can fit, and no document can have been seen."""
    path = number_of(world, world.chain.packs, "inputs/1")
    page = world.client.get(f"{path}?digest={DIGEST}")
    assert "names no file" in words(page)
    assert 'value="documents"' not in page.text
    form = {"entry": world.chain.packs[7:], "place": "inputs/1", "depth": "documents"}
    answer = world.client.post(f"{world.root}/looks", data=form)
    assert (answer.status_code, "audit.no_document" in answer.text) == (422, True)


def test_looks_are_kept_for_the_row_and_for_its_site(world: CaseWorld) -> None:
    """A document seen is the row's, a visit the entry's; taking the tick away takes the visit back."""
    client, form = world.client, {"entry": world.delivery[7:], "place": "inputs/0"}
    for more, depth in (
        ({"depth": "documents"}, "documents"),
        ({"depth": "documents", "visited": "true"}, "site_visit"),
        ({"depth": "recomputed"}, "recomputed"),
    ):
        answer = client.post(f"{world.root}/looks", data=form | more)
        assert answer.status_code == 303
        depths = examined_entries(world.house.context.ledger, world.auditor, world.calculation)
        assert depths[world.delivery] == depth


def test_a_number_that_is_not_there(world: CaseWorld) -> None:
    """A row beyond the last, an entry of another chain, and an address of another form."""
    client = world.client
    assert client.get(number_of(world, place="inputs/99")).status_code == 404
    assert client.get(number_of(world, "sha256:" + "0" * 64)).status_code == 404
    assert client.get(number_of(world, place="Inputs/0")).status_code == 422
