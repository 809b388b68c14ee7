"""Registrations: keys once, in order, under a threshold that they can meet; keys of two algorithms."""

import json
from typing import Any

import pytest
from support.golden import reading as golden
from support.parsing import accepts, broken, changed

from schemas.errors import CradleError
from schemas.signed.participant import Key, Participant, Profile, PublicKey

Json = Any
CONTENT = golden.value("participant/material")
PROFILE = golden.value("participant/packs/profile")
ROOTS = CONTENT["root_keys"]


def test_a_key_stands_once_as_root_or_as_working_key() -> None:
    """A key may not speak in two functions, nor count twice in one."""
    both = (("working_keys",), [ROOTS[0]])
    assert broken(Participant, CONTENT, both) == ("participant.key_repeated", "")
    twice = (("root_keys",), [ROOTS[0], ROOTS[0]])
    assert broken(Participant, CONTENT, twice) == ("participant.key_repeated", "")


def test_keys_and_roles_stand_in_order() -> None:
    """One set of keys, and one set of roles, has one byte form."""
    assert broken(Participant, CONTENT, (("root_keys",), ROOTS[::-1])) == ("participant.order", "")
    working = [{"alg": "ed25519", "key": digit * 64} for digit in "ba"]
    assert broken(Participant, CONTENT, (("working_keys",), working)) == ("participant.order", "")
    for roles in (["supplier", "manufacturer"], ["supplier", "supplier"]):
        assert broken(Participant, CONTENT, (("roles",), roles)) == ("participant.order", "")


def test_a_threshold_can_be_met() -> None:
    """The threshold counts root keys: at least one, at most all."""
    assert broken(Participant, CONTENT, (("threshold",), 3)) == ("participant.threshold", "")
    code = ("schema.greater_than_equal", "threshold")
    assert broken(Participant, CONTENT, (("threshold",), 0)) == code


def test_a_participant_has_keys_and_a_role() -> None:
    """Root keys, working keys and roles are never empty, and no more than sixteen keys each."""
    for member in ("root_keys", "working_keys", "roles"):
        assert broken(Participant, CONTENT, ((member,), [])) == ("schema.too_short", member)
    many = [{"alg": "ed25519", "key": f"{number:064x}"} for number in range(17)]
    for member in ("root_keys", "working_keys"):
        assert broken(Participant, CONTENT, ((member,), many)) == ("schema.too_long", member)


def test_a_key_is_raw_and_in_hexadecimal() -> None:
    """A public key is 32 bytes in lower-case hexadecimal, or 33 of which the first is 02 or 03."""
    content = golden.value("key/key_added")
    for text in ("0A" * 32, "0a" * 31, "ed25519:" + "0a" * 32, "04" + "0a" * 32, "0a" * 33, ""):
        code = broken(Key, content, (("key", "key"), text))
        assert code == ("key.grammar", "key.key")


def test_the_algorithm_is_that_of_the_keys_length() -> None:
    """64 digits are an Ed25519 key and 66 a P-256 key; another word beside them is refused."""
    content = golden.value("key/key_added")
    for alg, text in (("p256", "0a" * 32), ("ed25519", "03" + "0a" * 32)):
        row = {"alg": alg, "key": text}
        assert broken(Key, content, (("key",), row)) == ("key.algorithm", "key")
    for alg, raw in (("ed25519", b"\n" * 32), ("p256", b"\3" + b"\n" * 32)):
        assert PublicKey.of(raw).to_json() == {"alg": alg, "key": raw.hex()}
    unknown = {"alg": "rsa", "key": "0a" * 32}
    assert broken(Key, content, (("key",), unknown)) == ("key.algorithm", "key.alg")
    with pytest.raises(CradleError, match="'rsa' is not known; write ed25519 or p256"):
        PublicKey.parse(b'{"alg":"rsa","key":"' + b"0a" * 32 + b'"}')
    assert broken(Key, content, (("key", "alg"), 1))[0] == "schema.literal_error"


def test_an_identifier_names_its_scheme() -> None:
    """A scheme is a short lower-case word; the value is a text of its own."""
    content = golden.value("participant/material/profile")
    for scheme in ("LEI", "", "v-at", "x" * 33):
        code = broken(Profile, content, (("identifiers", 0, "scheme"), scheme))
        assert code == ("identifier.scheme", "identifiers[0].scheme")


