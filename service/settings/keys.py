"""Whether the DKIM key can be used."""

import stat
from pathlib import Path

from dkim.crypto import UnparsableKeyError, parse_pem_private_key

FEWEST_BITS = 1024


def key_faults(file: str) -> list[str]:
    """What to change about the file, in words; nothing when none is given."""
    if not file:
        return []
    path = Path(file)
    try:
        key = parse_pem_private_key(path.read_bytes())
    except OSError:
        return ["ACCORD_DKIM_KEY_FILE cannot be read: check the path and who may read it."]
    except UnparsableKeyError:
        return ["ACCORD_DKIM_KEY_FILE must hold an RSA private key (openssl genrsa 2048)."]
    if key["modulus"].bit_length() < FEWEST_BITS:
        return ["ACCORD_DKIM_KEY_FILE holds a key that receivers ignore: make one of 2048 bits."]
    if stat.S_IMODE(path.stat().st_mode) & stat.S_IRWXO:
        return ["ACCORD_DKIM_KEY_FILE can be read by everybody: run chmod o= on it."]
    return []
