-- One row: how many claims there are, and how many lie in order.
select
    (select count(*) from claims) as claims,
    (select claims from claim_order) as in_order;
