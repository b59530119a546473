"""Reading calendar replies in the dialects that real clients write (decision 0026)."""

from service.calendar.replies.reading import read_reply

__all__ = ["read_reply"]
