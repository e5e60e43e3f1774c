"""Answers that a test writes itself, and what a spider made of them."""

from __future__ import annotations

from scrapy import Request
from scrapy.http import TextResponse

LIST = "https://outlet.test/list"


def answer(body, *, kind=TextResponse, url=LIST, **headers):
    content = body if isinstance(body, bytes) else body.encode()
    return kind(url, body=content, headers={name.replace("_", "-"): value for name, value in headers.items()})


def split(results):
    rows = list(results)
    return [row for row in rows if isinstance(row, Request)], [row for row in rows if not isinstance(row, Request)]


def hints_of(request):
    return request.cb_kwargs["hints"]
