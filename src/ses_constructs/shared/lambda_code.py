"""Modules of this package that functions share: copied beside their code, since they are not installed there."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

EVENT_RECORDS = ("facts/events.py", "facts/event_records", "facts/stored_events.py")
"""What reads events and knows the table of an event store; standard library only."""
MAIL_RECORDS = ("facts/events.py", "facts/event_records", "facts/received_mail", "lambdas/handle_mail")
"""What reads mail that was received, the notices of it, and the bucket; standard library and boto3 only."""
ALARM_EVENTS = ("facts/metrics.py", "facts/alarm_events.py")
"""What reads what CloudWatch says of an alarm; standard library only."""
EVENT_READER = (*EVENT_RECORDS, "facts/received_mail", "on_demand.py", "events/__init__.py")
"""The same under the names that users write."""
_PACKAGE = Path(__file__).resolve().parent.parent
_ROOT = '"""The part of ses_constructs that this function needs."""\n'


@cache
def with_modules(code: Path, modules: tuple[str, ...]) -> Path:
    """A folder with the code of a function and the modules, which it imports by the name they have here.

    It lives as long as this process: the CDK copies it when the function is made.

    Args:
        code: The folder of the function.
        modules: Files and folders, relative to this package.
    """
    folder = _copies() / code.name
    shutil.copytree(code, folder, ignore=shutil.ignore_patterns("__pycache__"))
    copy_modules(folder, modules)
    return folder


@cache
def layer_folder(modules: tuple[str, ...]) -> Path:
    """A folder with modules where a Lambda layer has Python packages.

    Lambda guide: Packaging your layer content.
    """
    folder = _copies() / "layer"
    (folder / "python").mkdir(parents=True)
    copy_modules(folder / "python", modules)
    return folder


def copy_modules(folder: Path, modules: tuple[str, ...]) -> None:
    """Copies modules into a folder, as a package ``ses_constructs`` that holds nothing else.

    Its own ``__init__.py`` has no version, so that a release alone changes no function.

    Args:
        folder: Must exist.
        modules: Files and folders, relative to this package.
    """
    package = folder / _PACKAGE.name
    package.mkdir()
    (package / "__init__.py").write_text(_ROOT)
    for module in modules:
        home = Path(module).parent
        if home != Path():
            (package / home).mkdir(exist_ok=True)
            # The folder of the functions themselves is no package.
            if (_PACKAGE / home / "__init__.py").exists():
                shutil.copyfile(_PACKAGE / home / "__init__.py", package / home / "__init__.py")
        source, target = _PACKAGE / module, package / module
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)


@cache
def _copies() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="ses-constructs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
