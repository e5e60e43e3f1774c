-- Grain: fact_id and figure. What one story says in numbers, as it was said first; how many say so of themselves, and
-- how many repeat it. Independent sources are counted as in the ledger: a copy counts for what it copies, one outlet and
-- one named speaker count once.
with members as (
    select article_id, coalesce(duplicate_of, article_id) as original_id, duplicate_of is not null as is_copy
    from story_articles
    where story_id = $story_id
), named as (
    select entity_id, count(distinct article_id) as articles from mentions
    where article_id in (select article_id from members where not is_copy)
    group by entity_id
), roots as (
    select article_id, outlet from articles where is_current and article_id in (select original_id from members)
), facts as (
    select claim_id, fact_id, voice, squeezed(via) as via_key from claim_facts
    semi join members using (article_id)
    where is_current
), said as (
    select
        claims.*,
        facts.fact_id,
        members.is_copy,
        coalesce(
            facts.voice, nullif(facts.via_key, ''), nullif(squeezed(roots.outlet), ''), members.original_id
        ) as origin,
        coalesce(claims.base_value::varchar, lower(claims.text)) || coalesce('-' || claims.base_high::varchar, '') as figure
    from claims
    join members using (article_id)
    join facts using (claim_id)
    left join roots on roots.article_id = members.original_id
), counted as (
    select
        fact_id,
        figure,
        arg_min(claim_id, {
            'copy': is_copy, 'at': coalesce(published_at, 'infinity'), 'article': article_id, 'place': start_pos
        }) as claim_id,
        count(distinct article_id) filter (not is_copy) as articles,
        count(distinct article_id) filter (is_copy) as copies,
        count(distinct origin) as sources
    from said
    group by fact_id, figure
), final as (
    select
        said.claim_id,
        said.subject,
        said.subject_id,
        said.metric,
        said.reference,
        said.value,
        said.high,
        said.unit,
        said.bound,
        said.change,
        said.text,
        said.sentence,
        said.attribution,
        said.modality,
        said.confidence,
        said.article_id,
        said.outlet,
        said.source,
        said.url,
        said.published_at,
        counted.articles,
        counted.copies,
        counted.sources,
        named.articles as named_in
    from counted
    join said using (claim_id)
    left join named on named.entity_id = said.subject_id
)
-- Of those with equal support first what is said of the names that the story is about.
select * exclude (named_in) from final
order by
    sources desc,
    articles desc,
    metric in ('number', 'amount', 'ratio'),
    named_in desc nulls last,
    confidence desc,
    published_at nulls last,
    claim_id
limit $count;
