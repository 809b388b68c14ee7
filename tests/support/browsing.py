"""Pages in the Chromium of this machine, watched: what they say on the console and whom they ask.

`browser` (a fixture of `tests/api/web/conftest.py`) is one Chromium for a test. `opened` opens an address in a context
of its own, without cookies; `Watched.close` requires that the page was quiet and asked no other host.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect, sync_playwright
from support.need import need_command

# A busy machine is no fault; what never comes is one after 30 seconds.
expect.set_options(timeout=30_000)

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
WATCH = """
{
    let shift = 0, drawn = Infinity;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const read = new Promise((resolve) => document.addEventListener('readystatechange', resolve, {once: true}));
    const settled = read.then(frame).then(frame).then(() => { drawn = performance.now(); }).then(frame);
    window.shift = () => settled.then(() => shift);
    new PerformanceObserver((list) => {
        for (const one of list.getEntries()) if (one.startTime > drawn && !one.hadRecentInput) shift += one.value;
    }).observe({type: 'layout-shift', buffered: true});
}
"""
"""Adds up how far the page's parts move after the first frame of the whole page.

A busy machine draws half a table while it reads the rest, which changes the columns; nobody can prevent that. What a
key, a click or another size of the window moves is left out, as in the measure Cumulative Layout Shift.
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the Chromium of this machine, and end it afterwards; a test without the program is skipped."""
    program = need_command("chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield started
        started.close()


@dataclass
class Watched:
    """A page with what it said on its console, and its requests to other hosts; both must stay empty."""

    page: Page
    said: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Close the page, and require that it was quiet."""
        self.page.context.close()
        assert (self.said, self.elsewhere) == ([], [])


def opened(
    browser: Browser,
    address: str,
    width: int,
    scheme: str = "light",
    *,
    javascript: bool = True,
) -> Watched:
    """Open an address, and watch the page; without `javascript`, no script runs on it."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]  # light or dark
        java_script_enabled=javascript,
    )
    if javascript:
        context.add_init_script(WATCH)
    watched = Watched(context.new_page())
    host = "{0.scheme}://{0.netloc}".format(urlsplit(address))
    watched.page.on("console", lambda message: watched.said.append(message.text))
    watched.page.on("pageerror", lambda error: watched.said.append(str(error)))
    watched.page.on(
        "request",
        lambda sent: sent.url.startswith((host, "data:")) or watched.elsewhere.append(sent.url),
    )
    answer = watched.page.goto(address)
    assert answer is not None
    assert answer.status == 200
    return watched
