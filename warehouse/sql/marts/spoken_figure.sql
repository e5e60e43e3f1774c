-- A number in words that can be read aloud.
create or replace macro spoken_figure(figure) as
    case
        when abs(figure) >= 1e15 or figure <> 0 and abs(figure) < 1e-3 then printf('%.3g', figure)
        when abs(figure) >= 1e12 then trim(printf('%.3g', figure / 1e12)) || ' trillion'
        when abs(figure) >= 1e9 then trim(printf('%.3g', figure / 1e9)) || ' billion'
        when abs(figure) >= 1e6 then trim(printf('%.3g', figure / 1e6)) || ' million'
        when abs(figure) >= 1e3 then format('{:,}', round(figure)::bigint)
        else printf('%.3g', figure)
    end;
comment on macro spoken_figure is 'A number in three digits, as in 2.5 billion.';
create or replace macro spoken_share(difference) as
    printf(if(abs(difference) >= 0.095, '%.0f', '%.2g'), 100 * abs(difference));
comment on macro spoken_share is 'By how many percent, in two digits: 0.115 is 11.';
