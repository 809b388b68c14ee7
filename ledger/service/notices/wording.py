"""A notice in words: its name, firm and page for one reader, and the lines of a mail.

Nothing here reads a figure. A text that a firm chose becomes one line without control characters, so that no name
makes a line of its own, or a header.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

from ledger.service.notices.readers import NoticeReader
from ledger.service.requests.role import RequestRole
from ledger.state.profiles import name_of
from ledger.state.view import View
from ledger.store.notices.notices import Notice
from ledger.store.requests.requests import Request, request_of
from ledger.translations.documents import text
from ledger.translations.languages import Language
from schemas.exchanged.request import DataRequest
from schemas.signed.attestation import Attestation
from schemas.signed.calculation import Calculation, Declaration
from schemas.signed.delivery import Delivery
from schemas.signed.entry import Entry
from schemas.signed.statement import Issued
from schemas.views.notices import NoticeView
from schemas.vocabulary import Role

LONGEST: Final = 200
"""The most characters of a name in a notice."""


def show_notice(reader: NoticeReader, notice: Notice) -> NoticeView | None:
    """A notice as its organisation is shown it; None if it may not see any longer what it is about."""
    if notice.kind.startswith("request."):
        request = request_of(reader.view.connection, notice.subject)
        return None if request is None else _of_request(reader, notice, request)
    if not reader.sees(notice.subject):
        return None
    view = reader.view
    subject, cause = (view.statement(name, Issued) for name in (notice.subject, notice.cause))
    by = cause if notice.kind in {"attestation.arrived", "objection.arrived"} else subject
    firm = "" if by is None else name_of(view, by.issuer)
    return _shown(notice, _name(view, subject), firm, _page(reader, notice, subject))


def _of_request(reader: NoticeReader, notice: Notice, request: Request) -> NoticeView | None:
    role = reader.role(request)
    if role is RequestRole.ADDRESSEE:
        firm = name_of(reader.view, request.asker)
        return _shown(notice, request.product, firm, f"/supplier/requests/{request.id}")
    if role is RequestRole.ASKER:
        asked = DataRequest.parse(request.asked)
        firm = asked.firm or name_of(reader.view, request.addressee or "")
        makes = Role.MANUFACTURER in reader.principal.roles
        page = f"/{'manufacturer/asked' if makes else 'supplier/requests'}/{request.id}"
        return _shown(notice, request.product, firm, page)
    return None


def _shown(notice: Notice, name: str, firm: str, page: str) -> NoticeView:
    members = {"id": notice.id, "kind": notice.kind, "at": notice.at, "page": page}
    return NoticeView.model_validate(
        {**members, "name": one_line(name) or "-", "firm": one_line(firm) or "-"}
    )


def _name(view: View, statement: Issued | None) -> str:
    """The product, model or site of a statement."""
    if isinstance(statement, Declaration):
        return _name(view, view.statement(statement.calculation, Calculation))
    if isinstance(statement, Attestation):
        return _name(view, view.statement(statement.subject, Issued))
    if isinstance(statement, Calculation):
        return statement.model
    if isinstance(statement, Delivery):
        return statement.product
    return statement.site.code if isinstance(statement, Entry) else ""


def _page(reader: NoticeReader, notice: Notice, subject: Issued | None) -> str:
    """The path of the page about a statement in the workspace of its reader."""
    digits, own = notice.subject[7:], reader.principal
    case = next((row for row in reader.cases if notice.subject in {row.id, row.figure}), None)
    if case is not None:
        return f"/auditor/cases/{case.id[7:]}"
    if isinstance(subject, Declaration):
        return f"/declarations/{digits}"
    is_own = isinstance(subject, Calculation) and subject.issuer == own.participant
    if is_own and Role.MANUFACTURER in own.roles:
        return f"/manufacturer/figures/{digits}"
    return f"/statements/{digits}"


def one_line(words: str) -> str:
    """A text as one line without control or format characters, at most `LONGEST` of them."""
    plain = (
        "" if unicodedata.category(sign)[0] == "C" else sign for sign in " ".join(words.split())
    )
    return "".join(plain)[:LONGEST]


def sentence(notice: NoticeView, language: Language) -> str:
    """A notice as a sentence."""
    return text(f"notices.{notice.kind}", language, name=notice.name, firm=notice.firm)


def mail_lines(
    notices: Iterable[NoticeView], base: str, language: Language, more: int, organisation: str
) -> str:
    """The content of a mail.

    Args:
        notices: that it lists.
        base: the address of the server.
        language: of its words.
        more: the number of notices that it does not list.
        organisation: that it is for.
    """
    lines = [text("notices.mail.head", language, organisation=one_line(organisation)), ""]
    for notice in notices:
        lines += [sentence(notice, language), f"{base}{notice.page}", ""]
    if more:
        lines += [text("notices.mail.more", language, count=str(more)), ""]
    lines += [text("notices.mail.foot", language), f"{base}/notices", ""]
    return "\n".join(lines)
