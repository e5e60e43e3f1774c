-- Grain: fact_id, claim_id. Every saying of a fact as it stood at `moment` (null: now), as far as it had been learned by
-- `learned_by` (null: whenever), and how it counts. Read by ledger_as_of, ledger_claims and revisions.
create or replace macro ledger_claims_as_of(moment, learned_by := null) as table
with known as (
    -- each of the sources is read once, so that the filter on a subject reaches it
    select
        claim_facts.*,
        known_until is null
        or coalesce(known_until > least(moment::timestamptz, learned_by::timestamptz), false) as stands,
        checks.level_fact_id,
        checks.implied_low,
        checks.implied_high
    from claim_facts
    left join checks
        on checks.claim_id = claim_facts.claim_id
        and checks.subject_key = claim_facts.subject_key
        and checks.result = 'holds'
        and checks.level_fact_id is not null
    where
        (known_from <= least(moment::timestamptz, learned_by::timestamptz) or moment is null and learned_by is null)
        and (learned_by is null or learned_at <= learned_by::timestamptz)
), sayings as (
    -- a comparison that holds says what the level is, too
    select
        known.* exclude (level_fact_id, implied_low, implied_high, fact_id, text, base_value, base_high, low, high),
        ways.is_implied,
        if(ways.is_implied, level_fact_id, fact_id) as fact_id,
        if(ways.is_implied, text || ' of ' || coalesce(reference, compared_key), text) as text,
        if(ways.is_implied, null, base_value) as base_value,
        if(ways.is_implied, null, base_high) as base_high,
        if(ways.is_implied, implied_low, low) as low,
        if(ways.is_implied, implied_high, high) as high
    from known
    cross join (values (false), (true)) as ways (is_implied)
    where not ways.is_implied or level_fact_id is not null
), counted as (
    -- a copy counts for the article it copies; a named speaker is one source wherever he is quoted, and so is an outlet,
    -- also where another one repeats what it heard
    select
        sayings.*,
        coalesce(
            voice, nullif(squeezed(via), ''), nullif(squeezed(root.outlet), ''), story_articles.duplicate_of,
            nullif(squeezed(sayings.outlet), ''), sayings.article_id
        ) as origin,
        story_articles.duplicate_of as copy_of,
        coalesce(published_at, known_from) as said_at,
        sayings.text || ' (' || concat_ws(', ', attribution, coalesce(sayings.outlet, sayings.source)) || ')' as saying
    from sayings
    left join story_articles using (article_id)
    left join (
        select article_id, outlet from articles where is_current
    ) as root on root.article_id = coalesce(story_articles.duplicate_of, sayings.article_id)
), placed as (
    select
        *,
        last_value(if(stands and voice is not null and not is_implied, {
            'claim_id': claim_id, 'said_at': said_at, 'low': low, 'high': high, 'saying': saying
        }, null) ignore nulls) over (
            partition by subject_key, fact_id, firmness, voice
            order by said_at, article_id, start_pos, claim_id
            rows between unbounded preceding and unbounded following
        ) as newest,
        last_value(if(stands and not is_implied, {
            'claim_id': claim_id, 'low': low, 'high': high, 'saying': saying
        }, null) ignore nulls) over (
            partition by subject_key, fact_id, firmness, article_id
            order by start_pos, claim_id
            rows between unbounded preceding and unbounded following
        ) as corrected
    from counted
), replaced as (
    -- by a later figure of the same speaker, or by a newer version of the article, that cannot hold with it
    select
        * exclude (newest, corrected),
        case
            when is_implied or firmness is null then null
            when
                not stands and (low > corrected.high or high < corrected.low)
                then {'claim_id': corrected.claim_id, 'saying': corrected.saying, 'how': 'article'}
            when
                stands and voice is not null and said_at < newest.said_at
                and (low > newest.high or high < newest.low)
                then {'claim_id': newest.claim_id, 'saying': newest.saying, 'how': 'speaker'}
        end as replacement
    from placed
), final as (
    -- forecasts are weighed against each other only where nobody states the fact itself, hypotheses only without either
    select
        *,
        stands and not is_implied and replacement is null and coalesce(
            firmness = min(firmness) filter (stands and not is_implied) over (partition by subject_key, fact_id), false
        ) as weighs,
        is_implied and stands and coalesce(
            firmness <= min(firmness) filter (stands and not is_implied) over (partition by subject_key, fact_id), false
        ) as supports
    from replaced
)
select * from final;
comment on macro table ledger_claims_as_of is 'ledger_claims as it stood at a moment, with the claims of versions that had been replaced by then (stands is false): ledger_claims_as_of(timestamptz ''2026-03-01''); learned_by := a moment leaves out what we had not fetched by then.';

-- Grain: claim_id. Claims as they stood at a moment, columns as in claims.
create or replace macro claims_as_of(moment, learned_by := null) as table
select every_claim.*
from (
    select * from claims
    union all by name
    select * from past_claims
) as every_claim
join claim_facts using (claim_id)
where
    (claim_facts.known_from <= least(moment::timestamptz, learned_by::timestamptz) or moment is null and learned_by is null)
    and (
        claim_facts.known_until is null
        or claim_facts.known_until > least(moment::timestamptz, learned_by::timestamptz)
    )
    and (learned_by is null or claim_facts.learned_at <= learned_by::timestamptz);
comment on macro table claims_as_of is 'Claims as they stood at a moment: claims_as_of(timestamptz ''2026-03-01''), columns as in claims. What had been published by then counts, in the version that could be read then; learned_by := a moment leaves out what we had not fetched by then.';
