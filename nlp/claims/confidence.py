"""How sure a claim is, from 0 to 1.

It starts from the way in which the subject was found: paired or beside the number 0.95, possessive 0.92, subject of
the clause 0.85, nearest name 0.7, resolved "it" or "the chip" 0.7, inherited 0.65, what the text was about 0.5, words
of the text 0.4. It is lowered by a tenth where no cue word told the metric, and by another where the metric is not on
the list.
"""

from __future__ import annotations

from nlp.claims.candidate import Candidate, How
from nlp.claims.metric import Metric

_BY_SUBJECT = {
    How.PAIRED: 0.95,
    How.BESIDE: 0.95,
    How.POSSESSIVE: 0.92,
    How.CLAUSE: 0.85,
    How.NEAR: 0.7,
    How.COREFERENCE: 0.7,
    How.INHERITED: 0.65,
    How.FOCUS: 0.5,
    How.PHRASE: 0.4,
}
_NO_CUE = 0.9
_OWN_WORDS = 0.9


def rate_claim(subject: Candidate, metric: Metric) -> float:
    """Return the confidence of a claim with this subject and metric."""
    sure = _BY_SUBJECT[subject.how]
    if not metric.cued:
        sure *= _NO_CUE
    if not metric.known:
        sure *= _OWN_WORDS
    return round(sure, 3)
