-- Follow-ups between stories that are not there, or that do not lead forward in time, so that none leads both ways.
with linked as (
    select
        story_links.story_id || ' to ' || story_links.next_story_id as item,
        earlier.story_id is null or later.story_id is null as is_lost,
        coalesce(earlier.started_at < later.started_at, false) as leads_forward
    from story_links
    left join stories as earlier on earlier.story_id = story_links.story_id
    left join stories as later on later.story_id = story_links.next_story_id
), final as (
    select 'story_links' as table_name, item, if(is_lost, 'links what is no story', 'does not lead forward in time') as problem
    from linked
    where is_lost or not leads_forward
)
select * from final order by all;
