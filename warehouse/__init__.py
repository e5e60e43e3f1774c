"""The DuckDB file: schema, loading, ledger and search."""
