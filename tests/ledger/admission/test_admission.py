"""Admissions of methods: by a registrar, of a kept document, once at a time."""

from support.ledger_battery import FACTORS, TWO_GRIDS, BatteryChain
from support.ledger_world import ORIGIN

from ledger.state.drafting import Draft, sign_draft
from ledger.state.methods import is_admitted, live_admission, shipped_methods
from schemas.signed.admission import Admission


def test_a_registrar_admits_a_method_until_it_withdraws_that(chain: BatteryChain) -> None:
    """The same method is admitted again afterwards, by another statement."""
    world = chain.world
    kept = world.ledger.keep(TWO_GRIDS)
    before = world.admit(kept)
    with world.ledger.view() as view:
        assert live_admission(view, kept) == before
        known = view.registry().size
    world.withdraw(world.registrar, before)
    with world.ledger.view() as view:
        assert not is_admitted(view, kept)
        assert is_admitted(view, kept, known), "figures as of an earlier state keep their method"
    again = world.admit(kept)
    assert again != before
    with world.ledger.view() as view:
        assert live_admission(view, kept) == again


def test_what_comes_with_cradle_needs_no_admission(chain: BatteryChain) -> None:
    """Its rulebooks and grids are the same for all."""
    with chain.world.ledger.view() as view:
        assert shipped_methods()
        assert all(is_admitted(view, name) for name in shipped_methods())


def test_a_manufacturer_admits_nothing(chain: BatteryChain) -> None:
    """The statement is signed by its issuer, which is no registrar."""
    world = chain.world
    kept = world.ledger.keep(TWO_GRIDS)
    stated = Admission(
        origin=ORIGIN, issuer=chain.plant.id, sort="factor_set", method=kept, nonce=world.fresh()
    )
    signed = sign_draft(Draft(stated), [chain.plant.working])
    world.refuses(signed, "issuer.role", "issuer")


def test_a_second_admission_or_one_of_another_document_is_refused(chain: BatteryChain) -> None:
    """A digest that the ledger does not keep, and a rulebook that is called a factor set."""
    world = chain.world
    kept = world.ledger.keep(TWO_GRIDS)
    world.admit(kept)
    signed = sign_draft(world.admission(kept), [world.registrar.working])
    world.refuses(signed, "admission.duplicate", "method")
    for name, sort, code in (
        ("sha256:" + "0" * 64, "factor_set", "factor_set.unknown"),
        (chain.rulebook, "factor_set", "factor_set.unknown"),
        (world.ledger.keep(FACTORS), "rulebook", "rulebook.unknown"),
    ):
        signed = sign_draft(world.admission(name, sort), [world.registrar.working])
        world.refuses(signed, code, code.removesuffix(".unknown"))
