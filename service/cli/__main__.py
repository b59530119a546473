"""So that processes are started as `python -m service.cli`, wherever the command is installed."""

import sys

from service.cli import main

sys.exit(main())
