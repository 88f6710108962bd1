from __future__ import annotations

import sys
from pathlib import Path

# Test modules are imported by path, so the examples they share are put on the path here.
sys.path.insert(0, str(Path(__file__).parent))
