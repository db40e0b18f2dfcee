"""Cards in a browser, as Anki's programs show them: its style around what its back end renders.

Desktop sets the sides of a card one after the other into one page (`turned`); AnkiDroid loads a page for each side
(`loaded`). Both are tried.
"""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

MISSING = "this test needs Chromium and its driver (Debian: chromium, chromium-driver)"
PAGE = """<!doctype html><html class="{root}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>card</title><link rel="icon" href="data:,"></head>
<body class="card card1 {night}"><div id="qa">{side}</div>
<script>window.sides = {sides}; window.turn = function () {{
  var qa = document.getElementById("qa"); qa.innerHTML = window.sides[1];
  qa.querySelectorAll("script").forEach(function (old) {{
    var made = document.createElement("script"); made.textContent = old.textContent; old.replaceWith(made);
  }});
}};</script></body></html>"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class Cards:
    """Pages of cards in a folder, served to a browser."""

    def __init__(self, folder: Path, address: str, driver: Any) -> None:
        self.folder, self.address, self.driver = folder, address, driver
        self.loads = 0

    def show(self, card: Any, side: int = 0, night: bool = False, width: int = 800) -> None:
        """Load a side of a card: 0 its question, 1 its answer."""
        sides = [sized(card, card.question()), sized(card, card.answer())]
        night_class = "nightMode night_mode" if night else ""
        held = json.dumps(sides).replace("</", "<\\/")
        page = PAGE.format(root="night-mode" if night else "", night=night_class, side=sides[side], sides=held)
        (self.folder / "card.html").write_text(page, encoding="utf-8")
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500},
        )
        self.loads += 1  # a name of its own for each: browsers keep pages
        self.driver.get(f"{self.address}/card.html?{self.loads}")

    def turn(self) -> None:
        self.driver.execute_script("window.turn()")

    def all(self, selector: str) -> list[Any]:
        found: list[Any] = self.driver.find_elements(By.CSS_SELECTOR, selector)
        return found

    def options(self) -> list[str]:
        return [item.text.rstrip(" ✓✗") for item in self.all(".kz-options li")]

    def ask(self, expression: str) -> Any:
        return self.driver.execute_script(f"return {expression}")

    def picture(self, out: Path) -> None:
        """The page as a picture, as high as what it holds."""
        height = self.ask("Math.ceil(document.getElementById('qa').getBoundingClientRect().bottom) + 24")
        width = self.ask("window.innerWidth")
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": False},
        )
        out.parent.mkdir(parents=True, exist_ok=True)
        self.driver.save_screenshot(str(out))


def sized(card: Any, side: str) -> str:
    """A side with the field to type in, which Anki's programs put where `type:` stands."""
    note = card.note()
    typed = '<input type="text" id="typeans">'
    if 'id="answer"' in side:
        typed = card.col.compare_answer(note["Typed"], note["Typed"])
    return re.sub(r"\[\[type:[^\]]*\]\]", lambda _: f"<center>{typed}</center>", side)


@contextmanager
def browser(folder: Path, script: bool = True) -> Iterator[Cards]:
    """A browser on pages in a folder, over HTTP on this machine, which storage needs."""
    chromium, driver_path = shutil.which("chromium"), shutil.which("chromedriver")
    assert chromium, MISSING
    assert driver_path, MISSING
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for word in ("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync",
                 "disable-background-networking", "disable-component-update", "hide-scrollbars",
                 f"user-data-dir={folder / 'profile'}"):  # fmt: skip
        options.add_argument(f"--{word}")
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    driver = webdriver.Chrome(options=options, service=Service(driver_path))
    try:
        yield Cards(folder, f"http://127.0.0.1:{server.server_port}", driver)
    finally:
        driver.quit()
        server.shutdown()
        server.server_close()
