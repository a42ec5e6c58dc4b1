"""Mapping files: what each column of an agency's file means."""

from data.mapping.loading import load_mapping, parse_mapping
from data.mapping.model import Mapping
from data.mapping.rows import Facts, RowMapper

__all__ = ["Facts", "Mapping", "RowMapper", "load_mapping", "parse_mapping"]
