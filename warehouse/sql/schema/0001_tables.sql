-- The tables that analysts rely on, and those that the loads keep for themselves.
-- No FOREIGN KEY and no secondary index on purpose: relationships are checked by `chipwire doctor`.

create table sources (
    source varchar primary key,
    kind varchar not null,
    address varchar not null,
    outlet varchar,
    note varchar
);
comment on table sources is 'One row per source that is crawled or imported. Grain: source.';
comment on column sources.source is 'Name of the source, as in sources.toml.';
comment on column sources.kind is 'How the source lists its articles: feed, sitemap, wordpress, discourse, mirror or local.';
comment on column sources.address is 'Where its listing is read.';
comment on column sources.outlet is 'The outlet it publishes, null where its pages say so themselves.';
comment on column sources.note is 'Licence note of the source, null where there is none.';

create table runs (
    run_id varchar primary key,
    started_at timestamptz not null,
    finished_at timestamptz,
    status varchar not null,
    trigger varchar not null,
    counts json,
    report varchar
);
comment on table runs is 'One row per run that wrote to the warehouse. Grain: run_id.';
comment on column runs.run_id is 'Identifier of the run.';
comment on column runs.started_at is 'When the run began (UTC).';
comment on column runs.finished_at is 'When the run ended (UTC), null while it is under way.';
comment on column runs.status is 'How it ended, as the run says: completed, partial or failed.';
comment on column runs.trigger is 'What started it: run, import, demo or schedule.';
comment on column runs.counts is 'What it did, name to number, as a JSON object.';
comment on column runs.report is 'The run report as text, null where there is none.';

create table fetches (
    run_id varchar not null,
    source varchar not null,
    requests bigint not null,
    pages bigint not null,
    unchanged bigint not null,
    bytes bigint not null,
    errors json,
    seconds double not null,
    finish_reason varchar not null,
    primary key (run_id, source)
);
comment on table fetches is 'What a run fetched from a source. Grain: run_id, source.';
comment on column fetches.run_id is 'The run, as in runs.';
comment on column fetches.source is 'The source, as in sources.';
comment on column fetches.requests is 'Requests sent.';
comment on column fetches.pages is 'Pages that came back with a body.';
comment on column fetches.unchanged is 'Pages that the server said had not changed.';
comment on column fetches.bytes is 'Bytes received.';
comment on column fetches.errors is 'Errors by kind, kind to number, as a JSON object.';
comment on column fetches.seconds is 'How long it took, in seconds.';
comment on column fetches.finish_reason is 'Why the crawl of this source ended, in the words of the spider.';

create table articles (
    article_id varchar not null,
    version varchar not null,
    url varchar not null,
    canonical_url varchar not null,
    source varchar not null,
    outlet varchar,
    title varchar not null,
    text varchar not null,
    authors varchar[] not null,
    published_at timestamptz,
    modified_at timestamptz,
    language varchar,
    fetched_at timestamptz not null,
    archive varchar,
    is_current boolean not null,
    primary key (article_id, version)
);
comment on table articles is 'One row per version of an article; older versions stay as history. Grain: article_id, version.';
comment on column articles.article_id is 'Identifier of the article, from its canonical URL: 16 hex digits.';
comment on column articles.version is 'Identifier of the version, from title and text: 16 hex digits.';
comment on column articles.url is 'Where it was fetched.';
comment on column articles.canonical_url is 'The address that the article gives itself.';
comment on column articles.source is 'The source that it came from, as in sources.';
comment on column articles.outlet is 'Who published it, null where that cannot be told.';
comment on column articles.title is 'Headline.';
comment on column articles.text is 'Clean body; every offset in this warehouse counts its code points.';
comment on column articles.authors is 'By-line, one name each; empty where there is none.';
comment on column articles.published_at is 'When it was published (UTC), null where the page does not say.';
comment on column articles.modified_at is 'When it was last changed (UTC), null where the page does not say.';
comment on column articles.language is 'Language of the text, ISO 639-1, null where it cannot be told.';
comment on column articles.fetched_at is 'When this version was first seen (UTC): when we learned of it.';
comment on column articles.archive is 'The WARC record with the page as it came (FILE.warc.gz#OFFSET), null for a user''s own file.';
comment on column articles.is_current is 'Whether this is the version fetched last; mentions, quantities and claims are of current versions only.';

