"""The page that shows a change, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ses_constructs.review import Assembly, Template, review
from ses_constructs.review.comparison import compare
from ses_constructs.review.picture.page import page
from tests.browser.conftest import ROOT, Opened
from tests.browser.test_page import HOSTILE, PHONE, THEMES, wrong

GONE = ("GuardWatchReceiptsPauseBounce3E429FCF", "Operatorsopsexamplecom3A2248DB")


def assembly_of(document: dict[str, object], file: str) -> Assembly:
    return Assembly((Template(document, file=file, source=json.dumps(document, indent=1)),), path=file)


def changed() -> tuple[dict[str, object], dict[str, object]]:
    """Two streams with a guard, before and after: an alarm and its people go, a domain and a topic come."""
    source = (ROOT / "tests" / "stored_templates" / "guard_two_streams.json").read_text()
    old, new = json.loads(source), json.loads(source)
    resources = new["Resources"]
    for name in GONE:
        del resources[name]
    for document, name, policy in (
        (old, "Receipts59C0D3E0", "REQUIRE"),
        (new, "Receipts59C0D3E0", "OPTIONAL"),
        (old, "NewsletterB163D641", "OPTIONAL"),
        (new, "NewsletterB163D641", "REQUIRE"),
    ):
        document["Resources"][name]["Properties"]["DeliveryOptions"] = {"TlsPolicy": policy}
    resources["Shop"] = {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": f"{HOSTILE}.example"}}
    return old, new


@pytest.fixture(scope="session")
def change_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    old, new = changed()
    after = assembly_of(new, "new.json")
    found = compare(assembly_of(old, "old.json"), after)
    file = tmp_path_factory.mktemp("change") / "change.html"
    file.write_text(page(after, review(after), comparison=found, region="eu-west-1"), encoding="utf-8")
    return file


def opened_all(shown: Page) -> Page:
    shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    return shown


def test_the_change_comes_first_and_worst_first(opened: Opened, change_page: Path) -> None:
    shown = opened(change_page)
    assert shown.locator("main section").first.get_attribute("id") == "change"
    effects = shown.locator("#change h3").evaluate_all("(found) => found.map((one) => one.firstChild.data.trim())")
    assert effects == ["Worse", "Different", "Better"]
    assert shown.locator(".verdict").first.text_content()
    assert shown.locator("#change li.worse .cure").count() == shown.locator("#change li.worse").count() > 0


def test_what_is_new_changed_and_gone_is_told_in_words(opened: Opened, change_page: Path) -> None:
    shown = opened(change_page)
    labels = {
        state: shown.locator(f"a.box.{state}").first.get_attribute("aria-label")
        for state in ("new", "changed", "gone")
    }
    assert all(f", {state}" in (label or "") for state, label in labels.items())
    assert shown.locator("#guard path.line.gone").count() > 0
    assert "gone" in (shown.locator("#guard .legend").text_content() or "")
    phone = opened(change_page, width=PHONE)
    assert phone.locator("#guard .leaf .flag.gone").first.is_visible()


def test_a_change_leads_to_its_part_and_back(opened: Opened, change_page: Path) -> None:
    shown = opened(change_page)
    link = shown.locator("#change li", has_text="alarm-removed").locator(".where a")
    link.focus()
    shown.keyboard.press("Enter")
    shown.wait_for_function("location.hash.startsWith('#part-')")
    card = shown.locator("article.card:target")
    assert card.is_visible()
    card.locator(".notes a", has_text="is gone").first.click()
    assert shown.locator("#change li:target").is_visible()


def test_every_link_leads_somewhere(opened: Opened, change_page: Path) -> None:
    broken = opened(change_page).evaluate(
        "[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))"
        ".filter((href) => !href.startsWith('#') || !document.getElementById(href.slice(1)))"
    )
    assert broken == []


@pytest.mark.parametrize("width", [1280, PHONE])
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_wrong(opened: Opened, change_page: Path, theme: str, width: int) -> None:
    assert wrong(opened_all(opened(change_page, width=width, theme=theme))) == []


@pytest.mark.parametrize("width", [320, PHONE, 768, 1280])
def test_nothing_scrolls_sideways(opened: Opened, change_page: Path, width: int) -> None:
    shown = opened_all(opened(change_page, width=width))
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_it_is_quiet_and_hostile_names_stay_letters(browser: Browser, change_page: Path) -> None:
    said: list[str] = []
    shown = browser.new_page()
    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.goto(change_page.as_uri())
    assert shown.title() == "What these templates do to mail"
    assert shown.locator("script").count() == 1
    assert shown.locator("img").count() == 0
    shown.close()
    assert said == []


def test_paper_shows_the_change(opened: Opened, change_page: Path) -> None:
    shown = opened(change_page, theme="dark")
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.locator("#change li").last.is_visible()
    assert shown.locator("a.box.gone").first.is_visible()
    assert shown.pdf(format="A4").startswith(b"%PDF")
