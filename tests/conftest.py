"""What all tests share: hypothesis neither times single examples nor changes them from run to run."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "negosim", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("negosim")
