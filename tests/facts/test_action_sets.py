"""Sets of actions."""

from __future__ import annotations

from ses_constructs.facts import action_sets


def test_no_set_names_an_action_twice_or_by_a_wildcard() -> None:
    sets = {name: value for name, value in vars(action_sets).items() if isinstance(value, tuple)}
    assert len(sets) == 18
    for name, actions in sets.items():
        assert len(set(actions)) == len(actions), name
        service = "sns:" if name.endswith("_TOPICS") else "ses:"
        assert all(action.startswith(service) and "*" not in action for action in actions), name
