"""Draws the pictures of the README: ``python -m tests.browser.pictures`` writes them to ``docs/pictures``.

They show the page of this project's own app, as the review draws it, in both themes.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from ses_constructs.local.node import node_binary
from ses_constructs.review import read, review
from ses_constructs.review.picture.page import page
from tests.browser.chromium import ARGUMENTS, chromium

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "pictures"
THEMES = ("light", "dark")
WIDTH, HEIGHT = 1280, 1000
LARGEST = 250_000


def drawn(folder: Path) -> Path:
    """The page of the app, synthesized into a folder."""
    os.environ.setdefault("JSII_NODE", str(node_binary()))
    os.environ["CDK_VALIDATION"] = "false"
    import aws_cdk as cdk

    import app as platform

    made = cdk.App(outdir=str(folder / "cdk.out"))
    platform.build(made)
    made.synth()
    assembly = read(folder / "cdk.out")
    assembly.path = "cdk.out"
    report = review(assembly)
    file = folder / "review.html"
    file.write_text(page(assembly, report, region="eu-west-1"), encoding="utf-8")
    return file


def main() -> None:
    """Writes the pictures, and fails when one is too large to show."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = drawn(Path(folder))
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(ARGUMENTS))
        for theme in THEMES:
            shown = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            shown.emulate_media(color_scheme="dark" if theme == "dark" else "light")
            shown.goto(file.as_uri())
            picture = shown.screenshot(path=PICTURES / f"review-{theme}.png")
            if len(picture) > LARGEST:
                raise SystemExit(f"review-{theme}.png has {len(picture)} bytes; more than {LARGEST} load slowly")
        browser.close()


if __name__ == "__main__":
    main()
