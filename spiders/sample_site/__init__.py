"""The bundled outlets: invented articles, served on loopback the way real outlets serve theirs."""

from spiders.sample_site.articles import SampleArticle, load_articles
from spiders.sample_site.outlets import Outlet, load_outlets
from spiders.sample_site.server import LoggedRequest
from spiders.sample_site.site import SampleSite, serve_sample_site

__all__ = [
    "LoggedRequest",
    "Outlet",
    "SampleArticle",
    "SampleSite",
    "load_articles",
    "load_outlets",
    "serve_sample_site",
]
