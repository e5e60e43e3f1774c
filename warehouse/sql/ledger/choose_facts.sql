-- Grain: fact_id. One part of the facts in `stirred_facts`.
create or replace temp table stirred_part as
select distinct subject_key, fact_id from stirred_facts where hash(fact_id) % $parts = $part;
