-- One row per curve of $measure: that of all first, and of each group of $kind, the largest first.
-- Definition: table survival_medians.
select group_kind, group_value, n, n_open, median_days
from survival_medians
where measure = $measure and group_kind in ('all', $kind)
order by group_kind = 'all' desc, n desc, group_value
