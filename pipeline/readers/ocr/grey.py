"""What every room here speaks of: a grey picture, rows of pixels from 0 (black) to 255 (white)."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Grey: TypeAlias = NDArray[np.uint8]
POINTS_PER_INCH = 72
