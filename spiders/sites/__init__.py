"""Rules for sites and platforms that the generic extractor gets wrong, as data."""
