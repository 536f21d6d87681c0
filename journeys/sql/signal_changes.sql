-- One row per signal of tonight or of the last complete run: new, still there, or gone.
-- Definition: a night is told by the local date of as_of, so that a night that reads nothing new changes
-- nothing. new: first seen on this date; still: seen on an earlier one; gone: not there any more
-- since this date. since is the date on which it was first seen, n_nights the dates on which it was.
-- What came back after it had been gone on an earlier date is new.
-- Trap: signal_history is this very table of the last complete run.
with tonight as (
    select cast(judged.as_of at time zone settings.timezone as date) as night
    from judged
    cross join settings
),

known as (
    select signal_history.*
    from signal_history
    cross join tonight
    where
        signal_history.gone_on is null
        or (signal_history.gone_on = tonight.night and signal_history.since < tonight.night)
),

laid as (
    select
        coalesce(signals.signal_id, known.signal_id) as signal_id,
        coalesce(signals.kind, known.kind) as kind,
        signals.signal_id is not null as is_there,
        known.since,
        known.last_seen,
        known.n_nights,
        tonight.night
    from signals
    full outer join known on signals.signal_id = known.signal_id
    cross join tonight
)

select
    signal_id,
    kind,
    case
        when not is_there then 'gone'
        when since < night then 'still'
        else 'new'
    end as status,
    least(coalesce(since, night), night) as since,
    case when is_there then greatest(night, coalesce(last_seen, night)) else last_seen end
        as last_seen,
    case
        when n_nights is null then 1
        when is_there and last_seen < night then n_nights + 1
        else n_nights
    end as n_nights,
    case when not is_there then night end as gone_on
from laid
where is_there or since < night
order by signal_id
