-- One row per step of all months' clocks, with its moment.
select step, make_timestamptz(us) as at
from animated_clock_us
