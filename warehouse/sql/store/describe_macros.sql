-- Grain: macro.
select distinct function_name || '(' || array_to_string(parameters, ', ') || ')' as macro, comment
from duckdb_functions()
where not internal and schema_name = 'main' and database_name = current_database() and function_type in ('macro', 'table_macro')
order by macro;
