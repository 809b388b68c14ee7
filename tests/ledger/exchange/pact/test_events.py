"""Received events: four types, unknown members ignored, footprints byte for byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.footprints import Json, Place, file_of, pact_3
from support.refusal import refused

from ledger.exchange.pact.events import (
    FootprintRequest,
    Fulfilment,
    Publication,
    ReceivedEvent,
    Rejection,
    read_event,
)
from schemas.exchanged.pact.events import EventType

pytestmark = pytest.mark.traced

UUID = "7d1f3d5e-0000-4000-8000-000000000001"
DATA: dict[EventType, Json] = {
    EventType.REQUEST_CREATED: {
        "productId": ["urn:gtin:1", "urn:gtin:2"],
        "geography": ["DE"],
        "validAfter": "2025-01-01T00:00:00Z",
        "status": "Active",
        "comment": "please",
    },
    EventType.REQUEST_FULFILLED: {"requestEventId": "r-1", "pfs": [pact_3()]},
    EventType.REQUEST_REJECTED: {
        "requestEventId": "r-1",
        "error": {"code": "NotFound", "message": "No such product."},
    },
    EventType.PUBLISHED: {"pfIds": [UUID.upper(), f"urn:uuid:{UUID}"]},
}


def event(kind: EventType, *changes: tuple[Place, object]) -> bytes:
    """An event of a type, changed."""
    envelope = {
        "type": kind.value,
        "specversion": "1.0",
        "id": "1ad/12",
        "source": "//host.example/3/events",
        "time": "2025-05-19T10:30:00.125+02:00",
        "data": DATA[kind],
    }
    return file_of(envelope, *changes)


def test_a_request_is_read_as_the_query_of_a_list() -> None:
    """Each value by its name; a null and an unknown member do not filter."""
    changes: list[tuple[Place, object]] = [
        (("data", "companyId"), None),
        (("data", "x-vendor"), ["1"]),
        (("extra",), {"a": 1}),
    ]
    assert read_event(event(EventType.REQUEST_CREATED, *changes)) == ReceivedEvent(
        "1ad/12",
        "//host.example/3/events",
        FootprintRequest(
            (
                ("productId", "urn:gtin:1"),
                ("productId", "urn:gtin:2"),
                ("geography", "DE"),
                ("validAfter", "2025-01-01T00:00:00Z"),
                ("status", "Active"),
            ),
            "please",
        ),
    )


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("status", ["Active", "Deprecated"], ("Active", "Deprecated")),
        ("status", "Active", ("Active",)),
        ("validOn", ["2025-01-01T00:00Z"], ("2025-01-01T00:00Z",)),
        ("productId", "urn:gtin:1", ("urn:gtin:1",)),
    ],
)
def test_a_criterion_is_a_text_or_a_list(name: str, value: object, read: tuple[str, ...]) -> None:
    """Both forms occur among the patch versions of the standard."""
    asked = read_event(event(EventType.REQUEST_CREATED, (("data",), {name: value}))).data
    assert isinstance(asked, FootprintRequest)
    assert asked.query == tuple((name, one) for one in read)


def test_a_request_without_criteria_asks_for_everything() -> None:
    """Its data may be empty."""
    assert read_event(event(EventType.REQUEST_CREATED, (("data",), {}))).data == FootprintRequest(
        (), ""
    )


def test_footprints_stay_byte_for_byte() -> None:
    """Spelling of numbers, order of keys, space, nulls and unknown members survive."""
    one = '{"b" : 1.50,\n  "a": null, "unheard":[1e2, "\\u00e4"]}'
    body = event(EventType.REQUEST_FULFILLED, (("data", "pfs"), "HERE")).replace(
        b'"HERE"', f"[ {one} , {{}} ]".encode()
    )
    assert read_event(body).data == Fulfilment("r-1", (one.encode(), b"{}"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(st.lists(VALUES, min_size=1), VALUES, st.sampled_from([None, 1]))
def test_what_is_cut_out_is_what_was_there(
    footprints: list[object], beside: object, indent: int | None
) -> None:
    """Footprints of any shape, however they are laid out, have the text that they have in the event."""
    changes: list[tuple[Place, object]] = [(("data", "pfs"), footprints), (("x",), beside)]
    body = json.dumps(json.loads(event(EventType.REQUEST_FULFILLED, *changes)), indent=indent)
    answer = read_event(body.encode()).data
    assert isinstance(answer, Fulfilment)
    assert list(map(json.loads, answer.footprints)) == footprints
    assert all(raw.decode() in body for raw in answer.footprints)


def test_half_a_character_in_an_answer_is_refused() -> None:
    """Text that UTF-8 cannot encode is refused."""
    body = event(EventType.REQUEST_FULFILLED, (("data", "pfs"), "HERE"))
    with refused("json.syntax"):
        read_event(body.replace(b'"HERE"', b'[{"a": "\\ud800"}]'))


def test_a_rejection_and_a_publication() -> None:
    """Code and message as sent; ids as plain UUIDs in lower case."""
    rejected = read_event(event(EventType.REQUEST_REJECTED)).data
    assert rejected == Rejection("r-1", "NotFound", "No such product.")
    assert read_event(event(EventType.PUBLISHED)).data == Publication((UUID, UUID))


@pytest.mark.parametrize(
    ("kind", "place", "value", "code", "told"),
    [
        (EventType.PUBLISHED, ("data", "pfIds", 0), "urn:gtin:4712", "pact.uuid", "data.pfIds"),
        (EventType.PUBLISHED, ("data", "pfIds", 0), "g" + UUID[1:], "pact.uuid", "data.pfIds"),
        (EventType.PUBLISHED, ("data", "pfIds"), [], "external.field", "data.pfIds"),
        (EventType.PUBLISHED, ("data",), None, "external.field", "data"),
        (EventType.PUBLISHED, ("specversion",), "0.3", "pact.event", "specversion"),
        (EventType.PUBLISHED, ("type",), "org.other.Event", "pact.event", "type"),
        (EventType.PUBLISHED, ("time",), "yesterday", "external.field", "time"),
        (EventType.PUBLISHED, ("id",), "", "external.field", "id"),
        (EventType.PUBLISHED, ("source",), ..., "external.field", "source"),
        (EventType.REQUEST_FULFILLED, ("data", "pfs"), [], "external.field", "data.pfs"),
        (EventType.REQUEST_FULFILLED, ("data", "pfs"), None, "external.field", "data.pfs"),
        (EventType.REQUEST_FULFILLED, ("data", "pfs"), ..., "external.field", "data.pfs"),
        (EventType.REQUEST_FULFILLED, ("data",), [{"pfs": [{}]}], "external.field", "data.pfs"),
        (EventType.REQUEST_REJECTED, ("data", "error"), ..., "external.field", "data.error"),
        (EventType.REQUEST_CREATED, ("data", "productId"), 5, "external.field", "data.productId"),
        (EventType.REQUEST_CREATED, ("data", "status"), [5], "external.field", "data.status"),
    ],
)
def test_what_is_no_event_is_refused(
    kind: EventType, place: Place, value: object, code: str, told: str
) -> None:
    """The refusal names the member."""
    with refused(code, told):
        read_event(event(kind, (place, value)))


def test_what_is_no_json_is_refused() -> None:
    """The refusal is that of every other file."""
    with refused("json.syntax"):
        read_event(b"{")
    with refused("external.format"):
        read_event(json.dumps([1]).encode())
