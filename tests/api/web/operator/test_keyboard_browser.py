"""The operator's accounts and engagements by keyboard alone: no step of the daily work needs a mouse."""

import pytest
from playwright.sync_api import Browser, Page, expect
from support.browsing import opened
from support.http_api import House
from support.keyboard import close, log_in, press, tab_to, write
from support.ledger_battery import BatteryChain
from support.ledger_declared import calculate

pytestmark = pytest.mark.outside


def choose_role(page: Page, field: str, role: str) -> None:
    """Tick a role, or take its tick away."""
    tab_to(page, page.locator(f"#{field}-{role}"))
    page.keyboard.press("Space")


def opens(browser: Browser, site: str, name: str, password: str) -> bool:
    """Return whether a name and a password begin a session."""
    watched = opened(browser, f"{site}/login", 1280)
    write(watched.page, "Name", name)
    write(watched.page, "Password", password)
    with watched.page.expect_navigation() as answered:
        watched.page.keyboard.press("Enter")
    watched.page.context.close()
    return answered.value.ok


def find_recycler(page: Page) -> None:
    """Find the recycler among the organisations, and open it."""
    write(page, "Organisation or short name", "recyc")
    page.keyboard.press("Enter")
    page.wait_for_url("**/operator?q=recyc")
    press(page, "link", "Recycler")
    page.wait_for_url("**/operator/organisations/recycler")


def test_a_login_is_added_renewed_changed_and_ended(browser: Browser, site: str) -> None:
    """The list finds the firm, each secret works, and the ended login is out."""
    watched = log_in(browser, site, "olga", "/operator")
    page, heading = watched.page, watched.page.get_by_role("heading", level=1)
    find_recycler(page)
    write(page, "Login name", "ria")
    choose_role(page, "person-roles", "supplier")
    press(page, "button", "Add the person")
    expect(heading).to_have_text("ria has been added")
    first = page.locator("pre").inner_text()
    assert opens(browser, site, "ria", first)
    press(page, "link", "Go on to the organisation")
    press(page, "link", "ria")
    press(page, "button", "Generate a new password")
    expect(heading).to_have_text("ria has a new password")
    second = page.locator("pre").inner_text()
    assert (opens(browser, site, "ria", first), opens(browser, site, "ria", second)) == (
        False,
        True,
    )
    press(page, "link", "Go on to the organisation")
    press(page, "link", "ria")
    page.wait_for_url("**/operator/logins/ria")
    choose_role(page, "roles", "manufacturer")
    press(page, "button", "Change the roles")
    expect(page.locator("tbody tr")).to_contain_text("Manufacturer")
    press(page, "button", "End ria")
    page.wait_for_url("**/operator/organisations/recycler")
    expect(page.locator("tr", has_text="ria")).to_contain_text("Ended")
    assert not opens(browser, site, "ria", second)
    close(watched)


def test_an_engagement_is_granted_and_ended(
    browser: Browser, site: str, house: House, chain: BatteryChain
) -> None:
    """The auditor has the case in between, and only then."""
    calculation = calculate(chain)

    def cases() -> list[str]:
        answer = house.client.get("/v1/audits", headers=house.as_("auditor"))
        return [one["subject"] for one in answer.json()["items"]]

    watched = log_in(browser, site, "olga", "/operator")
    page = watched.page
    press(page, "link", "Engagements")
    page.wait_for_url("**/operator/engagements")
    tab_to(page, page.locator("#chosen"))
    assert page.locator("#chosen").input_value() == calculation
    press(page, "button", "Engage the auditor")
    row = page.locator("tr", has_text=calculation[7:19])
    expect(row).to_contain_text("Engaged")
    assert cases() == [calculation]
    press(page, "button", "End the engagement of")
    expect(row).to_contain_text("Ended")
    assert cases() == []
    close(watched)
