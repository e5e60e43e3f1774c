-- Grain: claim_id. Read by analysts.
create or replace view forecast_outcomes as
with forecasts as (
    select * from claim_facts where is_current and firmness = 2 and period_key is not null
), actuals as (
    select * from claim_facts where is_current and firmness = 1 and period_key is not null
), final as (
    select
        forecasts.claim_id,
        actuals.claim_id as actual_claim_id,
        forecasts.fact_id,
        forecasts.subject_key,
        forecasts.subject,
        forecasts.metric_key as metric,
        forecasts.period,
        forecasts.period_key,
        forecasts.modality,
        forecasts.text as forecast,
        coalesce(forecasts.attribution, forecasts.outlet, forecasts.source) as forecast_by,
        coalesce(forecasts.published_at, forecasts.known_from) as forecast_at,
        actuals.text as actual,
        coalesce(actuals.attribution, actuals.outlet, actuals.source) as actual_by,
        coalesce(actuals.published_at, actuals.known_from) as actual_at,
        case
            when forecasts.low <= actuals.high and forecasts.high >= actuals.low then 'met'
            when actuals.low > forecasts.high then 'above'
            else 'below'
        end as outcome,
        actuals.base_value / nullif(forecasts.base_value, 0) - 1 as difference
    from forecasts
    join actuals using (subject_key, fact_id)
    where coalesce(actuals.published_at, actuals.known_from) > coalesce(forecasts.published_at, forecasts.known_from)
    qualify row_number() over (
        partition by forecasts.claim_id
        order by coalesce(actuals.published_at, actuals.known_from) desc, actuals.claim_id
    ) = 1
)
select * from final;

comment on view forecast_outcomes is 'Forecasts and plans with what came of them: the last published figure that is asserted of the same subject, metric and period. Grain: claim_id.';
comment on column forecast_outcomes.claim_id is 'The forecast or plan, as in claims.';
comment on column forecast_outcomes.actual_claim_id is 'The claim that says what came of it.';
comment on column forecast_outcomes.fact_id is 'The fact of both, as in ledger.';
comment on column forecast_outcomes.subject_key is 'As in ledger.';
comment on column forecast_outcomes.subject is 'As in ledger.';
comment on column forecast_outcomes.metric is 'As in ledger.';
comment on column forecast_outcomes.period is 'The period in the words of the forecast.';
comment on column forecast_outcomes.period_key is 'As in ledger.';
comment on column forecast_outcomes.modality is 'planned or expected.';
comment on column forecast_outcomes.forecast is 'What was forecast, in the words of the text.';
comment on column forecast_outcomes.forecast_by is 'Who said so, or the outlet.';
comment on column forecast_outcomes.forecast_at is 'When (UTC).';
comment on column forecast_outcomes.actual is 'What came of it, in the words of the text.';
comment on column forecast_outcomes.actual_by is 'Who says so, or the outlet.';
comment on column forecast_outcomes.actual_at is 'When (UTC).';
comment on column forecast_outcomes.outcome is 'met: both can hold; above or below: the actual figure is more or less than the forecast allows.';
comment on column forecast_outcomes.difference is 'The actual figure against the forecast, as a share of it: 0.1 is 10 percent more.';
