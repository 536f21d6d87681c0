-- One row per source row that could not be read, as its file's latest reading has it.
-- Definition: column and reason say what is wrong; value is masked (letters x, digits 9).
select source, source_file, source_row, "column", reason, value
from quarantine
order by source, source_file, source_row
