"""The contents of each reader's bundle, file by file; its bytes have nothing that others keep secret."""

import json
from collections.abc import Iterator

import pytest
from support.ledger_tiers import Files, Tiers, path, shown, spelled_out, stated, tiers
from support.ledger_world import made, replacing, taken
from support.refusal import refused

from ledger.bundles.export import export_bundle
from ledger.trust.multiproof import parse_multiproof
from schemas.signed.entry import Site
from schemas.vocabulary import Audience

AUDITOR, MANUFACTURER = Audience.AUDITOR, Audience.MANUFACTURER
CUSTOMER, PUBLIC = Audience.CUSTOMER, Audience.PUBLIC

SECRETS = {
    "mine": ("Mine Ltd", "urn:test:mine", "mine product", "7351", "91.357", "6173", "5923"),
    "refinery": ("4567.125", "3947"),
    "recycler": ("28.875", "197"),
    "customers": ("S-2",),
}
"""The contents of inventories, names and deliveries that are secret, by owner."""

SUPPLIERS = ("Refinery Ltd", "urn:test:refinery", "Recycler Ltd", "urn:test:recycler", "S-1")
"""The manufacturer's knowledge of its suppliers, which the public does not have."""

FIXED = {"checkpoints/entries", "checkpoints/registry", "registry.json", "proofs/entries"}


@pytest.fixture(scope="module", name="it")
def shared_tiers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiers]:
    """A chain that no test changes."""
    with tiers(tmp_path_factory.mktemp("tiers") / "ledger") as built:
        yield built


@pytest.fixture(name="own")
def own_tiers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tiers]:
    """A chain of this test alone."""
    with tiers(tmp_path_factory.mktemp("tiers") / "ledger") as built:
        yield built


def secrets(*owners: str) -> tuple[str, ...]:
    """The secrets of some."""
    return tuple(word for owner in owners for word in SECRETS[owner])


def named(it: Tiers, *names: str) -> set[str]:
    """The ids of statements and registrations by name."""
    chain = it.chain
    parties = (chain.mine, it.refinery, chain.plant, chain.recycler, chain.auditor)
    known = {party.name: party.id for party in (*parties, it.world.registrar)}
    return {known.get(name) or it.ids[name] for name in names}


def leaves(it: Tiers, files: Files) -> set[str]:
    """The statements whose leaves are shown; the log's last one is, whosever it is."""
    *others, last = [
        json.loads(leaf)["id"] for _, leaf in parse_multiproof(files["proofs/entries"]).leaves
    ]
    assert last == list(it.ids.values())[-1]
    return {*others, last} if last in stated(files) else set(others)


def profiles(it: Tiers, *names: str) -> set[tuple[str, str]]:
    """The profiles of participants."""
    return {(name, "profile") for name in named(it, *names)}


def test_the_auditor_sees_everything(it: Tiers) -> None:
    """All statements behind the declaration with all their sections, and goods that nothing drew, whoever got them."""
    files = it.files("declaration", AUDITOR)
    everything = {*it.ids, "mine", "refinery", "plant", "recycler", "auditor", "registrar"}
    assert set(stated(files)) == named(it, *everything)
    assert {(it.ids["mined"], "inventory"), (it.ids["refinery balance"], "balance")} <= shown(files)


def test_the_manufacturer_sees_its_own_part_and_what_was_delivered_to_it(it: Tiers) -> None:
    """Exactly these files: its entry and balance whole, its suppliers' entries without the recipe."""
    files = it.files("declaration", MANUFACTURER)
    firms = ("refinery", "plant", "recycler", "auditor", "registrar")
    documents = ("declaration", "word", "calculation", "packs", "plant balance")
    bought = ("salt", "refined", "treatment", "treated")
    assert set(stated(files)) == named(it, *firms, *documents, *bought)
    assert shown(files) == profiles(it, *firms) | {
        (it.ids["calculation"], "composition"),
        (it.ids["packs"], "inventory"),
        (it.ids["packs"], "product"),
        (it.ids["plant balance"], "balance"),
        (it.ids["refined"], "product"),
        (it.ids["treated"], "product"),
    }
    blobs = {path("blobs", name) for name in (it.chain.rulebook, it.chain.factors)}
    rest = {name for name in files if not name.startswith(("statements/", "sections/"))}
    assert rest == FIXED | blobs
    assert leaves(it, files) == named(it, *documents, *bought)


