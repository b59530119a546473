"""A solver that misbehaves as its order says in the name of the problem."""

import json
import os
import signal
import sys
import time

KINDS = {"dies", "babbles", "hogs", "hangs", "answers_and_dies", "answers_and_hangs"}


def main() -> None:
    """Read the order and do harm."""
    name = json.load(sys.stdin)["asked"]["problem"]["name"]
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if name.startswith("answers"):
        answer = {
            "format": "surge-solution/1",
            "problem": name,
            "status": "feasible",
            "meetings": {},
            "objective": [0, 1, 0, 0, 0, 0],
        }
        sys.stdout.write(json.dumps({"stage": "first", "answer": {"solution": answer}}) + "\n")
        sys.stdout.flush()
    if name == "babbles":
        sys.stdout.write("no JSON\n" + "x" * 1000)
    elif name == "hogs":
        bytearray(4 * 2**30)
    elif name.endswith("hangs"):
        time.sleep(60)
    elif name.endswith("dies"):
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    from service.surge.child import limit_memory

    limit_memory()
    main()
