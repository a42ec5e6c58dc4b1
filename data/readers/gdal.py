"""GDAL behind a fence: no network, no files besides the one that is opened."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType
from typing import cast


@lru_cache(maxsize=1)
def pyogrio() -> ModuleType:
    """The module pyogrio, imported when it is first needed, with network access of GDAL switched off.

    Which driver opens a file is settled by the file's first bytes, looked at before GDAL sees it, and checked
    again after opening; drivers are not unloaded, because exports in the same process need some of them.
    """
    import pyogrio as module  # noqa: PLC0415
    import pyogrio.raw  # noqa: PLC0415

    module.set_gdal_config_options(
        {
            "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
            "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
            "SHAPE_RESTORE_SHX": "NO",
        }
    )
    return cast(ModuleType, module)
