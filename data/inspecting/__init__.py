"""A look into an unknown file, and a mapping proposed for it."""

from data.inspecting.look import ColumnLook, Inspection, inspect
from data.inspecting.propose import propose_mapping

__all__ = ["ColumnLook", "Inspection", "inspect", "propose_mapping"]
