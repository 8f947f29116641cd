"""The rule metrics-dimension-costly."""

from __future__ import annotations

from collections.abc import Callable


def test_the_configuration_set_passes_and_so_do_a_few_domains(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [{DimensionName: "ses:configuration-set"}, {
      DimensionName: "ses:from-domain"}]}}}}
    """
    assert found(template) == []


def test_the_source_address_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [{DimensionName: "ses:source-ip"}]}}}}
    """
    assert found(template) == ["A"]


def test_a_name_that_tells_of_recipients_or_messages_is_found(found: Callable[[str], list[str]]) -> None:
    template = """
    A: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [
        {DimensionName: user-id, DimensionValueSource: MESSAGE_TAG}]}}}}
    B: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [
        {DimensionName: Subject, DimensionValueSource: emailHeader}]}}}}
    C: {Type: AWS::SES::ConfigurationSetEventDestination, Properties: {EventDestination: {
      CloudWatchDestination: {DimensionConfigurations: [
        {DimensionName: subject, DimensionValueSource: messageTag}, {DimensionName: campaign-id},
        {DimensionName: {Ref: Name}}]}}}}
    """
    assert found(template) == ["A", "B"]


def test_domains_are_counted_by_the_set_that_they_send_with(found: Callable[[str], list[str]]) -> None:
    counted = "CloudWatchDestination: {DimensionConfigurations: [{DimensionName: 'ses:from-domain'}]}"
    parts = ["    Few: {Type: AWS::SES::ConfigurationSet}", "    Many: {Type: AWS::SES::ConfigurationSet}"]
    for name in ("Few", "Many"):
        parts.append(
            f"    Of{name}: {{Type: AWS::SES::ConfigurationSetEventDestination, Properties: {{"
            f"ConfigurationSetName: !Ref {name}, EventDestination: {{{counted}}}}}}}"
        )
    for number in range(12):
        parts.append(
            f"    D{number}: {{Type: AWS::SES::EmailIdentity, Properties: {{EmailIdentity: d{number}.example, "
            f"ConfigurationSetAttributes: {{ConfigurationSetName: !Ref {'Few' if number == 0 else 'Many'}}}}}}}"
        )
    assert found("\n".join(parts)) == ["OfMany"]
