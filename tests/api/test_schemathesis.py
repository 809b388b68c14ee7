"""The HTTP API keeps the promises of its OpenAPI document, for any request that can be made from it.

Schemathesis makes requests that fit the document and requests that break it, and checks each response against it:
status, media type, schema, headers, authentication, absent methods, and no server error. All checks are on. Two
are adjusted: some requests that fit are refused (rules outside the schema are 422, an invented cursor is 400), and
three operations report errors of a line or file within a 200. The routers of kinds are alike, so two logins share them.
"""

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from support.http_api import House

from api.app import PLURALS

REFUSED = ["2xx", "304", "400", "401", "403", "404", "409", "422", "429"]
KINDS = sorted(PLURALS.values())


schemathesis.serializer.alias("application/x-ndjson", "text/plain")

ANSWERED = [
    # A wrong line, and a file that is not a spreadsheet, is answered by what is wrong with it within 200.
    {
        "include-name": name,
        "checks": {"negative_data_rejection": {"expected-statuses": ["200", "4xx"]}},
    }
    for name in ("POST /v1/batches", "POST /v1/sheets", "POST /v1/sheets/corrected")
]


LARGE = [
    # One value that breaks each of some thousand constraints; `tests/schemas` has them.
    {"include-name": name, "phases": {"coverage": {"enabled": False}}}
    for name in ("POST /v1/rulebooks", "POST /v1/factor-sets")
]


def findings(house: House, name: str, left_out: list[str]) -> tuple[int, set[str]]:
    """The number of requests made with a login, and the failures found in their responses."""
    config = SchemathesisConfig.from_dict(
        {
            "seed": 1,
            "headers": house.as_(name),
            "generation": {"max-examples": 2, "deterministic": True, "database": "none"},
            "operations": ANSWERED + LARGE,
            "checks": {"positive_data_acceptance": {"expected-statuses": REFUSED}},
        }
    )
    schema = schemathesis.openapi.from_asgi("/openapi.json", house.client.app, config=config)
    paths = "|".join(left_out)
    asked, found = 0, set()
    for event in from_schema(schema.exclude(path_regex=f"^/v1/({paths})(/|$)")).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            found.add(str(event))
        if isinstance(event, events.ScenarioFinished):
            asked += len(event.recorder.checks)
            found |= {
                f"{event.recorder.label}: {failure.failure.title}: {failure.failure.message}\n"
                f"{failure.code_sample}"
                for checks in event.recorder.checks.values()
                for check in checks
                if (failure := check.failure_info) is not None
            }
    return asked, found


@pytest.mark.one_database(
    "postgresql"
)  # It refuses more values than SQLite, such as NUL in a text.
@pytest.mark.parametrize(("name", "kinds"), [("operator", KINDS[::2]), ("mine", KINDS[1::2])])
def test_nothing_is_found(house: House, name: str, kinds: list[str]) -> None:
    """Every response to some thousand requests of a login conforms to the document."""
    asked, found = findings(house, name, kinds)
    assert not found, "\n\n".join(sorted(found))
    assert asked > 1000
