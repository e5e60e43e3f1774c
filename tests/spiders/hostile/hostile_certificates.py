"""Certificates for servers on loopback: good ones of an authority of our own, and bad ones."""

from __future__ import annotations

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Authority:
    """Signs certificates; `path` is the file that makes a client trust it."""

    path: Path
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def make_context(self, *, address: str = "127.0.0.1", days: int = 2, trusted: bool = True) -> ssl.SSLContext:
        """A server's side of TLS, with a certificate for this address that is over after `days`."""
        key = ec.generate_private_key(ec.SECP256R1())
        alternatives = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
        builder = describe("outlet", key, issuer=self.certificate.subject if trusted else name("outlet"), days=days)
        signed = builder.add_extension(alternatives, critical=False).sign(self.key if trusted else key, hashes.SHA256())
        file = self.path.with_name(f"{signed.serial_number}.pem")
        file.write_bytes(encode_key(key) + signed.public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context


def found_authority(folder: Path) -> Authority:
    key = ec.generate_private_key(ec.SECP256R1())
    builder = describe("authority", key, issuer=name("authority"), days=9)
    certificate = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True).sign(
        key, hashes.SHA256()
    )
    path = folder / "authority.pem"
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return Authority(path=path, key=key, certificate=certificate)


def describe(subject: str, key: ec.EllipticCurvePrivateKey, *, issuer: x509.Name, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=30))
        .not_valid_after(now + timedelta(days=days))
    )


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def encode_key(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
