"""The buyer's part once more, in a browser that runs no script: everything is there."""

import re
from collections.abc import Callable

from tests.browser import story_buyer as buyer
from tests.browser.hands import PHONE, Hands
from tests.browser.portals import Portal

MERIDIAN = "Freight-risk platform for Meridian Freight"
KESTREL = "Risk scoring for one depot for Kestrel Parcel"


def test_without_script_one_confirms_one_asks_for_changes_and_one_approves_with_a_code(
    demo: Portal, visit: Callable[..., Hands]
) -> None:
    plain = {"viewport": PHONE, "java_script_enabled": False}
    ana = visit(demo, "ana.kovac@kestrelparcel.example", **plain)
    ana.open(demo.link(KESTREL, "Ana Kovač"))
    ana.taps = 0
    ana.press("Continue")
    buyer.confirm_at_once(ana)

    lena = visit(demo, **plain)
    lena.open(demo.link(MERIDIAN, "Lena Vogt"))
    lena.press("Continue")
    buyer.ask_for_changes(lena, "implementation plan", "Training comes before the trial.")

    ingrid = visit(demo, "ingrid.solheim@meridianfreight.example", **plain)
    ingrid.open(demo.link(MERIDIAN, "Ingrid Solheim"))
    ingrid.press("Continue")
    buyer.decide(ingrid, "Ingrid Solheim", "cost–benefit case", "Approve revision 2",
                 re.compile("^Approve revision 2"))  # fmt: skip  # one call
    assert "“Cost versus benefit approved” is closed" in ingrid.words
