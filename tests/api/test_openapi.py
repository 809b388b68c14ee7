"""The documentation at `/docs` explains each operation, parameter and response in its own words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from support.http_api import House

from api.introduction import TAGS


@pytest.fixture(scope="module")
def document(inside: House) -> dict[str, Any]:
    """The OpenAPI document of a server."""
    found: dict[str, Any] = json.loads(inside.client.get("/openapi.json").text)
    return found


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each operation with its method and path."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_the_introduction_explains_login_errors_and_repeats(document: dict[str, Any]) -> None:
    """The introduction explains authentication, errors and repeated requests."""
    for topic in ("Authentication", "Errors", "Idempotency", "Lists"):
        assert f"**{topic}.**" in document["info"]["description"]


def test_every_tag_is_described_and_used(document: dict[str, Any]) -> None:
    """The groups of operations are those that have a description."""
    used = {tag for _, operation in operations(document) for tag in operation["tags"]}
    assert used == {tag["name"] for tag in TAGS}
    assert document["tags"] == TAGS


def test_every_operation_has_a_summary_and_a_sentence(document: dict[str, Any]) -> None:
    """A summary is an imperative of its own, a description ends as a sentence."""
    summaries = [operation["summary"] for _, operation in operations(document)]
    assert len(summaries) == len(set(summaries))
    for name, operation in operations(document):
        assert re.fullmatch(
            r"(Add|Ask|Change|Check|Decline|Delete|Draft|End|Engage|Export|Find|Get|Invite|List|Log|Open|Pass"
            r"|Preview|Read|Register|Show|Store|Submit|Withdraw) .*[^.]",
            operation["summary"],
        ), name
        assert re.fullmatch(r"[A-Z].*\.", operation["description"], re.DOTALL), name


def test_every_parameter_and_response_is_described(document: dict[str, Any]) -> None:
    """The framework's default texts for responses do not occur."""
    for name, operation in operations(document):
        for parameter in operation.get("parameters", []):
            assert parameter.get("description"), (name, parameter["name"])
        for status, response in operation["responses"].items():
            assert response["description"] not in {"Successful Response", "Validation Error"}, (
                name,
                status,
            )


def test_two_models_of_one_name_are_told_apart_without_their_rooms(
    document: dict[str, Any],
) -> None:
    """Programs are made from these names, so they stay where a module moves."""
    assert {name for name in document["components"]["schemas"] if "__" in name} == {
        "schemas__calculation_request__Treatment",
        "schemas__difference__Side",
        "schemas__request__Side",
        "schemas__study_results__Treatment",
    }
