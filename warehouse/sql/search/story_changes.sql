-- Grain: fact_id, day. Figures of one story's originals that cannot hold with those that were given before in it, and the
-- last one before. A fact that an article gives several figures of, or that had several before, is not one number.
with originals as (
    select article_id from story_articles where story_id = $story_id and duplicate_of is null
), said as (
    select
        claim_id, fact_id, subject, metric_key as metric, text, low, high, published_at, article_id,
        coalesce(attribution, outlet, source) as said_by,
        (published_at at time zone 'UTC')::date as day
    from claim_facts
    semi join originals using (article_id)
    -- what a figure without a name is of may be told only by its sentence
    where is_current and low is not null and published_at is not null and metric_key not in ('number', 'amount', 'ratio')
), settled as (
    select * from said
    qualify
        max(low) over (partition by fact_id, article_id) <= min(high) over (partition by fact_id, article_id)
), compared as (
    select
        later.claim_id,
        max_by(earlier.text, {'at': earlier.published_at, 'claim': earlier.claim_id}) as before,
        max_by(earlier.said_by, {'at': earlier.published_at, 'claim': earlier.claim_id}) as before_by
    from settled as later
    join settled as earlier
        on earlier.fact_id = later.fact_id
        and earlier.published_at < later.published_at
        and earlier.article_id <> later.article_id
    group by later.claim_id
    having
        bool_and(later.low > earlier.high or later.high < earlier.low)
        and max(earlier.low) <= min(earlier.high)
), final as (
    select said.day, said.subject, said.metric, compared.before, compared.before_by, said.text as now, said.said_by as now_by
    from compared
    join said using (claim_id)
    qualify row_number() over (partition by said.fact_id, said.day order by said.published_at, said.claim_id) = 1
)
select * from final order by day, subject, metric limit $count;
