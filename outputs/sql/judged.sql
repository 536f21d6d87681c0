-- One row: the moment from which the run is judged; null where there is no data.
-- Trap: no table holds it, and no event tells it: a later event or an open journey does not move it.
select cast($as_of as timestamptz) as as_of
