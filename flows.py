"""Prefect flows: the only file that knows Prefect."""
