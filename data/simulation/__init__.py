"""A small project management system that plays months of reports against the push interface; all of it is made up."""

from data.simulation.client import Unreachable
from data.simulation.plan import Plan, phases
from data.simulation.playing import Tally, play

__all__ = ["Plan", "Tally", "Unreachable", "phases", "play"]
