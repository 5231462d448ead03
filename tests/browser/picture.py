"""Makes the README's picture: the room on a phone and at a desk, as the demonstration shows it.

Run it as ``python -m tests.browser.picture`` when the room looks different.
"""

import io
import os
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.conftest import ARGUMENTS
from tests.browser.hands import hands
from tests.browser.portals import Portal, demonstration

PICTURE = Path(__file__).parents[2] / "docs" / "room.png"
PLAN, WHO = "Freight-risk platform for Meridian Freight", "Ingrid Solheim"
HEIGHT, GAP, SHADES = 980, 40, 128
WIDTHS = (390, 1280)
GROUND = (214, 220, 222)


def seen(browser: Browser, portal: Portal) -> list[Image.Image]:
    """Return what Ingrid sees first, on screens of each width."""
    ingrid = hands(browser, portal)
    ingrid.open(portal.link(PLAN, WHO))
    ingrid.press("Continue")
    shots = []
    for width in WIDTHS:
        ingrid.page.set_viewport_size(ViewportSize(width=width, height=HEIGHT))
        ingrid.open("/room/")
        ingrid.page.wait_for_load_state("networkidle")
        shots.append(ingrid.page.screenshot())
    return [Image.open(io.BytesIO(shot)).convert("RGB") for shot in shots]


def beside(pictures: list[Image.Image]) -> Image.Image:
    """Return pictures beside each other, with few colours: text stays sharp, the file small."""
    width = sum(one.width + GAP for one in pictures) + GAP
    whole = Image.new("RGB", (width, HEIGHT + 2 * GAP), GROUND)
    left = GAP
    for one in pictures:
        whole.paste(one, (left, GAP))
        left += one.width + GAP
    return whole.quantize(SHADES, dither=Image.Dither.NONE)


def main() -> None:
    """Fill a demonstration, look at it, and write the picture."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        filled, served = Path(folder, "filled"), Path(folder, "served")
        filled.mkdir()
        Portal(filled).run("demo", "--no-serve", "--folder", str(filled))
        portal = demonstration(filled, served)
        program = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS.split())
        picture = beside(seen(browser, portal))
        browser.close()
        portal.stop()
    picture.save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
