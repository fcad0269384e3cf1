"""Many draws of a scenario played side by side: a driver for ensembles, whose logs are those of the plain driver.

All draws of a scenario share its issues, its meetings and its rules, and differ only in numbers. So a round is played
in all of them at once, on arrays of (draws, packages), as long as the same stands in them. It is a second way through
the rules, kept for speed alone: a property test holds every log, cost and meeting to those of `course.play`, and a
scenario with anything that `supports` doesn't list is left to the plain driver.
"""

from negosim.negotiation.vectorized.play import play_batch
from negosim.negotiation.vectorized.supported import supports, supports_rules, supports_tactics

__all__ = ["play_batch", "supports", "supports_rules", "supports_tactics"]
