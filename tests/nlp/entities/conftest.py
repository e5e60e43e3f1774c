from __future__ import annotations

import pytest
from spacy.language import Language

from nlp.pipeline import load_pipeline


@pytest.fixture(scope="session")
def pipeline() -> Language:
    return load_pipeline()
