-- One row per rule and journey that it cannot judge.
-- Definition: of the rules that judge each journey (judges: journeys): none of the journey's sources
-- gives an input that the rule needs (rule_inputs). Such a rule finds what is absent: a source that
-- never writes it down does not tell that it was absent.
with lacking as (
    select rule_needs.rule, rule_needs.input, came.journey_id
    from rule_needs
    cross join (select distinct journey_id, source from past_events) as came
    left join rule_inputs
        on came.source = rule_inputs.source and rule_needs.input = rule_inputs.input
    where rule_needs.judges = 'journeys' and rule_needs.input is not null
    group by rule_needs.rule, rule_needs.input, came.journey_id
    having count(rule_inputs.input) = 0
)

select distinct rule, journey_id
from lacking
