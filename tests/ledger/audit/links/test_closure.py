"""The closure of a figure: what is left out of the same goods is found, and other trade is not in the bundle."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from support import ledger_twins
from support.bundles import Json
from support.ledger_battery import battery_chain, power
from support.ledger_tiers import Files, path, spelled_out, stated, tiers
from support.ledger_twins import SECRETS, Twins, twins
from support.ledger_world import made, replacing, taken
from support.verdicts import found, remarks

from ledger.append.marking import Marking
from ledger.audit.bundle.files import CLOSURE, PROOF
from ledger.bundles.export import _prove
from ledger.trust.canonical import canonical
from ledger.trust.leaves import NOTHING_BOUND
from ledger.trust.multiproof import parse_multiproof
from schemas.signed.entry import Site
from schemas.signed.kinds import section_digests
from schemas.views.report import Report
from schemas.vocabulary import Audience, ProcessCode, Role

pytestmark = pytest.mark.one_database

OTHER = "selection.other_delivery"
BESIDE = ("twin 1", "twin", "undrawn", "gone", "withdrawal", "before")
"""The statements of the same goods that the figure does not rest on."""


@pytest.fixture(scope="module", name="it")
def shared_twins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Twins]:
    """A chain that no test changes."""
    with twins(tmp_path_factory.mktemp("twins") / "ledger") as built:
        yield built


@pytest.fixture(name="own")
def own_twins(tmp_path: Path) -> Iterator[Twins]:
    """A chain of this test alone."""
    with twins(tmp_path / "ledger") as built:
        yield built


def codes(report: Report) -> set[str]:
    """The codes of what changes the verdict."""
    return {code for code, _ in found(report)}


def closing(files: Files, change: Callable[[Json], object]) -> Files:
    """The files with another closure."""
    document = json.loads(files[CLOSURE])
    change(document)
    return {**files, CLOSURE: canonical(document)}


def without(files: Files, *names: str) -> Files:
    """The files without some."""
    return {name: data for name, data in files.items() if name not in names}


def proved(it: Twins, files: Files, hidden: int) -> Files:
    """The files with a proof of their leaves but a hidden one."""
    places = {index for index, _ in parse_multiproof(files[PROOF]).leaves} - {hidden}
    with it.world.ledger.view() as view:
        return {**files, PROOF: _prove(view, sorted(places), max(places) + 1)}


def test_a_whole_bundle_has_no_finding(it: Twins) -> None:
    """It has every version of the same goods; other trade of the same firms is there as commitments alone."""
    files = it.files()
    report = it.judge(files)
    assert found(report) == set()
    assert not {code for code, _ in remarks(report)} & {"closure.unknown"}
    assert {it.ids[name] for name in BESIDE} <= set(stated(files))
    assert not {it.ids["other"], it.ids["sold"]} & set(stated(files))
    assert not [word for word in SECRETS if word.encode() in spelled_out(files)]


@pytest.mark.parametrize("name", BESIDE)
def test_a_statement_that_is_left_out(it: Twins, name: str) -> None:
    """Its mark, or the registry, names it."""
    report = it.judge(without(it.files(), path("statements", it.ids[name])))
    assert ("closure.missing", it.ids[name]) in found(report)


@pytest.mark.parametrize("name", ["twin 1", "twin", "gone", "before"])
def test_a_section_that_is_left_out(it: Twins, name: str) -> None:
    """A twin without its inventory has no figure."""
    files = it.files()
    inventory = section_digests(stated(files)[it.ids[name]])
    report = it.judge(without(files, *(path("sections", digest) for digest in inventory.values())))
    assert ("closure.missing", it.ids[name]) in found(report)


def calculated(it: Twins) -> Files:
    """The bundle of a new calculation."""
    return it.files(it.world.submit(it.chain.calculation(), it.chain.plant.working).id)


def received(it: Twins) -> str:
    """A delivery to the plant of goods that are like none that it draws: of another maker, place and process."""
    maker = it.world.register("maker", Role.SUPPLIER)
    place = {"site": Site(code="works", country="SE"), "process": ProcessCode.CHEMICAL}
    entry = it.world.enter(maker, [made(maker)], inputs=[power("5000")], **place)
    return it.world.deliver(maker, entry, it.chain.plant)


def test_goods_that_are_like_none_that_are_drawn(own: Twins) -> None:
    """They are in the bundle and count as used; both verifiers miss them where they are left out."""
    before = own.judge(own.files())
    sent = received(own)
    files = calculated(own)
    report = own.judge(files)
    assert found(report) == set()
    assert [row.detail for row in report.choices or () if row.code == OTHER] != [
        row.detail for row in before.choices or () if row.code == OTHER
    ]
    assert report.conservative is not None
    assert before.conservative is not None
    assert Decimal(report.conservative.total) > Decimal(before.conservative.total)
    assert ("closure.missing", sent) in found(own.judge(without(files, path("statements", sent))))


def test_goods_that_went_into_another_product(own: Twins) -> None:
    """An entry of the plant that the bundle does not show drew them: they are neither shown nor counted."""
    total = own.judge(own.files()).conservative
    sent = received(own)
    place = {"site": Site(code="another", country="DE"), "process": ProcessCode.CASING}
    other = own.world.enter(
        own.chain.plant,
        [made(own.chain.plant, product="urn:test:frames")],
        inputs=[taken(sent)],
        product=ledger_twins.of_lithium(),
        **place,
    )
    files = calculated(own)
    assert not {sent, other} & stated(files).keys()
    assert own.judge(files).conservative == total


def test_a_closure_that_is_left_out(it: Twins) -> None:
    """The leaf of the calculation binds one."""
    assert ("closure.missing", CLOSURE) in found(it.judge(without(it.files(), CLOSURE)))


@pytest.mark.parametrize("name", ["shipped", "mined", "calculation"])
def test_what_the_figure_rests_on_is_left_out(it: Twins, name: str) -> None:
    """The firms behind the figure are not known then, and what is known is checked."""
    files = it.files()
    assert it.judge(without(files, path("statements", it.ids[name]))).exit_code != 0
    leaves = [at for at, leaf in parse_multiproof(files[PROOF]).leaves if it.ids[name] in str(leaf)]
    assert it.judge(proved(it, files, leaves[0])).exit_code != 0


def test_marks_that_are_left_out(it: Twins) -> None:
    """A number in the middle is a gap; the last one is counted."""
    files = it.files()
    for at in range(len(json.loads(files[CLOSURE])["marks"])):
        report = it.judge(closing(files, lambda row, at=at: row["marks"].pop(at)))
        assert codes(report) & {"closure.gap", "closure.count"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda row: row["closure"].update(since=1), "closure.count"),
        (lambda row: row["closure"]["firms"].pop(), "closure.count"),
        (lambda row: row["closure"]["firms"][0].update(issued=1), "closure.count"),
        (lambda row: row["marks"][0].update(nr=2), "closure.gap"),
        (lambda row: row["marks"][0].update(tags=["0" * 32]), "closure.gap"),
        (lambda row: row["marks"].append(row["marks"][0]), "closure.gap"),
        (lambda row: row["marks"][0].update(nr=0), "file.unreadable"),
        (lambda row: row["closure"]["firms"].reverse(), "file.unreadable"),
    ],
)
def test_a_closure_that_was_changed(it: Twins, change: Callable[[Json], object], code: str) -> None:
    """Both documents are bound by leaves, and have one form."""
    assert code in codes(it.judge(closing(it.files(), change)))


def test_a_leaf_that_is_left_out(it: Twins) -> None:
    """A mark without its leaf proves nothing, also of other trade."""
    files = it.files()
    for index, leaf in parse_multiproof(files[PROOF]).leaves[:-1]:
        if json.loads(leaf)["id"] in {it.ids["sold"], it.ids["other"]}:
            assert "closure.gap" in codes(it.judge(proved(it, files, index)))


def test_other_trade_that_is_put_in(it: Twins) -> None:
    """Nothing names a statement of other goods."""
    with it.world.ledger.view() as view:
        (stored,) = view.stored([it.ids["other"]])
    files = {**it.files(), path("statements", stored.id): stored.envelope}
    assert ("file.unreferenced", path("statements", stored.id)) in found(it.judge(files))


def test_leaves_that_are_older_than_marks(tmp_path: Path) -> None:
    """Completeness is unknown, and the verdict is that of before."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Marking, "commitments", lambda *_: NOTHING_BOUND)
        patched.setattr(ledger_twins, "battery_chain", battery_chain.__wrapped__)  # type: ignore[attr-defined]
        with twins.__wrapped__(tmp_path / "ledger") as it:  # type: ignore[attr-defined]
            report = it.judge(it.files())
            assert CLOSURE not in it.files()
            assert found(report) == set()
            assert ("closure.unknown", it.ids["calculation"]) in remarks(report)
            patched.undo()
            size = it.world.state()[1][0]
            calculation = it.world.submit(it.chain.calculation(), it.chain.plant.working).id
            files = it.files(calculation)
            report = it.judge(files)
            assert json.loads(files[CLOSURE])["closure"]["since"] == size - 1
            assert found(report) == set()
            assert ("closure.unknown", calculation) in remarks(report)


