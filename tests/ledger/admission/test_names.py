"""Names in statements: legal names and sites that look like others, and characters that are not seen."""

import pytest
from support.ledger_battery import BatteryChain, made, power
from support.ledger_world import ORIGIN, World, public
from support.ledger_world import signer as key_of

from ledger.append.submit import submit, submit_many
from ledger.state.drafting import Draft, seal, sign_draft
from ledger.trust.submission import Submission
from schemas.signed.participant import Identifier, Participant, ParticipantSections, Profile
from schemas.signed.statement import Kind, SectionName
from schemas.vocabulary import Role

LEI = Identifier(scheme="lei", value="5299000J2N45DDNE4Y28")


def registering(world: World, name: str, **parts: object) -> Submission:
    """The countersigned registration of a firm of this legal name."""
    keys = key_of(f"{world.salts} root"), key_of(f"{world.salts} working")
    profile = Profile(**{"legal_name": name, "country": "SE", **parts})
    sealed = seal(Kind.PARTICIPANT, None, {SectionName.PROFILE: profile}, world.fresh)
    stated = Participant(
        origin=ORIGIN,
        root_keys=(public(keys[0]),),
        threshold=1,
        working_keys=(public(keys[1]),),
        roles=(Role.SUPPLIER,),
        registrar=world.registrar.id,
        sections=ParticipantSections(**sealed.digests),
    )
    return sign_draft(Draft(stated, sealed.documents), [*keys, world.registrar.working])


def register(world: World, name: str, **parts: object) -> None:
    """Register a firm of this legal name."""
    submit(world.ledger, registering(world, name, **parts))


@pytest.mark.parametrize("name", ["Mine Ltd", "MINE LTD", "Міne Ltd"])  # the attack
def test_a_legal_name_that_looks_like_anothers_is_refused(chain: BatteryChain, name: str) -> None:
    """The same letters, capitals, and letters of another script."""
    world = chain.world
    world.refuses(registering(world, name), "participant.look_alike", "profile.legal_name")


def test_names_of_other_firms_are_registered(chain: BatteryChain) -> None:
    """German, Chinese, Russian and Greek names, and two that differ in an umlaut."""
    world = chain.world
    for name in ("Müller GmbH", "Muller GmbH", "宝钢股份", "ПАО «Северсталь»", "Μυτιληναίος Α.Ε."):
        register(world, name)


def test_a_firm_registers_again_by_its_identifier(chain: BatteryChain) -> None:
    """Under the same letters; a look-alike does not, whatever it states."""
    world = chain.world
    register(world, "Nickel Oy", identifiers=(LEI,))
    register(world, "Nickel Oy", identifiers=(LEI,))
    other = registering(world, "Níckel Oy".replace("í", "і"), identifiers=(LEI,))  # Cyrillic
    world.refuses(other, "participant.look_alike", "profile.legal_name")
    world.refuses(registering(world, "Nickel Oy"), "participant.look_alike", "profile.legal_name")


def test_two_firms_of_one_batch_do_not_look_alike(chain: BatteryChain) -> None:
    """The second one is compared with the first before that is in the database."""
    world = chain.world
    both = [registering(world, "Cobalt AG"), registering(world, "COBALT AG")]
    first, second = submit_many(world.ledger, both)
    assert first.id == both[0].id
    assert second.code == "participant.look_alike"


def test_a_hidden_character_in_a_section_is_refused(chain: BatteryChain) -> None:
    """A zero-width space, which the profile of signed statements lets through."""
    world = chain.world
    world.refuses(registering(world, "Nickel\u200b Oy"), "text.hidden", "profile.legal_name")


def test_a_site_that_looks_like_another_of_the_firm_is_refused(chain: BatteryChain) -> None:
    """A batch at P0 beside one at PO would part the goods of one plant; another firm's site is free."""
    world = chain.world
    taken = world.entry(chain.mine, [made(chain.mine)], inputs=[power("1")]).statement.site
    look = taken.model_copy(update={"code": taken.code.swapcase()})
    draft = world.entry(chain.mine, [made(chain.mine)], inputs=[power("1")], site=look)
    signed = sign_draft(draft, [chain.mine.working])
    world.refuses(signed, "entry.site_look_alike", "site.code")


def test_a_refused_site_is_not_known_to_the_rest_of_its_batch(chain: BatteryChain) -> None:
    """The second entry of a batch at the look-alike site is refused as the first is."""
    world = chain.world
    taken = world.entry(chain.mine, [made(chain.mine)], inputs=[power("1")]).statement.site
    look = taken.model_copy(update={"code": taken.code.swapcase()})
    drafts = [
        world.entry(chain.mine, [made(chain.mine)], inputs=[power(amount)], site=look)
        for amount in ("1", "2")
    ]
    both = submit_many(world.ledger, [sign_draft(draft, [chain.mine.working]) for draft in drafts])
    assert [refused.code for refused in both] == ["entry.site_look_alike"] * 2
