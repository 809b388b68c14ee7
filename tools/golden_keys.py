"""The last statements of the golden chain: every kind of key change, by the maker of cathode material.

It adds a working key in a security module and retires the first one. The new key is reported
compromised, dated back with the registrar. One of the two root keys is replaced, and the other stays.
"""

from ledger.state.drafting import Draft
from schemas.signed.participant import Key, PublicKey
from schemas.vocabulary import Custody
from tools.golden_chain import ORIGIN, Chain, salt, signer

ROOTS = ("material root 1", "material root 2")


def public(name: str, custody: Custody | None = None) -> PublicKey:
    """The public key of a name."""
    return PublicKey.of(signer(name).public).model_copy(update={"custody": custody})


def change_keys(chain: Chain) -> None:
    """Append the four changes."""
    second = "material working 2"
    _change(chain, "key_added", (second,), change="add", key=public(second, Custody.HSM))
    _change(chain, "key_retired", (), change="retire", key=public("material working"))
    dated = {"since": chain.state().size - 1, "registrar": chain.id("registrar")}
    signs = ("registrar working",)
    _change(chain, "key_compromised", signs, change="compromise", key=public(second), **dated)
    stay = sorted((public(ROOTS[0]), public("material root 3")), key=lambda row: row.key)
    signs = ("material root 3",)
    recovered = {"root_keys": tuple(stay), "threshold": 2}
    _change(chain, "keys_recovered", signs, change="recover", **recovered)


def _change(chain: Chain, name: str, beside: tuple[str, ...], **members: object) -> None:
    """Append a change that both root keys sign, and the keys of the names `beside`."""
    header = {"origin": ORIGIN, "issuer": chain.id("material"), "nonce": salt(name)}
    chain.register(name, Draft(Key.model_validate({**header, **members})), (*ROOTS, *beside))
