"""Requests for data by the typed client at a real server, from the first question to an answer in the log."""

import re
from pathlib import Path
from urllib.parse import urlencode

from structlog.testing import capture_logs
from support.asking import DUE, firms
from support.http_api import PASSWORD
from support.ledger_world import Party, World, made
from support.refusal import refused
from support.servers import serving

from api.app import create_app
from ledger.client import http
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.state.drafting import sign_draft
from schemas.exchanged.request import DataRequest, DeclineBody, DeclineReason, Side, State
from schemas.vocabulary import Role

PERIOD = {"start": "2025-01-01", "end": "2026-01-01"}


def asked(reference: str, product: str, **addressee: str) -> DataRequest:
    """A request for a product of the year."""
    members = {"reference": reference, "product": product, "period": PERIOD, "due": DUE}
    return DataRequest.model_validate(members | addressee)


def opened(link: str) -> str:
    """The API key that the form behind a link shows to its user, as a browser would."""
    form = {"title": "Example Mining Oy", "country": "FI"}
    form |= {"person": "anna@mine.example", "password": PASSWORD}
    page = http.get(link).body.decode()
    (action,) = re.findall(r'action="([^"]+/account)"', page)
    address = link.partition("/invitation/")[0] + action
    filled = urlencode(form).encode()
    shown = http.post(address, filled, "application/x-www-form-urlencoded").body.decode()
    (key,) = re.findall(r"cradle_[^&\s]+-script_[0-9a-f]+", shown)
    return str(key)


def answered(world: World, mine: Cradle, customer: Party) -> tuple[Party, str]:
    """The participant that an invited firm becomes, and its delivery to the asker."""
    draft, party = world.registration("ore", [Role.SUPPLIER], world.registrar.id)
    keys = [party.root, party.working, world.registrar.working]
    assert mine.submit(sign_draft(draft, keys)).id == party.id
    entry = world.entry(party, [made(party)])
    mine.submit(sign_draft(entry, [party.working]))
    delivery = world.delivery(party, entry.id, customer)
    mine.submit(sign_draft(delivery, [party.working]))
    return party, delivery.id


def test_from_a_question_over_an_invitation_to_an_answer(
    tmp_path: Path, database: str | None
) -> None:
    """A maker asks, its supplier passes on and invites; the invited mine registers, delivers and so answers."""
    with firms(tmp_path / "ledger", database) as asking:
        house, customer = asking.house, asking.parties["cells"]
        with capture_logs(), serving(create_app(house.context)) as url:
            maker, cells = (Cradle(url, ApiKey(house.keys[name])) for name in ("maker", "cells"))
            first = maker.ask_for_data(asked("R-1", "urn:test:cells", participant=customer.id)).id
            ore = asked("C-1", "urn:test:ore", firm="A mine")
            passed = cells.pass_request_on(first, ore).id
            link = cells.invite_to_request(passed, 7).link
            assert link.startswith(f"{url}/invitation/")
            mine = Cradle(url, ApiKey(opened(link)))
            (row,) = mine.data_requests().items
            assert (row.asker, row.state) == (customer.id, "open")
            party, delivery = answered(asking.world, mine, customer)
            shown = cells.data_request(passed)
            assert (shown.state, shown.delivery) == ("answered", delivery)
            assert shown.participant == party.id
            told = maker.data_request(first)
            assert told.below is not None
            assert told.below.total.answered == 1
            assert party.id not in str(told)
            withdrawal = asking.world.withdrawal(party, delivery)
            mine.submit(sign_draft(withdrawal, [party.working]))
            assert cells.data_request(passed).state == "open"


def test_what_one_asked_and_received(tmp_path: Path, database: str | None) -> None:
    """The same request twice is one; lists are filtered; each party ends it in its own way; others are refused."""
    with firms(tmp_path / "ledger", database) as asking:
        house = asking.house
        with capture_logs(), serving(create_app(house.context)) as url:
            maker, cells, stranger = (
                Cradle(url, ApiKey(house.keys[name])) for name in ("maker", "cells", "stranger")
            )
            question = asked("R-1", "urn:test:cells", participant=asking.parties["cells"].id)
            first = maker.ask_for_data(question)
            assert maker.ask_for_data(question) == first
            (received,) = cells.data_requests(
                role=Side.RECEIVED, state=(State.OPEN,), due=DUE
            ).items
            assert received.id == first.id
            passed = cells.pass_request_on(first.id, asked("C-1", "urn:test:ore", firm="A mine"))
            (below,) = cells.data_requests(parent=first.id).items
            assert below.id == passed.id
            declined = cells.decline_request(first.id, DeclineBody(reason=DeclineReason.NO_DATA))
            assert (declined.state, declined.reason) == ("declined", "no_data")
            assert maker.withdraw_request(first.id).state == "withdrawn"
            with refused("request.unknown"):
                stranger.data_request(first.id)
