"""A review as an assertion, for the tests of an app."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike

from .engine import review
from .formats import plain
from .reading import read
from .template import Assembly


def assert_reviewed(template: Mapping[str, object] | str | PathLike[str]) -> None:
    """Fails when the review finds anything that the template does not accept.

    Args:
        template: A template as ``aws_cdk.assertions.Template.to_json()`` gives it, or the path of a template or
            ``cdk.out`` folder.

    Raises:
        AssertionError: with the whole report.
        UnreadableError: when the path is no template.
    """
    # Told apart by the mapping, since a path has no other mark.
    assembly = Assembly.of(template) if isinstance(template, Mapping) else read(str(template))
    report = review(assembly)
    if report.findings:
        raise AssertionError("the review has findings\n\n" + plain.text(report))
