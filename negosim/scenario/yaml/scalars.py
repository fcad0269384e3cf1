"""Unquoted scalars: the YAML 1.2 core schema, without words that other YAML readers interpret differently.

Source: YAML 1.2.2, section 10.3 (core schema); the ambiguous words are types of YAML 1.1 (yaml.org/type).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

__all__ = ["MAX_NUMBER", "Fault", "Scalar", "key_fault", "resolve"]

Scalar = str | int | float | bool | None

MAX_NUMBER = 40
"""The largest number of characters of a number."""

_CONSTANTS: dict[str, bool | None] = dict.fromkeys(("", "~", "null", "Null", "NULL"))
_CONSTANTS |= dict.fromkeys(("true", "True", "TRUE"), True)
_CONSTANTS |= dict.fromkeys(("false", "False", "FALSE"), False)

_SWITCHES = frozenset(("yes", "no", "on", "off", "y", "n"))
_NOT_FINITE = frozenset(("inf", ".inf", "infinity", "nan", ".nan"))
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_YAML_1_1 = (
    (re.compile(r"[-+]?[0-9][0-9_]*(:[0-9]+)+(\.[0-9_]*)?"), "a time or a number to the base 60"),
    (re.compile(r"[-+]?0[bBoOxX][0-9a-fA-F_]*"), "a number to another base"),
    (re.compile(r"[-+]?0[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?"), "a number to the base 8 (a leading zero)"),
    (re.compile(r"[-+]?[0-9.][0-9_]*(\.[0-9_]*)?([eE][-+]?[0-9_]+)?"), "a number with an underscore"),
    (re.compile(r"=|<<"), "a sign of YAML itself"),
)


@dataclass(frozen=True)
class Fault:
    """A fault of an unquoted scalar: code, message and remedy."""

    code: str
    message: str
    help: str = ""


def resolve(text: str) -> Scalar | Fault:
    """The value of an unquoted scalar, or why it is refused.

    >>> resolve("0x1F"), resolve("1e3"), resolve("2025-02-17"), resolve("~")
    (31, 1000.0, '2025-02-17', None)
    >>> resolve("no").message
    "'no' is true or false to some YAML readers and text to others"
    """
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text.lower() in _SWITCHES:
        return _ambiguous(text, "true or false", " (or write true or false)")
    if text.lower().lstrip("+-") in _NOT_FINITE:
        return Fault("Y016", f"{text!r} is not a number that can be reckoned with", "write a finite number")
    return _number(text) if text[0] in "+-.=<0123456789" else text


def key_fault(text: str) -> Fault | None:
    """Why an unquoted scalar cannot be a key, or None; numbers can, since keys keep their spelling.

    `on` can, since the format has such a key, and no key that is true.
    """
    if text == "on":
        return None
    value = resolve(text)
    if isinstance(value, Fault):
        return value
    if value is None or isinstance(value, bool):
        return Fault("Y011", f"a key must be text, and {text!r} is not", f'put it in quotes: "{text}"')
    return None


def _number(text: str) -> Scalar | Fault:
    """A number, text that only begins like one, or why it is refused."""
    integer, decimal = _INTEGER.fullmatch(text), _FLOAT.fullmatch(text)
    if not (integer or decimal):
        ambiguous = (meaning for pattern, meaning in _YAML_1_1 if pattern.fullmatch(text))
        meaning = None if text in (".", "-.", "+.") else next(ambiguous, None)
        return text if meaning is None else _ambiguous(text, meaning)
    if len(text) > MAX_NUMBER:
        return Fault("Y008", f"a number of {len(text)} characters", f"at most {MAX_NUMBER}; put text in quotes")
    if integer:
        return int(text, 0)
    if math.isfinite(float(text)):
        return float(text)
    return Fault("Y016", f"the number {text} is too large", "write a finite number")


def _ambiguous(text: str, meaning: str, otherwise: str = "") -> Fault:
    """The refusal of a word that YAML readers interpret differently."""
    shown = text if len(text) <= MAX_NUMBER else text[:MAX_NUMBER] + "…"
    message = f"{shown!r} is {meaning} to some YAML readers and text to others"
    return Fault("Y010", message, f'put it in quotes: "{shown}"{otherwise}')
