"""Corrections: the parts that a version may change, those it must keep, and no entry resting on itself."""

from collections.abc import Callable

import pytest
from support.ledger_battery import MODEL, BatteryChain, freight, power
from support.ledger_world import Party, made, replacing, taken

from ledger.state.drafting import Draft, sign_draft
from schemas.signed.entry import Site
from schemas.signed.inventory import Output
from schemas.vocabulary import OutputRole, ProcessCode, Unit

PLACE = "supersedes.id"
Make = Callable[[BatteryChain], tuple[Draft, Party]]


def mined(**parts: object) -> Make:
    """A version of what was mined; `parts` replace fields."""

    def make(chain: BatteryChain) -> tuple[Draft, Party]:
        fields = {"outputs": [made(chain.mine)], "supersedes": replacing(chain.mined), **parts}
        return chain.world.entry(chain.mine, fields.pop("outputs"), **fields), chain.mine

    return make


def of(old: Callable[[BatteryChain], str]) -> Make:
    """An entry of the mine, elsewhere, that claims to correct a statement."""

    def make(chain: BatteryChain) -> tuple[Draft, Party]:
        site = Site(code="mine-2", country="SE")
        fields = {"site": site, "supersedes": replacing(old(chain))}
        return chain.world.entry(chain.mine, [made(chain.mine)], **fields), chain.mine

    return make


PACKS = {
    "line": "main",
    "product": "urn:test:mine",
    "name": "packs",
    "amount": "100",
    "unit": Unit.KG,
    "role": OutputRole.MAIN,
}
CASES = {
    "no such entry": (of(lambda _: "sha256:" + "00" * 32), "supersedes.unknown", PLACE),
    "a delivery": (of(lambda c: c.shipped), "supersedes.unknown", PLACE),
    "another's entry": (of(lambda c: c.treated), "supersedes.issuer", PLACE),
    "another site": (of(lambda c: c.mined), "supersedes.identity", "site.code"),
    "another process": (mined(process=ProcessCode.MINING), "supersedes.identity", "process"),
    "another model": (
        mined(outputs=[Output(**{**PACKS, "batteries": 1})], model=MODEL),
        "supersedes.identity",
        "model",
    ),
}


@pytest.mark.parametrize(("make", "code", "place"), CASES.values(), ids=CASES)
def test_refused(shared: BatteryChain, make: Make, code: str, place: str) -> None:
    """A version of something else is refused, and neither log has changed."""
    draft, issuer = make(shared)
    shared.world.refuses(sign_draft(draft, [issuer.working]), code, place)


@pytest.mark.parametrize(
    "changed", [{"line": "other"}, {"product": "urn:test:other"}, {"unit": Unit.PIECE}]
)
def test_delivered_lines_stay(shared: BatteryChain, changed: dict[str, object]) -> None:
    """A line that was delivered keeps its name, product and unit."""
    draft, issuer = mined(outputs=[made(shared.mine, **changed)])(shared)
    submission = sign_draft(draft, [issuer.working])
    shared.world.refuses(submission, "supersedes.line", "inventory.outputs")


def test_a_line_that_nobody_got_may_go(chain: BatteryChain) -> None:
    """After the delivery is withdrawn, the line is the issuer's own matter again."""
    chain.world.withdraw(chain.mine, chain.shipped)
    draft, issuer = mined(outputs=[made(chain.mine, line="other")])(chain)
    assert chain.world.submit(draft, issuer.working).id == draft.id


def test_one_successor_each(chain: BatteryChain) -> None:
    """A second correction names the first; the one that is corrected already takes no other."""
    draft, issuer = mined()(chain)
    second = chain.world.submit(draft, issuer.working).id
    again, _ = mined(inputs=[power("90")])(chain)
    chain.world.refuses(sign_draft(again, [issuer.working]), "supersedes.superseded", PLACE)
    third, _ = mined(inputs=[power("90")], supersedes=replacing(second))(chain)
    assert chain.world.submit(third, issuer.working).id == third.id


def test_what_was_withdrawn_is_not_corrected(chain: BatteryChain) -> None:
    """A withdrawal ends a lineage."""
    chain.world.withdraw(chain.mine, chain.mined)
    draft, issuer = mined()(chain)
    submission = sign_draft(draft, [issuer.working])
    chain.world.refuses(submission, "supersedes.withdrawn", PLACE)


def test_lower_output_is_never_refused(chain: BatteryChain) -> None:
    """A correction below what was delivered is accepted: its excess is a finding, not a wall."""
    draft, issuer = mined(outputs=[made(chain.mine, "1")])(chain)
    assert chain.world.submit(draft, issuer.working).id == draft.id


def test_version_draws_what_it_drew(chain: BatteryChain) -> None:
    """A version is not refused for a supplier's later cut, as long as it draws no more than before."""
    less = chain.world.delivery(
        chain.mine, chain.mined, chain.plant, amount="40", supersedes=replacing(chain.shipped)
    )
    chain.world.submit(less, chain.mine.working)
    parts = {"supersedes": replacing(chain.packs)}
    more = [taken(chain.shipped, "50.1"), power("40"), freight("10")]
    submission = sign_draft(chain.packs_of("40", inputs=more, **parts), [chain.plant.working])
    chain.world.refuses(submission, "draw.above_delivery", "inventory.inputs[0].amount")
    same = chain.packs_of("41", **parts)
    assert chain.world.submit(same, chain.plant.working).id == same.id


def test_cycle_by_supersession(chain: BatteryChain) -> None:
    """A version that would reach its own lineage is refused, whatever the loop is made of."""
    scrap = chain.world.represent(chain.plant, chain.packs, chain.mine)
    draft, _ = mined(inputs=[taken(scrap, "1")])(chain)
    submission = sign_draft(draft, [chain.mine.working])
    chain.world.refuses(submission, "entry.cycle", "inventory.inputs")


def test_cycle_through_newer_versions(chain: BatteryChain) -> None:
    """The loop is found where each citation means the newest version, not the one it names."""
    first, _ = mined(inputs=[power("90")])(chain)
    newer = chain.world.submit(first, chain.mine.working).id
    scrap = chain.world.represent(chain.plant, chain.packs, chain.mine)
    draft, _ = mined(inputs=[taken(scrap, "1")], supersedes=replacing(newer))(chain)
    submission = sign_draft(draft, [chain.mine.working])
    chain.world.refuses(submission, "entry.cycle", "inventory.inputs")


def test_scrap_of_the_last_period_is_no_cycle(chain: BatteryChain) -> None:
    """Another entry of the mine may use the delivery that prices the packs' scrap."""
    scrap = chain.world.represent(chain.plant, chain.packs, chain.mine)
    draft = chain.world.entry(
        chain.mine,
        [made(chain.mine)],
        site=Site(code="mine-2", country="SE"),
        inputs=[taken(scrap, "1")],
    )
    assert chain.world.submit(draft, chain.mine.working).id == draft.id
