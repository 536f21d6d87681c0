-- One row per thing that a reader noticed of a file beside its events, as the file's latest reading has it.
-- Definition: kind says what, n how many rows, values or keys it is about (0: it is no matter of counting),
-- n_over how many others a key is over: cases, or clients of a case number (0: it is no matter of keys).
-- Trap: source_file is null where a note is about no single file, column where it is about no column.
select
    source, nullif(source_file, '') as source_file, nullif("column", '') as "column", kind, n,
    coalesce(n_over, 0) as n_over, nullif(detail, '') as detail
from remarks
order by source, source_file nulls first, kind, "column" nulls first, detail nulls first
