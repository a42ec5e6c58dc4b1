from __future__ import annotations

import subprocess
import sys


def test_drawing_maps_loads_no_library_for_data_frames() -> None:
    code = "import sys, maps.views; print('pandas' in sys.modules, 'pyarrow' in sys.modules); import pandas"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["False", "False"]
