"""The layer that lets functions of one's own read events."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import aws_cdk as cdk
from aws_cdk.assertions import Template

from ses_constructs.events import EventReader
from ses_constructs.shared.lambda_code import EVENT_READER, layer_folder


def test_a_layer_is_made_for_every_runtime_that_can_read_it(stack: cdk.Stack) -> None:
    EventReader(stack, "Reader")
    Template.from_stack(stack).has_resource(
        "AWS::Lambda::LayerVersion",
        {
            "DeletionPolicy": "Delete",
            "Properties": {"CompatibleRuntimes": ["python3.11", "python3.12", "python3.13", "python3.14"]},
        },
    )


def test_functions_import_it_by_the_name_that_people_know() -> None:
    """With -I and -S nothing is found but the layer."""
    folder: Path = layer_folder(EVENT_READER) / "python"
    script = (
        f"import sys; sys.path.insert(0, {str(folder)!r})\n"
        "from ses_constructs.events import Bounce, MailEvent, Parcel, StoredEvents\n"
        "print(MailEvent.of_record({'eventType': 'Bounce', 'mail': {}, 'bounce': {}}).type)"
    )
    ran = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("bounce\n", "")
