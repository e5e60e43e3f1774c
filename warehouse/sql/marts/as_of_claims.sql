-- Grain: fact_id, claim_id. Every saying of a fact as it stood at `moment` (null: now), as far as it had been learned by
-- `learned_by` (null: whenever), and how it counts. Read by ledger_as_of, ledger_claims and revisions.
create or replace macro ledger_claims_as_of(moment, learned_by := null, about := null, facts_table := 'claim_facts') as table
with known as (
    select
        *,
        known_until is null
        or coalesce(known_until > least(moment::timestamptz, learned_by::timestamptz), false) as stands
    from query_table(facts_table)
    where
        (known_from <= least(moment::timestamptz, learned_by::timestamptz) or moment is null and learned_by is null)
        and (learned_by is null or learned_at <= learned_by::timestamptz)
        and (about is null or subject_key = about)
), implied as (
    -- a comparison that holds says what the level is, too
    select
        known.* replace (
            level_fact_id as fact_id,
            known.text || ' of ' || coalesce(known.reference, known.compared_key) as text,
            null::double as base_value,
            null::double as base_high,
            implied_low as low,
            implied_high as high
        ),
        true as is_implied
    from known
    join checks
        on checks.claim_id = known.claim_id
        and checks.subject_key = known.subject_key
        and checks.result = 'holds'
        and checks.level_fact_id is not null
), sayings as (
    select *, false as is_implied from known
    union all by name
    select * from implied
), placed_stories as (
    select newest.article_id, duplicate_of, nullif(squeezed(root.outlet), '') as root_outlet
    from articles as newest
    left join story_articles on story_articles.article_id = newest.article_id
    left join articles as root on root.article_id = coalesce(duplicate_of, newest.article_id) and root.is_current
    where newest.is_current
), counted as (
    -- a copy counts for the article it copies; a named speaker is one source wherever he is quoted, and so is an outlet,
    -- also where another one repeats what it heard
    select
        sayings.*,
        coalesce(
            voice, nullif(squeezed(via), ''), root_outlet, placed_stories.duplicate_of,
            nullif(squeezed(sayings.outlet), ''), sayings.article_id
        ) as origin,
        placed_stories.duplicate_of as copy_of,
        coalesce(published_at, known_from) as said_at,
        sayings.text || ' (' || concat_ws(', ', attribution, coalesce(sayings.outlet, sayings.source)) || ')' as saying
    from sayings
    left join placed_stories using (article_id)
), spoken as (
    -- the last figure of a speaker, and where in that article: later in time first, then later in the text
    select
        subject_key,
        fact_id,
        firmness,
        voice,
        max_by(
            {'claim_id': claim_id, 'said_at': said_at, 'low': low, 'high': high, 'saying': saying},
            create_sort_key(said_at, 'asc nulls last', article_id, 'asc nulls last', start_pos, 'asc nulls last', claim_id, 'asc nulls last')
        ) as newest
    from counted
    where stands and voice is not null and not is_implied and firmness is not null
    group by subject_key, fact_id, firmness, voice
    having count(*) > 1
), corrections as (
    -- what an article says now where it once said something else
    select
        subject_key,
        fact_id,
        firmness,
        article_id,
        max_by(
            {'claim_id': claim_id, 'low': low, 'high': high, 'saying': saying},
            create_sort_key(start_pos, 'asc nulls last', claim_id, 'asc nulls last')
        ) as corrected
    from counted
    where stands and not is_implied and firmness is not null and article_id in (select article_id from known where not stands)
    group by subject_key, fact_id, firmness, article_id
), weighing as (
    -- forecasts are weighed against each other only where nobody states the fact itself, hypotheses only without either
    select subject_key, fact_id, min(firmness) as firmest
    from counted
    where stands and not is_implied
    group by subject_key, fact_id
), replaced as (
    -- by a later figure of the same speaker, or by a newer version of the article, that cannot hold with it
    select
        counted.*,
        firmest,
        case
            when is_implied or counted.firmness is null then null
            when
                not stands and (low > corrected.high or high < corrected.low)
                then {'claim_id': corrected.claim_id, 'saying': corrected.saying, 'how': 'article'}
            when
                stands and said_at < newest.said_at and (low > newest.high or high < newest.low)
                then {'claim_id': newest.claim_id, 'saying': newest.saying, 'how': 'speaker'}
        end as replacement
    from counted
    left join spoken
        on spoken.subject_key = counted.subject_key
        and spoken.fact_id = counted.fact_id
        and spoken.firmness = counted.firmness
        and spoken.voice = counted.voice
    left join corrections
        on corrections.subject_key = counted.subject_key
        and corrections.fact_id = counted.fact_id
        and corrections.firmness = counted.firmness
        and corrections.article_id = counted.article_id
    left join weighing
        on weighing.subject_key = counted.subject_key
        and weighing.fact_id = counted.fact_id
), final as (
    select
        * exclude (firmest),
        stands and not is_implied and replacement is null and coalesce(firmness = firmest, false) as weighs,
        is_implied and stands and coalesce(firmness <= firmest, false) as supports
    from replaced
)
select * from final;
comment on macro table ledger_claims_as_of is 'ledger_claims as it stood at a moment, with the claims of versions that had been replaced by then (stands is false): ledger_claims_as_of(timestamptz ''2026-03-01''); learned_by := a moment leaves out what we had not fetched by then, about := a subject_key all but that subject.';

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
