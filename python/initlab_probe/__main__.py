"""`python -m initlab_probe`."""

import sys

from .command.cli import main

sys.exit(main())
