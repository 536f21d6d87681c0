"""The SQL of the two tables that judged rows become: records, and rejected rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.records.key_faults import NOBODY
from connectors.records.staging import CLIENT, DOUBTS, KEY, KNOWN_BY
from journeys.contract import DETAILS, RECORDS, REJECTED
from journeys.engine import parquet, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from connectors.records.faults import Fault
    from connectors.source import Source

SENT: Final = {"client_id": "client", "household_id": "household", "activity_source": "activity"}
EVENT_ID_DIGITS: Final = 20
_IS_NO_HOUSEHOLD: Final = (
    f"coalesce(regexp_matches({DOUBTS}, 'household=({'|'.join(NOBODY)})'), false)"
)


def good_sql(
    source: Source,
    columns: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, str],
    lineage: str,
) -> str:
    """The rows without a fault, as records."""
    constants = {
        "partner": source.partner,
        "domain": source.domain,
        "municipality": source.municipality,
    }
    has_end = "ended_at" in columns
    is_running = (
        f"ended_at is null and {str(source.empty_end == 'running').lower()}" if has_end else "false"
    )
    values = {
        "case_id": "case_id",
        "started_at": "started_at",
        "ended_at": f"case when not ({is_running}) then coalesce(ended_at, started_at) end",
        "is_running": is_running,
        "precision": "case when started_at_is_day then 'day' else 'second' end",
        "cost_eur": "cost_eur",
        "version": "version" if "version" in columns else "null",
        "is_withdrawn": "is_withdrawn",
        "key_doubts": DOUBTS,
    }
    content = ["case_id", "cost_eur", "epoch_us(started_at)", "epoch_us(ended_at)"]
    for column, name in {**SENT, **{name: name for name in DETAILS}}.items():
        values[column] = name if name in columns else "null"
        if name in columns:
            content.append(KNOWN_BY if name == CLIENT else name)
        if constant := constants.get(column):
            values[column] = f"coalesce({values[column]}, {quoted(constant)})"
    if "household" in columns:
        values["household_id"] = f"case when not {_IS_NO_HOUSEHOLD} then household end"
    if KEY in kinds:
        event_id = f'substr("{KEY}", 1, {EVENT_ID_DIGITS})'
    else:
        parts = ", ".join(f"spelled_out({value})" for value in sorted(content))
        values["row_hash"] = f"md5(concat({quoted(source.name)}, '|', {parts}))"
        event_id = (
            f"substr(md5(concat(row_hash, '|', cast(row_number() over"
            f" (partition by row_hash order by source_file, source_row) as varchar))), 1, {EVENT_ID_DIGITS})"
        )
    inner = ", ".join(f"{sql} as {column}" for column, sql in values.items())
    key = f', "{KEY}"' if KEY in kinds else ""
    chosen = ", ".join(
        f"cast({event_id if column == 'event_id' else column} as {kind}) as {column}"
        for column, kind in RECORDS.items()
    )
    return (
        f"select {chosen} from (select {lineage}, {inner}{key} from judged where fault = 0)"
        " order by source_file, source_row, event_id"
    )


def bad_sql(faults: Sequence[Fault], lineage: str, bad: Path) -> str:
    """The rows with a fault, and those that the reader could not take apart."""

    def per_fault(part: Sequence[str]) -> str:
        return (
            "case fault "
            + " ".join(f"when {at} then {sql}" for at, sql in enumerate(part, 1))
            + " end"
        )

    chosen = ", ".join(f'"{column}"' for column in REJECTED)
    return f"""
        select {chosen} from (
            select {lineage},
                {per_fault([quoted(fault.column) for fault in faults])} as "column",
                {per_fault([quoted(fault.reason) for fault in faults])} as reason,
                masked({per_fault([fault.value for fault in faults])}) as value
            from judged where fault > 0
            union all by name
            select {lineage}, "column", reason, value from {parquet([bad])}
        ) order by source_file, source_row"""
