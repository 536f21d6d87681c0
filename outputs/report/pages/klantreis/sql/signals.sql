-- One row per signal of a journey, the gravest first; seqs are the events of this journey that show it.
with evidence as (
    select
        findings.signal_id,
        part_events.place,
        list(part_events.seq order by part_events.seq) as seqs
    from (
        select
            signal_id,
            journey_id,
            unnest(event_ids) as event_id
        from part_findings
    ) as findings
    inner join part_journeys on findings.journey_id = part_journeys.journey_id
    inner join part_events
        on findings.event_id = part_events.event_id and part_journeys.place = part_events.place
    group by findings.signal_id, part_events.place
)

select
    part_journeys.place,
    part_findings.kind,
    part_findings.severity,
    part_findings.is_shared,
    part_findings.template,
    part_findings.figures,
    evidence.seqs
from part_findings
inner join part_journeys on part_findings.journey_id = part_journeys.journey_id
left join evidence
    on part_findings.signal_id = evidence.signal_id and part_journeys.place = evidence.place
order by part_journeys.place, part_findings.gravity, part_findings.since, part_findings.signal_id
