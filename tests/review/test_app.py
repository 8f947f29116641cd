"""The app of this project, reviewed as a user would."""

from __future__ import annotations

from pathlib import Path

import aws_cdk as cdk

import app as platform
from ses_constructs.review import read, review
from ses_constructs.review.formats.plain import text


def test_the_app_has_no_findings(tmp_path: Path) -> None:
    app = cdk.App(outdir=str(tmp_path))
    platform.build(app)
    app.synth()
    report = review(read(tmp_path))
    assert report.resources > 50
    assert report.findings == (), text(report)
