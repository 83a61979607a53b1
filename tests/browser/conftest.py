"""The fake assistant stands one folder up, where the other tests of the page use it too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
