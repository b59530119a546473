"""Commands that need the settings of this installation."""

import argparse
from typing import Protocol

from service.cli.telling import CONFIGURATION_FAULT, complain
from service.settings import Settings, SettingsFault, load


class Command(Protocol):
    """A module of this folder."""

    def run(self, options: argparse.Namespace, settings: Settings, /) -> int:
        """Do it; the exit code."""
        ...


def run(command: Command, options: argparse.Namespace) -> int:
    """Faults of the settings are told instead, all of them."""
    try:
        return command.run(options, load())
    except SettingsFault as fault:
        complain(fault.faults)
        return CONFIGURATION_FAULT
