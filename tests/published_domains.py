"""Score sheets from the literature that several tests look at."""

from __future__ import annotations

import numpy as np

__all__ = ["itex_cypress"]

# Kersten & Noronha's Inspire case of bicycle parts, as the ANAC 2010 domain carries it: weight, value of each option.
ITEX = (
    (0.28812635027374, (30, 20, 10, 5, 1)),
    (0.1915290482981283, (1, 20, 10, 5)),
    (0.24212575877553694, (10, 25, 1)),
    (0.2782188426525948, (1, 30, 5)),
)


CYPRESS = (
    (0.4700166576535899, (1, 10, 25, 33, 40)),
    (0.1220816713696379, (1, 10, 19, 25)),
    (0.17727008190772825, (15, 6, 1)),
    (0.2306315890690439, (20, 7, 1)),
)


def itex_cypress() -> np.ndarray:
    """Points of Itex and of Cypress, an array (2, 180)."""
    rows = []
    for party in (ITEX, CYPRESS):
        total = np.zeros(1)
        for weight, values in party:
            total = np.add.outer(total, weight * np.array(values) / max(values)).ravel()
        rows.append(total)
    return np.array(rows)
