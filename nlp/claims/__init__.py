"""What each quantity is about, according to whom, how firmly and for when."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from spacy.tokens import Doc

from nlp.claims.arithmetic import Product, find_products, name_product
from nlp.claims.attribution import AttributionFinder
from nlp.claims.bare import adds_on, is_bare
from nlp.claims.candidate import ELSEWHERE, NAMED_BESIDE, Candidate, How, as_found
from nlp.claims.confidence import rate_claim
from nlp.claims.conversion import find_original
from nlp.claims.fiscal import find_calendar, read_reported
from nlp.claims.fiscalperiod import date_fiscal
from nlp.claims.grammar import Grammar
from nlp.claims.layout import Layout, Sentence, lay_out
from nlp.claims.metric import Metric, find_metric, name_apart
from nlp.claims.modality import find_modality
from nlp.claims.negation import is_negated
from nlp.claims.period import Period, choose_period, find_periods
from nlp.claims.pieces import is_system
from nlp.claims.reference import find_reference
from nlp.claims.said import Said, Told
from nlp.claims.shortform import find_short_form
from nlp.claims.sidefigure import is_old_figure, is_tolerance, repeats_measure
from nlp.claims.subject import SubjectFinder
from nlp.claims.totals import is_total
from nlp.claims.window import counts_speakers, is_window
from nlp.quantities.tree import Trees
from nlp.records import Claim, Entity, Kind, Label, Quantity

__all__ = ["find_claims"]

# How many sentences back "that" may point: past the end of a quotation.
_POINTED = 2
# How many characters may part a figure from the period that is its own.
_BESIDE = 16


def find_claims(
    doc: Doc,
    *,
    entities: Sequence[Entity],
    quantities: Sequence[Quantity],
    title: str,
    published: datetime | None,
) -> list[Claim]:
    """Return the quantities that are about something, in text order, each with all that its claim says.

    The doc needs sentence boundaries; entities and quantities carry offsets into `doc.text`.
    """
    if not quantities:
        return []
    layout = lay_out(
        doc.text,
        bounds=[(sentence.start_char, sentence.end_char) for sentence in doc.sents],
        entities=entities,
        quantities=sorted(quantities, key=lambda quantity: (quantity.start, quantity.end)),
        title=title,
    )
    if not layout.bounds:
        return []
    return _Reader(layout, grammar=Grammar(Trees(doc), layout), published=published).read()


class _Reader:
    """Reads one text's claims in order; a converted amount in brackets takes all from the amount before it."""

    def __init__(self, layout: Layout, *, grammar: Grammar, published: datetime | None) -> None:
        self._layout = layout
        self._published = published
        self._attributions = AttributionFinder(layout)
        self._subjects = SubjectFinder(layout, speaks=self._attributions.speaks, grammar=grammar)
        self._said = Said()
        self._levels: dict[int, Told] = {}
        self._products: dict[int, dict[int, Product]] = {}
        self._metric: tuple[int, Metric] | None = None
        self._periods: dict[int, list[Period]] = {}

    def read(self) -> list[Claim]:
        claims: list[Claim] = []
        by_index: dict[int, Claim] = {}
        for index, quantity in enumerate(self._layout.quantities):
            number = self._layout.sentence_at(quantity.start)
            sentence = self._layout.sentence(number)
            place = sentence.places.get(index)
            if is_window(quantity, sentence, place) or counts_speakers(quantity, sentence, place):
                continue
            if place is not None and find_short_form(sentence, place, place + 1, layout=self._layout) is not None:
                continue
            original = find_original(self._layout, sentence, index)
            claim = self._copy(by_index[original], quantity) if original in by_index else self._claim(index, sentence)
            if claim is not None:
                by_index[index] = claim
                claims.append(claim)
        return claims

    def _copy(self, claim: Claim, quantity: Quantity) -> Claim:
        return Claim(
            quantity=quantity,
            **{name: getattr(claim, name) for name in Claim.__slots__ if name != "quantity"},
        )

    def _claim(self, index: int, sentence: Sentence) -> Claim | None:
        layout = self._layout
        quantity = layout.quantities[index]
        number = sentence.number
        place = sentence.places.get(index)
        metric = find_metric(quantity, sentence, place)
        if place is not None and self._metric is not None and repeats_measure(quantity, sentence, place):
            metric = self._metric[1] if self._metric[0] == number else metric
        metric = self._carry(metric, quantity, number)
        if is_bare(quantity, metric, goes_on=adds_on(sentence, place)):
            return None
        subject = self._subjects.find(index, speakers=self._attributions.find_speaking(number))
        subject = subject or self._find_pointed(index, sentence)
        if subject is None:
            return None
        product = self._find_product(sentence, index)
        told = None
        if product is not None and product.repeats(quantity, index):
            return None
        if product is not None and not product.priced and subject.how in ELSEWHERE:
            told = self._recall(product, index)
            if told is None:
                return None
            subject = as_found(told.subject, How.INHERITED)
        metric = name_apart(metric, quantity, subject=subject.name)
        old = place is not None and is_old_figure(sentence, place)
        before = self._find_level(index, sentence) if old and subject.how not in NAMED_BESIDE else None
        if before is not None:
            # "Rose to 42% from 38%": the same figure of the same thing, as it was.
            subject, metric = before.subject, replace(metric, name=before.metric, known=True)
        total = before is None and is_total(quantity, metric.name, sentence, place, subject=subject, layout=layout)
        name = f"combined {metric.name}" if total else metric.name
        if product is not None and not is_system(subject.entity_id):
            name = name_product(product, index, name, told=told)
        if place is not None and is_tolerance(sentence, place):
            # "Revenue of $9.8 billion, plus or minus $300 million": what the figure before measures.
            about = self._levels.get(index - 1) if index - 1 in sentence.places else None
            name = f"{about.metric if about is not None else name} tolerance"
        reference = find_reference(quantity, sentence, place, subject=subject, layout=layout)
        period = self._period(quantity, sentence, place)
        start_day, end_day = self._date(period, subject, metric)
        source = self._attributions.find(quantity.start, number=number, place=place)
        start, end = layout.bounds[number]
        self._said.remember(quantity, subject, name)
        if not old:
            self._levels[index] = Told(quantity=quantity, subject=subject, metric=name)
        return Claim(
            quantity=quantity,
            sentence=layout.text[start:end],
            sentence_start=start,
            subject=subject.name,
            subject_id=subject.entity_id,
            metric=f"previous {name}" if old else name,
            reference=reference.name if reference else None,
            reference_id=reference.entity_id if reference else None,
            attribution=source.name if source else None,
            modality=find_modality(sentence, place),
            period=period.text if period else None,
            period_start=start_day,
            period_end=end_day,
            confidence=rate_claim(subject, metric),
            negated=is_negated(sentence, place),
            via=source.via if source else None,
        )

    def _find_pointed(self, index: int, sentence: Sentence) -> Candidate | None:
        """Whose the figure before is, in the sentence that "That's up from 9,000" points to."""
        told = self._levels.get(index - 1)
        if told is None or "that" not in sentence.words[:2]:
            return None
        near = sentence.number - self._layout.sentence_at(told.quantity.start) <= _POINTED
        return as_found(told.subject, How.INHERITED) if near else None

    def _find_product(self, sentence: Sentence, index: int) -> Product | None:
        """The product that a figure is a factor or the result of, or is set beside: "..., close to $10 billion"."""
        products = self._products.get(sentence.number)
        if products is None:
            products = self._products[sentence.number] = find_products(sentence, self._layout.quantities)
        before = products.get(index - 1)
        return products.get(index) or (before if before is not None and before.result == index - 1 else None)

    def _recall(self, product: Product, index: int) -> Told | None:
        """Whose a factor was when it was said before; the result is whose its factors are, that with a unit first."""
        own = (index,) if index in product.factors else product.factors
        figures = sorted((self._layout.quantities[i] for i in own), key=lambda figure: not figure.unit)
        recalled = (self._said.recall(figure) for figure in figures)
        return next((told for told in recalled if told is not None and told.subject.label is Label.CHIP), None)

    def _find_level(self, index: int, sentence: Sentence) -> Told | None:
        """The figure before an old one in its sentence that tells what it became."""
        old = self._layout.quantities[index]
        for earlier in range(index - 1, -1, -1):
            if earlier not in sentence.places:
                return None
            told = self._levels.get(earlier)
            if told is not None and (told.quantity.kind, told.quantity.base_unit) == (old.kind, old.base_unit):
                return told if _is_one_move(sentence, earlier, index) else None
        return None

    def _carry(self, metric: Metric, quantity: Quantity, number: int) -> Metric:
        """A ratio that no word explains measures what the figure before it does: "$12 billion, a 20% jump"."""
        if metric.known:
            self._metric = (number, metric)
        elif quantity.kind in (Kind.PERCENT, Kind.RATIO) and self._metric is not None and self._metric[0] == number:
            return replace(self._metric[1], cued=False)
        return metric

    def _date(self, period: Period | None, subject: Candidate, metric: Metric) -> tuple[date | None, date | None]:
        """The days of a period, by the calendar of the company that the figure is about where it goes by that."""
        if period is None:
            return None, None
        if period.fiscal is None or not (period.fiscal.said or metric.name in read_reported()):
            return period.start, period.end
        fiscal = find_calendar(subject.entity_id)
        if fiscal is None:
            return period.start, period.end
        return date_fiscal(period.fiscal, fiscal, published=self._published)

    def _is_of_old(self, period: Period, quantity: Quantity, sentence: Sentence) -> bool:
        """Tell whether a period is that of an old figure right before it: "from $8 billion a year ago"."""
        if period.offset < quantity.end:
            return False
        starts = self._layout.quantity_starts
        last = bisect_left(starts, period.offset) - 1
        place = sentence.places.get(last)
        if place is None or self._layout.quantities[last] is quantity or not is_old_figure(sentence, place):
            return False
        between = self._layout.text[self._layout.quantities[last].end : period.offset]
        return len(between) < _BESIDE and "," not in between

    def _period(self, quantity: Quantity, sentence: Sentence, place: int | None) -> Period | None:
        periods = self._periods.get(sentence.number)
        if periods is None:
            periods = find_periods(self._layout.text, sentence.start, sentence.end, published=self._published)
            self._periods[sentence.number] = periods
        if place is None:
            return None
        clause = sentence.clause_at(place)
        first = sentence.nodes[clause.first].start
        last = sentence.nodes[clause.last - 1].end
        outside = [p for p in periods if not quantity.start <= p.offset < quantity.end]
        outside = [p for p in outside if not self._is_of_old(p, quantity, sentence)]
        return choose_period(outside, start=quantity.start, end=quantity.end, clause=(first, last))


def _is_one_move(sentence: Sentence, level: int, old: int) -> bool:
    """Tell whether two quantities of a sentence are the ends of one move: no other clause's verb stands between.

    "Rose to 42% from 38%", "42%, down from 38%"; but not "$4.7 billion for X, whose grant was cut from $6.4 billion".
    """
    first, last = sentence.places[level], sentence.places[old]
    clause = sentence.clause_at(last)
    return clause.first <= first or clause.verb is None or clause.verb > last