def test_a_customer_sees_the_delivery_and_what_it_is_of(it: Tiers) -> None:
    """Exactly these files: the delivery, the entry behind it with its product, and who signed them."""
    files = it.files("salt", CUSTOMER)
    assert set(stated(files)) == named(it, "salt", "refined", "refinery", "registrar")
    assert shown(files) == profiles(it, "refinery", "registrar") | {(it.ids["refined"], "product")}
    rest = {name for name in files if not name.startswith(("statements/", "sections/"))}
    assert rest == FIXED
    assert leaves(it, files) == named(it, "salt", "refined")


def test_the_public_sees_the_documents(it: Tiers) -> None:
    """Exactly these files: declaration, attestation, calculation, and who signed them."""
    files = it.files("declaration", PUBLIC)
    documents = ("declaration", "word", "calculation")
    firms = ("plant", "auditor", "registrar")
    assert set(stated(files)) == named(it, *documents, *firms)
    assert shown(files) == profiles(it, *firms)
    rest = {name for name in files if not name.startswith(("statements/", "sections/"))}
    assert rest == FIXED
    assert leaves(it, files) == named(it, *documents)


def test_the_auditors_bundle_of_a_delivery_holds_all_behind_it(it: Tiers) -> None:
    """The lineage whole, balances and method included, and nothing of the customer's own making."""
    files = it.files("salt", AUDITOR)
    firms = ("mine", "refinery", "registrar")
    lineage = ("salt", "refined", "ore", "mined", "refinery balance")
    assert set(stated(files)) == named(it, *lineage, *firms)
    assert path("blobs", it.chain.rulebook) in files


@pytest.mark.parametrize(
    ("subject", "audience", "hidden"),
    [
        ("declaration", MANUFACTURER, secrets(*SECRETS)),
        ("calculation", MANUFACTURER, secrets(*SECRETS)),
        ("salt", CUSTOMER, (*secrets(*SECRETS), "Recycler", "Auditor")),
        ("declaration", PUBLIC, (*secrets(*SECRETS), *SUPPLIERS)),
    ],
)
def test_no_secret_of_others_is_in_the_bytes(
    it: Tiers, subject: str, audience: Audience, hidden: tuple[str, ...]
) -> None:
    """Neither in the files nor in the signed payloads; the auditor's bundle holds them all."""
    files = it.files(subject, audience)
    # A rulebook is public, and its tables may have any number.
    redacted = spelled_out(
        {name: files[name] for name in files if b"alternatives" not in files[name]}
    )
    whole = spelled_out(it.files("declaration", AUDITOR)) + spelled_out(it.files("sample", AUDITOR))
    for word in hidden:
        spelled = f'"{word}"'.encode() if word[0].isdigit() else word.encode()
        assert spelled in whole, word
        assert spelled not in redacted, word


def test_what_is_redacted_is_left_out_and_nothing_is_changed(it: Tiers) -> None:
    """Every file of a redacted bundle stands, byte for byte, in the auditor's, and every leaf in its proof."""
    for subject, audience in (
        ("declaration", MANUFACTURER),
        ("declaration", PUBLIC),
        ("salt", CUSTOMER),
    ):
        whole, part = it.files(subject, AUDITOR), it.files(subject, audience)
        proofs = [parse_multiproof(files.pop("proofs/entries")) for files in (part, whole)]
        assert part.items() < whole.items()
        assert set(proofs[0].leaves) < set(proofs[1].leaves)


