# ruff: noqa: E501  (messages are shown whole)
"""Every rule of the format by a file that breaks it, and the first line of what its author then reads."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from example_scenario import EXAMPLE, edited

from negosim import registry
from negosim.errors import InputError, UsageError
from negosim.registry import Parameter, register
from negosim.scenario.checks.all import reference_rules
from negosim.scenario.load import from_plain, load
from negosim.scenario.parse import SHAPE_RULES
from negosim.scenario.starter import STARTER

Say = Callable[[str], list[str]]

BIG = "".join(
    f"  big{i}: {{title: Big, amount: {{from: 0, to: 10000, step: 1}}, status_quo: 0, consent: [usa]}}\n"
    for i in range(5)
)
"""Issues with 10^20 outcomes together."""

TWO_BIG = "".join(BIG.splitlines(keepends=True)[:2])
"""Two of them: 10^8 outcomes."""

CROWD = ", ".join(f"p{i}" for i in range(31))
"""More parties than a list may name."""

Edits = list[tuple[str, str]]

CASES: list[tuple[Edits, str]] = [
    (
        [("title: Who meets first", "title: Who meets first\n    colour: red")],
        "27:5: error[S001]: unknown key 'colour'  (at issues.first_meeting.colour)",
    ),
    (
        [("informed: true", "infromed: true")],
        "85:5: error[S001]: unknown key 'infromed'  (at parties.russia.infromed)",
    ),
    (
        [("rounds: 6", "ronds: 6")],
        "92:42: error[S001]: unknown key 'ronds'  (at meetings.who_first.protocol.ronds)",
    ),
    (
        [("refuses: {above: 200}", "refuses: {abve: 200}")],
        "58:19: error[S001]: unknown key 'abve'  (at parties.ukraine.stances.aid_repaid.refuses.abve)",
    ),
    (
        [("    name: Russia\n", "    nmae: Russia\n")],
        "84:5: error[S001]: unknown key 'nmae'  (at parties.russia.nmae)",
    ),
    (
        [("negosim: 1\n", "negosim: 1\nextends_: other.yaml\n")],
        "2:1: error[S001]: unknown key 'extends_'  (at extends_)",
    ),
    (
        [("    title: Talks about talks\n", "")],
        "88:3: error[S002]: missing key 'title'  (at meetings.who_first)",
    ),
    (
        [("negosim: 1\n", "")],
        "1:1: error[S002]: missing key 'negosim'",
    ),
    (
        [
            (
                "reserve: {points: 3, basis: {kind: inferred}, numbers: {kind: inferred}}",
                "reserve: {points: 3, numbers: {kind: inferred}}",
            )
        ],
        "82:5: error[S002]: missing key 'basis'  (at parties.usa.reserve)",
    ),
    (
        [("  minerals:\n    title", "  Minerals:\n    title")],
        "9:3: error[S003]: 'Minerals' cannot be a key  (at issues.Minerals)",
    ),
    (
        [("    name: Russia\n", "    name: [Russia]\n")],
        "84:11: error[S004]: expected text, found a list  (at parties.russia.name)",
    ),
    (
        [("rounds: 6", "rounds: 6.5")],
        "92:50: error[S004]: expected a whole number, found the number 6.5  (at meetings.who_first.protocol.rounds)",
    ),
    (
        [("informed: true", "informed: 'true'")],
        "85:15: error[S004]: expected true or false, found text 'true'  (at parties.russia.informed)",
    ),
    (
        [("parties: [ukraine, usa, russia]", "parties: ukraine")],
        "90:14: error[S004]: expected a list, found text 'ukraine'  (at meetings.who_first.parties)",
    ),
    (
        [("    consent: [ukraine, russia]", "    consent: ukraine")],
        "34:14: error[S004]: expected a list, found text 'ukraine'  (at issues.ceasefire.consent)",
    ),
    (
        [("reserve: [1, 2]", "reserve: much")],
        "72:14: error[S004]: expected a number, found text 'much'  (at parties.ukraine.reserve)",
    ),
    (
        [("weight: 30", "weight: [3, x]")],
        "79:21: error[S004]: expected a number, found text 'x'  (at parties.usa.stances.minerals.weight.1)",
    ),
    (
        [("step: 50", "step: wide")],
        "39:38: error[S004]: expected a number, found text 'wide'  (at issues.aid_repaid.amount.step)",
    ),
    (
        [("status_quo: open", "status_quo: [open]")],
        "28:17: error[S004]: expected an option, found a list  (at issues.first_meeting.status_quo)",
    ),
    (
        [
            (
                "cost_of_delay:\n      points: [0.2, 0.6]\n      while: {ceasefire: war}\n      basis: {kind: inferred}\n      numbers: {kind: assumed, note: a few points in all}",
                "cost_of_delay: 3",
            )
        ],
        "67:20: error[S004]: expected a mapping, found the number 3  (at parties.ukraine.cost_of_delay)",
    ),
    (
        [
            (
                "numbers: {kind: assumed, note: matters less than guarantees}",
                "numbers: {kind: reported, source: article}",
            )
        ],
        "53:25: error[S005]: expected inferred, assumed or imported, found text 'reported'  (at parties.ukraine.stances.minerals.numbers.kind)",
    ),
    (
        [("negosim: 1\n", "negosim: 3\n")],
        "1:10: error[S005]: expected 1 or 2, found the number 3  (at negosim)",
    ),
    (
        [("weight: 30", "weight: -1")],
        "79:17: error[S006]: expected numbers from 0 up  (at parties.usa.stances.minerals.weight)",
    ),
    (
        [("status_quo: 0", "status_quo: 1e300")],
        "40:17: error[S006]: expected a number between -1e+15 and 1e+15  (at issues.aid_repaid.status_quo)",
    ),
    (
        [("consent: [ukraine, russia]", "consent: [" + CROWD + "]")],
        "34:14: error[S007]: expected at most 30 entries, found 31  (at issues.ceasefire.consent)",
    ),
    (
        [("negosim: 1\n", "negosim: 1\nextnds: other.yaml\n")],
        "2:1: error[S001]: unknown key 'extnds'  (at extnds)",
    ),
    (
        [
            (
                "parties: [ukraine, usa]\n    issues: [minerals, guarantees, aid_repaid]",
                "parties: [ukraine]\n    issues: [minerals]",
            )
        ],
        "98:14: error[R114]: issue 'minerals' has no option on offer here: its consent needs parties not at the table  (at meetings.kyiv_first.issues.0)",
    ),
    (
        [("weight: 30", "weight: 1e300")],
        "79:17: error[S006]: expected a number between -1e+15 and 1e+15  (at parties.usa.stances.minerals.weight)",
    ),
    (
        [("[0, 10]", "[0, 101]")],
        "51:56: error[S006]: expected numbers from 0 to 100  (at parties.ukraine.stances.minerals.values.repay_500)",
    ),
    (
        [("points: [-35, -20]", "points: -2000")],
        "64:17: error[S006]: expected numbers from -1000 to 1000  (at parties.ukraine.linkages.hand_in_hand.points)",
    ),
    (
        [("rounds: 6", "rounds: 0")],
        "92:50: error[S006]: expected at least 1, found the number 0  (at meetings.who_first.protocol.rounds)",
    ),
    (
        [("rounds: 6", "rounds: 10001")],
        "92:50: error[S006]: expected at most 10000, found the number 10001  (at meetings.who_first.protocol.rounds)",
    ),
    (
        [("step: 50", "step: 0")],
        "39:38: error[S006]: expected more than 0, found the number 0  (at issues.aid_repaid.amount.step)",
    ),
    (
        [("consent: [ukraine, russia]", "consent: []")],
        "34:14: error[S007]: expected at least one entry, found none  (at issues.ceasefire.consent)",
    ),
    (
        [("    name: Russia\n", "    name: ''\n")],
        "84:11: error[S007]: expected at least one letter, found none  (at parties.russia.name)",
    ),
    (
        [("when: {minerals: [joint_fund, repay_500], guarantees: none}", "when: {}")],
        "63:15: error[S007]: expected at least one entry, found none  (at parties.ukraine.linkages.hand_in_hand.when)",
    ),
    (
        [("date: 2025-02-23\nsum", "date: 2025-02-31\nsum")],
        "3:7: error[S008]: the calendar has no day 2025-02-31  (at date)",
    ),
    (
        [("begins: usa}", "begins: usa, order: random}")],
        "92:53: error[R125]: with 'order: random' nobody begins by right  (at meetings.who_first.protocol.begins)",
    ),
    (
        [("date: 2025-02-23\nsum", "date: 23 February 2025\nsum")],
        "3:7: error[S008]: expected a date, found text '23 February 2025'  (at date)",
    ),
    (
        [("consent: [ukraine, russia]", "consent: [Ukraine, russia]")],
        "34:15: error[S009]: expected a name like 'joint_fund', found text 'Ukraine'  (at issues.ceasefire.consent.0)",
    ),
    (
        [("weight: 30", "weight: [30, 20]")],
        "79:17: error[S010]: the numbers of a range must not fall: [low, high] or [low, likeliest, high]  (at parties.usa.stances.minerals.weight)",
    ),
    (
        [("weight: 30", "weight: [30]")],
        "79:17: error[S010]: expected a number, [low, high] or [low, likeliest, high]  (at parties.usa.stances.minerals.weight)",
    ),
    (
        [("weight: 30", "weight: [1, 2, 3, 4]")],
        "79:17: error[S010]: expected a number, [low, high] or [low, likeliest, high]  (at parties.usa.stances.minerals.weight)",
    ),
    (
        [("refuses: [repay_500]", "refuses: []")],
        "52:18: error[S011]: expected an option, found an empty list  (at parties.ukraine.stances.minerals.refuses)",
    ),
    (
        [("refuses: {above: 200}", "refuses: {}")],
        "58:18: error[S011]: expected 'above' or 'below', found an empty mapping  (at parties.ukraine.stances.aid_repaid.refuses)",
    ),
    (
        [("from: 0, to: 500", "from: 500, to: 0")],
        "39:13: error[S012]: 'from' must be less than 'to'  (at issues.aid_repaid.amount)",
    ),
    (
        [("step: 50", "step: 70")],
        "39:13: error[S012]: 'to' less 'from' must be a whole number of steps  (at issues.aid_repaid.amount)",
    ),
    (
        [("step: 50", "step: 0.01")],
        "39:13: error[S012]: an amount has at most 10001 numbers; take a wider 'step'  (at issues.aid_repaid.amount)",
    ),
    (
        [("    amount: {from", "    options: {none: Nothing}\n    amount: {from")],
        "37:3: error[S013]: an issue has either 'options' or an 'amount'  (at issues.aid_repaid)",
    ),
    (
        [("    ordered: true\n", "")],
        "18:3: error[S013]: 'positions' need 'options' with 'ordered: true'  (at issues.guarantees)",
    ),
    (
        [
            (
                "    status_quo: 0\n    consent: [ukraine, usa]\n",
                "    status_quo: 0\n    consent: {none: [ukraine, usa]}\n",
            )
        ],
        "37:3: error[S013]: the consent to an amount is one list of parties  (at issues.aid_repaid)",
    ),
    (
        [("    reserve: [1, 2]\n", "    reserve: [1, 2]\n    reservation: 3\n")],
        "44:3: error[S013]: a party has either a 'reserve' or a 'reservation'  (at parties.ukraine)",
    ),
    (
        [("basis: {kind: reported, source: article, paragraphs: [14, 15]}", "basis: {kind: reported}")],
        "65:16: error[S014]: a reported basis needs its 'source'  (at parties.ukraine.linkages.hand_in_hand.basis)",
    ),
    (
        [("numbers: {kind: assumed, note: a third of all}", "numbers: {kind: assumed}")],
        "66:18: error[S014]: assumed numbers need a 'note' with the reason  (at parties.ukraine.linkages.hand_in_hand.numbers)",
    ),
    (
        [
            (
                "exponent: [0.2, 0.4], basis: {kind: inferred}",
                "exponent: [0.2, 0.4], basis: {kind: reported, source: article}",
            )
        ],
        "73:13: error[S014]: a reported tactic with numbers needs 'numbers': where they come from  (at parties.ukraine.tactic)",
    ),
    (
        [("status_quo: open", "status_quo: opn")],
        "28:17: error[R101]: no option 'opn' of issue 'first_meeting'  (at issues.first_meeting.status_quo)",
    ),
    (
        [("status_quo: 0", "status_quo: 25")],
        "40:17: error[R101]: no number '25' of issue 'aid_repaid'  (at issues.aid_repaid.status_quo)",
    ),
    (
        [("joint_fund: 60", "joint_fnd: 60")],
        "80:27: error[R101]: no option 'joint_fnd' of issue 'minerals'  (at parties.usa.stances.minerals.values.joint_fnd)",
    ),
    (
        [("refuses: [repay_500]", "refuses: [none, repay_50]")],
        "52:25: error[R101]: no option 'repay_50' of issue 'minerals'  (at parties.ukraine.stances.minerals.refuses.1)",
    ),
    (
        [("refuses: [repay_500]", "refuses: repay_5000")],
        "52:18: error[R101]: no option 'repay_5000' of issue 'minerals'  (at parties.ukraine.stances.minerals.refuses)",
    ),
    (
        [("100: 70, 500: 0", "110: 70, 500: 0")],
        "57:26: error[R101]: no number '110' of issue 'aid_repaid'  (at parties.ukraine.stances.aid_repaid.values.110)",
    ),
    (
        [("positions: {none: 0, assurances: 1, force: 4}", "positions: {none: 0, assurances: 1, force: 4, treaty: 9}")],
        "22:51: error[R101]: no option 'treaty' of issue 'guarantees'  (at issues.guarantees.positions.treaty)",
    ),
    (
        [("consent: {putin_first: [usa, russia],", "consent: {nobody_first: [usa], putin_first: [usa, russia],")],
        "29:15: error[R101]: no option 'nobody_first' of issue 'first_meeting'  (at issues.first_meeting.consent.nobody_first)",
    ),
    (
        [("from: truce, to: war", "from: truce, to: peace")],
        "36:39: error[R101]: no option 'peace' of issue 'ceasefire'  (at issues.ceasefire.unilateral.0.to)",
    ),
    (
        [("from: truce, to: war", "from: truse, to: war")],
        "36:28: error[R101]: no option 'truse' of issue 'ceasefire'  (at issues.ceasefire.unilateral.0.from)",
    ),
    (
        [
            (
                "when: {minerals: [joint_fund, repay_500], guarantees: none}",
                "when: {minerals: [joint_fund, repay_500], guarantees: nothing}",
            )
        ],
        "63:63: error[R101]: no option 'nothing' of issue 'guarantees'  (at parties.ukraine.linkages.hand_in_hand.when.guarantees)",
    ),
    (
        [("while: {ceasefire: war}", "while: {ceasefire: warr_}")],
        "69:26: error[R101]: no option 'warr_' of issue 'ceasefire'  (at parties.ukraine.cost_of_delay.while.ceasefire)",
    ),
    (
        [("if: {first_meeting: zelenskyy_first}", "if: {first_meeting: zelensky_first}")],
        "96:25: error[R101]: no option 'zelensky_first' of issue 'first_meeting'  (at meetings.kyiv_first.if.first_meeting)",
    ),
    (
        [("if: {first_meeting: zelenskyy_first}", "if: {first_meting: zelenskyy_first}")],
        "96:10: error[R102]: no issue 'first_meting'  (at meetings.kyiv_first.if.first_meting)",
    ),
    (
        [("issues: [minerals, guarantees, aid_repaid]", "issues: [minerals, guarantee, aid_repaid]")],
        "98:24: error[R102]: no issue 'guarantee'  (at meetings.kyiv_first.issues.1)",
    ),
    (
        [("      aid_repaid:\n", "      aid_repayed:\n")],
        "54:7: error[R102]: no issue 'aid_repayed'  (at parties.ukraine.stances.aid_repayed)",
    ),
    (
        [("    consent: [ukraine, russia]", "    consent: [ukraine, rusia]")],
        "34:24: error[R103]: no party 'rusia'  (at issues.ceasefire.consent.1)",
    ),
    (
        [("zelenskyy_first: [ukraine, usa], ", "zelenskyy_first: [ukraine, uk], ")],
        "29:70: error[R103]: no party 'uk'  (at issues.first_meeting.consent.zelenskyy_first.1)",
    ),
    (
        [("parties: [ukraine, usa, russia]", "parties: [ukraine, usa, russia, china]")],
        "90:37: error[R103]: no party 'china'  (at meetings.who_first.parties.3)",
    ),
    (
        [("by: russia", "by: russland")],
        "36:14: error[R103]: no party 'russland'  (at issues.ceasefire.unilateral.0.by)",
    ),
    (
        [("source: article, paragraphs: [14, 15]", "source: artikle, paragraphs: [14, 15]")],
        "65:41: error[R104]: no source 'artikle'  (at parties.ukraine.linkages.hand_in_hand.basis.source)",
    ),
    (
        [("numbers: {kind: assumed, note: a third of all}", "numbers: {kind: inferred, source: book}")],
        "66:43: error[R104]: no source 'book'  (at parties.ukraine.linkages.hand_in_hand.numbers.source)",
    ),
    (
        [("name: boulware", "name: bulware")],
        "73:20: error[R105]: no tactic 'bulware'  (at parties.ukraine.tactic.name)",
    ),
    (
        [("name: boulware", "name: 'my_file.py'")],
        "73:20: error[R105]: no tactic 'my_file.py'  (at parties.ukraine.tactic.name)",
    ),
    (
        [("name: alternating_offers, rounds: 20", "name: alternating_offer, rounds: 20")],
        "99:22: error[R105]: no protocol 'alternating_offer'  (at meetings.kyiv_first.protocol.name)",
    ),
    (
        [("name: alternating_offers, rounds: 20", "name: 'mine.py:Protocol', rounds: 20")],
        "99:22: error[R105]: no protocol 'mine.py:Protocol'  (at meetings.kyiv_first.protocol.name)",
    ),
    (
        [("exponent: [0.2", "expnent: [0.2")],
        "73:30: error[R106]: no parameter 'expnent' of tactic 'boulware'  (at parties.ukraine.tactic.expnent)",
    ),
    (
        [("rounds: 20", "rounds: 20, breakdwn: 0.1")],
        "99:54: error[R106]: no parameter 'breakdwn' of protocol 'alternating_offers'  (at meetings.kyiv_first.protocol.breakdwn)",
    ),
    (
        [("exponent: [0.2, 0.4]", "exponent: [0.2, 4]")],
        "73:40: error[R107]: expected a number from 0.001 to 1  (at parties.ukraine.tactic.exponent)",
    ),
    (
        [("exponent: [0.2, 0.4]", "exponent: much")],
        "73:40: error[R107]: expected a number from 0.001 to 1  (at parties.ukraine.tactic.exponent)",
    ),
    (
        [("name: boulware, exponent: [0.2, 0.4]", "name: mix, model: perfect")],
        "73:32: error[R120]: opponent model 'perfect' uses the others' preferences, and 'ukraine' is not informed  "
        "(at parties.ukraine.tactic.model)",
    ),
    (
        [("begins: usa", "begins: china")],
        "92:61: error[R109]: no party 'china' of meeting 'who_first'  (at meetings.who_first.protocol.begins)",
    ),
    (
        [("refuses: [repay_500]", "refuses: {above: 3}")],
        "52:18: error[R110]: issue 'minerals' has no numbers to be above or below  (at parties.ukraine.stances.minerals.refuses)",
    ),
    (
        [("refuses: {above: 200}", "refuses: {above: 200, below: 210}")],
        "58:18: error[R110]: no number of issue 'aid_repaid' lies between these bounds  (at parties.ukraine.stances.aid_repaid.refuses)",
    ),
    (
        [("weight: 30", "weight: 0")],
        "76:5: error[R111]: all weights are 0  (at parties.usa.stances)",
    ),
    (
        [("weight: 30", "weight: [0, 0, 10]")],
        "76:5: error[R111]: all weights are 0  (at parties.usa.stances)",
    ),
    (
        [(", together: [ukraine, usa, russia]}", "}")],
        "29:5: error[R112]: no consent for together  (at issues.first_meeting.consent)",
    ),
    (
        [("{none: 0, joint_fund: 60, repay_500: 100}", "{joint_fund: 60}")],
        "80:9: error[R113]: no value for none, repay_500  (at parties.usa.stances.minerals.values)",
    ),
    (
        [("100: 70, 500: 0", "100: 70")],
        "57:9: error[R113]: no value for 500  (at parties.ukraine.stances.aid_repaid.values)",
    ),
    (
        [(", force: 4}", "}")],
        "22:5: error[R113]: no position for force  (at issues.guarantees.positions)",
    ),
    (
        [
            ("options: {war: The war goes on, truce: A truce}", "options: {war: The war goes on}"),
            ("issues: [first_meeting]", "issues: [first_meeting, ceasefire]"),
            ("from: truce, to: war", "from: war, to: war"),
        ],
        "91:29: error[R114]: issue 'ceasefire' has no option but the status quo  (at meetings.who_first.issues.1)",
    ),
    (
        [("if: {first_meeting: zelenskyy_first}", "if: {guarantees: [none, force]}")],
        "96:29: error[R115]: no earlier meeting can move issue 'guarantees' to 'force'  (at meetings.kyiv_first.if.guarantees.1)",
    ),
    (
        [("if: {first_meeting: zelenskyy_first}", "if: {aid_repaid: {above: 100}}")],
        "96:22: error[R115]: no earlier meeting can move issue 'aid_repaid' between these bounds  (at meetings.kyiv_first.if.aid_repaid)",
    ),
    (
        [("reserve: [1, 2]", "reservation: [1, 2]")],
        "72:5: error[R116]: 'reservation' is for a single meeting, and there are 2  (at parties.ukraine.reservation)",
    ),
    (
        [("issues:\n  minerals:", "issues:\n" + BIG + "  minerals:")],
        "8:1: error[R117]: 7.9e+22 outcomes are more than negosim can hold (1e+18)  (at issues)",
    ),
    (
        [("parties: [ukraine, usa, russia]", "parties: [ukraine, usa, russia, usa]")],
        "90:37: error[R118]: party 'usa' stands in the list twice  (at meetings.who_first.parties.3)",
    ),
    (
        [("    name: Russia\n", "    name: ukraine\n")],
        "84:11: error[R119]: party 'ukraine' has the name 'ukraine' too  (at parties.russia.name)",
    ),
    (
        [("issues:\n  minerals:", "issues:\n" + TWO_BIG + "  minerals:"), ("guarantees: none}", "big0: 0, big1: 0}")],
        "62:5: error[R121]: big0, big1, minerals are tied so closely that 300,060,023 combinations would be compared (1,000,000 at most)  (at parties.ukraine.linkages)",
    ),
]
"""What is changed in the example, and the one fault that is then told."""


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """The lines of the message that a text gets as `mine.yaml`."""
    monkeypatch.chdir(tmp_path)

    def message(text: str) -> list[str]:
        Path("mine.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load("mine.yaml")
        return str(caught.value).splitlines()

    return message


def heads(lines: list[str]) -> list[str]:
    """The first line of each fault, without the file."""
    return [line.removeprefix("mine.yaml:") for line in lines if line.startswith("mine.yaml:")]


@pytest.mark.parametrize(("edits", "first"), CASES)
def test_says_where_and_what(say: Say, edits: Edits, first: str) -> None:
    assert heads(say(edited(*edits))) == [first]


ELSEWHERE = {
    "S099",
    "R122",
    "R123",
    "R125",
    "R130",
    "R131",
    "R211",
    "R212",
    "R213",
    "R230",
    "R231",
    "R232",
    "R233",
    "R220",
    "R221",
    "R222",
    "R250",
    "R251",
    "R252",
    "R253",
    "R254",
    "R260",
    "R261",
    "R262",
    "R132",
    "R133",
    "R134",
    "R135",
    "R136",
    "R137",
    "R138",
    "R139",
    "R150",
    "R151",
    "R240",
    "R241",
    "R242",
    "R243",
    "R244",
    "R245",
    "R246",
}
"""Codes with cases of their own in the tests of what they are about: order of offers, war, truces, ratifiers, events."""


def test_every_rule_has_a_case() -> None:
    told = {first.partition("error[")[2][:4] for _, first in CASES}
    assert told | ELSEWHERE == set(SHAPE_RULES | reference_rules())


def test_shows_the_line_with_a_caret_and_the_way_out(say: Say) -> None:
    assert say(edited(("rounds: 6", "ronds: 6"))) == [
        "mine.yaml:92:42: error[S001]: unknown key 'ronds'  (at meetings.who_first.protocol.ronds)",
        "   92 |     protocol: {name: alternating_offers, ronds: 6, begins: usa}",
        "      |                                          ^^^^^ did you mean 'rounds'?",
    ]


def test_short_names_are_listed_rather_than_guessed(say: Say) -> None:
    lines = say(edited(("status_quo: open", "status_quo: opn")))
    assert lines[-1].endswith("^^^ it can be: open, putin_first, zelenskyy_first, together")


def test_what_stands_beside_it_already_is_not_suggested(say: Say) -> None:
    lines = say(edited(("parties: [ukraine, usa]", "parties: [ukraine, ukrain]")))
    assert lines[2].endswith("^^^^^^ it can be: usa, russia")
    lines = say(edited(("rounds: 20}", "rounds: 20, round: 7}")))
    assert lines[-1].endswith("^^^^^ it can be: begins, order, breakdown")


def test_a_party_that_was_removed_is_not_taken_for_the_one_that_is_left() -> None:
    data = yaml.safe_load(STARTER)
    del data["parties"]["lowland"]
    with pytest.raises(InputError) as caught:
        from_plain(data, "mine")
    assert {fault.help for fault in caught.value.diagnostics} == {"all that there are stand here already"}


def test_all_faults_of_a_file_come_at_once_in_its_order(say: Say) -> None:
    text = edited(
        ("title: Minerals for security guarantees", "titel: Minerals"),
        ("weight: 30", "weight: [30, 20]"),
        ("informed: true", "informed: maybe"),
    )
    assert [head[:15] for head in heads(say(text))] == ["2:1: error[S001", "79:17: error[S0", "85:15: error[S0"]


def test_several_keys_of_one_mapping(say: Say) -> None:
    """A missing key that was misspelt is one fault; one that was forgotten is another."""
    text = edited(("{name: alternating_offers, rounds: 6, begins: usa}", "{nam: alternating_offers, begns: usa}"))
    assert heads(say(text)) == [
        "92:5: error[S002]: missing key 'rounds'  (at meetings.who_first.protocol)",
        "92:16: error[S001]: unknown key 'nam'  (at meetings.who_first.protocol.nam)",
    ]


def test_consent_of_an_unknown_party_is_told_once(say: Say) -> None:
    """That nobody can then move the issue, nor meet a condition on it, follows and is not told."""
    text = edited(("zelenskyy_first: [ukraine, usa], ", "zelenskyy_first: [ukraine, uk], "))
    assert heads(say(text)) == [
        "29:70: error[R103]: no party 'uk'  (at issues.first_meeting.consent.zelenskyy_first.1)"
    ]


def test_a_change_of_the_command_line_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    with pytest.raises(InputError, match=r"--set:1:\d+: error\[S006\]: expected numbers from 0 up"):
        load(path, ["parties.usa.stances.minerals.weight=-1"])


# Tactics with every kind of parameter, and plug-ins


@pytest.fixture
def fake_tactic(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tactic named `fake` with one parameter of each kind."""
    registry.names("tactic")
    monkeypatch.setitem(registry._entries, "tactic", dict(registry._entries["tactic"]))
    parameters = (
        Parameter("count", "whole", 1, "a count", 1, 5),
        Parameter("share", "number", 0.5, "a share", low=0.0),
        Parameter("mood", "choice", "calm", "a mood", choices=("calm", "angry")),
        Parameter("friend", "party", None, "a party"),
        Parameter("open", "flag", False, "whether"),
    )
    register("tactic", "fake", parameters=parameters)(lambda: None)


