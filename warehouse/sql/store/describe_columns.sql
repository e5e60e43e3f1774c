-- Grain: relation, column. Views first, then tables, each with its columns in their order.
with relations as (
    select 'view' as kind, view_name as relation, comment
    from duckdb_views()
    where schema_name = 'main' and not internal and database_name = current_database()
    union all
    select 'table', table_name, comment
    from duckdb_tables()
    where schema_name = 'main' and not internal and not temporary and database_name = current_database()
), final as (
    select
        relations.kind,
        relations.relation,
        relations.comment,
        columns.column_name,
        columns.data_type,
        columns.comment as column_comment,
        columns.column_index
    from relations
    join duckdb_columns() as columns
        on columns.table_name = relations.relation
        and columns.schema_name = 'main'
        and columns.database_name = current_database()
)
select kind, relation, comment, column_name, data_type, column_comment
from final
order by kind desc, relation, column_index;
