"""Draft a policy for anybody, and confirm lines of it, in a process of its own: bytes in, bytes out, nothing kept.

Each line has a source of its own, so there is no word that confirms them all: what is given is the source of each line,
and a line without one stays unconfirmed.
"""

from collections.abc import Callable, Mapping, Sequence

import orjson

from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.policy_confirmation import confirm_line, pair_log_keys
from ledger.audit.policy_draft import draft_policy
from ledger.audit.policy_lines import LOGS
from ledger.translations.languages import Language
from schemas.errors import CradleError

Send = Callable[[bytes], None]


def draft_or_read(send: Send, data: bytes, keys: Sequence[str], language: Language) -> None:
    """Send the policy that a bundle's draft is, or the policy itself if the file is one.

    Args:
        send: takes the one message, a JSON object with the member `policy` or `refusal`.
        data: the file.
        keys: the verifier keys of both logs, or none.
        language: of the sentences in a draft.
    """

    def work() -> bytes:
        if not data.startswith(b"PK"):
            parse_policy(data)
            return data
        logs = pair_log_keys(keys, LOGS) if keys else None
        return format_policy(draft_policy(data, logs, language))

    _send(send, "file", work)


def confirm_lines(
    send: Send, policy: bytes, sources: Mapping[str, str], keys: Sequence[str], day: str
) -> None:
    """Send the policy with those lines confirmed for which a source is given.

    Args:
        send: takes the one message, as in `draft_or_read`.
        policy: the file.
        sources: what each line was compared with, by the line.
        keys: the verifier keys of both logs, or none.
        day: by which they were compared.
    """

    def work() -> bytes:
        changed = policy
        for line, source in sources.items():
            logs = pair_log_keys(keys, LOGS) if keys and line == LOGS else None
            try:
                changed = confirm_line(changed, line, source, day, logs)
            except CradleError as error:
                raise CradleError(error.code, error.detail, line) from None
        return changed

    _send(send, "", work)


def _send(send: Send, place: str, work: Callable[[], bytes]) -> None:
    try:
        message: dict[str, object] = {"policy": work().decode("utf-8")}
    except CradleError as error:
        known = error.place if not place or error.place == LOGS else place
        where = f" ({error.place})" if error.place not in ("", known) else ""
        message = {
            "refusal": {"code": error.code, "detail": f"{error.detail}{where}", "place": known}
        }
    send(orjson.dumps(message))
