-- One row per month and stay of a journey that is open in it: where it stood when the month began, and
-- each place where it came in it. all_month: it neither came nor went in the month.
select
    months.month,
    stays.*,
    stays.arrived_at >= months.first and stays.before_at is not null as is_step,
    stays.arrived_at < months.first and (stays.next_at is null or stays.next_at > months.last)
        as all_month
from animated_stays as stays
inner join animated_months as months
    on stays.arrived_at <= months.last
    and (stays.next_at is null or stays.next_at >= months.first)
inner join animated_present as present
    on months.month = present.month and stays.journey_id = present.journey_id
