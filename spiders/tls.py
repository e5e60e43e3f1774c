"""Connections that cannot be trusted: what Twisted says of them inside a failed download, in words."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL.SSL import Error as HandshakeError
from scrapy.exceptions import IgnoreRequest
from service_identity import CertificateError, VerificationError
from twisted.web.client import ResponseFailed

_VERIFY = "certificate verify failed"


class TlsFailed(IgnoreRequest):
    """The outlet's certificate cannot be trusted, or it does not speak TLS; another try would end the same way."""


def explain_tls(error: BaseException) -> str | None:
    """Return why a download failed where TLS is why, else None."""
    for reason in _unwrap(error):
        if isinstance(reason, CertificateError | VerificationError):
            return "TLS: the certificate is not of this host"
        if isinstance(reason, HandshakeError):
            said = _read_texts(reason)
            if _VERIFY in said:
                return "TLS: the certificate cannot be trusted (it is over, self-signed or of an unknown authority)"
            return f"TLS: no secure connection came about ({', '.join(said) or 'no reason was given'})"
    return None


def _unwrap(error: BaseException) -> Iterator[BaseException]:
    cause = error.__cause__
    for each in (error, cause):
        if isinstance(each, ResponseFailed):
            yield from (reason.value for reason in each.reasons)
        elif each is not None:
            yield each


def _read_texts(error: HandshakeError) -> list[str]:
    """Return the reasons that OpenSSL gives, which come as tuples of library, function and reason."""
    rows = error.args[0] if error.args and isinstance(error.args[0], list) else []
    return [str(row[-1])[:100] for row in rows if isinstance(row, tuple) and row]
