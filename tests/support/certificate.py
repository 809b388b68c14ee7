"""Certificates for this machine, new for each run: a self-signed one, and those of an authority of the test."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = (x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1")))
"""The names of this machine."""


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """The files of a certificate and of its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = _named("localhost")
    made = _begun(name, name, key).add_extension(x509.SubjectAlternativeName(HERE), critical=False)
    return _written(folder, "certificate", made.sign(key, hashes.SHA256()), key)


class Authority:
    """A certificate authority; `file` is the certificate that its clients trust."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._key = folder, ec.generate_private_key(ec.SECP256R1())
        self._name = _named("Authority of a test")
        root = (
            _begun(self._name, self._name, self._key)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_SIGNS, critical=True)
        )
        made = root.sign(self._key, hashes.SHA256())
        self.file, _ = _written(folder, "authority", made, self._key)

    def issue(self, word: str) -> tuple[Path, Path]:
        """The files of a certificate for this machine and of its key, each named by a word."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = (
            _begun(_named(word), self._name, key)
            .add_extension(x509.SubjectAlternativeName(HERE), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        )
        return _written(self._folder, word, made.sign(self._key, hashes.SHA256()), key)


_SIGNS = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    digital_signature=True,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    encipher_only=False,
    decipher_only=False,
)


def _named(word: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, word)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
    )


def _written(
    folder: Path, word: str, made: x509.Certificate, key: ec.EllipticCurvePrivateKey
) -> tuple[Path, Path]:
    certificate, private = folder / f"{word}.pem", folder / f"{word}.key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private
