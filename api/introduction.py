"""The prose of the API's documentation: introduction, tags, and the words for the kinds of statement."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from schemas.signed.kinds import PLURALS
from schemas.signed.statement import Kind

INTRODUCTION: Final = """
Cradle is a ledger of product carbon footprints. Participants sign **statements**: entries, deliveries,
calculations and others. The ledger checks each statement, appends it to one of two append-only logs and returns
a **receipt**, a proof that anyone can verify. Private keys do not leave their owner: sign first, then submit.

**Authentication.** Send `Authorization: Bearer` with an API key (`cradle_...`) or an access token. A machine gets
its access token from `POST /auth/token` (OAuth 2.0 client credentials). A person logs in with `POST /v1/session`,
which sets a cookie. The roles of the login decide what it may do and see. The operator opens accounts; an invited
firm opens its own with `POST /v1/invitations/{secret}/account`, where the link's secret is the only authentication.

**Errors.** Every error is a problem document (RFC 9457, `application/problem+json`). `code` is stable and names
the broken rule, `place` is the field, `detail` says what is wrong and what to do. Only `/auth/token` answers in
the form of OAuth 2.0. A resource that does not exist and one that the login may not see are both a 404. Wait
`Retry-After` seconds after a 429, and try again later after a 503.

**Idempotency.** The id of a statement is the digest of its content. Submitting it again, for instance after a lost
connection, changes nothing and returns the receipt of the same place in the log. A document is stored once under
its digest, and a request for data is identified by its reference. There is no idempotency header.

**Lists.** A list returns at most `limit` items. If more follow, send its `next` as `cursor`, or follow its `Link`.

PACT 3 clients use the separate interface at `/3`.
"""


class Noun(NamedTuple):
    """The words for a kind of statement in sentences.

    Attributes:
        one: with an article.
        many: the plural.
    """

    one: str
    many: str

    @property
    def possessive(self) -> str:
        """The possessive of `one`."""
        return f"{self.one}'s"


NOUNS: Final[Mapping[Kind, Noun]] = {
    Kind.PARTICIPANT: Noun("a registration", "registrations"),
    Kind.KEY: Noun("a key change", "key changes"),
    Kind.ENTRY: Noun("an entry", "entries"),
    Kind.DELIVERY: Noun("a delivery", "deliveries"),
    Kind.WITHDRAWAL: Noun("a withdrawal", "withdrawals"),
    Kind.CALCULATION: Noun("a calculation", "calculations"),
    Kind.ATTESTATION: Noun("an attestation", "attestations"),
    Kind.DECLARATION: Noun("a declaration", "declarations"),
    Kind.SITE_BALANCE: Noun("a site balance", "site balances"),
    Kind.COMMITMENT: Noun("a commitment", "commitments"),
    Kind.OBJECTION: Noun("an objection", "objections"),
    Kind.ANSWER: Noun("an answer", "answers"),
    Kind.ADMISSION: Noun("an admission", "admissions"),
}

SUBMIT: Final[Mapping[Kind, str]] = {
    Kind.PARTICIPANT: "Register an organisation and its keys, countersigned by a registrar.",
    Kind.KEY: "Add, retire or replace a participant's keys, or report one as compromised.",
    Kind.ENTRY: "State what a process took in, made and emitted in a period.",
    Kind.DELIVERY: "State that goods of an entry went to a customer, optionally with their figure.",
    Kind.WITHDRAWAL: "Withdraw an entry, delivery, site balance, objection or admission of the issuer.",
    Kind.CALCULATION: "State the footprint of a battery model, as `POST /v1/calculations/draft` makes it.",
    Kind.ATTESTATION: "State an auditor's opinion on a calculation or delivery.",
    Kind.DECLARATION: "Declare the footprint of an attested calculation.",
    Kind.SITE_BALANCE: "State what a site bought or metered in a period, and which entries used it.",
    Kind.COMMITMENT: "Commit to the secret nonce from which the auditor's sample of a calculation is drawn.",
    Kind.OBJECTION: "Contest a statement of another participant; this changes no figure.",
    Kind.ANSWER: "Accept or reject an objection to a statement of the issuer.",
    Kind.ADMISSION: "Admit a rulebook or factor set, so that it may value rows of every participant.",
}
"""The sentence that says what a submission of a kind does."""

_ABOUT: Final[Mapping[Kind, str]] = {
    Kind.PARTICIPANT: "Registrations of organisations: name, roles and keys.",
    Kind.KEY: "Changes of participants' keys.",
    Kind.ENTRY: "Entries: a process's inputs, outputs and emissions in a period.",
    Kind.DELIVERY: "Deliveries: goods of an entry that went to a customer.",
    Kind.WITHDRAWAL: "Withdrawals of statements by their issuers.",
    Kind.CALCULATION: "Calculations of a battery model's footprint.",
    Kind.ATTESTATION: "Attestations of calculations and deliveries by auditors.",
    Kind.DECLARATION: "Declarations of attested footprints.",
    Kind.SITE_BALANCE: "Site balances: the goods and energy of a site in a period, and the entries that used them.",
    Kind.COMMITMENT: "Auditors' commitments to the nonces of their samples.",
    Kind.OBJECTION: "Objections to statements of others: ground, claimed effect and the day for an answer.",
    Kind.ANSWER: "Answers to objections by the issuers of the contested statements.",
    Kind.ADMISSION: "Admissions of rulebooks and factor sets by registrars.",
}

_TAGS: Final[Mapping[str, str]] = {
    "login": "Log in, show the login, log out; access tokens for machines.",
    **{plural: _ABOUT[kind] for kind, plural in PLURALS.items()},
    "batches": "Submit many statements in one request.",
    "lookup": "Find a statement or a participant's keys by id.",
    "figures": "Preview, explain and calculate footprints; list stale ones; score all.",
    "reports": "Quality rating and study of a calculation; export of a delivery.",
    "documents": "Bundles for verification; rulebooks and factor sets.",
    "spreadsheets": "Templates, and checks of filled ones.",
    "drafts": "Statements that are not signed yet.",
    "imports": "Footprint files of PACT and Catena-X.",
    "lint": "Checks of footprint files and battery passports of others.",
    "requests": "Requests for data from suppliers; invitations of firms without an account.",
    "audits": "An engaged auditor's cases, findings and looks.",
    "notices": "What concerns an organisation, and where it has that sent: by mail or to a webhook.",
    "accounts": "Organisations, credentials, engagements of auditors, and the journal.",
    "entries log": "Checkpoints and tiles of the log of statements (C2SP tlog-tiles).",
    "registry log": "Checkpoints and tiles of the log of registrations and keys (C2SP tlog-tiles).",
    "monitoring": "Liveness and readiness of the server.",
}

TAGS: Final = [{"name": name, "description": text} for name, text in _TAGS.items()]
"""The groups of operations, in the order in which the documentation shows them."""
