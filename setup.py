"""Packages of the distribution; all else about it stands in setup.cfg.

The YAML files that come with negosim lie beside the package in a checkout and inside it in the wheel, which setup.cfg
cannot say of packages that it finds by itself.
"""

from setuptools import find_packages, setup

SHIPPED = ("conflicts", "exercises", "scenarios")

setup(
    packages=[*find_packages(include=["negosim", "negosim.*"]), *(f"negosim.{name}" for name in SHIPPED)],
    package_dir={f"negosim.{name}": name for name in SHIPPED},
)
