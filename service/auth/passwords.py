"""Argon2id, off the event loop and two at a time, so that signing in never stops the pages."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_AT_ONCE = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")
_hasher = PasswordHasher(time_cost=2, memory_cost=46 * 1024, parallelism=1)


async def hash_password(password: str) -> str:
    """The text to store."""
    return await asyncio.get_running_loop().run_in_executor(
        _AT_ONCE, _hasher.hash, _bytes(password)
    )


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether it is the password; as slow when there is none stored, so nobody learns that."""
    return await asyncio.get_running_loop().run_in_executor(_AT_ONCE, _verify, stored, password)


def needs_rehash(stored: str) -> bool:
    """Whether the stored text was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(stored)


def _verify(stored: str | None, password: str) -> bool:
    try:
        _hasher.verify(stored or _nobody(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@cache
def _nobody() -> str:
    return _hasher.hash(b"nobody has this password")


def _bytes(password: str) -> bytes:
    return password.encode(errors="replace")
