"""Ratings, studies and exports: whole for operator and auditor, the own part for the manufacturer."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TypeVar, cast

import pytest
from support.differing import require_sums
from support.exchanging import PUBLISHED, exchange
from support.http_api import House, furnished, house_of
from support.ledger_batches import calculated
from support.ledger_battery import BatteryChain, power
from support.ledger_rated import rated_calculation
from support.ledger_world import made, replacing
from support.postgres import fresh_database
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.exchange.exporting import Export, export_delivery
from ledger.footprint.graph.numbers import format_rounded
from ledger.footprint.quality.quality_document import round_process
from ledger.service.answers.difference import compare_calculation, explain_difference_of
from ledger.service.answers.quality import explain_quality, format_report
from ledger.service.answers.study import build_study
from schemas.base import Model
from schemas.exchanged.accounts import EngagementRequest
from schemas.views.difference import DifferencePart
from schemas.views.standing import OfFigure
from schemas.vocabulary import Role

UNKNOWN = "sha256:" + "0" * 64
FORMS = ("pact-3", "catena-x-pcf-9", "battery-component-1")


@pytest.fixture
def rated(chain: BatteryChain) -> Iterator[tuple[BatteryChain, House, str, str]]:
    """A chain with a rated calculation, its house, the address, and the calculation."""
    calculation = rated_calculation(chain)
    house = furnished(chain)
    with serving(create_app(house.context)) as url:
        yield chain, house, url, calculation


def client(house: House, url: str, name: str) -> Cradle:
    """The client of an organisation."""
    return Cradle(url, ApiKey(house.keys[name]))


Given = TypeVar("Given")


def bare(answer: Given) -> Given:
    """An answer without the standings that a desk puts beside its figures."""

    def without(value: object) -> object:
        if isinstance(value, OfFigure):
            value = value.model_copy(update={"standing": None})
        if isinstance(value, Model):
            members = {name: without(getattr(value, name)) for name in type(value).model_fields}
            return value.model_copy(update=members)
        return tuple(map(without, value)) if isinstance(value, tuple) else value

    return cast("Given", without(answer))


def test_the_operator_and_the_engaged_auditor_see_everything(
    rated: tuple[BatteryChain, House, str, str],
) -> None:
    """Rating and study are those of the folder, once the auditor is engaged; before, there is no such thing."""
    chain, house, url, calculation = rated
    quality = format_report(calculation, explain_quality(chain.world.ledger, calculation))
    study = build_study(chain.world.ledger, calculation)
    assert len(quality.prices) == 1
    assert bare(client(house, url, "operator").quality(calculation)) == quality
    assert client(house, url, "operator").study(calculation) == study
    auditor = client(house, url, "auditor")
    for read in (auditor.quality, auditor.study):
        with refused("statement.unknown"):
            read(calculation)
    engaged = EngagementRequest(auditor="auditor", subject=calculation)
    Cradle(url, ApiKey(house.keys["operator"])).engage(engaged)
    assert (bare(auditor.quality(calculation)), auditor.study(calculation)) == (quality, study)


def test_the_manufacturer_sees_its_own(rated: tuple[BatteryChain, House, str, str]) -> None:
    """The rating is whole, its rows are the plant's own, and no value names an entry of another firm."""
    chain, house, url, calculation = rated
    whole = format_report(calculation, explain_quality(chain.world.ledger, calculation))
    told = client(house, url, "plant").quality(calculation)
    assert told.quality.dqr == whole.quality.dqr
    rows = [*whole.quality.most_relevant, *whole.defaults_in_use]
    others = [row for row in rows if row.entry != chain.packs]
    assert [round_process(row) for row in rows if row.entry == chain.packs] == [
        *told.quality.most_relevant,
        *told.defaults_in_use,
    ]
    assert told.prices == ()
    assert told.withheld == len(others) + 1 > 1
    study = client(house, url, "plant").study(calculation)
    full = build_study(chain.world.ledger, calculation)
    assert (study.total, study.stages) == (full.total, full.stages)
    assert study.standing.bars == full.standing.bars
    assert (study.recovered, study.end_of_life) == ((), ())
    assert study.withheld is not None
    assert "quality" in study.withheld
    text = f"{told.to_json()}{study.to_json()}"
    assert not any(entry in text for entry in (chain.mined, chain.treated, chain.shipped))


def test_the_owners_read_of_it_in_their_journals(
    rated: tuple[BatteryChain, House, str, str],
) -> None:
    """The issuer of each entry behind the report has a line of it, and no line names the calculation."""
    _, house, url, calculation = rated
    for name in ("operator", "plant"):
        client(house, url, name).quality(calculation)
        client(house, url, name).study(calculation)
    for owner in ("mine", "recycler"):
        lines = Cradle(url, ApiKey(house.keys[owner])).journal().items
        read = {(row.organisation, row.action) for row in lines}
        assert {
            (name, did) for name in ("operator", "plant") for did in ("quality", "study")
        } == read
        assert {row.detail for row in lines} == {"figure"}
        assert calculation not in {row.subject for row in lines}


@pytest.mark.parametrize("name", ["mine", "recycler", "stranger"])
def test_others_see_nothing(rated: tuple[BatteryChain, House, str, str], name: str) -> None:
    """A supplier of the battery does not see that its calculation exists."""
    _, house, url, calculation = rated
    with pytest.raises(Exception, match=r"access\.unregistered|statement\.unknown") as caught:
        client(house, url, name).quality(calculation)
    with pytest.raises(Exception, match=str(caught.value).partition(":")[0]):
        client(house, url, name).study(calculation)
    with refused("access.denied"):
        client(house, url, "witness").study(calculation)
    with refused("statement.unknown"):
        client(house, url, "operator").study(UNKNOWN)


