"""What must always be true in billing: of prices, of the books, and of what insurers are asked and answer."""

from .books import *  # noqa: F403
from .insurance import *  # noqa: F403
from .pricing import *  # noqa: F403
