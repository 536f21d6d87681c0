"""The animation: a month of journeys that flow over the map, those that are open shown as open."""

from outputs.report.animation.keys import MapKeys, keys_of
from outputs.report.animation.prepare import prepare_animation
from outputs.report.animation.write import write_animation

__all__ = ["MapKeys", "keys_of", "prepare_animation", "write_animation"]
