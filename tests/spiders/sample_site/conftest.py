"""A running sample site, and a plain HTTP client that follows nothing and unpacks nothing."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from spiders.sample_site import SampleSite, serve_sample_site


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def get(self, url: str, *, method: str = "GET", **headers: str) -> Answer:
        parts = urlsplit(url)
        connection = HTTPConnection(parts.hostname, parts.port, timeout=10)
        try:
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            sent = {name.replace("_", "-"): value for name, value in headers.items()} | {"Connection": "close"}
            connection.request(method, target, headers=sent)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(status=response.status, headers=names, body=response.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def sample_site() -> Iterator[SampleSite]:
    with serve_sample_site() as site:
        yield site


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def visible():
    """Words of a page without tags, footnote marks and differences of white space."""

    def read(text: str, *, plain: bool = False) -> str:
        if plain:
            text = re.sub(r"^\* ", "", re.sub(r"\[\d+\]", "", text), flags=re.MULTILINE)
        else:
            text = html.unescape(re.sub(r"</?[a-zA-Z!][^<>]*>", "", text))
        return re.sub(r"\s+(?=[.,;:])", "", " ".join(text.split()))

    return read
