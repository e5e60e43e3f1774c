"""Why a page gave no article."""

from __future__ import annotations

from enum import StrEnum

from spiders.errors import SpiderError


class Reason(StrEnum):
    """What is wrong with a page that can never be an article."""

    EMPTY = "empty"
    ERROR_PAGE = "error page"
    CONSENT = "consent wall"
    PAYWALL = "paywall"
    LOGIN = "login wall"
    NO_BODY = "no body"
    BROWSER = "needs a browser"
    UNDECODABLE = "undecodable"
    TOO_LARGE = "too large"
    UNSUPPORTED = "unsupported content type"
    MALFORMED = "malformed"


class ExtractError(SpiderError):
    """The page is no article and never will be; the caller puts it into quarantine.

    `reason` says why in a fixed word, the message in full.
    """

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
