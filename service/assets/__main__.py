"""`python -m service.assets`: make `service/static`, or say that it is up to date."""

import sys

from service.assets.build import BuildFailed, build


def main() -> int:
    """Build once; the exit status is 1 with one line of reason when it cannot be done."""
    try:
        made = build()
    except BuildFailed as reason:
        sys.stderr.write(f"Assets not built: {reason}\n")
        return 1
    sys.stdout.write("Assets made.\n" if made else "Assets are up to date.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
