"""The signing page: one HTML file that shows what will be signed, and signs it in the browser.

The page can be saved and opened without a network. Its one script and one style are named by their hashes, in the
header and again in a `<meta>` that a saved copy keeps; it may connect to nothing, and no text can become markup
(trusted types). It never signs bytes of the server: it draws salts and nonce, writes canonical JSON from the values
that it shows, and lists every one of them. A registration that a registrar countersigns exists already: the page reads
it from its bytes, requires that they are the canonical form of what it shows, and recomputes the id.

A private key is made and used by WebCrypto. It leaves the page only as a file for its owner, encrypted PKCS #8 in PEM
(RFC 8018: PBKDF2-HMAC-SHA-256 with 600,000 rounds, AES-256-CBC), and not in a form of our own, so that `openssl`,
other programs and `cradle` open it with the passphrase, also in decades. It reads the scrypt of `cradle` as well.

The script is the files of `static/signing`, joined in a fixed order without a build step. The page submits by an
ordinary form; the hidden field `statement` has the submission as JSON (`schemas.exchanged.submission`).

Sources: W3C Content Security Policy Level 3, Trusted Types; WICG Secure Curves in the Web Cryptography API.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final, NamedTuple

import orjson

from api.web.rendering import render
from api.web.signing_draft import SigningDraft
from ledger.documents.rendering.html import style_sheet
from ledger.translations.documents import text, texts
from ledger.translations.languages import Language
from ledger.translations.spreadsheet import words_of
from schemas.signed.statement import Kind

SCRIPTS: Final = (
    *("canonical", "bytes", "statement", "der", "scrypt", "pem", "keys", "countersign"),
    *("show", "tables", "key_box", "page"),
)
"""The files of the script, in their order."""

_LISTS: Final = ("process", "basis", "reason", "unit", "role", "known", "origin")
_FIXED: Final = (
    "default-src 'none'; connect-src 'none'; img-src data:; base-uri 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass(frozen=True, slots=True)
class SigningLinks:
    """The addresses that a served page leads to; a saved copy has none.

    Attributes:
        submit_to: the form's action.
        back: the page before.
        save: this page as a download.
        draft: the draft as a download, for the command line.
    """

    submit_to: str | None = None
    back: str | None = None
    save: str | None = None
    draft: str | None = None


class SigningPage(NamedTuple):
    """The HTML, and the content security policy that it is served under."""

    html: str
    policy: str


def signing_page(
    draft: SigningDraft, language: Language, links: SigningLinks, known_keys: Iterable[str] = ()
) -> SigningPage:
    """Render the signing page of a draft.

    Args:
        draft: what will be signed.
        language: of all texts.
        links: of the served page; `SigningLinks()` for the copy that is saved.
        known_keys: the issuer's live working keys, in hexadecimal.
    """
    policy = _policy("'self'" if links.submit_to else "'none'")
    countersigns = draft.signed is not None
    named = "countersign" if countersigns else draft.kind.value
    html = render(
        "signing.html",
        language,
        title=text(f"signing.title.{named}", language),
        policy=policy,
        style=_style(),
        script=script(),
        data=_data(draft, language, tuple(known_keys)),
        links=links,
        closed=draft.kind is Kind.ENTRY,
        registers=draft.kind is Kind.PARTICIPANT and not countersigns,
        countersigns=countersigns,
        command=_command(draft),
    )
    # A browser ignores frame-ancestors in a <meta>, and says so on its console.
    return SigningPage(html, f"{policy}; frame-ancestors 'none'")


@cache
def script() -> str:
    """The script of the page: its files in one strict function, so that no name is global."""
    folder = files("api.web").joinpath("static", "signing")
    parts = "".join(folder.joinpath(f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{parts}}})();\n'


@cache
def _style() -> str:
    own = files("api.web").joinpath("static")
    sheets = (own.joinpath(name).read_text("utf-8") for name in ("frame.css", "signing.css"))
    return style_sheet() + "".join(sheets)


def _policy(form_action: str) -> str:
    return (
        f"{_FIXED}; script-src '{_hash(script())}'; style-src '{_hash(_style())}';"
        f" form-action {form_action}"
    )


def _hash(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode()).digest()).decode()}"


def _data(draft: SigningDraft, language: Language, known_keys: tuple[str, ...]) -> str:
    """The draft and the words as JSON for a data block; no character of it can end the block."""
    shown = {**asdict(draft), "nonce": draft.has_nonce}
    data = {
        "draft": shown,
        "known": known_keys,
        "words": {key: row[language] for key, row in texts("signing").items()},
        "lists": _lists(language),
    }
    written = orjson.dumps(data).decode()
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def _lists(language: Language) -> Mapping[str, Mapping[str, str]]:
    prefix = "roles."
    roles = {
        key.removeprefix(prefix): row[language]
        for key, row in texts("signing").items()
        if key.startswith(prefix)
    }
    return {**{name: words_of(name, language) for name in _LISTS}, "roles": roles}


def _command(draft: SigningDraft) -> tuple[str, ...]:
    """The words of the command that signs the same on the command line; none for kinds that take many options."""
    header = draft.header
    if draft.signed is not None:
        return ("cradle", "countersign", draft.signed.id[7:19])
    if draft.kind is Kind.ENTRY:
        return ("cradle", "submit", "entry.json")
    if draft.kind is Kind.WITHDRAWAL:
        return ("cradle", "withdraw", str(header["withdraws"]), "--reason", str(header["reason"]))
    if draft.kind is Kind.DELIVERY and not {"figure", "supersedes"} & set(header):
        options = {"entry": "entry", "to": "recipient", "line": "line", "number": "number"}
        options |= {name: name for name in ("amount",) if name in header}
        options |= {"valid-until": "valid_until"} if "valid_until" in header else {}
        words = [(f"--{option}", str(header[name])) for option, name in options.items()]
        return ("cradle", "deliver", *(word for pair in words for word in pair))
    return ()
