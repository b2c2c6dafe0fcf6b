"""`python -m wayfinding` is `wayfinding`."""

import sys

from wayfinding.cli import main

sys.exit(main())
