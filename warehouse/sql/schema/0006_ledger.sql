-- What the ledger is worked out from: claims of older versions, every claim as an interval of its fact, and comparisons
-- checked against levels. The tables are filled by sql/ledger, on upgrade for all rows and by every load for its own.

create table past_claims as from claims limit 0;
comment on table past_claims is 'Claims of older versions of articles, as they stood until a newer version took their place: history. Columns as in claims. Grain: claim_id.';
comment on column past_claims.claim_id is 'Identifier, from article, version, offsets and kind: 16 hex digits.';
comment on column past_claims.article_id is 'The article, as in articles.';
comment on column past_claims.version is 'The version, as in articles.';
comment on column past_claims.start_pos is 'Where the quantity begins in articles.text, in code points from 0.';
comment on column past_claims.end_pos is 'Where it ends, exclusive.';
comment on column past_claims.text is 'The quantity as it stands in the text.';
comment on column past_claims.sentence is 'The sentence as it stands in the text.';
comment on column past_claims.sentence_start is 'Where the sentence begins in articles.text.';
comment on column past_claims.value is 'The figure in unit; the lower end of a range; null where only a magnitude is given.';
comment on column past_claims.high is 'The upper end of a range, else null.';
comment on column past_claims.unit is 'Canonical symbol (USD, %, TB/s, nm, TPP, x); for counts the counted noun; empty where there is none.';
comment on column past_claims.unit_name is 'English name of the unit in the singular.';
comment on column past_claims.kind is 'absolute, percent, money, ratio, count, rank or duration.';
comment on column past_claims.bound is 'How the figure limits the truth: = exactly, ~ about, < under, > over, <= at most, >= at least.';
comment on column past_claims.change is 'increase or decrease where the figure is a move or a comparison, else null.';
comment on column past_claims.concept is 'What is counted or measured, in the words of the text.';
comment on column past_claims.base_value is 'value in base_unit, so that figures can be compared.';
comment on column past_claims.base_high is 'high in base_unit.';
comment on column past_claims.base_unit is 'The one unit of the dimension (B/s for GB/s and TB/s).';
comment on column past_claims.subject is 'What the claim is about: canonical name, or words of the text.';
comment on column past_claims.subject_id is 'The subject, as in entities; null where it is no entity.';
comment on column past_claims.metric is 'Which property of the subject the figure gives.';
comment on column past_claims.reference is 'What the subject is compared with: canonical name, or words of the text; null where it is not compared.';
comment on column past_claims.reference_id is 'The reference, as in entities; null where it is no entity.';
comment on column past_claims.attribution is 'Who says so, null where the outlet itself does.';
comment on column past_claims.modality is 'How firmly it is said: asserted, planned, expected, denied or hypothetical.';
comment on column past_claims.period is 'When it holds, in the words of the text; null where the text does not say.';
comment on column past_claims.period_start is 'First day of the period, null where it could not be dated.';
comment on column past_claims.period_end is 'Last day of the period, null where it could not be dated.';
comment on column past_claims.confidence is 'How sure the reading is, 0 to 1.';
comment on column past_claims.outlet is 'articles.outlet.';
comment on column past_claims.source is 'articles.source.';
comment on column past_claims.title is 'articles.title.';
comment on column past_claims.url is 'articles.url.';
comment on column past_claims.published_at is 'articles.published_at.';
comment on column past_claims.subject_read_as is 'The provisional id that the reading gave the subject, where it has been merged into subject_id; else null.';
comment on column past_claims.reference_read_as is 'The provisional id that the reading gave the reference, where it has been merged into reference_id; else null.';
comment on column past_claims.via is 'The outlet that the speaker''s words came through ("told Reuters"), null where the text names none.';
comment on column past_claims.negated is 'Whether the text says that the figure does not hold ("did not sell 20,000 units"); null where it was read before that was asked.';

