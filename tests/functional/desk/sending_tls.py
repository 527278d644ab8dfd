"""Mail servers with TLS and passwords for tests: a certificate of our own, made anew for each run."""

import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.functional.desk.sending_server import MailServer, free_port

USER, PASSWORD = "desk@mail.example", "a pass/word?"


def make_certificate(folder: Path, name: str) -> Path:
    """A certificate for a host name or address, signed by itself, in one file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names: list[x509.GeneralName] = [
        x509.IPAddress(ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
    ]
    at = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


class _Secured(MailServer):
    """A server that notes who signed in, and whether the line was secret then."""

    def __init__(self, *, needs_password: bool) -> None:
        super().__init__(free_port())
        self.needs_password = needs_password
        self.tried: list[tuple[str, str, bool]] = []

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        """Whether a user and a password are the right ones."""
        assert isinstance(given, LoginPassword)
        user, password = given.login.decode(), given.password.decode()
        is_secret = bool(session.ssl or server.transport.get_extra_info("sslcontext"))
        self.tried.append((user, password, is_secret))
        return AuthResult(success=(user, password) == (USER, PASSWORD), handled=False)


class _Controller(Controller):
    def __init__(self, handler: _Secured, **given: Any) -> None:
        self.about_smtp = given.pop("about_smtp")
        super().__init__(handler, hostname="127.0.0.1", port=handler.port, ready_timeout=20, **given)

    def factory(self) -> SMTP:
        with warnings.catch_warnings():  # it knows nothing of TLS that is there from the first byte
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return SMTP(self.handler, hostname="mail.example", **self.about_smtp)


@contextmanager
def secured_server(
    certificate: Path | None, *, wrapped: bool = False, needs_password: bool = True
) -> Iterator[_Secured]:
    """A mail server that speaks TLS at once (`wrapped`), after STARTTLS, or without a certificate never."""
    server = _Secured(needs_password=needs_password)
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    about: dict[str, Any] = {
        "authenticator": server.authenticate if needs_password else None,
        "auth_required": needs_password,
        # It finds no TLS where the line is wrapped in it, and offers no way to sign in then.
        "auth_require_tls": not needs_password or (context is not None and not wrapped),
        "tls_context": None if wrapped else context,
        "require_starttls": context is not None and not wrapped,
    }
    controller = _Controller(server, ssl_context=context if wrapped else None, about_smtp=about)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
