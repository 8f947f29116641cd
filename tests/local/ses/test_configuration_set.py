"""What a configuration set says when nobody said anything."""

from __future__ import annotations

from ses_constructs.local.ses.configuration_set import ConfigurationSet


def test_unset_options_are_the_defaults_of_the_api() -> None:
    fresh = ConfigurationSet("news")
    assert fresh.sending_enabled
    assert not fresh.metrics_enabled
    assert fresh.suppressed_reasons is None


def test_no_reasons_is_not_the_same_as_none_given() -> None:
    assert ConfigurationSet("news", {"SuppressionOptions": {"SuppressedReasons": []}}).suppressed_reasons == []
    assert ConfigurationSet("news", {"SuppressionOptions": {}}).suppressed_reasons is None
