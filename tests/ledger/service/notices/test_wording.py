"""A notice in words: one line for each, in three languages, and no figure."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.auditor_pages import engage_for
from support.http_api import NOW
from support.ledger_battery import BatteryChain, power
from support.ledger_declared import IN_FORCE, calculate, declare
from support.ledger_world import made, replacing
from support.noticed import BASE, address, noticed_chain, notices, outlets
from support.receivers import hook_server, mail_server

from ledger.service.notices.deriving import derive_notices
from ledger.service.notices.sending import NoticeSender
from ledger.service.notices.webhook import webhook_body
from ledger.service.notices.wording import LONGEST, mail_lines, one_line
from ledger.translations.languages import LANGUAGES, Language
from schemas.signed.calculation import Calculation
from schemas.views.notices import NoticeView


def notice(**parts: object) -> NoticeView:
    """A notice with these members."""
    members = {
        "id": "ab" * 16,
        "kind": "request.arrived",
        "at": NOW,
        "name": "ore",
        "firm": "Plant",
    }
    return NoticeView.model_validate({**members, "page": "/supplier", **parts})


@given(st.text())
def test_a_name_is_one_line(words: str) -> None:
    """Whatever a firm calls itself: no line end, no control or format character, and not endless."""
    line = one_line(words)
    assert len(line) <= LONGEST
    assert line.splitlines() in ([], [line])
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", line)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_has_each_notice_with_its_page(language: Language) -> None:
    """And how many it leaves out, and where it is turned off."""
    lines = mail_lines(
        [notice(), notice(page="/b")], BASE, language, 3, "Mine\nBcc: x"
    ).splitlines()
    assert lines.count(f"{BASE}/supplier") == lines.count(f"{BASE}/b") == 1
    assert lines[-1] == f"{BASE}/notices"
    assert len(lines) == 2 + 2 * 3 + 2 + 2
    assert not any(line.startswith("Bcc") for line in lines)


def test_neither_mail_nor_webhook_has_a_figure(chain: BatteryChain) -> None:
    """Of all notices that a changed and declared figure makes, to all who have them."""
    ledger = noticed_chain(chain)
    with mail_server() as box, hook_server() as hook:
        for who in ("plant", "auditor", "mine"):
            address(ledger, who, f"{who}@firm.example")
        address(ledger, "plant", hook.url)
        calculation = calculate(chain, rulebook=ledger.keep(IN_FORCE))
        engage_for(chain, declare(chain, calculation))
        corrected = {"inputs": [power("120")], "supersedes": replacing(chain.mined)}
        chain.world.enter(chain.mine, [made(chain.mine)], **corrected)
        derive_notices(ledger, NOW)
        with NoticeSender(ledger, replace(outlets(), mail=box.server)) as sender:
            assert sender.send_due(NOW) >= 3
    with ledger.view() as view:
        total = view.statement(calculation, Calculation)
    assert total is not None
    digits = total.total.replace("0.", "")[:4]
    shown = [message.get_content() for message in box.messages]
    shown += [body.decode() for _, body in hook.requests]
    named = re.compile("[0-9a-f]{32,64}|https?://[^ ]*|20[0-9-]{8}T[0-9:]{8}Z")
    assert len(shown) >= 4
    for text in shown:
        assert total.total not in text
        assert digits not in named.sub("", text)
        assert not re.search(r"[0-9]+\.[0-9]+|kg|kWh", named.sub("", text))
    assert {row.kind for row in notices(ledger, "plant")} >= {"figure.changed"}


def test_a_webhook_has_the_notice_and_no_more() -> None:
    """Its type, time, names, sentence and page."""
    body = webhook_body(notice(), BASE)
    assert body.startswith(b'{"type":"request.arrived","timestamp":"2025-10-09T')
    assert b'"text":"Plant asks you for data on ore."' in body
    assert b'"page":"https://cradle.example/supplier"' in body
