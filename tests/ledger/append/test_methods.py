"""Keeping and removing rulebooks and factor sets: one document of a name, and none away that is used."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from support.ledger_battery import FACTORS, TWO_GRIDS, BatteryChain
from support.ledger_declared import calculate
from support.refusal import refused

from ledger.append.methods import MethodQuota
from ledger.rulebooks.catalog import load_factor_set, load_rulebook
from ledger.store.access.organisations import Organisation
from ledger.store.engine import Connection
from ledger.store.rows import put
from ledger.trust.leaves import digest, model_bytes
from schemas.errors import CradleError
from schemas.signed.rulebook import FactorSet, Rulebook

OTHER: FactorSet = FACTORS.model_copy(update={"title": "Other factors"})


def unnoted(_connection: Connection, _known: Rulebook | FactorSet) -> None:
    """Write no line."""


def test_a_name_is_that_of_one_document(chain: BatteryChain) -> None:
    """Another document of the id and version is refused; the same one changes nothing."""
    ledger = chain.world.ledger
    kept = ledger.keep(FACTORS)
    assert ledger.keep(FACTORS) == kept
    with refused("method.exists", "version"):
        ledger.keep(OTHER)
    assert ledger.store.blobs.get(digest(model_bytes(OTHER))) is None
    assert ledger.keep(OTHER.model_copy(update={"version": "2"})) != kept


@pytest.mark.parametrize("name", [{"id": "TEST"}, {"version": "l"}, {"version": "I"}])
def test_a_name_that_looks_like_anothers_is_refused(
    chain: BatteryChain, name: dict[str, str]
) -> None:
    """Case, and a letter for a digit."""
    chain.world.ledger.keep(FACTORS)
    with refused("method.exists", "version"):
        chain.world.ledger.keep(OTHER.model_copy(update=name))


def test_the_name_of_what_comes_with_cradle_is_taken(chain: BatteryChain) -> None:
    """Also before the ledger keeps it, and across rulebooks and factor sets."""
    ledger, shipped = chain.world.ledger, load_factor_set("mixes-ember-mee-2026")
    with refused("method.exists", "version"):
        ledger.keep(shipped.model_copy(update={"title": "Cheaper mixes"}))
    study = load_rulebook("study-full-substitution-1")
    with refused("method.exists", "version"):
        ledger.keep(OTHER.model_copy(update={"id": study.id, "version": study.version}))
    assert ledger.keep(shipped) == digest(model_bytes(shipped))


def test_a_title_with_a_hidden_character_is_refused(chain: BatteryChain) -> None:
    """It would tell two titles apart that a person reads as one."""
    with refused("text.hidden", "title"):
        chain.world.ledger.keep(TWO_GRIDS.model_copy(update={"title": "Factors\u200b"}))


def test_of_two_at_once_one_is_kept(chain: BatteryChain) -> None:
    """The database lets one of them in, and the other's document leaves no file."""
    ledger, start = chain.world.ledger, Barrier(4)
    documents = [TWO_GRIDS.model_copy(update={"title": f"Factors {n}"}) for n in range(4)]

    def keep(document: FactorSet) -> str:
        start.wait()
        try:
            return ledger.keep(document)
        except CradleError as error:
            return error.code

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(keep, documents))
    kept = [one for one in found if one.startswith("sha256:")]
    assert (len(kept), found.count("method.exists")) == (1, 3)
    names = {digest(model_bytes(one)) for one in documents}
    assert names & set(ledger.store.blobs.digests()) == set(kept)


def test_twins_of_an_older_ledger_stay_and_let_no_third_in(chain: BatteryChain) -> None:
    """Files without a recorded name are compared too."""
    ledger = chain.world.ledger
    older = [TWO_GRIDS.model_copy(update={"title": f"Factors {n}"}) for n in range(2)]
    names = [ledger.store.blobs.put(model_bytes(one)) for one in older]
    assert [ledger.method(name) for name in names] == older
    assert [ledger.keep(one) for one in older] == names
    with refused("method.exists", "version"):
        ledger.keep(TWO_GRIDS)


def test_an_organisation_adds_as_much_as_its_quota(chain: BatteryChain) -> None:
    """Documents that it kept already are not counted twice, and the operator's not at all."""
    ledger = chain.world.ledger
    with ledger.store.write() as connection:
        put(connection, Organisation(id="firm", name="Firm", created=0))
    size = len(model_bytes(TWO_GRIDS))
    quota = MethodQuota("firm", 1, size)
    assert ledger.keep(TWO_GRIDS, quota) == ledger.keep(TWO_GRIDS, quota)
    with refused("quota.methods"):
        ledger.keep(TWO_GRIDS.model_copy(update={"version": "2"}), quota)
    with refused("quota.method_bytes"):
        ledger.keep(TWO_GRIDS.model_copy(update={"version": "22"}), quota)
    assert ledger.keep(TWO_GRIDS.model_copy(update={"version": "22"}))


def test_what_nothing_uses_is_removed(chain: BatteryChain) -> None:
    """Its name is free again, and no reader finds it."""
    ledger = chain.world.ledger
    name = ledger.keep(TWO_GRIDS)
    ledger.remove(name, unnoted)
    assert ledger.method(name) is None
    assert name not in dict(ledger.methods())
    assert ledger.keep(TWO_GRIDS.model_copy(update={"title": "Other"}))
    with refused("document.unknown"):
        ledger.remove(name, unnoted)


def test_what_a_statement_names_is_not_removed(chain: BatteryChain) -> None:
    """An admission, and a calculation by its rulebook and its factor sets."""
    ledger = chain.world.ledger
    admitted = ledger.keep(TWO_GRIDS)
    by = chain.world.admit(admitted)
    calculate(chain, rulebook=chain.rulebook)
    for name, user in (
        (admitted, by),
        (chain.factors, "statement "),
        (chain.rulebook, "statement "),
    ):
        with pytest.raises(CradleError, match=f"method.used.*{user}"):
            ledger.remove(name, unnoted)
        assert ledger.method(name) is not None


def test_what_another_factor_set_was_made_with_is_not_removed(chain: BatteryChain) -> None:
    """An imported dataset names the sets that supplied its inputs."""
    ledger = chain.world.ledger
    name = ledger.keep(TWO_GRIDS)
    row = FACTORS.rows[0].model_copy(update={"supplied_by": (name,)})
    user = ledger.keep(FACTORS.model_copy(update={"id": "imported", "rows": (row,)}))
    with pytest.raises(CradleError, match=f"method.used.*{user}"):
        ledger.remove(name, unnoted)
    ledger.remove(user, unnoted)
    ledger.remove(name, unnoted)
