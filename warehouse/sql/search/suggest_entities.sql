-- Grain: name. The names nearest to one that no entity has, best first.
with spellings as (
    select name, unnest(list_append(aliases, name)) as spelling from entities
), compared as (
    select
        name,
        squeezed(spelling) as squeezed_spelling,
        squeezed($name) as squeezed_name
    from spellings
), scored as (
    select
        name,
        max(
            greatest(
                jaro_winkler_similarity(squeezed_spelling, squeezed_name),
                if(
                    length(squeezed_name) > 2 and contains(squeezed_spelling, squeezed_name),
                    0.9 + 0.1 * length(squeezed_name) / length(squeezed_spelling),
                    0
                )
            )
            -- one digit off is another chip, and the likeliest typo: prefer it to a longer name
            - 0.001 * abs(length(squeezed_spelling) - length(squeezed_name))
        ) as score
    from compared
    group by name
)
select name from scored where score >= 0.8 order by score desc, name limit $count;
