"""What functions share with this package works beside them, alone."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import ses_constructs
from ses_constructs.shared.lambda_code import ALARM_EVENTS, EVENT_RECORDS, MAIL_RECORDS, copy_modules, with_modules

PACKAGE = Path(ses_constructs.__file__).parent
READERS = {
    **dict.fromkeys(("forget_recipient", "process_feedback", "store_events"), EVENT_RECORDS),
    **dict.fromkeys(
        (
            "collect_dmarc_reports",
            "filter_mail",
            "forward_mail",
            "parse_mail",
            "reply_automatically",
            "unsubscribe_by_mail",
        ),
        MAIL_RECORDS,
    ),
    "pause_sending": ALARM_EVENTS,
}
"""What each function has beside it."""


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    copy_modules(tmp_path, EVENT_RECORDS)
    return tmp_path


def test_the_copy_needs_nothing_but_the_standard_library(alone: Path) -> None:
    """With -I and -S neither this package nor any other is found but in the folder."""
    script = (
        f"import sys; sys.path.insert(0, {str(alone)!r})\n"
        "from ses_constructs.facts.event_records import Parcel\n"
        "from ses_constructs.facts.stored_events import StoredEvents\n"
        "import ses_constructs\n"
        f"assert ses_constructs.__file__.startswith({str(alone)!r}), ses_constructs.__file__\n"
        "assert not hasattr(ses_constructs, '__version__')\n"
        '(parcel,) = Parcel.all_in(\'{"eventType": "Bounce", "mail": {}, "bounce": {}}\')\n'
        "print(parcel.events[0].type, StoredEvents.recipient('A@b.example'))"
    )
    ran = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("bounce recipient#a@b.example\n", "")


def test_the_package_itself_reads_events_where_nothing_else_is_installed() -> None:
    script = (
        f"import sys; sys.path.insert(0, {str(PACKAGE.parent)!r})\n"
        "from ses_constructs.events import Bounce, MailEvent, Parcel, StoredEvents\n"
        "print(Parcel.all_in('nothing')[0].unreadable)"
    )
    ran = subprocess.run([sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("('text that is not JSON',)\n", "")


def test_only_what_is_named_is_copied(alone: Path) -> None:
    inside = {path.relative_to(alone / "ses_constructs").parts[0:2] for path in alone.rglob("*.py")}
    assert inside == {
        ("__init__.py",),
        ("facts", "__init__.py"),
        ("facts", "events.py"),
        ("facts", "event_records"),
        ("facts", "stored_events.py"),
    }
    assert not list(alone.rglob("__pycache__"))


@pytest.mark.parametrize("code", READERS)
def test_a_function_has_all_it_imports_of_ours(code: str) -> None:
    folder = with_modules(PACKAGE / "lambdas" / code, READERS[code])
    wanted = {
        node.module
        for node in ast.walk(ast.parse((folder / "handler.py").read_text()))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ses_constructs")
    }
    assert wanted
    for module in wanted:
        assert module is not None
        path = folder / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or path.is_dir()


@pytest.mark.parametrize("code", READERS)
def test_a_function_loads_with_nothing_of_ours_but_what_is_beside_it(code: str) -> None:
    folder = with_modules(PACKAGE / "lambdas" / code, READERS[code])
    script = (
        f"import sys; sys.path.insert(0, {str(folder)!r})\n"
        "import handler\n"
        "ours = [m for name, m in sys.modules.items() if name.startswith('ses_constructs')]\n"
        f"assert all({str(folder)!r} in str(getattr(m, '__path__', m.__file__)) for m in ours)\n"
        "print(bool(ours), callable(handler.handler))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("True True\n", "")


def test_no_other_function_imports_anything_of_ours() -> None:
    importing = {
        path.relative_to(PACKAGE / "lambdas").parts[0]
        for path in (PACKAGE / "lambdas").rglob("*.py")
        if "from ses_constructs" in path.read_text()
    }
    assert importing == {*READERS, "handle_mail"}, "which is copied itself"


def test_the_same_code_is_copied_once() -> None:
    code = PACKAGE / "lambdas" / "store_events"
    assert with_modules(code, EVENT_RECORDS) is with_modules(code, EVENT_RECORDS)
