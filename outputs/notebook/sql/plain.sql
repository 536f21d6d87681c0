-- One row per row of a table, without its place in the files.
select * exclude (in_file, file_row_number) from each_table
