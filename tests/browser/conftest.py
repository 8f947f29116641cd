"""A Chromium for the tests of a module, and pages to open in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from ses_constructs.review import Assembly, Template, review
from ses_constructs.review.picture.page import page
from ses_constructs.review.yaml_reading import load
from tests.browser.chromium import ARGUMENTS, chromium

ROOT = Path(__file__).parents[2]
STORED = (
    *("guard_two_streams", "receive_to_bucket", "publish_events", "dns_by_hand", "dns_in_another_account"),
    *("smtp_credentials", "own_dkim_key", "plunk"),
)
FAULTY = """
Resources:
  Set: {Type: AWS::SES::ConfigurationSet}
  Shop:
    Type: AWS::SES::EmailIdentity
    Properties: {EmailIdentity: www.shop.example, MailFromAttributes: {MailFromDomain: elsewhere.example}}
  Rules: {Type: AWS::SES::ReceiptRuleSet}
  Sender:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Statement: {Effect: Allow, Action: "sts:AssumeRole", Principal: {Service: a}}}
      Policies:
      - {PolicyName: all, PolicyDocument: {Statement: {Effect: Allow, Action: "ses:SendEmail", Resource: "*"}}}
"""
Opened = Callable[..., Page]


def stored_assembly() -> Assembly:
    """Templates of examples, and one with everything wrong, as one deployment of many stacks."""
    templates = []
    for name in STORED:
        source = (ROOT / "tests" / "stored_templates" / f"{name}.json").read_text()
        templates.append(Template(json.loads(source), file=f"{name}.json", stack=name, source=source))
    faulty = cast("Mapping[str, object]", load(FAULTY))
    return Assembly(
        (*templates, Template(faulty, file="faulty.yaml", stack="faulty", source=FAULTY)), path="cdk.out"
    )


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one module: as long as it is open its event loop runs, and no other test could start one."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def review_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    assembly = stored_assembly()
    file = tmp_path_factory.mktemp("page") / "review.html"
    file.write_text(page(assembly, review(assembly), region="eu-west-1"), encoding="utf-8")
    return file


@pytest.fixture
def opened(browser: Browser, review_page: Path) -> Iterator[Opened]:
    """Opens a page, the one of the stored templates unless told otherwise, at a width and in a theme."""
    contexts = []

    def open_page(file: Path = review_page, *, width: int = 1280, theme: str = "light") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        contexts.append(context)
        shown = context.new_page()
        shown.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        shown.goto(file.as_uri())
        return shown

    yield open_page
    for context in contexts:
        context.close()
