-- Grain: source, poll. The last $most polls of each source, newest first.
select
    fetches.source,
    coalesce(fetches.started_at, runs.started_at) as polled_at,
    coalesce(fetches.ok, true) as ok,
    coalesce(fetches.failures, 0) as failures,
    coalesce(fetches.fresh, 0) as fresh,
    fetches.advised_minutes,
    coalesce(fetches.quiet_hours, []) as quiet_hours,
    fetches.errors::varchar as errors,
    fetches.finish_reason,
    coalesce(fetches.whole, false) as whole
from fetches
join runs using (run_id)
qualify row_number() over (partition by fetches.source order by polled_at desc, run_id desc) <= $most
order by fetches.source, polled_at desc, run_id desc;