create table claim_facts (
    claim_id varchar not null,
    article_id varchar not null,
    version varchar not null,
    is_current boolean not null,
    fact_id varchar not null,
    subject_key varchar not null,
    subject_id varchar,
    subject varchar not null,
    metric_key varchar not null,
    dimension varchar not null,
    change varchar,
    compared_key varchar,
    reference varchar,
    period_key varchar,
    period varchar,
    period_start date,
    period_end date,
    kind varchar not null,
    text varchar not null,
    unit varchar not null,
    bound varchar not null,
    modality varchar not null,
    attribution varchar,
    voice varchar,
    via varchar,
    outlet varchar,
    source varchar not null,
    start_pos integer not null,
    published_at timestamptz,
    learned_at timestamptz not null,
    known_from timestamptz not null,
    known_until timestamptz,
    firmness tinyint,
    base_value double,
    base_high double,
    low double,
    high double
);
comment on table claim_facts is 'Every claim as the interval of values that it allows, with the fact that it is about and since when it could be read; those of older versions too. A figure given exactly (=) allows half a unit of its last digit either way ("4.8 TB/s" is 4.75 to 4.85; in words "three million" is 2.5 to 3.5 million, "a hundred" 50 to 150 and a fraction 5 % either way); about (~) allows 10 %; the other bounds are open on their side. Grain: claim_id.';
comment on column claim_facts.claim_id is 'The claim, as in claims; as in past_claims where is_current is false.';
comment on column claim_facts.article_id is 'The article, as in articles.';
comment on column claim_facts.version is 'The version, as in articles.';
comment on column claim_facts.is_current is 'Whether the claim is of the article''s current version.';
comment on column claim_facts.fact_id is 'The fact that the claim is about: 16 hex digits, from the keys below.';
comment on column claim_facts.subject_key is 'subject_id, or subject in lower case where it is no entity.';
comment on column claim_facts.subject_id is 'claims.subject_id.';
comment on column claim_facts.subject is 'claims.subject.';
comment on column claim_facts.metric_key is 'metric in lower case.';
comment on column claim_facts.dimension is 'base_unit, or rank for a place in an order, or chips for any count of chips (units, GPUs, accelerators): figures of one dimension can be compared.';
comment on column claim_facts.change is 'claims.change: a move is another fact than a level.';
comment on column claim_facts.compared_key is 'For a ratio, a percentage or a change, what it is relative to: reference_id, or reference in lower case; else null.';
comment on column claim_facts.reference is 'claims.reference.';
comment on column claim_facts.period_key is 'First and last day as START/END, or the words of the text where the period is not dated; null where there is none.';
comment on column claim_facts.period is 'claims.period.';
comment on column claim_facts.period_start is 'claims.period_start.';
comment on column claim_facts.period_end is 'claims.period_end.';
comment on column claim_facts.kind is 'claims.kind.';
comment on column claim_facts.text is 'claims.text.';
comment on column claim_facts.unit is 'claims.unit.';
comment on column claim_facts.bound is 'claims.bound.';
comment on column claim_facts.modality is 'claims.modality.';
comment on column claim_facts.attribution is 'claims.attribution.';
comment on column claim_facts.voice is 'The speaker as one word, where a name is given: the same speaker in two outlets is one source. Null where the outlet answers for the figure.';
comment on column claim_facts.via is 'claims.via.';
comment on column claim_facts.outlet is 'claims.outlet.';
comment on column claim_facts.source is 'claims.source.';
comment on column claim_facts.start_pos is 'claims.start_pos.';
comment on column claim_facts.published_at is 'claims.published_at.';
comment on column claim_facts.learned_at is 'When we first saw this version (UTC): articles.fetched_at.';
comment on column claim_facts.known_from is 'From when it could be read (UTC): when the article was published, or for a later version when that was first seen.';
comment on column claim_facts.known_until is 'When a newer version of the article took its place (UTC), null for the current one.';
comment on column claim_facts.firmness is '1 where a figure is asserted, 2 planned or expected, 3 hypothetical; null where there is no figure, or it is denied or negated.';
comment on column claim_facts.base_value is 'claims.base_value.';
comment on column claim_facts.base_high is 'claims.base_high.';
comment on column claim_facts.low is 'The least value that the claim allows, in the unit of dimension; -infinity where it is open, null without a figure.';
comment on column claim_facts.high is 'The greatest value that the claim allows; infinity where it is open, null without a figure.';

create table checks (
    claim_id varchar not null,
    article_id varchar not null,
    subject_key varchar not null,
    subject varchar not null,
    metric_key varchar not null,
    compared_key varchar,
    said varchar not null,
    said_value double not null,
    said_low double not null,
    said_high double not null,
    formula varchar not null,
    expected double,
    expected_low double,
    expected_high double,
    unit varchar,
    levels varchar[] not null,
    level_fact_id varchar,
    implied_low double,
    implied_high double,
    result varchar not null,
    difference double,
    reason varchar not null
);
comment on table checks is 'Comparisons checked against levels: "six times the H20" against the two levels that the ledger has, "25 % of $10 billion" against the amount. Grain: claim_id.';
comment on column checks.claim_id is 'The comparison, as in claims.';
comment on column checks.article_id is 'Its article, as in articles.';
comment on column checks.subject_key is 'What is compared: claim_facts.subject_key.';
comment on column checks.subject is 'The same as a name.';
comment on column checks.metric_key is 'The metric that is compared, in lower case.';
comment on column checks.compared_key is 'What it is compared with: claim_facts.compared_key; null for a share of an amount.';
comment on column checks.said is 'The comparison in the words of the text.';
comment on column checks.said_value is 'The multiple that it says: 0.75 for 75 percent of, 1.6 for 60 percent more.';
comment on column checks.said_low is 'The least multiple that it allows.';
comment on column checks.said_high is 'The greatest multiple that it allows.';
comment on column checks.formula is 'The check in words.';
comment on column checks.expected is 'What the levels give: the multiple, or for a share of an amount the amount that it comes to; null where a level is missing.';
comment on column checks.expected_low is 'The least that the levels allow.';
comment on column checks.expected_high is 'The greatest that the levels allow.';
comment on column checks.unit is 'The unit of expected: x for a multiple, else that of the amount.';
comment on column checks.levels is 'The claims that give the levels, as in claims; empty where there is none.';
comment on column checks.level_fact_id is 'The fact whose level the comparison implies: claim_facts.fact_id; null where there is none.';
comment on column checks.implied_low is 'The least level that the comparison implies for the subject, in the unit of that fact.';
comment on column checks.implied_high is 'The greatest level that it implies.';
comment on column checks.result is 'holds, does not hold, or cannot be checked.';
comment on column checks.difference is 'By how much expected differs from what was said, as a share of it: 0.1 is 10 percent more; null where it cannot be checked.';
comment on column checks.reason is 'The result in words: by how much it does not hold, or why it cannot be checked.';

-- Worked out into claim_facts from now on.
drop view if exists claim_intervals;
