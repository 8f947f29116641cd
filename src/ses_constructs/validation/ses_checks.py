"""Reviews the templates of an app each time it is synthesized."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

import aws_cdk as cdk
import jsii

from ses_constructs import __version__
from ses_constructs.review import Assembly, Finding, Severity, read
from ses_constructs.review.engine import findings, rule_ids

_NAME = "SesChecks"


@jsii.implements(cdk.IPolicyValidationPlugin)
class SesChecks:
    """A plug-in for ``cdk.Validations.of(app).add_plugins(SesChecks())``.

    Errors fail the synthesis; warnings and notes are shown. What is meant is acknowledged the CDK's way, on the
    construct or one above it::

        cdk.Validations.of(identity).acknowledge(
            cdk.Acknowledgment(id="SesChecks::identity-lost-with-stack", reason="a stack for tests")
        )
    """

    @property
    def name(self) -> str:
        """How the report names it; also the first part of every acknowledgment."""
        return _NAME

    @property
    def version(self) -> str:
        """The version of the library."""
        return __version__

    @property
    def rule_ids(self) -> list[str]:
        """Every rule that it may report."""
        return rule_ids()

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Reviews the synthesized templates. Called by the CDK."""
        with _without_collections():
            found, _ = findings(_assembly(context.template_paths))
        by_rule = sorted(found, key=lambda finding: (finding.rule.id, finding.problem, finding.cure))
        groups = groupby(by_rule, key=lambda finding: (finding.rule, finding.problem, finding.cure))
        return cdk.PolicyValidationPluginReport(
            success=all(finding.rule.severity is not Severity.ERROR for finding in found),
            violations=[_violation(list(group)) for _, group in groups],
        )


@contextmanager
def _without_collections() -> Iterator[None]:
    """Keeps Python from looking for garbage, which goes through all objects of the CDK and finds nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _assembly(paths: list[str]) -> Assembly:
    """The templates of the stacks that are validated, and only those."""
    wanted = {Path(path).resolve() for path in paths}
    # The folder of a stage is inside the app's, so that one template may be met twice.
    met = {
        (Path(one.file).resolve(), one.stack): one
        for folder in sorted({path.parent for path in wanted})
        for one in read(folder).templates
    }
    return Assembly(tuple(one for (file, _), one in met.items() if one.parent is not None or file in wanted))


def _violation(findings: list[Finding]) -> cdk.PolicyViolation:
    """One entry of the report: the same problem at one or more resources."""
    first = findings[0]
    severity = {Severity.NOTE: "info"}.get(first.rule.severity, first.rule.severity.value)
    return cdk.PolicyViolation(
        rule_name=first.rule.id,
        description=f"{first.problem}. {first.rule.why}",
        fix=first.cure,
        severity=severity,
        rule_metadata={"source": first.rule.source},
        violating_resources=[
            cdk.PolicyViolatingResource(
                resource_logical_id=finding.place.logical_id or None,
                template_path=finding.place.file,
                locations=[finding.place.property_path] if finding.place.property_path else [],
            )
            for finding in findings
        ],
    )
