"""The actions of parties on requests for data, as rules of the state machine of the HTTP API.

Each request has a planted reference: its two parties and the operator may read it, and nobody else, whatever hangs
above or below it.
"""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, multiple, rule
from support.ledger_battery import BatteryChain
from support.ledger_world import made
from support.sentinels import Known, Request

PARTIES = ("mine", "plant", "recycler")
LOGINS = (*PARTIES, "auditor", "operator", "registrar", "stranger", "witness")
NO_REQUEST = "0" * 32

party = st.sampled_from(PARTIES)


class RequestRules:
    """Asking, passing on, ending and reading; a machine brings the server and what is known."""

    chain: BatteryChain
    known: Known
    count: int
    requests = Bundle("requests")

    def ask(self, name: str, method: str, path: str, **rest: object) -> Any:  # noqa: ANN401
        """A response of the server, checked for forbidden texts."""
        raise NotImplementedError

    @rule(target=requests, asker=party, to=party)
    def ask_for_data(self, asker: str, to: str) -> object:
        """A party asks another for data on what it makes."""
        return self.request(asker, to, "/v1/requests")

    @rule(target=requests, above=requests, to=party)
    def pass_on(self, above: str, to: str) -> object:
        """The addressee of a request asks a further party."""
        asker = self.known.requests[above].addressee
        return self.request(asker, to, f"/v1/requests/{above}/pass-on")

    def request(self, asker: str, to: str, path: str) -> object:
        """A request under a planted reference, unless a rule refuses it."""
        self.count += 1
        mark, addressee = f"Reference{self.count}Mark", getattr(self.chain, to)
        asked = {
            "reference": mark,
            "participant": addressee.id,
            "product": made(addressee).product,
            "period": {"start": "2025-01-01", "end": "2026-01-01"},
            "due": "2025-12-31",
        }
        answer = self.ask(asker, "POST", path, json=asked)
        if answer.status_code != 201:
            return multiple()
        self.known.requests[answer.json()["id"]] = Request(asker, to, mark.encode())
        return str(answer.json()["id"])

    @rule(request=requests, declined=st.booleans())
    def end_request(self, request: str, *, declined: bool) -> None:
        """The addressee declines a request, or its asker withdraws it."""
        known, path = self.known.requests[request], f"/v1/requests/{request}"
        if declined:
            self.ask(known.addressee, "POST", f"{path}/decline", json={"reason": "no_data"})
        else:
            self.ask(known.asker, "POST", f"{path}/withdraw")

    @rule(request=requests)
    def read_request(self, request: str) -> None:
        """Every login reads a request: it is absent for all but its two parties and the operator."""
        known = self.known.requests[request]
        for name in LOGINS:
            answer = self.ask(name, "GET", f"/v1/requests/{request}")
            if name in {known.asker, known.addressee, "operator"}:
                assert answer.json()["reference"].encode() == known.mark
            else:
                nothing = self.ask(name, "GET", f"/v1/requests/{NO_REQUEST}")
                assert answer.json()["code"] == nothing.json()["code"]
