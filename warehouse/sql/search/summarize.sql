-- One row: how much there is.
select
    (select count(*) from articles where is_current) as articles,
    (select count(*) from articles) as versions,
    (select count(distinct outlet) from articles where is_current) as outlets,
    (select count(*) from mentions) as mentions,
    (select count(distinct entity_id) from mentions) as entities,
    (select count(*) from quantities) as quantities,
    (select count(*) from claims) as claims,
    (select count(*) from stories) as stories,
    (select count(*) from story_articles where duplicate_of is not null) as copies,
    (select count(*) from quarantine) as quarantined,
    (select min(published_at) from articles where is_current) as earliest,
    (select max(published_at) from articles where is_current) as latest;
