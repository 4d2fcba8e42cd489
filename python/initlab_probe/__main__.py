"""`python -m initlab_probe`."""

import sys

from .cli import main

sys.exit(main())
