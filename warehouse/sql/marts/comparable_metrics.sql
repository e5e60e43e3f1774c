-- Grain: metric_key, level_metric. In which metrics the ledger has the levels that a comparison in `metric_key` is about.
create or replace view comparable_metrics as
select * from (
    values
    ('performance', 'total processing performance', 1, 'multiple'),
    ('computing power', 'total processing performance', 1, 'multiple'),
    ('compute', 'total processing performance', 1, 'multiple'),
    ('bandwidth', 'memory bandwidth', 1, 'multiple'),
    ('memory', 'memory capacity', 1, 'multiple'),
    ('energy consumption', 'power', 1, 'multiple'),
    ('power', 'energy consumption', 1, 'multiple'),
    ('chips', 'units shipped', 1, 'multiple'),
    ('units shipped', 'chips', 1, 'multiple'),
    ('revenue share', 'revenue', 1, 'share'),
    ('revenue share', 'order value', 2, 'share'),
    ('revenue share', 'exports', 3, 'share'),
    ('stake', 'market value', 1, 'share'),
    ('stake', 'acquisition price', 2, 'share'),
    ('tariff rate', 'imports', 1, 'share'),
    ('tariff rate', 'exports', 2, 'share')
) as kin (metric_key, level_metric, place, kind);

comment on view comparable_metrics is 'Which levels a comparison may be checked against where the ledger has none of the metric itself. Grain: metric_key, level_metric, kind.';
comment on column comparable_metrics.metric_key is 'The metric of the comparison, in lower case.';
comment on column comparable_metrics.level_metric is 'A metric whose levels will do.';
comment on column comparable_metrics.place is 'Lower goes first; the metric itself goes before all.';
comment on column comparable_metrics.kind is 'multiple: so many times another level; share: so many percent of an amount.';