def test_a_delivery_is_exported_to_its_parties(kind: str, tmp_path: Path) -> None:
    """Each format is byte for byte that of the folder; the issuer's journal records it, and strangers get no file."""
    database = None if kind == "sqlite" else fresh_database()
    with exchange(tmp_path / "ledger", database) as it:
        house = house_of(it.world.ledger)
        house.open_account("salts", Role.SUPPLIER, participant=it.supplier.id)
        house.open_account("packs", Role.MANUFACTURER, participant=it.customer.id)
        house.open_account("stranger", Role.SUPPLIER)
        with serving(create_app(house.context)) as url:
            for form in FORMS:
                asked = Export(form, PUBLISHED, "PART-1")
                made = export_delivery(it.contents(), asked)
                for name in ("salts", "packs"):
                    reader = client(house, url, name)
                    created = int(PUBLISHED.timestamp())
                    file = reader.export(it.delivery, form, created, "PART-1")
                    assert (file.content, file.name) == (made, f"{form}.json")
            with refused("statement.unknown"):
                client(house, url, "stranger").export(it.delivery, "pact-3")
            with refused("statement.unknown"):
                client(house, url, "packs").export(it.entry, "pact-3")
            with refused("http.malformed"):
                client(house, url, "packs").export(it.delivery, "pact-1")  # type: ignore[arg-type]
            journal = Cradle(url, ApiKey(house.keys["salts"])).journal().items
    read = [(row.organisation, row.action, row.detail) for row in journal]
    assert sorted(read) == sorted(("packs", "export", form) for form in FORMS)


def changed(chain: BatteryChain) -> tuple[str, str]:
    """Two calculations of the plant: the mine's ore is dearer in the second, and so is the plant's own electricity."""
    first = calculated(chain)
    mined = {"inputs": [power("123.456789")], "supersedes": replacing(chain.mined)}
    chain.world.enter(chain.mine, [made(chain.mine)], **mined)
    packs = chain.packs_of("47.654321", supersedes=replacing(chain.packs))
    chain.world.submit(packs, chain.plant.working)
    return first, calculated(chain)


def firms(parts: tuple[DifferencePart, ...]) -> set[str]:
    """The firms that sites in the tree are of."""
    below = [firms(part.parts) for part in parts]
    return {part.firm for part in parts if part.firm is not None}.union(*below)


def test_a_difference_shows_the_manufacturer_its_own_sites(chain: BatteryChain) -> None:
    """The operator sees the mine's row, the plant the sum of it alone, and the whole to 4 digits."""
    names = changed(chain)
    house = furnished(chain)
    with serving(create_app(house.context)) as url:
        whole = client(house, url, "operator").difference(*names)
        own = client(house, url, "plant").difference(*names)
        require_sums(whole)
        require_sums(own)
        assert bare(whole) == explain_difference_of(chain.world.ledger, *names)
        told = [format_rounded(Decimal(row.value)) for row in whole.stages]
        assert [row.value for row in own.stages] == told
        assert own.after.total == format_rounded(Decimal(whole.after.total))
        assert firms(whole.causes) == {chain.mine.id, chain.plant.id}
        assert firms(own.causes) == {chain.plant.id}
        assert "1.23457 kWh" in str(whole.to_json())
        assert "1.23457 kWh" not in str(own.to_json())
        for name in ("mine", "stranger", "auditor"):
            with refused("statement.unknown"):
                client(house, url, name).difference(*names)
        operator = Cradle(url, ApiKey(house.keys["operator"]))
        operator.engage(EngagementRequest(auditor="auditor", subject=names[0]))
        with refused("statement.unknown"):
            client(house, url, "auditor").difference(*names)
        operator.engage(EngagementRequest(auditor="auditor", subject=names[1]))
        assert client(house, url, "auditor").difference(*names) == whole
        journal = Cradle(url, ApiKey(house.keys["mine"])).journal().items
        assert ("plant", "difference") in {(row.organisation, row.action) for row in journal}


def test_a_comparison_over_a_server_is_that_of_the_folder(chain: BatteryChain) -> None:
    """Rulebooks are named by id or digest; the plant sees the same figures and folded reasons."""
    name = calculated(chain)
    house = furnished(chain)
    with serving(create_app(house.context)) as url:
        asked = (chain.rulebook, "pef-2021", "jrc-cfb-lmt")
        whole = client(house, url, "operator").comparison(name, asked)
        assert bare(whole) == compare_calculation(chain.world.ledger, name, asked)
        own = client(house, url, "plant").comparison(name)
        assert own.figures[0].calculation == name
        for one in own.differences:
            require_sums(one)
        with refused("rulebook.unknown"):
            client(house, url, "plant").comparison(name, ("nothing",))
        with refused("statement.unknown"):
            client(house, url, "mine").comparison(name)


def test_stale_over_a_server_is_folded_for_the_manufacturer(chain: BatteryChain) -> None:
    """The plant learns the causes at its own sites, and the sum of the others, with the verdict on its declaration."""
    first, _ = changed(chain)
    house = furnished(chain)
    with serving(create_app(house.context)) as url:
        rows = {
            name: next(
                row
                for row in Cradle(url, ApiKey(house.keys[name])).stale().items
                if row.id == first
            )
            for name in ("operator", "plant")
        }
    found = {name: row.difference for name, row in rows.items()}
    assert found["operator"] is not None
    assert found["plant"] is not None
    assert firms(found["operator"].causes) == {chain.mine.id, chain.plant.id}
    assert firms(found["plant"].causes) == {chain.plant.id}
    assert rows["plant"].redeclaration == rows["operator"].redeclaration
