"""Files as they are: every format gives the same raw rows."""

from data.readers.opening import FORMATS, check_name, open_source
from data.readers.source import MemorySource, RawRow, Source, Value

__all__ = ["FORMATS", "MemorySource", "RawRow", "Source", "Value", "check_name", "open_source"]
