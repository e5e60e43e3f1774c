-- What makes a page of an answer quick at a million claims: rows that are looked up by one number. A claim as it is shown is
-- one value (claim_cards), which claims an entity has is a narrow table in order (claim_places), and the text of a version
-- is found by its key. All but the key are worked out by sql/ledger, on upgrade for all rows and by every load for its own.

create macro version_key(article_id, version) as md5_number_lower(article_id || version);
comment on macro version_key is 'A version of an article as one number: articles.version_key.';
create macro hex_key(id) as coalesce(try_cast('0x' || id as ubigint), md5_number_lower(id));
comment on macro hex_key is 'An identifier of 16 hex digits as a number, in the same order; of any other, half of its MD5.';
create macro entity_key(id) as md5_number_lower(id);
comment on macro entity_key is 'An entity, or the words that stand for one, as claim_places has it: half of its MD5.';

create table articles_before as select * from articles;
drop table articles;
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
    zoned boolean not null,
    section varchar,
    tags varchar[] not null,
    paywalled boolean not null,
    live boolean not null,
    version_key ubigint primary key
);
insert into articles by name
-- in the order that they have: to sort a million texts takes more memory than there may be
select *, version_key(article_id, version) as version_key from articles_before;
drop table articles_before;
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
comment on column articles.zoned is 'Whether the time of publication is sure; false where the page gave it without a zone, and it was taken as UTC.';
comment on column articles.section is 'The section that the outlet files it under, null where it does not say.';
comment on column articles.tags is 'The tags that the outlet gives it; empty where there are none.';
comment on column articles.paywalled is 'Whether the outlet keeps the whole text from some readers (a paywall or a log-in): the text may then be a teaser.';
comment on column articles.live is 'Whether it is a live blog: many short reports under one title.';
comment on column articles.version_key is 'article_id and version as one number, by which a row is looked up: version_key(article_id, version).';

create table search_articles_before as select * from search_articles;
drop table search_articles;
create table search_articles (
    article_id varchar primary key,
    version varchar not null,
    version_key ubigint not null,
    number integer not null,
    words integer not null
);
insert into search_articles by name
select *, version_key(article_id, version) as version_key from search_articles_before order by number;
drop table search_articles_before;
comment on table search_articles is 'Which articles full-text search knows, and in which version. Grain: article_id.';
comment on column search_articles.article_id is 'The article, as in articles.';
comment on column search_articles.version is 'The version, as in articles.';
comment on column search_articles.number is 'Its number in search_postings and search_arrivals: given in the order of loading, and never again.';
comment on column search_articles.words is 'How many words it has, headline included.';
comment on column search_articles.version_key is 'The same as in articles.';

create table claim_cards (
    claim ubigint primary key,
    card varchar not null
);
comment on table claim_cards is 'Each claim as an answer shows it, in one value, so that a page of them is read at once. Grain: claim.';
comment on column claim_cards.claim is 'hex_key of claims.claim_id.';
comment on column claim_cards.card is 'The columns of claims as a JSON array, dates as text and published_at in microseconds since 1970.';

create table claim_places (
    entity ubigint not null,
    published_at timestamptz,
    claim ubigint not null,
    is_reference boolean not null,
    subject ubigint not null,
    article ubigint not null,
    metric varchar not null,
    speaker varchar,
    outlet varchar,
    modality varchar not null,
    base_unit varchar not null,
    base_value double,
    base_high double
);
comment on table claim_places is 'Which claims are about an entity, or compare something with it, the last published first, with what questions limit them by. In order of entity but for what came last (claim_order). Grain: entity, claim.';
comment on column claim_places.entity is 'entity_key of what the claim is about (claims.subject_id, or subject in lower case where it is no entity), or of claims.reference_id.';
comment on column claim_places.published_at is 'claims.published_at.';
comment on column claim_places.claim is 'The claim, as in claim_cards.';
comment on column claim_places.is_reference is 'Whether the entity is what the claim compares its subject with.';
comment on column claim_places.subject is 'entity_key of what the claim is about.';
comment on column claim_places.article is 'hex_key of claims.article_id.';
comment on column claim_places.metric is 'claims.metric.';
comment on column claim_places.speaker is 'claims.attribution.';
comment on column claim_places.outlet is 'claims.outlet.';
comment on column claim_places.modality is 'claims.modality.';
comment on column claim_places.base_unit is 'claims.base_unit.';
comment on column claim_places.base_value is 'claims.base_value.';
comment on column claim_places.base_high is 'claims.base_high.';

create table article_claims (
    article ubigint primary key,
    claims ubigint[] not null
);
comment on table article_claims is 'The claims of each current article that makes any, in their order in the text. Grain: article.';
comment on column article_claims.article is 'hex_key of articles.article_id.';
comment on column article_claims.claims is 'The claims, as in claim_cards.';

update claim_order set claims = 0;
comment on table claim_order is 'One row: how much of claim_places is in order. Later rows lie behind it until they have become many.';
comment on column claim_order.claims is 'How many rows claim_places had when it was put in order.';
