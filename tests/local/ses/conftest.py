"""A fresh SES for each test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings

from ses_constructs.local.ses.service import Ses
from ses_constructs.local.ses.state import PlaceState, Store
from ses_constructs.local.world import Place
from tests.local.ses.aws import Account, FakeWorld
from tests.local.ses.stack import Stack

# The machine that runs the tests may be slow; no test is about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture
def world() -> FakeWorld:
    """The rest of AWS."""
    return FakeWorld()


@pytest.fixture
def ses(world: FakeWorld) -> Ses:
    """A fresh SES."""
    return Ses(world)


@pytest.fixture
def account(ses: Ses, world: FakeWorld) -> Account:
    """An account in us-east-1."""
    return Account(ses, world, Place("123456789012", "us-east-1"))


@pytest.fixture
def account_in(ses: Ses, world: FakeWorld) -> Callable[[str], Account]:
    """The same account in any region."""
    return lambda region: Account(ses, world, Place("123456789012", region))


@pytest.fixture
def state(world: FakeWorld) -> PlaceState:
    """What SES keeps for a fresh account in us-east-1."""
    return Store(world).at(Place("123456789012", "us-east-1"))


@pytest.fixture
def stack(account: Account) -> Stack:
    """CloudFormation's side of the account."""
    return Stack(account)
