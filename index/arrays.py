"""The shapes of arrays that travel through the index."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Vector: TypeAlias = NDArray[np.float32]
"""float32 (d,) or (n, d), rows L2-normalised."""

Mask: TypeAlias = NDArray[np.bool_]
"""bool (n,), one an entry."""
