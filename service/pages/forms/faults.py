"""What a reader found wrong, as words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`message` follows the field's label; `part` is the input to put right, "" if only one."""

    message: str
    part: str = ""
