"""Exports of the rebuilt journeys, for other programs."""
