"""Every number of a text as a typed quantity: value, unit, bound, change and concept.

`scan` has the functions; `units` is of use without spaCy, which takes seconds and 200 MB to load.
"""