def with_tactic(parameters: str) -> str:
    return edited(("name: boulware, exponent: [0.2, 0.4]", f"name: fake, {parameters}"))


@pytest.mark.usefixtures("fake_tactic")
def test_parameters_of_every_kind_are_accepted(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(with_tactic("count: 3, share: [0, 7], mood: angry, friend: russia, open: true"), encoding="utf-8")
    assert load(path).parties["ukraine"].tactic.parameters["mood"] == "angry"


@pytest.mark.usefixtures("fake_tactic")
@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ("count: 2.5", "expected a whole number from 1 to 5"),
        ("count: [1, 2]", "expected a whole number from 1 to 5"),
        ("count: 6", "expected a whole number from 1 to 5"),
        ("share: -1", "expected a number from 0"),
        ("share: true", "expected a number from 0"),
        ("mood: sad", "no choice 'sad'"),
        ("mood: 3", "no choice '3'"),
        ("friend: china", "no party 'china'"),
        ("open: 1", "expected true or false, found the number 1"),
    ],
)
def test_parameters_are_checked_by_their_kind(say: Say, parameters: str, message: str) -> None:
    (head,) = heads(say(with_tactic(parameters)))
    assert f"error[R107]: {message}  (at parties.ukraine.tactic." in head


@pytest.fixture
def tactic_of_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tactic named `fake` that is given a theory by name: `plain` takes a depth, `knowing` is only for the informed."""
    for kind in ("tactic", "theory"):
        registry.names(kind)
        monkeypatch.setitem(registry._entries, kind, dict(registry._entries[kind]))
    register("tactic", "fake", parameters=(Parameter("part", "named", "plain", "a part", of="theory"),))(lambda: None)
    register("theory", "plain", parameters=(Parameter("depth", "whole", 1, "a depth", 1, 5),))(lambda: None)
    register("theory", "knowing", informed=True)(lambda: None)


@pytest.mark.usefixtures("tactic_of_parts")
@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ("part: plane", "error[R107]: no theory 'plane'  (at parties.ukraine.tactic.part)"),
        ("part: plane, depth: 3", "error[R107]: no theory 'plane'  (at parties.ukraine.tactic.part)"),
        (
            "part: plain, depth: 7",
            "error[R107]: expected a whole number from 1 to 5  (at parties.ukraine.tactic.depth)",
        ),
        ("dept: 3", "error[R106]: no parameter 'dept' of tactic 'fake'  (at parties.ukraine.tactic.dept)"),
        (
            "part: knowing",
            "error[R120]: theory 'knowing' uses the others' preferences, and 'ukraine' is not informed  "
            "(at parties.ukraine.tactic.part)",
        ),
    ],
)
def test_what_a_parameter_names_brings_its_own_parameters_along(say: Say, parameters: str, message: str) -> None:
    (head,) = heads(say(with_tactic(parameters)))
    assert message in head


@pytest.mark.usefixtures("tactic_of_parts")
@pytest.mark.parametrize("parameters", ["depth: 3", "part: plain, depth: 3"])
def test_parameters_of_what_is_named_or_named_by_default_are_accepted(tmp_path: Path, parameters: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(with_tactic(parameters), encoding="utf-8")
    assert load(path).parties["ukraine"].tactic.parameters["depth"].low == 3


@pytest.mark.usefixtures("tactic_of_parts")
def test_an_informed_party_may_use_what_uses_the_others_preferences(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    text = edited(
        (
            "    tactic: {name: boulware, exponent: [0.2, 0.4]",
            "    informed: true\n    tactic: {name: fake, part: knowing",
        )
    )
    path.write_text(text, encoding="utf-8")
    assert load(path).parties["ukraine"].informed


def test_a_plug_in_that_cannot_be_loaded_is_named(say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(kind: str, name: str) -> None:
        raise UsageError(f"the plug-in of {kind} {name!r} cannot be loaded")

    monkeypatch.setattr("negosim.scenario.checks.parameters.lookup", broken)
    assert "R105]: the plug-in of tactic 'boulware' cannot be loaded" in say(EXAMPLE)[0]


# Plain data, and files that are made to take long


@pytest.mark.parametrize("junk", ["\ud800", b"bytes", object()])
def test_plain_data_that_no_file_can_hold(junk: Any) -> None:
    with pytest.raises(InputError, match=r"data:1:1: error\[S"):
        from_plain({"negosim": 1, "title": junk}, "data")


def big_issue(options: int, values: str) -> str:
    names = ", ".join(f"option_number_{i}: X" for i in range(options))
    return edited(
        ("options: {war: The war goes on, truce: A truce}", f"options: {{war: W, truce: T, {names}}}"),
        (
            "      aid_repaid:\n        basis: {kind: inferred}\n        weight: 5\n",
            f"{values}      aid_repaid:\n        basis: {{kind: inferred}}\n        weight: 5\n",
        ),
    )


def hostile() -> dict[str, str]:
    strangers = ", ".join(f"optoin_number_{i}: 1" for i in range(3000))
    stance = (
        f"      ceasefire:\n        basis: {{kind: inferred}}\n        weight: 1\n        values: {{{strangers}}}\n"
        "        numbers: {kind: inferred}\n"
    )
    keys = "".join(f"unknown_key_{i}: 1\n" for i in range(9000))
    meetings = "".join(
        f"  m{i}: {{title: M, parties: [ukraine, usa], issues: [aid_repaid, minerals], if: {{aid_repaid: {{above: 1}}}}, "
        "protocol: {name: alternating_offers, rounds: 1}, basis: {kind: assumed}}\n"
        for i in range(900)
    )
    return {
        "misspelt options": big_issue(3000, stance),
        "unknown keys": keys + EXAMPLE,
        "a list of one name": edited(("parties: [ukraine, usa, russia]", f"parties: [{'usa, ' * 40000} usa]")),
        "many meetings": edited(("step: 50", "step: 0.05")) + meetings,
    }


@pytest.mark.parametrize("kind", sorted(hostile()))
def test_faults_are_found_in_bounded_time(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(hostile()[kind], encoding="utf-8")
    start = time.process_time()
    try:
        load(path)
    except InputError as error:
        assert len(error.diagnostics) <= 101
    assert time.process_time() - start < 8
