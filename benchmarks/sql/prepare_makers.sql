-- What articles are made of. Draws are by hash, so that the same numbers give the same ledger; the first places of each
-- list come up far more often than the last ones, as names in the news do.
create or replace temp macro chance(seed, salt) as (hash(seed, salt) % 1000003)::double / 1000003.0;
create or replace temp macro common(seed, salt, places) as floor(places * pow(chance(seed, salt), 3))::bigint;
create or replace temp macro syllable(number) as substring('bakodemifutaregosinuvelorapitudemanokelisurawezobifa', 1 + 2 * (number % 26)::integer, 2);
-- A vocabulary of 40,000: the number of a word in base 26 as syllables.
create or replace temp macro filler(seed, salt) as
    syllable(common(seed, salt * 31, 40000)) || syllable(common(seed, salt * 31, 40000) // 26) || syllable(common(seed, salt * 31, 40000) // 676);
create or replace temp table made_subjects as
select entity_id, name, label, row_number() over (order by hash(entity_id)) - 1 as place
from entities where label in ('CHIP', 'COMPANY', 'POLICY') and in_registry;
create or replace temp table made_names as
select entity_id, name, label, row_number() over (order by hash(entity_id, 2)) - 1 as place
from entities where in_registry;
create or replace temp table made_speakers as
select 'Speaker ' || syllable(n) || syllable(n // 26) as name, n as place from range(400) as numbers(n);
create or replace temp table made_metrics as
select *, row_number() over (order by hash(metric)) - 1 as place
from (
    values
    ('memory bandwidth', 'TB/s', 'terabyte per second', 'absolute', 'B/s', 1e12, 0.5, 20.0, false),
    ('price', 'USD', 'dollar', 'money', 'USD', 1.0, 1000.0, 60000.0, true),
    ('memory capacity', 'GB', 'gigabyte', 'absolute', 'B', 1e9, 16.0, 512.0, true),
    ('shipments', 'units', 'unit', 'count', 'units', 1.0, 1000.0, 900000.0, true),
    ('revenue', 'USD', 'dollar', 'money', 'USD', 1.0, 1e6, 9e10, true),
    ('power', 'W', 'watt', 'absolute', 'W', 1.0, 50.0, 1400.0, true),
    ('share of the market', '%', 'percentage', 'percent', '%', 1.0, 1.0, 99.0, false),
    ('total processing performance', 'TPP', 'TPP', 'absolute', 'TPP', 1.0, 600.0, 40000.0, true),
    ('process node', 'nm', 'nanometre', 'absolute', 'm', 1e-9, 2.0, 28.0, true),
    ('capacity', 'wafers', 'wafer', 'count', 'wafers', 1.0, 1000.0, 200000.0, true),
    ('die size', 'mm²', 'square millimetre', 'absolute', 'm²', 1e-6, 50.0, 860.0, true),
    ('investment', 'USD', 'dollar', 'money', 'USD', 1.0, 1e7, 5e11, true),
    ('speed', 'GHz', 'gigahertz', 'absolute', 'Hz', 1e9, 0.8, 6.0, false),
    ('yield', '%', 'percentage', 'percent', '%', 1.0, 10.0, 95.0, false),
    ('tariff', '%', 'percentage', 'percent', '%', 1.0, 1.0, 100.0, true),
    ('employees', 'people', 'person', 'count', 'people', 1.0, 10.0, 200000.0, true)
) as metrics (metric, unit, unit_name, kind, base_unit, factor, low, high, whole);
