"""The strict event models: envelopes, criteria, errors and answers as Cradle writes them."""

import json

from support.footprints import file_of, pact_3
from support.refusal import refused

from schemas.exchanged.pact.events import (
    ErrorCode,
    Event,
    EventType,
    FootprintList,
    Fulfilment,
    PactError,
    Publication,
    Published,
    Rejection,
    RequestCreated,
    RequestCriteria,
    RequestFulfilled,
    RequestRejected,
)
from schemas.exchanged.pact.footprint import ProductFootprint

FOOTPRINT = ProductFootprint.parse(file_of(pact_3()))
ENVELOPE = {"id": "a/12", "source": "https://host.example/", "time": "2026-01-01T00:00:00Z"}


def test_each_event_names_its_type_and_version() -> None:
    """The four types, each with the data that it carries; the id is free text."""
    events: list[Event] = [
        RequestCreated(**ENVELOPE, data=RequestCriteria(productId=("urn:gtin:1",))),
        RequestFulfilled(**ENVELOPE, data=Fulfilment(requestEventId="a/12", pfs=(FOOTPRINT,))),
        RequestRejected(
            **ENVELOPE,
            data=Rejection(
                requestEventId="a/12", error=PactError(code=ErrorCode.NOT_FOUND, message="None.")
            ),
        ),
        Published(**ENVELOPE, data=Publication(pfIds=(FOOTPRINT.id,))),
    ]
    assert [event.to_json()["type"] for event in events] == [kind.value for kind in EventType]
    assert {event.to_json()["specversion"] for event in events} == {"1.0"}
    assert "null" not in json.dumps([event.to_json() for event in events])


def test_a_fulfilment_and_a_publication_are_never_empty() -> None:
    """They name one footprint at least; a publication names UUIDs."""
    with refused("schema.too_short"):
        RequestFulfilled.parse(
            file_of(
                {**ENVELOPE, "type": EventType.REQUEST_FULFILLED, "specversion": "1.0"}
                | {"data": {"requestEventId": "1", "pfs": []}}
            )
        )
    with refused("pact.uuid"):
        Published.parse(
            file_of(
                {**ENVELOPE, "type": EventType.PUBLISHED, "specversion": "1.0"}
                | {"data": {"pfIds": ["urn:gtin:1"]}}
            )
        )


def test_a_list_may_be_empty_and_is_never_null() -> None:
    """Nothing found is an empty list."""
    assert FootprintList(data=()).to_json() == {"data": []}
    assert FootprintList(data=(FOOTPRINT,)).to_json() == {"data": [FOOTPRINT.to_json()]}
