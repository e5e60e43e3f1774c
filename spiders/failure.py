"""Why a request brought nothing: its kind, to be counted, and a reason, to be read."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError

from spiders.gate import AddressRefused, RedirectLoop
from spiders.politeness import AskedToWait, RobotsRefused, RobotsUnreachable
from spiders.tls import TlsFailed
from spiders.wholeness import BodyCutOff

# Asked in order: the first class that fits names the failure.
_KINDS: tuple[tuple[type[BaseException], str], ...] = (
    (RobotsRefused, "robots"),
    (AddressRefused, "refused address"),
    (RedirectLoop, "redirects"),
    (TlsFailed, "tls"),
    (BodyCutOff, "cut off"),
    (AskedToWait, "asked to wait"),
    (DownloadCancelledError, "too large"),
    (DownloadTimeoutError, "timeout"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "connection"),
    (ResponseDataLossError, "cut off"),
    (DownloadFailedError, "connection"),
    (OSError, "connection"),
)


def classify_failure(error: BaseException) -> tuple[str, str]:
    """Return the kind of a failure ("robots", "http 404", "timeout" ...) and one line that explains it."""
    if isinstance(error, RobotsUnreachable):
        name, reason = classify_failure(error.cause)
        # Whatever is wrong with robots.txt may be mended, and says nothing of the page.
        return ("robots" if name == "too large" else name), f"{reason} (when asked for robots.txt, which decides)"
    if isinstance(error, HttpError):
        status = error.response.status
        return f"http {status}", f"the server answered {status}"
    text = " ".join(str(error).split())[:300]
    for kind, name in _KINDS:
        if isinstance(error, kind):
            return name, text or f"{name} ({type(error).__name__})"
    if isinstance(error, IgnoreRequest):
        # Scrapy tells these two apart by their text alone.
        return ("redirects" if "redirection" in text else "too large" if "MAXSIZE" in text else "ignored"), text
    return "other", f"{type(error).__name__}: {text}"
