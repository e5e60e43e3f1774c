-- Grain: article_id. The newest current articles of each of $hosts, at most $most of each: what new pages are compared with.
with hosted as (
    select
        article_id,
        text,
        regexp_extract(canonical_url, '^https?://(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)', 1) as host,
        coalesce(published_at, fetched_at) as told_at
    from articles
    where is_current
), final as (
    select host, article_id, text
    from hosted
    where host in (select unnest($hosts::json::varchar[]))
    qualify row_number() over (partition by host order by told_at desc, article_id) <= $most
)
select * from final order by host, article_id;