def test_a_circular_chain_is_not_shown_to_a_party_that_is_in_it_twice(own: Tiers) -> None:
    """A manufacturer that supplies its own supplier's supplier sees only what it was delivered."""
    world, plant = own.world, own.chain.plant
    scrap = world.enter(
        plant, [made(plant, product="urn:test:scrap")], site=Site(code="plant-2", country="SE")
    )
    sold = world.deliver(plant, scrap, own.chain.mine, product="urn:test:scrap")
    inputs = [taken(sold, "5")]
    mined = world.enter(
        own.chain.mine,
        [made(own.chain.mine, "7351")],
        inputs=inputs,
        supersedes=replacing(own.ids["mined"]),
    )
    assert mined not in stated(own.files("declaration", MANUFACTURER))
    calculation = world.submit(own.chain.calculation(), plant.working).id
    assert {scrap, sold, mined} <= set(stated(own.files(calculation, AUDITOR)))
    assert {scrap, sold, mined}.isdisjoint(stated(own.files(calculation, MANUFACTURER)))


def test_a_corrected_entry_shows_its_older_versions_as_envelopes(own: Tiers) -> None:
    """The customer sees what the counting version is of; of the others, that they are there."""
    world, refinery = own.world, own.refinery
    inputs = [taken(own.ids["ore"], "5923")]
    newer = world.enter(
        refinery,
        [made(refinery, "3947")],
        inputs=inputs,
        supersedes=replacing(own.ids["refined"]),
    )
    again = {"amount": "55", "supersedes": replacing(own.ids["salt"])}
    delivery = own.told(newer, refinery, own.chain.plant, "S-1", **again)
    files = own.files(delivery, CUSTOMER)
    assert {own.ids["salt"], own.ids["refined"], newer} <= set(stated(files))
    assert {(name, part) for name, part in shown(files) if part == "product"} == {
        (newer, "product")
    }


@pytest.mark.parametrize("corrected", [True, False])
def test_a_delivery_that_no_longer_counts_is_no_subject(own: Tiers, *, corrected: bool) -> None:
    """Superseded or withdrawn, it is refused, and the refusal names what took its place."""
    world, refinery, salt = own.world, own.refinery, own.ids["salt"]
    if corrected:
        again = {"amount": "60", "supersedes": replacing(salt)}
        own.told(own.ids["refined"], refinery, own.chain.plant, "S-1", **again)
    else:
        world.withdraw(refinery, salt)
    with refused("export.subject", salt):
        own.files("salt", CUSTOMER)


@pytest.mark.parametrize(
    ("subject", "audience"),
    [
        ("calculation", PUBLIC),
        ("declaration", CUSTOMER),
        ("salt", MANUFACTURER),
        ("salt", PUBLIC),
    ],
)
def test_not_every_statement_has_a_bundle_for_everybody(
    it: Tiers, subject: str, audience: Audience
) -> None:
    """Only a declaration has a public bundle, and only a delivery one for a customer."""
    with refused("export.audience", audience.value):
        it.files(subject, audience)


def test_a_bundle_is_for_the_participant_that_it_names(it: Tiers) -> None:
    """A bundle names the manufacturer or the recipient; one for the public or the auditor names none."""
    ledger, plant, mine = it.world.ledger, it.chain.plant.id, it.chain.mine.id
    named_too = export_bundle(ledger, it.ids["salt"], CUSTOMER, plant)
    assert named_too == export_bundle(ledger, it.ids["salt"], CUSTOMER)
    for subject, audience, who in (
        ("salt", CUSTOMER, mine),
        ("declaration", MANUFACTURER, mine),
        ("declaration", PUBLIC, plant),
        ("declaration", AUDITOR, plant),
    ):
        with refused("export.participant", who):
            export_bundle(ledger, it.ids[subject], audience, who)
