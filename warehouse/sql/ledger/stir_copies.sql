-- One row: how many claims there are beneath the facts that are to be stated again. To those in `stirred_facts` it adds
-- those whose sources may count otherwise now: what an article counts for is said by the story it is in, and by the outlet
-- of the article that it copies.
create temp table if not exists touched (article_id varchar);
create temp table if not exists moved_articles (article_id varchar);
create temp table if not exists stirred_facts (subject_key varchar, fact_id varchar);
insert into stirred_facts
with concerned as (
    select article_id from moved_articles
    union
    select article_id from story_articles where duplicate_of in (select article_id from touched)
)
select subject_key, fact_id from claim_facts semi join concerned using (article_id)
union
select subject_key, level_fact_id from checks semi join concerned using (article_id) where level_fact_id is not null;
select count(*) from claim_facts semi join stirred_facts using (subject_key, fact_id);
