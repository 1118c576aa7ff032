"""What a page must have for everybody to read it."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

#: Desktop, tablet and phone.
WIDTHS = (1280, 820, 390)


def barriers(page: Page) -> list[tuple[str, list[str]]]:
    """What axe finds serious or critical on the page as it is shown now, with the first places of each."""
    found = Axe().run(page).response["violations"]
    return [
        (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
