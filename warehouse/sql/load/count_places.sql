-- One row: how many places of claims there are, and how many of them lie in order.
select
    (select count(*) from claim_places) as places,
    (select claims from claim_order) as in_order;
