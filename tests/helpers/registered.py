"""Literal identities in, clients out."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pyarrow as pa
from literal import at
from tokens import SCHEMA, node

from journeys.linking.features import Identity
from journeys.linking.link import link


def who(given="Jan", family="de Vries", born="1980-03-12", address="1234AB 5", **rest):
    """An identity; None or '' leaves a field empty."""
    postcode, _, number = (address or "").partition(" ")
    return Identity(
        given_name=given or None,
        family_name=family or None,
        birth_date=date.fromisoformat(born) if born else None,
        postcode=postcode or None,
        house_number=number or None,
        **rest,
    )


def table(nodes):
    """Nodes as a table."""
    return pa.Table.from_pylist(nodes, SCHEMA)


def registered(**identities):
    """A table of nodes, by name; each a day later than the one before, or from (identity, from, until)."""
    made = []
    for n, (name, given) in enumerate(identities.items()):
        identity, first, last = given if isinstance(given, tuple) else (given, None, None)
        first_at = at(first) if first else at("2024-01-01") + timedelta(days=n)
        made.append(node(name, identity, "s", first_at, at(last) if last else first_at))
    return table(made)


def linked(nodes, decisions=(), settings=None):
    """What linking makes of a table of nodes."""
    with duckdb.connect() as connection:
        return link(connection, nodes, decisions, settings)


def clients(outcome):
    """Person to client."""
    people = outcome.people
    return dict(zip(people["person"].to_pylist(), people["client_id"].to_pylist(), strict=True))


def rules(outcome):
    """Person to rule."""
    people = outcome.people
    return dict(zip(people["person"].to_pylist(), people["rule"].to_pylist(), strict=True))


def households(outcome):
    """Person to household."""
    people = outcome.people
    return dict(zip(people["person"].to_pylist(), people["household_id"].to_pylist(), strict=True))


def asked(outcome):
    """The pairs that are asked about."""
    review = outcome.review
    return {
        frozenset(pair)
        for pair in zip(review["person_a"].to_pylist(), review["person_b"].to_pylist(), strict=True)
    }
