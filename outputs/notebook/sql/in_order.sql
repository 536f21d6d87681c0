-- One row per row of a table, in the order of its files: a filter may turn rows around.
select * exclude (in_file, file_row_number) from each_table
order by in_file, file_row_number
