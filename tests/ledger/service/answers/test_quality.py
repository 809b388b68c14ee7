"""The quality of a calculation that a ledger holds, and its quality sections."""

from fractions import Fraction

from support.ledger_battery import BatteryChain
from support.ledger_rated import rated_calculation
from support.ledger_world import made
from support.refusal import refused

from ledger.footprint.quality.quality_document import format_quality
from ledger.service.answers.quality import explain_quality
from ledger.service.answers.study import build_study
from schemas.signed.quality import ActivityGroup, Quality, Rating

CLOSE = Fraction(1, 10**40)


def test_a_calculation_is_rated(chain: BatteryChain) -> None:
    """Power of mine and packs makes 45 of 56; the datasets are rated 2, the amounts not at all."""
    found = explain_quality(chain.world.ledger, rated_calculation(chain))
    assert [row.key.label for row in found.rating.most_relevant] == ["test:power"] * 2
    assert format_quality(found.rating, found.rule).dqr == "3.125"
    assert found.rating.unrated_share == 1
    assert found.in_use == ()


def test_a_line_is_priced(chain: BatteryChain) -> None:
    """Ore by the dataset costs 55 of 9600 more than the mine's; the DQR of ore 80 and power 20 is 4.125."""
    found = explain_quality(chain.world.ledger, rated_calculation(chain))
    (price,) = found.prices
    assert price.line == (chain.mined, "main")
    assert abs(Fraction(price.cost) - Fraction(55, 9600)) < CLOSE
    assert price.rating is not None
    assert abs(Fraction(price.rating.dqr) - Fraction("4.125")) < CLOSE


def test_a_study_shows_the_rating(chain: BatteryChain) -> None:
    """A study has the rating where the rulebook rates data, and elsewhere none."""
    calculation = rated_calculation(chain)
    found = explain_quality(chain.world.ledger, calculation)
    study = build_study(chain.world.ledger, calculation)
    assert study.quality == format_quality(found.rating, found.rule)
    draft = chain.calculation()
    unrated = chain.world.submit(draft, chain.plant.working).id
    assert build_study(chain.world.ledger, unrated).quality is None


def test_a_rulebook_without_a_rule_is_refused(chain: BatteryChain) -> None:
    """The study rulebook has no rule for data quality, and the refusal says so."""
    with refused("quality.no_rule", "rulebook"):
        explain_quality(chain.world.ledger, rated_calculation(chain, "study-full-substitution-1"))


def test_a_record_holds_its_quality_section(chain: BatteryChain) -> None:
    """A supplier's statement on its groups is read with the entry; most state nothing."""
    rating = Rating(group=ActivityGroup.ENERGY, te_r="1", ge_r="1", ti_r="1", p="2")
    stated = Quality(ratings=(rating,))
    line = [made(chain.mine, product="urn:test:more")]
    entry = chain.world.enter(chain.mine, line, quality=stated)
    with chain.world.ledger.view() as view:
        record, bare = view.entry(entry), view.entry(chain.mined)
    assert record is not None
    assert bare is not None
    assert (record.quality, bare.quality) == (stated, None)
