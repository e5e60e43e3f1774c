"""Fetching: one Scrapy spider per kind of source, and what a fetched page says."""
