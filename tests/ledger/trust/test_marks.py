"""Tags of goods: what is the same goods, and what a tag depends on."""

from hashlib import sha256
from hmac import new

from ledger.trust.marks import (
    MarkedGoods,
    elements_of,
    entry_keys,
    marked_delivery,
    marked_entry,
    salted_digest,
    tags,
)
from schemas.signed.closure import Mark
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Element, Entry, EntrySections, Product, ProductLine, Site
from schemas.values import Period
from schemas.vocabulary import DataBasis, ProcessCode, Unit, Use

PARTY, CUSTOMER = "sha256:" + "0" * 64, "sha256:" + "1" * 64
YEAR = Period(start="2025-01-01", end="2026-01-01")
SALT = "ab" * 16


def entry(site: str = "plant-1", process: ProcessCode = ProcessCode.MINING) -> Entry:
    """An entry of a site and process."""
    return Entry(
        origin="ledger.example/test",
        issuer=PARTY,
        site=Site(code=site, country="SE"),
        process=process,
        period=YEAR,
        basis=DataBasis.SITE_PERIOD_AVERAGE,
        sections=EntrySections(inventory=PARTY, product=PARTY),
    )


def product(**elements: str) -> Product:
    """The product lines `main`, of these elements, and `rest`, of none."""
    stated = tuple(
        Element(element=name, fraction=share) for name, share in sorted(elements.items())
    )
    lines = (
        ProductLine(line="main", form="as_is", elements=stated),
        ProductLine(line="rest", form="as_is"),
    )
    return Product(lines=lines)


def delivery(line: str) -> Delivery:
    """A delivery of a line."""
    return Delivery(
        origin="ledger.example/test",
        issuer=PARTY,
        recipient=CUSTOMER,
        entry=PARTY,
        line=line,
        product="urn:test:goods",
        unit=Unit.KG,
        number="1",
        use=Use.PHYSICAL,
        amount="1",
        nonce=SALT,
    )


def test_the_keys_of_an_entry() -> None:
    """Two of site, process and elements each; a line without elements has one key."""
    assert entry_keys(entry(), product(Ni="0.5", Co="0.2")) == (
        b'{"elements":["Co","Ni"],"process":"raw_material.mining"}',
        b'{"elements":["Co","Ni"],"site":"plant-1"}',
        b'{"process":"raw_material.mining","site":"plant-1"}',
    )
    place = (b'{"process":"raw_material.mining","site":"plant-1"}',)
    assert entry_keys(entry(), product()) == entry_keys(entry(), None) == place


def test_elements_that_name_no_goods() -> None:
    """Traces below 1 %, and the water of a hydrate."""
    line = product(Ni="0.01", Mn="0.0099", H="0.1", O="0.8").lines[0]
    assert elements_of(line) == ["Ni"]


def test_goods_are_the_same_if_they_share_a_key() -> None:
    """No one of site, process and elements hides goods alone."""
    goods = set(entry_keys(entry(), product(Ni="0.5")))
    assert goods & set(entry_keys(entry("plant-2"), product(Ni="0.4")))
    assert goods & set(entry_keys(entry(process=ProcessCode.RAW_UNSPECIFIED), product(Ni="0.4")))
    assert goods & set(entry_keys(entry(), product(Li="0.4")))
    assert not goods & set(entry_keys(entry("plant-2"), product(Li="0.4")))
    assert not goods & set(entry_keys(entry("plant-2"), product()))


def test_the_marks_of_statements() -> None:
    """An entry has its issuer's; a delivery has its issuer's, and its recipient's by what it received."""
    made = product(Ni="0.5")
    assert marked_entry(entry(), made) == MarkedGoods(
        PARTY, "issued", YEAR, entry_keys(entry(), made)
    )
    issued, received = marked_delivery(delivery("main"), entry(), made)
    assert issued == marked_entry(entry(), made)
    assert received == MarkedGoods(
        CUSTOMER,
        "received",
        YEAR,
        (
            b'{"elements":["Ni"]}',
            b'{"issuer":"%b","process":"raw_material.mining","site":"plant-1"}' % PARTY.encode(),
            b'{"product":"urn:test:goods"}',
        ),
    )
    assert [len(row.keys) for row in marked_delivery(delivery("rest"), entry(), made)] == [1, 2]


def test_tags() -> None:
    """128 bits under the participant's secret, in the order of the keys."""
    keys = entry_keys(entry(), product(Ni="0.5"))
    made = tags(b"secret", keys)
    assert made == tuple(new(b"secret", key, sha256).hexdigest()[:32] for key in keys)
    assert set(made).isdisjoint(tags(b"other", keys))


def test_the_digest_of_a_mark() -> None:
    """SHA-256 of its canonical JSON, salt included."""
    mark = Mark(participant=PARTY, role="issued", nr=1, period=YEAR, tags=(SALT,), salt=SALT)
    document = (
        f'{{"nr":1,"participant":"{PARTY}","period":{{"end":"2026-01-01","start":"2025-01-01"}},'
        f'"role":"issued","salt":"{SALT}","tags":["{SALT}"]}}'
    )
    assert salted_digest(mark) == f"sha256:{sha256(document.encode()).hexdigest()}"
