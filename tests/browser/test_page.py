"""The page of the review, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from ses_constructs.facts.prices import PLANS
from ses_constructs.review import Assembly, review
from ses_constructs.review.picture.page import page
from tests.browser.conftest import Opened

ROOT = Path(__file__).parents[2]
AXE = ROOT / "tests" / "javascript" / "node_modules" / "axe-core" / "axe.min.js"
THEMES = ("light", "dark")
PHONE = 390
HOSTILE = "</title></script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


def wrong(shown: Page) -> list[str]:
    """What axe finds, of any impact."""
    shown.evaluate(AXE.read_text())
    found = shown.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{one['impact']} {one['id']}: {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_it_is_quiet_and_asks_no_network(browser: Browser, review_page: Path, theme: str) -> None:
    shown = browser.new_page(color_scheme="dark" if theme == "dark" else "light")
    said: list[str] = []
    asked: list[str] = []

    def asks(request: Request) -> None:
        asked.append(request.url)

    shown.on("console", lambda message: said.append(message.text))
    shown.on("pageerror", lambda error: said.append(str(error)))
    shown.on("request", asks)
    shown.goto(review_page.as_uri())
    shown.mouse.move(600, 700)
    shown.keyboard.press("Tab")
    shown.wait_for_load_state("networkidle")
    shown.close()
    assert said == []
    assert asked == [review_page.as_uri()]


@pytest.mark.parametrize("width", [1280, PHONE])
@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_wrong(opened: Opened, theme: str, width: int) -> None:
    shown = opened(width=width, theme=theme)
    shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert wrong(shown) == []


def test_axe_would_find_something(opened: Opened) -> None:
    shown = opened()
    shown.evaluate("document.querySelector('button.copy').style.color = '#ddd'")
    assert any("color-contrast" in one for one in wrong(shown))


@pytest.mark.parametrize("width", [320, PHONE, 768, 1280])
def test_nothing_scrolls_sideways(opened: Opened, width: int) -> None:
    shown = opened(width=width)
    shown.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
    assert shown.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_shows_the_flow_as_a_list_and_a_desk_as_a_drawing(opened: Opened) -> None:
    phone, desk = opened(width=PHONE), opened()
    assert phone.locator("#sending .outline").is_visible()
    assert phone.locator("#sending svg.drawing").is_hidden()
    assert desk.locator("#sending .outline").is_hidden()
    assert desk.locator("#sending svg.drawing").is_visible()


def test_the_list_holds_every_part_of_the_drawing(opened: Opened) -> None:
    shown = opened()
    titles = "(found) => new Set(found.map((one) => one.getAttribute('href'))).size"
    drawn = shown.locator("#guard a.box").evaluate_all(titles)
    listed = shown.locator("#guard a.leaf:not(.outline > .pause)").evaluate_all(titles)
    assert drawn > 4
    assert listed >= drawn


def test_every_link_leads_somewhere(opened: Opened) -> None:
    broken = opened().evaluate(
        "[...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))"
        ".filter((href) => !href.startsWith('#') || !document.getElementById(href.slice(1)))"
    )
    assert broken == []


def test_the_keyboard_reaches_a_box_and_opens_its_card(opened: Opened) -> None:
    shown = opened()
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.className") == "skip"
    box = shown.locator("#guard a.box.configuration_set").first
    box.focus()
    assert shown.locator("#guard svg.following path.near").count() > 0
    shown.keyboard.press("Enter")
    shown.wait_for_function("location.hash.startsWith('#part-')")
    assert shown.evaluate("document.querySelector(':target').checkVisibility()")


def test_tab_visits_every_box_in_reading_order(opened: Opened) -> None:
    shown = opened()
    boxes = shown.locator("#sending a.box")
    boxes.first.focus()
    seen = [shown.evaluate("document.activeElement.dataset.box")]
    for _ in range(boxes.count() - 1):
        shown.keyboard.press("Tab")
        seen.append(shown.evaluate("document.activeElement.dataset.box"))
    assert seen == [str(at) for at in range(1, boxes.count() + 1)]


def test_findings_stand_beside_the_part_they_concern(opened: Opened) -> None:
    shown = opened()
    card = shown.locator("article.card", has_text="www.shop.example")
    assert card.is_visible()
    link = card.locator(".notes a", has_text="www.")
    assert link.count() > 0
    link.first.click()
    assert shown.locator("li.finding:target").is_visible()
    assert shown.locator("#sending a.box.error .badge").count() > 0


def test_a_record_is_copied(opened: Opened) -> None:
    shown = opened()
    shown.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = shown.locator("#dns button.copy.small").first
    button.click()
    shown.wait_for_function("document.querySelector('.said').textContent === 'Copied'")
    assert shown.evaluate("navigator.clipboard.readText()") == button.get_attribute("data-copy")
    assert button.text_content() == "Copied"


def test_a_record_is_copied_where_the_clipboard_is_refused(opened: Opened) -> None:
    shown = opened()
    shown.evaluate("void (navigator.clipboard.writeText = () => Promise.reject())")
    shown.locator("#dns button.copy.small").first.click()
    shown.wait_for_function("document.querySelector('.said').textContent === 'Copied'")


def test_the_costs_follow_the_volume(opened: Opened) -> None:
    shown = opened()
    row = shown.locator("table.costs tbody tr").first
    assert row.locator("output").all_text_contents() == [f"${plan.sending(100_000):,.2f}" for plan in PLANS]
    row.locator("input").fill("123456789")
    assert row.locator("output").all_text_contents() == [f"${plan.sending(123_456_789):,.2f}" for plan in PLANS]


def test_themes_differ(opened: Opened) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert opened(theme="light").evaluate(ground) != opened(theme="dark").evaluate(ground)


def test_paper_shows_everything_but_buttons(opened: Opened) -> None:
    shown = opened(theme="dark")
    shown.emulate_media(media="print", color_scheme="dark")
    assert shown.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert shown.locator("#sending svg.drawing").is_visible()
    assert shown.locator("button.copy").first.is_hidden()
    assert shown.evaluate(
        "document.querySelector('details article').checkVisibility({contentVisibilityAuto: true})"
    )
    assert shown.pdf(format="A4").startswith(b"%PDF")


def test_hostile_names_stay_letters(opened: Opened, tmp_path: Path) -> None:
    assembly = Assembly.of(
        {
            "Resources": {
                HOSTILE: {"Type": "AWS::SES::EmailIdentity", "Properties": {"EmailIdentity": HOSTILE}},
                "Set": {"Type": "AWS::SES::ConfigurationSet", "Properties": {"Name": HOSTILE}},
                "Record": {
                    "Type": "AWS::Route53::RecordSet",
                    "Properties": {"Name": HOSTILE, "Type": "TXT", "ResourceRecords": [f"v=spf1 {HOSTILE}"]},
                },
            }
        },
        file=HOSTILE,
    )
    file = tmp_path / "hostile.html"
    file.write_text(page(assembly, review(assembly)), encoding="utf-8")
    shown = opened(file)
    assert shown.title() == "What these templates do to mail"
    assert shown.locator("script").count() == 1
    assert shown.locator("img").count() == 0
    assert HOSTILE in (shown.locator("#dns").text_content() or "")
