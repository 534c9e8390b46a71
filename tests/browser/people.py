"""The demonstration's people, each in a browser window of their own."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import APIResponse, Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browser.house import House

TELEPHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 860}
AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text()
PASSWORD = "tuoke-demo-2008"


class Window:
    """One person's page, with the few gestures the tests need."""

    def __init__(self, house: House, page: Page, username: str) -> None:
        self.house, self.page, self.username = house, page, username
        self.complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        # A refused form answers 422, which Chromium writes down as an error; it is none.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def sign_in(self) -> None:
        """As a person does."""
        self.go("/accounts/sign-in/")
        self.fill(username=self.username, password=PASSWORD)
        self.page.locator("main button.btn-primary, form button.btn-primary").first.click()
        expect(self.page).not_to_have_url(re.compile("sign-in"))

    def go(self, path: str) -> int:
        """Open an address of the house; the status of the answer."""
        answer = self.page.goto(f"{self.house.url}{path}")
        return answer.status if answer else 0

    def fill(self, **values: str) -> None:
        """Type into fields by their names; a choice is chosen by its value."""
        for name, value in values.items():
            field = self.page.locator(f"[name='{name}']").first
            kind = field.evaluate("field => field.type || field.tagName.toLowerCase()")
            if kind.startswith("select"):
                field.select_option(value, force=True)
            elif kind in {"radio", "checkbox"}:
                self.tick(f"[name='{name}'][value='{value}']")
            else:
                field.fill(value)

    def tick(self, selector: str) -> None:
        """Tick a box; not by force, so that one hidden under a bar is found."""
        self.page.locator(selector).check()

    def send(self) -> None:
        """Press the form's main button and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator("main form[method='post'] button.btn-primary").first.click()

    def printed(self) -> bytes:
        """The PDF that the page's button "Print" gives."""
        form = self.page.locator("form[action$='/print/']").first
        answer = self.posted(form.get_attribute("action") or "")
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
        return answer.body()

    def posted(self, path: str, **values: str) -> APIResponse:
        """The answer to a form sent beside the page."""
        token = self.page.locator("meta[name='csrf-token']").get_attribute("content") or ""
        return self.page.request.post(
            f"{self.house.url}{path}",
            form={"csrfmiddlewaretoken": token, **values},
            headers={"Referer": self.page.url},
        )

    @property
    def key(self) -> int:
        """The key in the address of a record page."""
        found = re.search(r"/(\d+)/", self.page.url)
        assert found, self.page.url
        return int(found.group(1))

    @property
    def main(self) -> Any:
        """What the page says, without menu and bars."""
        return self.page.locator("main")

    def says(self, text: str) -> None:
        """The page has this text."""
        expect(self.main).to_contain_text(text)

    def check_accessibility(self) -> None:
        """axe-core finds nothing to complain of."""
        assert not (found := self.found_by_axe()), found

    def found_by_axe(self, more: str = "{}") -> str:
        """What axe-core complains of; with `more` of its options."""
        if not self.page.evaluate("typeof window.axe === 'object'"):
            self.page.evaluate(AXE)
        found = self.page.evaluate(f"async () => (await axe.run(document, {more})).violations")
        short = [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found]
        said = json.dumps(short, indent=1, ensure_ascii=False)
        return f"{self.page.url}: {said}" if short else ""

    def check_fits(self) -> None:
        """Nothing sticks out sideways."""
        assert not (wide := self.sticks_out()), wide

    def sticks_out(self) -> str:
        """By how much the page is too wide."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return f"{self.page.url} is {wide} pixels too wide" if wide > 0 else ""


class People:
    """Windows by user name, opened at first use."""

    def __init__(self, house: House, chromium: Browser) -> None:
        self.house, self.chromium = house, chromium
        self.windows: dict[str, Window] = {}
        self.contexts: list[BrowserContext] = []

    def stranger(self, viewport: Any = DESK, locale: str = "en-GB", theme: Any = "light") -> Window:
        """A fresh window in which nobody has signed in."""
        context = self.chromium.new_context(
            viewport=viewport, locale=locale, color_scheme=theme, accept_downloads=True
        )
        context.set_default_timeout(30_000)
        self.contexts.append(context)
        return Window(self.house, context.new_page(), "")

    def window(self, username: str, **way: Any) -> Window:
        """A fresh window in which `username` has signed in."""
        window = self.stranger(**way)
        window.username = username
        window.sign_in()
        return window

    def __getattr__(self, username: str) -> Window:
        if username not in self.windows:
            sales = username in {"ann", "bob", "cai"}
            self.windows[username] = self.window(username, viewport=TELEPHONE if sales else DESK)
        return self.windows[username]

    def close(self) -> None:
        """Every window; whatever a page complained of in its console is a failure."""
        complaints = {name: window.complaints for name, window in self.windows.items()}
        for context in self.contexts:
            context.close()
        assert not any(complaints.values()), complaints
