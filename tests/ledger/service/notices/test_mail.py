"""Mail in plain text over a real SMTP server: encrypted, with a login, and with names that a header must not obey."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from support.certificate import Authority
from support.http_api import NOW
from support.receivers import SENDER, mail_server

from ledger.service.notices.mail import MailRefusedError, build_message

HOSTILE = "Mine\r\nBcc: all@firm.example\r\n\r\nHello"


def message(subject: str = "Notices", content: str = "One line\n") -> EmailMessage:
    """A message of these words."""
    return build_message(SENDER, "desk@mine.example", subject, content, "ab" * 16, NOW)


def test_a_login_is_sent_under_tls_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """STARTTLS comes first, by a certificate that is verified; another authority's is refused."""
    authority = Authority(tmp_path)
    with mail_server(authority.issue("mail"), asks=True) as box:
        with pytest.raises(MailRefusedError, match="unreachable"):
            box.server.send(message())
        assert box.logins == []
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        box.server.send(message())
    assert len(box.logins) == 1
    assert [one["Subject"] for one in box.messages] == ["Notices"]


def test_a_server_without_starttls_gets_nothing(tmp_path: Path) -> None:
    """The setting asks for it, and the server does not offer it."""
    assert tmp_path
    with mail_server() as box:
        server = type(box.server)(box.server.host, box.server.port, SENDER, "starttls")
        with pytest.raises(MailRefusedError):
            server.send(message())
    assert box.messages == []


def test_no_name_makes_a_header() -> None:
    """A line end in a subject is refused by the library; `one_line` lets none come so far."""
    with pytest.raises(ValueError, match="linefeed"):
        message(HOSTILE)


def test_names_of_all_scripts_arrive() -> None:
    """The message has 7 bits, and its reader has the words."""
    words = "Müller & Söhne 电池 Οὖλος"
    with mail_server() as box:
        box.server.send(message(words, f"{words}\n.\n..\nFrom the mine\n"))
    (came,) = box.messages
    assert came["Subject"] == words
    assert came.get_content().splitlines() == [words, ".", "..", "From the mine"]
    assert message(words, words).as_bytes().isascii()
