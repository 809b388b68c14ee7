"""Files of other exchanges: stored unchanged, for participants that submit."""

from support.footprints import file_of, pact_3
from support.http_api import House

from ledger.trust.leaves import digest


def test_a_file_is_kept_as_its_bytes(house: House) -> None:
    """Its digest names the sent bytes; an unreadable file, or one of a caller that submits nothing, is not kept."""
    data = file_of(pact_3())
    answer = house.client.post("/v1/imports", content=data, headers=house.as_("mine"))
    assert (answer.status_code, answer.json()["digest"]) == (201, digest(data))
    assert house.context.ledger.store.blobs.get(digest(data)) == data
    refused = house.client.post("/v1/imports", content=b"{", headers=house.as_("mine"))
    assert (refused.status_code, refused.json()["code"]) == (422, "json.syntax")
    witness = house.client.post("/v1/imports", content=data, headers=house.as_("witness"))
    assert (witness.status_code, witness.json()["code"]) == (403, "access.denied")
