"""Random secrets, of which only a digest is kept."""

import base64
import hashlib
import hmac
import secrets


def new_secret() -> str:
    """256 random bits, fit for a cookie or an address."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of a secret; enough, for there is nothing to guess in 256 random bits."""
    return hashlib.sha256(secret.encode(errors="replace")).digest()


def derived_secret(session_id: str, key: str) -> str:
    """The same secret for the same form of the same session: sent twice, it makes one thing."""
    mixed = hmac.new(session_id.encode(), f"accord token {key}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mixed.digest()).decode().rstrip("=")


def new_session_id(forms_of: str = "") -> str:
    """A cookie: a secret that signs in, and one that its forms are sealed with.

    `forms_of`: the session whose open forms are to stay good; they bear the second part.
    """
    return f"{new_secret()}.{_seal(forms_of) if forms_of else new_secret()}"


def csrf_token(session_id: str) -> str:
    """The form token of a session: only who holds the session's cookie can compute it."""
    seal = _seal(session_id).encode()
    return hmac.new(seal, b"accord form token", hashlib.sha256).hexdigest()


def _seal(session_id: str) -> str:
    return session_id.rpartition(".")[2]


def same(one: str, other: str) -> bool:
    """Equality that takes as long for every answer."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))
