-- One row: how many claims there are beneath the facts that are to be stated again. To those in `stirred_facts` it adds
-- those whose sources may count otherwise now: what an article counts for is said by the story it is in, and by the outlet
-- of the article that it copies.
insert into stirred_facts
with concerned as (
    select article_id from moved_articles
    union
    select article_id from story_articles where duplicate_of in (select article_id from read_articles)
)
select subject_key, fact_id from claim_facts semi join concerned using (article_id)
union
select subject_key, level_fact_id from checks semi join concerned using (article_id) where level_fact_id is not null;
select count(*) from claim_facts semi join stirred_facts using (subject_key, fact_id);
