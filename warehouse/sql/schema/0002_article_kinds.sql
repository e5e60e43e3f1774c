-- What an outlet files an article under and how much of it it shows; lines that a host puts on all its pages.
-- The table is made anew: DuckDB cannot commit two added columns of one table together where it has rows.

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
    primary key (article_id, version)
);
insert into articles by name
select *, true as zoned, []::varchar[] as tags, false as paywalled, false as live from articles_before
order by published_at, article_id, version;
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

create table boilerplate (
    host varchar not null,
    line varchar not null,
    only_at_edges boolean not null,
    sample varchar not null,
    learned_at timestamptz not null,
    primary key (host, line)
);
comment on table boilerplate is 'Lines that recur on many pages of a host, and are left out of its articles. A line stays known once it is. Grain: host, line.';
comment on column boilerplate.host is 'The host of the articles'' canonical URLs.';
comment on column boilerplate.line is 'Digest of the line without case and punctuation: 16 hex digits.';
comment on column boilerplate.only_at_edges is 'Whether it is left out only above and below the running text, not between its paragraphs.';
comment on column boilerplate.sample is 'The line as one page has it.';
comment on column boilerplate.learned_at is 'When it was found (UTC): the start of that run.';
