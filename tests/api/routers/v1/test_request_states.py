"""The state of a request follows from the log and the clock, for its parties and in the counts above it."""

from support.asking import DAY, Firms, chain_of, counts
from support.http_api import NOW
from support.ledger_world import replacing

from schemas.signed.entry import Site
from schemas.values import Period
from schemas.vocabulary import Use


def test_a_delivery_answers_and_its_withdrawal_opens_again(asking: Firms) -> None:
    """The state follows the log: physical and representative deliveries count, withdrawn ones do not."""
    request = asking.ask("maker", "cells")
    delivery = asking.deliver("cells", "maker")
    for who in ("maker", "cells"):
        shown = asking.read(who, request)
        assert (shown["state"], shown["delivery"]) == ("answered", delivery)
    asking.withdraw("cells", delivery)
    shown = asking.read("maker", request)
    assert shown["state"] == "open"
    assert "delivery" not in shown
    use = {"use": Use.REPRESENTATIVE, "amount": None, "valid_until": "2026-06-01"}
    entry = asking.make("cells", site=Site(code="other", country="SE"))
    asking.deliver("cells", "maker", entry, **use)
    assert asking.read("maker", request)["state"] == "answered"


def test_what_answers_is_the_product_to_the_asker_of_the_period(asking: Firms) -> None:
    """Another product, another customer and another period leave a request open."""
    entry = asking.make("cells")
    asking.deliver("cells", "maker", entry)
    asking.deliver("cells", "stranger", entry)
    other = asking.ask("maker", "cells", product="urn:test:other", reference="1")
    years = [
        asking.ask("maker", "cells", period={"start": start, "end": end}, reference=end)
        for start, end in (("2024-01-01", "2025-01-01"), ("2026-01-01", "2027-01-01"))
    ]
    salts = asking.ask("salts", "cells")
    assert [asking.read("maker", row)["state"] for row in (other, *years)] == ["open"] * 3
    assert asking.read("salts", salts)["state"] == "open"
    day = {"start": "2025-12-31", "end": "2026-02-01"}
    last = asking.ask("maker", "cells", period=day, reference="last day")
    assert last["state"] == "answered"


def test_no_delivery_answers_a_request_for_papers(asking: Firms) -> None:
    """It is about goods that were delivered, waits for their maker, and ends by its asker or a decline."""
    asking.deliver("cells", "maker")
    request = asking.ask("maker", "cells", wants="papers")
    for who in ("maker", "cells"):
        shown = asking.read(who, request)
        assert (shown["state"], shown["wants"]) == ("open", "papers")
        assert "delivery" not in shown
    again = asking.ask("maker", "cells", wants="papers")
    assert again["id"] == request["id"]


def test_a_correction_is_followed(asking: Firms) -> None:
    """A corrected delivery still answers; an entry moved to another year does not."""
    entry = asking.make("cells")
    first = asking.deliver("cells", "maker", entry)
    request = asking.ask("maker", "cells")
    second = asking.deliver("cells", "maker", entry, amount="9", supersedes=replacing(first))
    assert asking.read("maker", request)["delivery"] == second
    year = Period(start="2024-01-01", end="2025-01-01")
    asking.make("cells", period=year, supersedes=replacing(entry))
    assert asking.read("maker", request)["state"] == "open"


def test_overdue_from_the_day_after(asking: Firms) -> None:
    """By the clock of the server in UTC: not on the due day, and on the next; answered is not overdue."""
    first = asking.ask("maker", "cells", due="2025-10-09")
    answered = asking.ask("maker", "salts", due="2025-10-09")
    asking.deliver("salts", "maker")
    asking.house.clock.time = NOW - NOW % DAY + DAY - 1
    assert not asking.read("maker", first)["overdue"]
    asking.house.clock.time += 1
    assert asking.read("maker", first)["overdue"]
    assert not asking.read("maker", answered)["overdue"]


def test_the_overdue_share(asking: Firms) -> None:
    """Overdue over all that is below, to 4 digits behind the point; declined ones count as heard of."""
    first = asking.ask("maker", "cells")
    for number in range(2):
        asking.pass_on(first, "cells", "salts", reference=f"S-{number}")
    asking.pass_on(first, "cells", "mine")
    declined = asking.pass_on(first, "cells", "a smelter")
    assert counts(asking.read("maker", first)) == (4, 0, 0, 0, "0")
    asking.deliver("mine", "cells")
    asking.told("cells", "POST", f"/v1/requests/{declined['id']}/withdraw")
    asking.house.clock.time += 90 * DAY  # beyond the due day
    assert counts(asking.read("maker", first)) == (2, 1, 0, 2, "0.6667")
    (tier,) = asking.read("cells", first)["below"]["tiers"]
    assert tier["overdue_share"] == "0.6667"


def test_declined_with_a_reason(asking: Firms) -> None:
    """The asker sees the reason, requests above count it once, and a delivery still answers."""
    first = asking.ask("maker", "cells")
    second = asking.pass_on(first, "cells", "salts")
    path = f"/v1/requests/{second['id']}/decline"
    for reason in ("no_data", "confidential"):
        shown = asking.told("salts", "POST", path, json={"reason": reason})
        assert (shown["state"], shown["reason"]) == ("declined", "no_data")
    assert counts(asking.read("maker", first)) == (0, 0, 1, 0, "0")
    assert "no_data" not in asking.call("maker", "GET", f"/v1/requests/{first['id']}").text
    on = f"/v1/requests/{second['id']}/pass-on"
    assert asking.refused("salts", on, asking.body("salts", "mine")) == (409, "request.ended")
    asking.deliver("salts", "cells")
    shown = asking.read("cells", second)
    assert shown["state"] == "answered"
    assert "reason" not in shown


def test_withdrawn(asking: Firms) -> None:
    """A withdrawn request, and all below it, is no longer counted above; what is below goes on by itself."""
    first, second, third = chain_of(asking)
    path = f"/v1/requests/{second['id']}/withdraw"
    for _ in range(2):
        assert asking.told("cells", "POST", path)["state"] == "withdrawn"
    assert asking.read("maker", first)["state"] == "open"
    assert counts(asking.read("maker", first)) == (0, 0, 0, 0, None)
    assert counts(asking.read("salts", second)) == (0, 0, 0, 0, None)
    assert asking.read("mine", third)["state"] == "open"
    ended = (409, "request.ended")
    for verb, body in (
        ("decline", {"reason": "no_data"}),
        ("pass-on", asking.body("salts", "a smelter")),
    ):
        assert asking.refused("salts", f"/v1/requests/{second['id']}/{verb}", body) == ended
