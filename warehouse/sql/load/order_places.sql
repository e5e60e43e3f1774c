-- Grain: entity, claim. Puts all places of claims in order: those of one entity then lie together in the file.
create or replace temp table moved as
select * from claim_places order by entity, published_at desc nulls last, claim;
truncate claim_places;
insert into claim_places select * from moved;
update claim_order set claims = (select count(*) from moved);
drop table moved;