ADDED = golden.value("key/key_added")
COMPROMISED = golden.value("key/key_compromised")
RECOVERED = golden.value("key/keys_recovered")


@pytest.mark.parametrize(
    ("content", "change"),
    [
        (ADDED, (("key",), ...)),
        (ADDED, (("threshold",), 1)),
        (ADDED, (("root_keys",), RECOVERED["root_keys"])),
        (RECOVERED, (("key",), ADDED["key"])),
        (RECOVERED, (("threshold",), ...)),
        (RECOVERED, (("root_keys",), ...)),
        (ADDED, (("change",), "recover")),
        (ADDED, (("change",), "retire")),
    ],
)
def test_each_change_of_keys_has_its_own_members(content: Json, change: Json) -> None:
    """One key, or root keys and a threshold; custody only where a key comes in."""
    assert broken(Key, content, change) == ("key.members", "")


@pytest.mark.parametrize(
    ("content", "change"),
    [
        (COMPROMISED, (("since",), ...)),
        (COMPROMISED, (("registrar",), ...)),
        (COMPROMISED, (("change",), "retire")),
        (ADDED, (("since",), 3)),
        (RECOVERED, (("registrar",), COMPROMISED["registrar"])),
    ],
)
def test_only_a_compromise_is_dated_back_and_by_a_registrar(content: Json, change: Json) -> None:
    """Size and registrar come together, and with no other change."""
    assert broken(Key, content, change) == ("key.since", "")


def test_new_root_keys_stand_in_order_under_a_threshold_they_meet() -> None:
    """As in a registration."""
    backwards = (("root_keys",), RECOVERED["root_keys"][::-1])
    assert broken(Key, RECOVERED, backwards) == ("participant.order", "")
    assert broken(Key, RECOVERED, (("threshold",), 3)) == ("participant.threshold", "")
    assert broken(Key, RECOVERED, (("root_keys",), [])) == ("schema.too_short", "root_keys")


def test_details_have_a_postal_address_and_a_contact_of_the_firm() -> None:
    """A contact is an https address or an e-mail address; no script, no telephone number, no spaces."""
    content = PROFILE
    for text in ("https://a.example", "office@a.example", "office@a.b-c.example"):
        assert accepts(Profile, changed(content, ("details", "contact"), text)), text
    for text in (
        "javascript:alert(1)",
        "http://a.example",
        "a@b",
        "a@@b.example",
        "+49 1",
        "a b@c.de",
        "@a.de",
    ):
        code = broken(Profile, content, (("details", "contact"), text))
        assert code == ("contact.grammar", "details.contact"), text
    for member in ("address", "contact"):
        code = broken(Profile, content, (("details", member), ...))
        assert code == ("schema.missing", f"details.{member}")
    assert accepts(Profile, changed(content, ("details", "trade_name"), ...))


def test_sites_ascend_by_code_and_stand_once() -> None:
    """A list of towns has one byte form; an empty one is left out."""
    content = PROFILE
    rows = [{"site": code, "town": "Exampletown"} for code in ("B", "A")]
    for sites in (rows, [rows[0], rows[0]]):
        assert broken(Profile, content, (("sites",), sites)) == ("profile.order", "")
    assert accepts(Profile, changed(content, ("sites",), rows[::-1]))
    assert broken(Profile, content, (("sites",), [])) == ("schema.too_short", "sites")


def test_a_site_may_have_its_country_and_no_region() -> None:
    """The registrar confirms a country; where a region is enough, none is stated."""
    content = changed(PROFILE, ("sites",), [{"site": "A", "town": "Oslo", "country": "NO"}])
    assert accepts(Profile, content)
    code = broken(Profile, content, (("sites", 0, "country"), "RER"))
    assert code == ("profile.site_country", "sites[0]")


def test_a_profile_may_state_no_details() -> None:
    """Details and sites are absent from the wire form where they are not stated."""
    content = changed(changed(PROFILE, ("details",), ...), ("sites",), ...)
    assert accepts(Profile, content)
    assert Profile.parse(json.dumps(content).encode()).to_json() == content
