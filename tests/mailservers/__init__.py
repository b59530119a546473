"""The mail servers of a real organisation, in a folder of their own: Postfix and Dovecot."""

import os
import shutil


def are_installed() -> bool:
    """Whether both are here and may be started: each wants root to give up."""
    return os.geteuid() == 0 and all(map(shutil.which, ("postfix", "dovecot")))
