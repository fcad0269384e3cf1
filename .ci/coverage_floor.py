"""Hold the coverage of lines and that of branches to a floor, each by itself: `coverage_floor.py FILE.json PERCENT`."""

import json
import sys
from pathlib import Path


def main(report: str, floor: float) -> int:
    """0 where both shares reach the floor, else 1; both are printed."""
    totals = json.loads(Path(report).read_text(encoding="utf-8"))["totals"]
    counts = {
        "lines": (totals["covered_lines"], totals["num_statements"]),
        "branches": (totals["covered_branches"], totals["num_branches"]),
    }
    shares = {name: 100 * covered / count if count else 100 for name, (covered, count) in counts.items()}
    print(", ".join(f"{name} {share:.1f} %" for name, share in shares.items()), f"(at least {floor:g} % each)")
    return int(min(shares.values()) < floor)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], float(sys.argv[2])))
