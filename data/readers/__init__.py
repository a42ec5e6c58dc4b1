"""Files as they are: every format gives the same raw rows."""

from data.readers.opening import FORMATS, open_source
from data.readers.source import MemorySource, RawRow, Source, Value

__all__ = ["FORMATS", "MemorySource", "RawRow", "Source", "Value", "open_source"]
