-- One row per step of each curve of $measure: that of all, and of each group of $kind.
-- Definition: table survival (Kaplan-Meier).
select group_kind, group_value, days, n_at_risk, n_censored, survival, low, high
from survival
where measure = $measure and group_kind in ('all', $kind)
order by days
