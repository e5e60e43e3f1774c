"""The parts of extraction: one file for each thing that is read out of a page."""
