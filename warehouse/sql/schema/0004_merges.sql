-- How sure a link is; and which provisional names stand for an entity of the registry, as a user has said.
-- Tables are made anew: DuckDB cannot commit two added columns of one table together where it has rows.

create table mentions_before as select * from mentions;
drop table mentions;
create table mentions (
    article_id varchar not null,
    version varchar not null,
    start_pos integer not null,
    end_pos integer not null,
    text varchar not null,
    label varchar not null,
    entity_id varchar not null,
    canonical varchar not null,
    score double,
    read_as varchar
);
insert into mentions by name select * from mentions_before;
drop table mentions_before;
comment on table mentions is 'One row per name in the text of a current article. Grain: article_id, version, start_pos, end_pos, label.';
comment on column mentions.article_id is 'The article, as in articles.';
comment on column mentions.version is 'The version, as in articles.';
comment on column mentions.start_pos is 'Where the name begins in articles.text, in code points from 0.';
comment on column mentions.end_pos is 'Where it ends, exclusive.';
comment on column mentions.text is 'The name as it stands in the text.';
comment on column mentions.label is 'CHIP, COMPANY, POLICY, GOV, PERSON or PLACE.';
comment on column mentions.entity_id is 'The entity, as in entities.';
comment on column mentions.canonical is 'Canonical name of the entity.';
comment on column mentions.score is 'How sure it is that the name means this entity: 0 to 1, null where it was read before there were scores.';
comment on column mentions.read_as is 'The provisional id that the reading gave, where it has been merged into entity_id; else null.';

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
    reference_read_as varchar
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

create table merges (
    provisional_id varchar primary key,
    entity_id varchar not null,
    label varchar not null,
    name varchar not null,
    spellings varchar[] not null,
    merged_at timestamptz not null
);
comment on table merges is 'Names that the registry did not know and a user has merged into an entity; every load goes by it. Grain: provisional_id.';
comment on column merges.provisional_id is 'The id that the name had (new:LABEL:NAME); it still finds the entity.';
comment on column merges.entity_id is 'The entity that it stands for, as in entities.';
comment on column merges.label is 'Its label when it was merged.';
comment on column merges.name is 'Its canonical name when it was merged.';
comment on column merges.spellings is 'The spellings that articles had of it, the name among them; they find the entity too.';
comment on column merges.merged_at is 'When it was merged (UTC).';
