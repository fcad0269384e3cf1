"""From Python: the few verbs of the library, and a result that shows itself."""

from __future__ import annotations

import json
from pathlib import Path
from pkgutil import iter_modules

import pytest
from matplotlib.axes import Axes

import negosim
from negosim.scenario.starter import STARTER


@pytest.fixture
def river(tmp_path: Path) -> Path:
    path = tmp_path / "river.yaml"
    path.write_text(STARTER.replace("{none: 100, low: 70, high: 0}", "{none: 50, low: 70, high: 0}"), encoding="utf-8")
    return path


def test_every_name_of_the_library_can_be_had() -> None:
    assert all(getattr(negosim, name) is not None for name in negosim.__all__)
    assert set(negosim.__all__) <= set(dir(negosim))
    assert negosim.compare is negosim.analysis.comparison.compare


def test_no_verb_has_the_name_of_a_module_which_would_hide_it_once_it_is_imported() -> None:
    assert not set(negosim.__all__) & {module.name for module in iter_modules(negosim.__path__)}


def test_an_unknown_name_is_said_to_be_none() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        _ = negosim.lod  # type: ignore[attr-defined]  # (no such name: that is tried)


def test_a_run_takes_a_scenario_a_file_or_a_name(river: Path) -> None:
    scenario = negosim.load(river)
    assert negosim.run(scenario).log == negosim.run(river).log == negosim.run(str(river)).log
    assert negosim.run("river_basin").scenario.name == "river_basin"


def test_a_run_has_seed_run_draw_and_changes(river: Path) -> None:
    result = negosim.run(river, seed=3, run=2, draw=True, changes=["meetings.river_talks.protocol.rounds=1"])
    assert (result.seed, result.run, result.drawn) == (3, 2, True)
    assert not result.measures.agreed


def test_a_result_gives_frames(river: Path) -> None:
    result = negosim.run(river)
    offers, outcome, points = result.offers(), result.outcome(), result.points()
    assert list(offers["round"]) == list(range(1, len(offers) + 1))
    assert {"issue.dam", "issue.water", "worth.upland", "worth.lowland"} <= set(offers.columns)
    assert outcome.loc["dam", "option"] == "low"
    assert outcome.loc["dam", "settled"] == "river_talks"
    assert (points["points"] == points["utility"] - points["delay"]).all()
    assert (points["points"] >= points["reservation"]).all()


def test_a_result_gives_all_of_itself_as_plain_data(river: Path) -> None:
    result = negosim.run(river)
    told = json.loads(json.dumps(result.summary()))
    assert (told["scenario"], told["agreed"]) == ("river", True)
    assert told["points"] == result.points()["points"].to_dict()


def test_a_result_draws_on_matplotlibs_axes(river: Path) -> None:
    picture = negosim.run(river).draw("utility_space")
    assert all(isinstance(axes, Axes) for axes in picture.figure.axes)
    with pytest.raises(negosim.UsageError, match="did you mean 'utility_space'"):
        negosim.run(river).draw("utility_spaces")


def test_a_result_shows_itself_in_a_notebook_and_escapes_what_comes_from_a_file(river: Path) -> None:
    river.write_text(river.read_text().replace("title: Sharing a river", 'title: "<script>x</script>"'))
    shown = negosim.run(river)._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown
    assert "<table" in shown
    assert "<svg" in shown


def test_a_result_is_a_record_and_can_be_written_and_read(river: Path, tmp_path: Path) -> None:
    result = negosim.run(river)
    written = result.write(tmp_path / "out", figures=False)
    again = negosim.Result.load(written.folder)
    assert isinstance(again, negosim.Result)
    assert isinstance(again, negosim.Record)
    assert again.points().equals(result.points())
