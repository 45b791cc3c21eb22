"""Pictures for README and docs, from a running demo: screenshots.py [--base ADDRESS] [NAME…].

Signs in with the account of the case worker that the demo's start page shows, and writes
docs/images/NAME.png, 1280 px wide, the German interface. Needs playwright (a development
dependency) and Chromium (Debian: apt install chromium).

    ./dw demo --fresh &
    .venv/bin/python scripts/screenshots.py --base http://localhost:8000
"""

import argparse
import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
CHROMIUM = os.environ.get("DIALOGWERK_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
WIDTH = 1280
MOST_BYTES = 250_000
SLUG = "windpark-hohe-heide"
OPEN = "ortsumgehung-musterhausen"
"""Where objections can be raised now; the other one is being answered."""
RECEIPT = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}\b")


def main() -> int:
    parser = argparse.ArgumentParser(description="Take the pictures from a running demo.")
    parser.add_argument("--base", default="http://localhost:8000", help="address of the demo")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"only these of {', '.join(PICTURES)}"
    )
    options = parser.parse_args()
    if unknown := set(options.names) - set(PICTURES):
        parser.error(f"no such picture: {', '.join(sorted(unknown))}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        staff, everyone = new_page(browser, options.base), new_page(browser, options.base)
        sign_in(staff)
        for name in options.names or PICTURES:
            take(PICTURES[name](staff, everyone), name)
        browser.close()
    return 0


def new_page(browser: Browser, base: str) -> Page:
    """A page in a session of its own."""
    context = browser.new_context(
        base_url=base,
        viewport={"width": WIDTH, "height": 900},
        device_scale_factor=1,
        locale="de-DE",
        color_scheme="light",
        reduced_motion="reduce",
    )
    return context.new_page()


def sign_in(page: Page) -> None:
    """Sign in as the case worker whose account stands on the demo's start page."""
    page.goto("/")
    codes = page.locator("tr", has_text="sachbearbeitung@").locator("code").all_inner_texts()
    if len(codes) != 2:
        sys.exit(f"{page.url} shows no account of a case worker. Is it a demo (./dw demo)?")
    page.goto("/konto/login/")
    page.fill("[name=login]", codes[0])
    page.fill("[name=password]", codes[1])
    page.click("main button[type=submit]")


def take(page: Page, name: str) -> None:
    """Write the picture of what the page shows now, down to the lower edge of its window."""
    path = IMAGES / f"{name}.png"
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, caret="hide")
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}: {size:,} bytes")
    if size > MOST_BYTES:
        sys.exit(f"{name}.png is larger than {MOST_BYTES:,} bytes; show less of the page.")


def show(page: Page, address: str, height: int) -> Page:
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.goto(address)
    return page


def show_procedure(_staff: Page, everyone: Page) -> Page:
    """What one can do now, and the reason of a day."""
    page = show(everyone, f"/verfahren/{OPEN}/", 1250)
    page.get_by_text("Warum dieser Tag?").nth(1).click()
    return page


def show_reader(staff: Page, _everyone: Page) -> Page:
    """A letter of a campaign that is tied, with words of its own."""
    staff.goto(f"/werkbank/{SLUG}/?state=own&campaign=1")
    letter = staff.locator("main a[href*='/eingang/']").first.get_attribute("href")
    return show(staff, str(letter), 1100)


def show_receipt(staff: Page, everyone: Page) -> Page:
    """The receipt of a letter whose reply was sent, down to the first answer."""
    staff.goto(f"/werkbank/{SLUG}/nachweis/?state=sent")
    reply = str(staff.locator("main a[href*='/antworten/A-']").first.get_attribute("href"))
    letter = staff.request.get(f"{reply}schreiben.pdf")
    return show(everyone, f"/beleg/{receipt_in(letter.body())}/", 1150)


def receipt_in(pdf: bytes) -> str:
    """The code with which the letter invites to look things up."""
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    found = RECEIPT.search(text)
    if found is None:
        raise ValueError("The reply letter names no receipt.")
    return found[0]


def show_argument(staff: Page, _everyone: Page) -> Page:
    return show(staff, f"/werkbank/{SLUG}/argumente/1/", 1250)


def show_ledger(staff: Page, _everyone: Page) -> Page:
    return show(staff, f"/werkbank/{SLUG}/nachweis/?state=sent", 1100)


def show_campaign(staff: Page, _everyone: Page) -> Page:
    return show(staff, f"/werkbank/{SLUG}/kampagnen/1/", 1000)


def show_calendar(staff: Page, _everyone: Page) -> Page:
    """The chart of both tracks, and the first date of the table below it."""
    page = show(staff, f"/werkbank/verfahren/{SLUG}/fristen/", 1400)
    return scrolled_to(page, "Im Zeitverlauf")


def show_notice(staff: Page, _everyone: Page) -> Page:
    """A notice brought along that lacks a hint and prints a wrong weekday; nothing is kept."""
    staff.goto(f"/werkbank/verfahren/{SLUG}/bekanntmachungen/")
    notices = staff.locator("main a", has_text="Windpark Hohe Heide: Erörterungstermin")
    notices.first.click()
    text = staff.locator("[name=text]").input_value()
    broken = text.replace("Bleibt eine beteiligte Person aus", "Bleibt jemand aus")
    broken = broken.replace("Dienstag, dem", "Montag, dem")
    show(staff, f"/werkbank/verfahren/{SLUG}/bekanntmachungen/pruefen/", 1000)
    staff.select_option("[name=kind]", "hearing")
    staff.fill("[name=text]", broken)
    staff.locator("main form button").first.click()
    staff.locator(".dw-notice-text mark").first.wait_for()
    return staff


def show_timeline(_staff: Page, everyone: Page) -> Page:
    """Dialogue and procedure for everyone, what has been included."""
    page = show(everyone, f"/vorhaben/{SLUG}/", 1150)
    page.locator("summary", has_text="Was war").click()
    return scrolled_to(page, "Was wann geschieht und was Sie tun können")


def scrolled_to(page: Page, heading: str) -> Page:
    """The page with this heading near the upper edge."""
    found = page.get_by_role("heading", name=heading)
    found.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 16)")
    return page


PICTURES: dict[str, Callable[[Page, Page], Page]] = {
    "procedure": show_procedure,
    "reader": show_reader,
    "receipt": show_receipt,
    "argument": show_argument,
    "ledger": show_ledger,
    "campaign": show_campaign,
    "calendar": show_calendar,
    "notice": show_notice,
    "timeline": show_timeline,
}

if __name__ == "__main__":
    sys.exit(main())
