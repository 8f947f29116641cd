"""One emulator for all of these tests, whose alarms need seconds; each module empties it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import Account
from tests.end_to_end.assembly import Assembly
from tests.end_to_end.mail_platform import MailPlatform, app

ALARM_SPEED = 60.0
"""A period of five minutes passes in five seconds."""


@pytest.fixture(scope="session")
def quick_emulator() -> Iterator[Emulator]:
    with Emulator(alarm_speed=ALARM_SPEED) as running:
        yield running


@pytest.fixture(scope="session")
def strict_emulator() -> Iterator[Emulator]:
    """As AWS: every caller may do what its policies say, and no more."""
    with Emulator(alarm_speed=ALARM_SPEED, authorize=True) as running:
        yield running


@pytest.fixture(scope="session")
def app_assembly(quick_emulator: Emulator) -> Path:
    """``app.py``, synthesized once by the command line."""
    return app(quick_emulator).synth()


@pytest.fixture(scope="module")
def mail(quick_emulator: Emulator, app_assembly: Path) -> MailPlatform:
    """``app.py``, deployed anew for each module."""
    return MailPlatform(quick_emulator, app_assembly)


@pytest.fixture
def emptied(quick_emulator: Emulator) -> Account:
    """The account with nothing in it."""
    quick_emulator.reset()
    return Account(quick_emulator)


@pytest.fixture
def assembly(emptied: Account, tmp_path: Path) -> Assembly:
    """Deploys stacks into the emptied account."""
    return Assembly(emptied.emulator, tmp_path / "cdk.out")


@pytest.fixture
def strict_account(strict_emulator: Emulator) -> Account:
    """The account with nothing in it, in which each caller may do what its policies say, and no more."""
    strict_emulator.reset()
    return Account(strict_emulator)


@pytest.fixture
def strict_assembly(strict_account: Account, tmp_path: Path) -> Assembly:
    """Deploys stacks into it."""
    return Assembly(strict_account.emulator, tmp_path / "cdk.out")
