"""SMTP: one line for many letters, and exact knowledge of what was taken.

Until the server has asked for the text of a letter (354) nothing was taken. After that only its answer
counts: where it does not come, the letter is in doubt (RFC 5321 s.4.1.1.4, s.4.5.3.2).
"""

import smtplib
import ssl

from answerable.desk.mail.outbox_letter import Letter
from answerable.desk.mail.transport import NotTaken, ServerTrouble, Unclear, plain_words
from answerable.desk.mail.transport_address import MailRoute

CONNECT_SECONDS = 30.0
COMMAND_SECONDS = 60.0
# A server may read a letter for spam before it answers; RFC 5321 asks for ten minutes of patience.
ANSWER_SECONDS = 600.0
NOT_LET_IN = frozenset({530, 534, 535, 538})


class _LineLost(Exception):
    """The line broke, or the server took leave, before the letter was asked for."""


class _NoTls(smtplib.SMTPException):
    """The server does not offer what would make the line secret."""


class SmtpTransport:
    """A line to an SMTP server; it is opened again where the server closed it between letters."""

    def __init__(self, route: MailRoute, we_are: str) -> None:
        """Takes the route and the host name that we give."""
        self._route = route
        self._we_are = we_are
        self._line: smtplib.SMTP | None = None
        self._n_sent = 0

    def open(self) -> None:
        """Connects, secures the line where the route says so, and signs in. Raises: ServerTrouble"""
        if self._line is not None:
            return
        try:
            self._line = self._connect()
        except (OSError, smtplib.SMTPException) as error:
            raise ServerTrouble(
                f"The mail server at {self._route.words} {_trouble_of(error, self._route)}"
            ) from None
        self._n_sent = 0

    def _connect(self) -> smtplib.SMTP:
        route = self._route
        context = ssl.create_default_context() if route.wrapped or route.starttls else None
        # The name is given so that smtplib need not ask the network for it.
        line: smtplib.SMTP = (
            smtplib.SMTP_SSL(local_hostname=self._we_are, timeout=CONNECT_SECONDS, context=context)
            if route.wrapped
            else smtplib.SMTP(local_hostname=self._we_are, timeout=CONNECT_SECONDS)
        )
        # smtplib checks the certificate against this name, and sets it only where it connects at once.
        line._host = route.host  # type: ignore[attr-defined]
        try:
            code, said = line.connect(route.host, route.port)
            if code != 220:
                raise smtplib.SMTPConnectError(code, said)
            line.ehlo_or_helo_if_needed()
            if route.starttls:
                if not line.has_extn("starttls"):
                    raise _NoTls
                line.starttls(context=context)
                line.ehlo_or_helo_if_needed()
            if route.user:
                line.login(route.user, route.password)
            self._patience(line, COMMAND_SECONDS)
        except BaseException:
            line.close()
            raise
        return line

    def send(self, letter: Letter) -> str:
        """Hands a letter over. Raises: NotTaken, Unclear, ServerTrouble"""
        data = letter.raw
        self.open()
        try:
            self._offer(letter, data)
        except _LineLost as lost:
            was_used = self._n_sent > 0
            self.close()
            if not was_used:
                raise NotTaken(str(lost), permanent=False, about_server=True) from None
            # A server may close a line that has carried its share: nothing was taken, so ask again.
            self.open()
            try:
                self._offer(letter, data)
            except _LineLost as again:
                self.close()
                raise NotTaken(str(again), permanent=False, about_server=True) from None
        self._hand_over(data)
        self._n_sent += 1
        return ""

    def _offer(self, letter: Letter, data: bytes) -> None:
        """Brings the server to ask for the text."""
        line = self._open_line()
        options = [f"SIZE={len(data)}"] if line.has_extn("size") else []
        try:
            code, said = line.mail(letter.from_address, options)
            self._check(code, said, "the sender", {250}, about_server=True)
            code, said = line.rcpt(letter.to_address)
            self._check(code, said, "the recipient", {250, 251, 252})
            code, said = line.docmd("DATA")
            self._check(code, said, "the letter", {354})
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            words = plain_words(str(error))
            raise _LineLost(f"The line to the mail server broke before the letter: {words}") from None
        except smtplib.SMTPResponseException as error:
            raise _LineLost(f"The mail server spoke no SMTP: {plain_words(error.smtp_error)}") from None

    def _check(
        self, code: int, said: bytes, what: str, good: set[int], *, about_server: bool = False
    ) -> None:
        if code in good:
            return
        words = f"The mail server refused {what}: {code} {plain_words(said)}"
        if code in NOT_LET_IN:
            self.close()
            raise ServerTrouble(words)
        if code == 421 or not 400 <= code < 600:
            raise _LineLost(words)
        self._start_over()
        raise NotTaken(words, permanent=code >= 500, about_server=about_server)

    def _hand_over(self, data: bytes) -> None:
        line = self._open_line()
        try:
            self._patience(line, ANSWER_SECONDS)
            line.send(_dotted(data))
            code, said = line.getreply()
            self._patience(line, COMMAND_SECONDS)
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            words = plain_words(str(error))
            raise Unclear(f"The line broke after the letter was given, before the answer: {words}") from None
        if code == 250:
            return
        words = f"The mail server refused the letter: {code} {plain_words(said)}"
        if not 400 <= code < 600:
            self.close()
            raise Unclear(words)
        if code == 421:
            self.close()
        else:
            self._start_over()
        raise NotTaken(words, permanent=code >= 500)

    def _start_over(self) -> None:
        """Clears what was said of the letter; a line that cannot do that is of no use."""
        try:
            if self._line is not None and self._line.rset()[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _open_line(self) -> smtplib.SMTP:
        self.open()
        if self._line is None:
            raise ServerTrouble("The line to the mail server is gone.")
        return self._line

    def _patience(self, line: smtplib.SMTP, seconds: float) -> None:
        if line.sock is not None:
            line.sock.settimeout(seconds)

    def close(self) -> None:
        """Takes leave. Raises nothing."""
        line, self._line = self._line, None
        if line is None:
            return
        try:
            self._patience(line, 5.0)
            line.quit()
        except (OSError, smtplib.SMTPException):
            line.close()


def _trouble_of(error: Exception, route: MailRoute) -> str:
    """Why a line could not be had, and what to do about it where that can be told."""
    match error:
        case _NoTls():
            return (
                "does not offer STARTTLS: no password and no letter was given to it in clear. "
                "Ask its keeper which port is secured, and use smtps:// if it is that of TLS."
            )
        case ssl.SSLCertVerificationError():
            return (
                f"showed a certificate that is not trusted: {error.verify_message}. No password was given to "
                f"it. The certificate has to be for {route.host}, from an authority that this machine knows."
            )
        case ssl.SSLError() if error.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"}:
            return "does not speak TLS at this port. Try smtp+starttls:// or another port."
        case smtplib.SMTPAuthenticationError():
            said = plain_words(error.smtp_error)
            return f"does not let us in: {error.smtp_code} {said}. Correct user and password in the setting."
        case smtplib.SMTPResponseException():
            return f"said {error.smtp_code}: {plain_words(error.smtp_error)}"
        case smtplib.SMTPNotSupportedError():
            return "offers no way to sign in at this port, and user and password are set. Try another port."
        case smtplib.SMTPServerDisconnected():
            return "closed the line before it took letters."
    return f"cannot be reached: {plain_words(str(error))}"


def _dotted(data: bytes) -> bytes:
    """The text as it travels: dots at the beginning of lines doubled, one dot at its end."""
    body = data if data.endswith(b"\r\n") else data + b"\r\n"
    body = body.replace(b"\r\n.", b"\r\n..")
    return (b"." + body if body.startswith(b".") else body) + b".\r\n"
