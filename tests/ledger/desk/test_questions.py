"""Every declared question: one answer in the folder and over a server, and a refusal of who may not ask."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from support.asked_questions import Arguments, arguments
from support.desks import desk, operator_desk
from support.http_api import House, furnished
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate
from support.servers import serving

from api.app import create_app
from ledger.client.api import Cradle
from ledger.client.login import ApiKey
from ledger.client.questions import Questions
from ledger.desk.desk import Site
from ledger.desk.question import Question
from ledger.service.access.permissions import MAY
from ledger.service.access.principal import Principal
from schemas.base import Model
from schemas.errors import CradleError
from schemas.views.file import File
from schemas.vocabulary import CredentialKind, Role
from tools import tree
from tools.questions import declared

REFUSED = {
    "ask_partner": "pact.partner",
    "decline_registration": "registration.absent",
    "export": "statement.unknown",
    "keep_import": "external.format",
    "received": "document.unknown",
    "refused_event": "document.unknown",
    "register_partner": "organisation.unknown",
    "remove_method": "document.unknown",
    "add_credential": "password.length",
    "end_credential": "credential.unknown",
    "engage": "organisation.unknown",
    "open_organisation": "account.exists",
    "revoke_engagement": "engagement.unknown",
    "ask_for_data": "access.unregistered",
    "border": "cbam.good",
    "data_request": "request.unknown",
    "decline_request": "request.unknown",
    "own_history": "access.unregistered",
    "pass_request_on": "access.unregistered",
    "quality": "quality.no_rule",
    "add_subscription": "notice.address",
    "remove_subscription": "notice.unknown",
    "withdraw_request": "request.unknown",
}
"""What the operator, the chain's example of a law and its ore give no answer to."""

DRAWN = {"calculation_draft", "products"}
"""Questions whose answers have fresh salts, or what was computed since the last one."""

DECLARED = {row.question.name: row.question for row in declared(tree.TOP)}


@pytest.fixture(scope="module")
def asked(shared: BatteryChain) -> dict[str, Arguments]:
    """The arguments of every question about one calculation."""
    return dict(arguments(shared, calculate(shared)))


@pytest.fixture(scope="module")
def server(shared: BatteryChain) -> Iterator[tuple[House, str]]:
    """The logins of a server, and its address."""
    house = furnished(shared)
    with serving(create_app(house.context)) as url:
        yield house, url


def put(desk: Questions, name: str, asked: Arguments) -> object:
    """Put a question by its name; the answer, or the code of its refusal."""
    try:
        return getattr(desk, name)(**asked)
    except CradleError as error:
        return error.code


def test_every_question_is_asked_here(asked: dict[str, Arguments]) -> None:
    """A new question is tested as soon as it has arguments."""
    assert asked.keys() == DECLARED.keys()


@pytest.mark.parametrize("name", DECLARED)
def test_the_operator_has_one_answer_in_the_folder_and_over_a_server(
    shared: BatteryChain, server: tuple[House, str], asked: dict[str, Arguments], name: str
) -> None:
    """The route, the query and the body carry each argument, and the answer comes back whole."""
    house, url = server
    there = Cradle(url, ApiKey(house.keys["operator"]))
    site = Site(lambda: url, house.context.secrets)
    here = replace(operator_desk(shared.world.ledger), site=site)
    answer, other = put(here, name, asked[name]), put(there, name, asked[name])
    assert type(other) is type(answer) if name in DRAWN else other == answer
    may = Role.OPERATOR in MAY[DECLARED[name].said.may]
    assert answer == (REFUSED.get(name) if may else "access.denied") or isinstance(
        answer, Model | File
    )


@pytest.mark.parametrize("question", DECLARED.values(), ids=DECLARED)
def test_a_role_without_the_permission_is_refused(
    shared: BatteryChain, asked: dict[str, Arguments], question: Question[..., object]
) -> None:
    """Before anything is read; the table of permissions has the roles."""
    for role in set(Role) - MAY[question.said.may].keys():
        login = Principal("login", CredentialKind.SCRIPT, "firm", None, frozenset({role}))
        said = put(desk(shared.world.ledger, login), question.name, asked[question.name])
        assert said == "access.denied"
