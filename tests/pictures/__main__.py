"""Draws the dashboard of a morning on the emulator into ``docs/pictures``; takes a minute and a half."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from ses_constructs.local.node import node_binary

TARGET = Path(__file__).parent.parent.parent / "docs" / "pictures" / "dashboard.png"


def main() -> int:
    """0 when the picture is there."""
    os.environ.setdefault("JSII_NODE", str(node_binary()))
    os.environ.setdefault("CDK_VALIDATION", "false")
    from tests.pictures.dashboard import draw
    from tests.pictures.story import told

    with told() as story:
        cloudwatch = story.account.emulator.client("cloudwatch")
        body = json.loads(cloudwatch.get_dashboard(DashboardName="is-our-mail-welcome")["DashboardBody"])
        TARGET.parent.mkdir(exist_ok=True)
        draw(story, body["widgets"], story.states, TARGET)
        print(f"{TARGET}: {TARGET.stat().st_size} bytes; {story.refused} mails were refused while paused")
    return 0


if __name__ == "__main__":
    sys.exit(main())
