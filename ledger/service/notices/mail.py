"""Mail by the operator's SMTP server: one message to one address, in plain text.

The server's answer decides. It refuses for good (5xx to the address or the message), or for now (4xx, no connection,
no login), or it accepts. Where the connection ends after the message was begun and before its answer, nobody knows
which: that is `MailUnknownError`.

Sources: RFC 5321, RFC 3207, RFC 3834 (`Auto-Submitted`).
"""

import smtplib
import ssl
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final, Literal

SUCCESS: Final = range(200, 300)
PERMANENT: Final = range(500, 600)
Security = Literal["starttls", "tls", "none"]


class MailRefusedError(Exception):
    """The server did not accept a message.

    Attributes:
        reason: for the reader, in one word and the status.
        is_final: it would refuse again.
        detail: the server's own words, for the operator.
    """

    def __init__(self, reason: str, detail: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.reason, self.detail, self.is_final = reason, detail, is_final


class MailUnknownError(Exception):
    """The message was handed over and no answer came: it may have been sent."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """The operator's SMTP server.

    Attributes:
        host: its name, and `port`.
        security: STARTTLS, TLS from the first byte, or none.
        sender: the address that mail comes from.
        user: of the login, and `password`; empty for no login.
        seconds: to wait for the connection, and for each answer.
    """

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    seconds: float = 20.0

    def send(self, message: EmailMessage) -> None:
        """Hand over a message to its one receiver.

        Raises:
            MailRefusedError: nothing was sent.
            MailUnknownError: it may have been sent.
        """
        try:
            smtp = self._connection()
        except (smtplib.SMTPException, OSError, UnicodeError) as error:
            raise _refusal(error) from error
        with closing(smtp):
            try:
                self._begin(smtp, message["To"])
            except (smtplib.SMTPException, OSError, UnicodeError) as error:
                raise _refusal(error) from error
            _hand_over(smtp, message)
            with suppress(smtplib.SMTPException, OSError):  # It is sent, whatever follows.
                smtp.quit()

    def _connection(self) -> smtplib.SMTP:
        if self.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=self.seconds, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=self.seconds)

    def _begin(self, smtp: smtplib.SMTP, receiver: str) -> None:
        if self.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
        if self.user:
            smtp.login(self.user, self.password)
        smtp.ehlo_or_helo_if_needed()
        for step, address in ((smtp.mail, self.sender), (smtp.rcpt, receiver)):
            status, words = step(address)
            if status not in SUCCESS:
                raise _answered(status, words, is_final=status in PERMANENT)


def _hand_over(smtp: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        status, words = smtp.data(message.as_bytes())
    except smtplib.SMTPDataError as error:  # The server did not let the message begin.
        raise _answered(error.smtp_code, error.smtp_error, is_final=False) from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnknownError from error
    if status not in SUCCESS:
        raise _answered(status, words, is_final=status in PERMANENT)


def _answered(status: int, words: bytes | str, *, is_final: bool) -> MailRefusedError:
    detail = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return MailRefusedError(f"answered {status}", detail, is_final=is_final)


def _refusal(error: Exception) -> MailRefusedError:
    """A failure before the message was begun; what is wrong with the login or the connection may be mended."""
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error.smtp_code, error.smtp_error, is_final=False)
    return MailRefusedError("unreachable", f"{type(error).__name__}: {error}", is_final=False)


def build_message(
    sender: str, receiver: str, subject: str, content: str, name: str, now: int
) -> EmailMessage:
    """A message in plain text.

    Args:
        sender: the address that it comes from.
        receiver: the one address that it goes to.
        subject: one line.
        content: its lines.
        name: of the message, which makes its `Message-ID`: the same at each attempt.
        now: seconds of UTC since 1970.
    """
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    message["From"], message["To"], message["Subject"] = sender, receiver, subject
    message["Date"] = datetime.fromtimestamp(now, UTC)
    message["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(content)
    return message