def test_a_closure_that_no_leaf_binds(it: Twins, own: Twins) -> None:
    """The closure of another figure is not that of this one."""
    other = own.world.submit(own.chain.calculation(), own.chain.plant.working).id
    files = {**it.files(), CLOSURE: own.files(other)[CLOSURE]}
    assert ("closure.count", CLOSURE) in found(it.judge(files))


def test_redacted_bundles_state_that_completeness_is_unknown(it: Twins) -> None:
    """A manufacturer does not learn how much its suppliers issued."""
    files = it.files("calculation", Audience.MANUFACTURER)
    assert CLOSURE not in files
    assert ("closure.unknown", it.ids["calculation"]) in remarks(it.judge(files))


def test_the_closure_of_a_delivery(tmp_path: Path) -> None:
    """A delivery with a figure has one too; a later version of goods that are not drawn is not the subject."""
    with tiers(tmp_path / "tiers") as chain:
        mine, refinery, world = chain.chain.mine, chain.refinery, chain.world
        twin = world.enter(mine, [made(mine, product="urn:test:twin")])
        undrawn = world.deliver(mine, twin, refinery, product="urn:test:twin")
        told = chain.told(chain.ids["refined"], refinery, chain.chain.plant, "S-9")
        again = {"product": "urn:test:twin", "supersedes": replacing(undrawn)}
        later = world.deliver(mine, twin, refinery, **again)
        files = chain.files(told, Audience.AUDITOR)
        report = chain.judge(files)
        assert report.subject == told
        assert found(report) == set()
        for name in (twin, undrawn, later):
            assert name in stated(files)
            missing = chain.judge(without(files, path("statements", name)))
            assert ("closure.missing", name) in found(missing)
