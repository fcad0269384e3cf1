"""Records that earlier versions wrote: they load, replay, and are written as they were."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from negosim.experiments.ensemble.rows import fingerprint
from negosim.negotiation.environment.base import vocabulary
from negosim.negotiation.environment.events import Blow
from negosim.negotiation.facts import PlainFacts
from negosim.negotiation.log import Kind
from negosim.negotiation.record import Record

FOLDER = Path(__file__).parents[1] / "data" / "records"
FINGERPRINTS: dict[str, str] = json.loads((FOLDER / "fingerprints.json").read_text(encoding="utf-8"))
"""Name of a record -> the fingerprint of its log by the version that wrote it."""


def written(name: str) -> str:
    return gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()).decode()


NEWER = {Kind.WAITED, Kind.LAPSED, Kind.RENEWED, Kind.SUSPENDED, Kind.RESUMED, Kind.INITIALLED, Kind.PUT, Kind.FELL}
"""Kinds that only logs of scenarios of version 2 have."""


@pytest.mark.parametrize("name", FINGERPRINTS)
def test_an_old_record_replays_and_is_written_as_it_was(name: str) -> None:
    record = Record.from_dict(json.loads(written(name)))
    assert tuple(record.course.log) == record.log
    assert json.dumps(record.to_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n" == written(name)
    assert fingerprint(record.log) == FINGERPRINTS[name]


def test_the_old_records_hold_every_kind_of_entry_and_all_its_facts() -> None:
    log = [entry for name in FINGERPRINTS for entry in Record.from_dict(json.loads(written(name))).log]
    kinds = {facts_kind for facts in vocabulary().classes for facts_kind in facts.kinds}
    assert {entry.kind for entry in log} == {*Kind, *kinds} - NEWER
    assert not any(isinstance(entry.facts, PlainFacts) for entry in log)
    facts = {one for one in vocabulary().classes if not NEWER.issuperset(one.kinds) and one is not Blow}
    assert {type(entry.facts) for entry in log if entry.plain_facts} >= facts