create table entities (
    entity_id varchar primary key,
    label varchar not null,
    name varchar not null,
    aliases varchar[] not null,
    details json not null,
    in_registry boolean not null
);
comment on table entities is 'Everything that a claim can be about: the whole registry, and a provisional row for each name it does not know. Grain: entity_id.';
comment on column entities.entity_id is 'Identifier in the registry; new:LABEL:NAME for a name that the registry does not know.';
comment on column entities.label is 'CHIP, COMPANY, POLICY, GOV, PERSON or PLACE.';
comment on column entities.name is 'Canonical name.';
comment on column entities.aliases is 'Other spellings.';
comment on column entities.details is 'What only this kind of entity has (vendor, family, ticker, country ...), as a JSON object of texts.';
comment on column entities.in_registry is 'Whether the registry has it; false for a provisional row.';

create table mentions (
    article_id varchar not null,
    version varchar not null,
    start_pos integer not null,
    end_pos integer not null,
    text varchar not null,
    label varchar not null,
    entity_id varchar not null,
    canonical varchar not null
);
comment on table mentions is 'One row per name in the text of a current article. Grain: article_id, version, start_pos, end_pos, label.';
comment on column mentions.article_id is 'The article, as in articles.';
comment on column mentions.version is 'The version, as in articles.';
comment on column mentions.start_pos is 'Where the name begins in articles.text, in code points from 0.';
comment on column mentions.end_pos is 'Where it ends, exclusive.';
comment on column mentions.text is 'The name as it stands in the text.';
comment on column mentions.label is 'CHIP, COMPANY, POLICY, GOV, PERSON or PLACE.';
comment on column mentions.entity_id is 'The entity, as in entities.';
comment on column mentions.canonical is 'Canonical name of the entity.';

create table quantities (
    article_id varchar not null,
    version varchar not null,
    start_pos integer not null,
    end_pos integer not null,
    text varchar not null,
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
    base_unit varchar not null
);
comment on table quantities is 'One row per number that states a quantity in a current article, claim or not. Grain: article_id, version, start_pos, end_pos, kind.';
comment on column quantities.article_id is 'The article, as in articles.';
comment on column quantities.version is 'The version, as in articles.';
comment on column quantities.start_pos is 'Where the quantity begins in articles.text, in code points from 0.';
comment on column quantities.end_pos is 'Where it ends, exclusive.';
comment on column quantities.text is 'The quantity as it stands in the text.';
comment on column quantities.value is 'The figure in unit; the lower end of a range; null where only a magnitude is given.';
comment on column quantities.high is 'The upper end of a range, else null.';
comment on column quantities.unit is 'Canonical symbol (USD, %, TB/s, nm, TPP, x); for counts the counted noun; empty where there is none.';
comment on column quantities.unit_name is 'English name of the unit in the singular.';
comment on column quantities.kind is 'absolute, percent, money, ratio, count, rank or duration.';
comment on column quantities.bound is 'How the figure limits the truth: = exactly, ~ about, < under, > over, <= at most, >= at least.';
comment on column quantities.change is 'increase or decrease where the figure is a move or a comparison, else null.';
comment on column quantities.concept is 'What is counted or measured, in the words of the text.';
comment on column quantities.base_value is 'value in base_unit, so that figures can be compared.';
comment on column quantities.base_high is 'high in base_unit.';
comment on column quantities.base_unit is 'The one unit of the dimension (B/s for GB/s and TB/s).';

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
    published_at timestamptz
);
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

create table embeddings (
    article_id varchar not null,
    version varchar not null,
    model varchar not null,
    revision varchar not null,
    backend varchar not null,
    dimension integer not null,
    vector float[] not null,
    primary key (article_id, model, revision, backend, dimension)
);
comment on table embeddings is 'The vector of each current article. Grain: article_id, model, revision, backend, dimension.';
comment on column embeddings.article_id is 'The article, as in articles.';
comment on column embeddings.version is 'The version, as in articles.';
comment on column embeddings.model is 'Name of the model; vectors compare only where model, revision, backend and dimension are equal.';
comment on column embeddings.revision is 'Revision of the model.';
comment on column embeddings.backend is 'What ran the model.';
comment on column embeddings.dimension is 'Length of the vector.';
comment on column embeddings.vector is 'The vector, of unit length.';

