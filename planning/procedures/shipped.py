"""The profile that comes with Accord."""

from pathlib import Path

_FOLDER = Path(__file__).resolve().parents[2] / "templates" / "procedures"


def shipped_profile(name: str = "england") -> str:
    """The TOML text of a shipped profile, for `install_profile`; reads a small file."""
    return (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
