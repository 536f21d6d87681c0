-- One row per rule, of the run as a whole: whether it could judge, and the sources that lack what it needs.
-- Definition: rule_status, its rows of no source and no norm; because lists the inputs that lack, and sources
-- are those of its rows with a because.
select
    rule, is_signal, status, n_judged, n_unjudged,
    coalesce(string_split(because, ', '), []) as because,
    (
        select coalesce(list(lacking.source order by lacking.source), [])
        from rule_status as lacking
        where
            lacking.rule = whole.rule and lacking.source is not null
            and lacking.because is not null
    ) as sources
from rule_status as whole
where source is null and norm is null
order by is_signal desc, rule
