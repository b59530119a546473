"""A chain agrees with the slow model after anything that may happen to it; see the long form."""

from hypothesis import settings

from tests.rules.chain_machine import ChainMachine

TestChains = ChainMachine.TestCase
TestChains.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
