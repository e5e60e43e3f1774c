-- Grain: article_id, version. Every made-up article was seen once.
insert into sightings by name
select article_id, version, fetched_at as last_seen_at from articles;
