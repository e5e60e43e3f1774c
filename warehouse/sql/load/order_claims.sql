-- Grain: claim_id. Puts all claims in order of subject and date: those of one subject then lie together in the file.
create or replace temp table moved as
select * from claims order by subject_id, published_at, claim_id;
truncate claims;
insert into claims select * from moved;
update claim_order set claims = (select count(*) from moved);
drop table moved;