create table stories (
    story_id varchar primary key,
    title varchar not null,
    first_article_id varchar not null,
    outlets varchar[] not null,
    articles integer not null,
    independent integer not null,
    started_at timestamptz,
    updated_at timestamptz
);
comment on table stories is 'One row per event that articles report. Grain: story_id.';
comment on column stories.story_id is 'Identifier of the story.';
comment on column stories.title is 'Its most central headline.';
comment on column stories.first_article_id is 'The article that reported it first, as in articles.';
comment on column stories.outlets is 'The outlets that reported it.';
comment on column stories.articles is 'How many articles it has, copies included.';
comment on column stories.independent is 'How many of them are outlets'' own articles, copies not counted.';
comment on column stories.started_at is 'When the first was published (UTC), null where none has a date.';
comment on column stories.updated_at is 'When the last was published (UTC), null where none has a date.';

create table story_articles (
    article_id varchar primary key,
    story_id varchar not null,
    duplicate_of varchar,
    similarity double not null,
    is_first boolean not null
);
comment on table story_articles is 'Which story an article belongs to. Grain: article_id.';
comment on column story_articles.article_id is 'The article, as in articles.';
comment on column story_articles.story_id is 'The story, as in stories.';
comment on column story_articles.duplicate_of is 'The article that this one is a copy of, null for an outlet''s own article.';
comment on column story_articles.similarity is 'How near it is to its story, or to what it copies: 0 to 1.';
comment on column story_articles.is_first is 'Whether it reported the story first.';

create table watches (
    watch_id varchar primary key,
    name varchar not null,
    question json not null,
    created_at timestamptz not null,
    seen_at timestamptz
);
comment on table watches is 'Questions that a user keeps asking. Grain: watch_id.';
comment on column watches.watch_id is 'Identifier, from the question.';
comment on column watches.name is 'What the user calls it.';
comment on column watches.question is 'The question: entity, metric and conditions, as a JSON object.';
comment on column watches.created_at is 'When it was saved (UTC).';
comment on column watches.seen_at is 'When it was last answered (UTC), null if never.';

create table quarantine (
    quarantine_id varchar primary key,
    stage varchar not null,
    subject varchar not null,
    source varchar not null,
    reason varchar not null,
    sample varchar not null,
    first_seen_run varchar not null
);
comment on table quarantine is 'One row per page, article or row that could not be used; nothing is dropped in silence. Grain: quarantine_id.';
comment on column quarantine.quarantine_id is 'Identifier, from stage, subject, source, reason and sample: the same fault twice is one row.';
comment on column quarantine.stage is 'The stage that refused it.';
comment on column quarantine.subject is 'What was refused: an address, a file, a row.';
comment on column quarantine.source is 'The source it came from, empty where unknown.';
comment on column quarantine.reason is 'Why.';
comment on column quarantine.sample is 'Its first characters.';
comment on column quarantine.first_seen_run is 'The run that met it first, as in runs.';

-- What full-text search sees of a text or of a query. "3 nm" is also found as 3nm and "HBM 3E" as hbm3e; "15,840" is
-- 15840 and "4.8" one word (4p8). The second pass of each pair takes what the first one stepped over (1,234,567).
create macro searchable_numbers(words) as
    regexp_replace(
        regexp_replace(
            regexp_replace(
                regexp_replace(lower(words), '(\d),(\d{3})', '\1\2', 'g'),
                '(\d),(\d{3})', '\1\2', 'g'
            ),
            '(\d)\.(\d)', '\1p\2', 'g'
        ),
        '(\d)\.(\d)', '\1p\2', 'g'
    );
create macro searchable(words) as
    concat_ws(
        ' ',
        searchable_numbers(words),
        regexp_replace(
            array_to_string(
                list_concat(
                    regexp_extract_all(searchable_numbers(words), '\b\d[\dp]* [a-z]{1,4}\b'),
                    regexp_extract_all(searchable_numbers(words), '\b[a-z]{1,6}[ -]\d[\da-z]*\b')
                ),
                chr(10)
            ),
            '[ -]', '', 'g'
        )
    );
create macro squeezed(words) as regexp_replace(strip_accents(lower(words)), '[^\p{L}\p{N}]+', '', 'g');
comment on macro squeezed is 'Letters and digits only, in lower case: "H-200" and "h 200" are one name.';
comment on macro searchable_numbers is 'Lower case, with 15,840 as 15840 and 4.8 as 4p8.';
comment on macro searchable is 'A text or a query as full-text search sees it.';

create table search_text (
    article_id varchar primary key,
    title varchar not null,
    body varchar not null
);
comment on table search_text is 'What full-text search reads of each current article. Grain: article_id.';
comment on column search_text.article_id is 'The article, as in articles.';
comment on column search_text.title is 'Its headline as search sees it.';
comment on column search_text.body is 'Its text as search sees it.';
