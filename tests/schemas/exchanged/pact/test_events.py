"""The strict event models: a request for footprints, and the data of what is published or refused."""

import json

from support.refusal import refused

from schemas.exchanged.pact.events import (
    ErrorCode,
    EventType,
    PactError,
    Publication,
    Rejection,
    RequestCreated,
    RequestCriteria,
)

ENVELOPE = {"id": "a/12", "source": "https://host.example/", "time": "2026-01-01T00:00:00Z"}


def test_a_request_names_its_type_and_version() -> None:
    """Its id is free text, and a criterion that is not stated is left out."""
    event = RequestCreated(**ENVELOPE, data=RequestCriteria(productId=("urn:gtin:1",)))
    assert event.to_json() == {
        "specversion": "1.0",
        **ENVELOPE,
        "type": EventType.REQUEST_CREATED.value,
        "data": {"productId": ["urn:gtin:1"]},
    }


def test_a_refusal_has_a_code_of_the_standard() -> None:
    """The data of a rejected request, without null."""
    error = PactError(code=ErrorCode.NOT_FOUND, message="None.")
    told = Rejection(requestEventId="a/12", error=error).to_json()
    assert told == {"requestEventId": "a/12", "error": {"code": "NotFound", "message": "None."}}
    assert "null" not in json.dumps(told)


def test_a_publication_names_uuids() -> None:
    """Another name is refused."""
    with refused("pact.uuid"):
        Publication.parse(b'{"pfIds": ["urn:gtin:1"]}')
