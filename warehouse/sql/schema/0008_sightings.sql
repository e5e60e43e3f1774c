-- When each version of an article was last seen, so that an edit that was taken back can be told; whether a crawl read as
-- far down its listing as it should.

create table sightings (
    article_id varchar not null,
    version varchar not null,
    last_seen_at timestamptz not null,
    primary key (article_id, version)
);
insert into sightings by name
select article_id, version, fetched_at as last_seen_at from articles order by article_id, version;
comment on table sightings is 'One row per version of an article: when it was last seen. The version that was seen last is the current one. Grain: article_id, version.';
comment on column sightings.article_id is 'The article, as in articles.';
comment on column sightings.version is 'The version, as in articles.';
comment on column sightings.last_seen_at is 'When the outlet last had this version (UTC); articles.fetched_at says when it had it first.';

alter table fetches add column whole boolean;
comment on column fetches.whole is 'Whether the crawl read as far down as the source is read: to its limit, its end, or pages that an earlier whole crawl left behind. The next crawl does so where this one did not. Null for a run of an older chipwire.';
