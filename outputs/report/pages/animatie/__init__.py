"""The animation: a month of journeys that flow over the map, those that are open shown as open."""

from outputs.report.pages.animatie.keys import MapKeys, keys_of
from outputs.report.pages.animatie.prepare import prepare_animation
from outputs.report.pages.animatie.write import write_animation

__all__ = ["MapKeys", "keys_of", "prepare_animation", "write_animation"]
