"""Check a file that anyone drops: a bundle, a receipt, or a proof file with its leaf, under a policy.

It is the verifier and the check of receipts that the command line uses, and nothing else. The function runs in a
separate process: it takes bytes and sends JSON, each step as it ends and the result last. It reads no database, and a
file's content makes it send a refusal, never raise. Left out: own copies of factor sets, which `cradle verify` takes.
"""

from collections.abc import Callable
from typing import Final, Literal

import orjson

from ledger.audit.policy import parse_policy
from ledger.audit.policy_lines import ALL, LOGS, unconfirmed_lines
from ledger.audit.verifier import verify
from ledger.client.receipts import check_proof, check_receipt
from ledger.trust.checkpoint import parse_checkpoint
from ledger.trust.envelope import Envelope, parse_envelope
from ledger.trust.leaves import digest
from ledger.trust.log_key import LogKey, read_log_keys
from ledger.trust.note import parse_note
from ledger.trust.tlog_proof import parse_tlog_proof
from schemas.base import Model
from schemas.errors import CradleError
from schemas.signed.log import EntriesLeaf, Receipt, RegistryLeaf, parse_registry_leaf
from schemas.signed.policy import Policy
from schemas.values import Digest, StatementId
from schemas.views.report import Report, Step

RECEIPT_LIMIT: Final = 1 << 20
"""Bytes of a receipt, a proof, a leaf or an envelope beside it."""

_PROOF = b"c2sp.org/tlog-proof@"
Send = Callable[[bytes], None]


class ReceiptCheck(Model):
    """The result of checking a receipt: the place in the log that it proves, or the rule that it breaks.

    It is incomplete under a policy whose log keys are missing or not confirmed. `matched` is true if the statement
    itself was given and is the one that the receipt names. `code` and `detail` are of the broken rule or the policy.
    """

    verdict: Literal["verified", "contradicted", "incomplete"]
    id: StatementId
    log: Literal["entries", "registry"]
    index: int
    origin: str | None = None
    size: int | None = None
    root: str | None = None
    matched: bool = False
    policy: Digest
    code: str | None = None
    detail: str | None = None


class FileCheck(Model):
    """The result of a check: of a bundle (`report`) or of a receipt.

    `own_policy` is true if the policy is the checking server's own: this server checks itself.
    """

    own_policy: bool
    report: Report | None = None
    receipt: ReceiptCheck | None = None


def check_file(
    send: Send,
    data: bytes,
    beside: bytes,
    policy_file: bytes,
    own_policy: bool,  # noqa: FBT001 - positional in a process
) -> None:
    """Check a file and send the steps, then the result or a refusal.

    Args:
        send: takes each message, a JSON object with the one member `step`, `result` or `refusal`.
        data: the file.
        beside: the statement of a receipt as submitted, or the leaf of a proof file; may be empty.
        policy_file: the policy, TOML.
        own_policy: True if it is the server's own.
    """
    try:
        policy = _policy(policy_file)
        if data.startswith(b"PK"):
            report = verify(
                data, policy, digest(policy_file), progress=lambda step: _tell(send, step)
            )
            result = FileCheck(own_policy=own_policy, report=report)
        else:
            receipt, envelope = _receipt(data, beside)
            checked = _check(receipt, envelope, policy, digest(policy_file))
            result = FileCheck(own_policy=own_policy, receipt=checked)
    except CradleError as error:
        refused = {"code": error.code, "detail": error.detail, "place": error.place}
        send(orjson.dumps({"refusal": refused}))
        return
    send(orjson.dumps({"result": result.to_json()}))


def _tell(send: Send, step: Step) -> None:
    send(orjson.dumps({"step": step.to_json()}))


def _policy(data: bytes) -> Policy:
    """The policy; a refusal is placed at its field of the form."""
    try:
        return parse_policy(data)
    except CradleError as error:
        where = f" ({error.place})" if error.place else ""
        raise CradleError(error.code, f"{error.detail}{where}", "policy") from None


def _receipt(data: bytes, beside: bytes) -> tuple[Receipt, Envelope | None]:
    """The receipt in a file, with its statement if it is given; or what a proof file and its leaf make.

    Raises:
        CradleError: `check.format`, `check.leaf`, `check.size` or `check.statement`.
    """
    if max(len(data), len(beside)) > RECEIPT_LIMIT:
        if data.lstrip()[:1] != b"{" and not data.startswith(_PROOF):
            raise _unknown_format()
        detail = f"A receipt has at most {RECEIPT_LIMIT} bytes; check that you chose the file."
        raise CradleError("check.size", detail, "file")
    if data.startswith(_PROOF):
        return _proved(data, beside), None
    try:
        receipt = Receipt.parse(data)
    except CradleError:
        raise _unknown_format() from None
    try:
        return receipt, parse_envelope(beside.strip()) if beside else None
    except CradleError as error:
        detail = f"The file beside the receipt is not a signed statement: {error.detail}"
        raise CradleError("check.statement", detail, "beside") from None


def _unknown_format() -> CradleError:
    detail = "This file is neither a bundle nor a receipt; choose a .bundle file, or the receipt of a submission."
    return CradleError("check.format", detail, "file")


def _proved(data: bytes, beside: bytes) -> Receipt:
    """The receipt that a proof file and its leaf make."""
    try:
        leaf = _leaf(beside)
        return Receipt.model_validate(
            {
                "id": getattr(leaf, "id", None),
                "log": "entries" if isinstance(leaf, EntriesLeaf) else "registry",
                "index": parse_tlog_proof(data).index,
                "leaf": leaf,
                "proof": data.decode("utf-8"),
            }
        )
    except (CradleError, ValueError):
        detail = "A proof file proves the place of one leaf; add that leaf, JSON, or choose the whole receipt."
        raise CradleError("check.leaf", detail, "beside") from None


def _leaf(data: bytes) -> EntriesLeaf | RegistryLeaf:
    try:
        return EntriesLeaf.parse(data)
    except CradleError:
        return parse_registry_leaf(data)


def _check(
    receipt: Receipt, envelope: Envelope | None, policy: Policy, policy_digest: str
) -> ReceiptCheck:
    """Check a receipt under the log keys of a policy, and against its statement if that is given."""
    receipt_values = {
        "id": receipt.id,
        "log": receipt.log,
        "index": receipt.index,
        "policy": policy_digest,
    }
    unconfirmed = unconfirmed_lines(policy)
    words = unconfirmed.get(LOGS, unconfirmed.get(ALL))
    is_open = {"code": "policy.unconfirmed", "detail": words, "verdict": "incomplete"}
    if policy.logs is None:
        return ReceiptCheck.model_validate(receipt_values | is_open)
    entries, registry = read_log_keys(policy.logs)
    keys: dict[str, LogKey] = {"entries": entries, "registry": registry}
    try:
        if envelope is not None:
            check_receipt(receipt, envelope, keys)
        head = parse_checkpoint(parse_note(check_proof(receipt, keys).checkpoint).text)
    except CradleError as error:
        broken = {"code": error.code, "detail": error.detail}
        return ReceiptCheck.model_validate({**receipt_values, **broken, "verdict": "contradicted"})
    head_values = {"origin": head.origin, "size": head.size, "root": head.root.hex()}
    shown = {
        **receipt_values,
        **head_values,
        "matched": envelope is not None,
        **({"verdict": "verified"} if words is None else is_open),
    }
    return ReceiptCheck.model_validate(shown)
