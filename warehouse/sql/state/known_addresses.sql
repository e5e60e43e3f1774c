-- Grain: address. Where the articles of these hosts were fetched, and what they call themselves.
with addresses as (
    select url as address from articles
    union
    select canonical_url from articles
)
select address
from addresses
where list_contains($hosts::json::varchar[], regexp_extract(lower(address), '^https?://([^/?#]+)', 1));
