-- Whether a figure is said not to hold, and through which outlet a speaker's words came.
-- The table is made anew: DuckDB cannot commit two added columns of one table together where it has rows.

create table claims_before as select * from claims;
drop table claims;
create table claims (
    claim_id varchar primary key,
    article_id varchar not null,
    version varchar not null,
    start_pos integer not null,
    end_pos integer not null,
    text varchar not null,
    sentence varchar not null,
    sentence_start integer not null,
    value double,
    high double,
    unit varchar not null,
    unit_name varchar not null,
    kind varchar not null,
    bound varchar not null,
    change varchar,
    concept varchar not null,
    base_value double,
    base_high double,
    base_unit varchar not null,
    subject varchar not null,
    subject_id varchar,
    metric varchar not null,
    reference varchar,
    reference_id varchar,
    attribution varchar,
    modality varchar not null,
    period varchar,
    period_start date,
    period_end date,
    confidence double not null,
    outlet varchar,
    source varchar not null,
    title varchar not null,
    url varchar not null,
    published_at timestamptz,
    subject_read_as varchar,
    reference_read_as varchar,
    via varchar,
    negated boolean
);
insert into claims by name select * from claims_before;
drop table claims_before;
comment on table claims is 'One row per quantity that says something of a subject, in current articles; the article''s own columns are repeated. Grain: claim_id.';
comment on column claims.claim_id is 'Identifier, from article, version, offsets and kind: 16 hex digits.';
comment on column claims.article_id is 'The article, as in articles.';
comment on column claims.version is 'The version, as in articles.';
comment on column claims.start_pos is 'Where the quantity begins in articles.text, in code points from 0.';
comment on column claims.end_pos is 'Where it ends, exclusive.';
comment on column claims.text is 'The quantity as it stands in the text.';
comment on column claims.sentence is 'The sentence as it stands in the text.';
comment on column claims.sentence_start is 'Where the sentence begins in articles.text.';
comment on column claims.value is 'The figure in unit; the lower end of a range; null where only a magnitude is given.';
comment on column claims.high is 'The upper end of a range, else null.';
comment on column claims.unit is 'Canonical symbol (USD, %, TB/s, nm, TPP, x); for counts the counted noun; empty where there is none.';
comment on column claims.unit_name is 'English name of the unit in the singular.';
comment on column claims.kind is 'absolute, percent, money, ratio, count, rank or duration.';
comment on column claims.bound is 'How the figure limits the truth: = exactly, ~ about, < under, > over, <= at most, >= at least.';
comment on column claims.change is 'increase or decrease where the figure is a move or a comparison, else null.';
comment on column claims.concept is 'What is counted or measured, in the words of the text.';
comment on column claims.base_value is 'value in base_unit, so that figures can be compared.';
comment on column claims.base_high is 'high in base_unit.';
comment on column claims.base_unit is 'The one unit of the dimension (B/s for GB/s and TB/s).';
comment on column claims.subject is 'What the claim is about: canonical name, or words of the text.';
comment on column claims.subject_id is 'The subject, as in entities; null where it is no entity.';
comment on column claims.metric is 'Which property of the subject the figure gives.';
comment on column claims.reference is 'What the subject is compared with: canonical name, or words of the text; null where it is not compared.';
comment on column claims.reference_id is 'The reference, as in entities; null where it is no entity.';
comment on column claims.attribution is 'Who says so, null where the outlet itself does.';
comment on column claims.modality is 'How firmly it is said: asserted, planned, expected, denied or hypothetical.';
comment on column claims.period is 'When it holds, in the words of the text; null where the text does not say.';
comment on column claims.period_start is 'First day of the period, null where it could not be dated.';
comment on column claims.period_end is 'Last day of the period, null where it could not be dated.';
comment on column claims.confidence is 'How sure the reading is, 0 to 1.';
comment on column claims.outlet is 'articles.outlet.';
comment on column claims.source is 'articles.source.';
comment on column claims.title is 'articles.title.';
comment on column claims.url is 'articles.url.';
comment on column claims.published_at is 'articles.published_at.';
comment on column claims.subject_read_as is 'The provisional id that the reading gave the subject, where it has been merged into subject_id; else null.';
comment on column claims.reference_read_as is 'The provisional id that the reading gave the reference, where it has been merged into reference_id; else null.';
comment on column claims.via is 'The outlet that the speaker''s words came through ("told Reuters"), null where the text names none.';
comment on column claims.negated is 'Whether the text says that the figure does not hold ("did not sell 20,000 units"); null where it was read before that was asked.';
