-- The articles whose claims a merge, or the undoing of one, changes.
create or replace temp table touched as
select article_id from (
    select * from claims
    union all by name
    select * from past_claims
)
where $provisional_id in (subject_id, subject_read_as, reference_id, reference_read_as)
group by article_id;
