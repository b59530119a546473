"""What one sender may ask of the listener."""

LARGEST = 1024 * 1024
"""Bytes of a message. An answer to an invitation has a few kilobytes."""
LONGEST_LINE = 16 * 1024
"""Bytes; the standard says 1,000, and a real answer is not lost for a longer one."""
LONGEST_COMMAND = 1024
CONNECTIONS = 50
CONNECTION_SECONDS = 600.0
"""A connection ends then, whatever it does."""
COMMAND_SECONDS = 60.0
"""Without a command, or from the start of a message to its end."""
RECIPIENTS = 100
REFUSALS = 20
"""Unknown addresses on one connection, before it is closed."""
COMMANDS = 1000
DATABASE_SECONDS = 5.0
"""The sender is told to come back later then."""
LONGEST_ADDRESS = 320
A_DAY = 200
"""Messages to one of our addresses that are kept in a day."""
BYTES_A_DAY = 20 * LARGEST
"""The same in bytes; an answer is a few thousand."""
