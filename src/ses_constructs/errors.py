"""Every exception of this package.

    SesConstructsError
    ├── InvalidSettingError        one setting is wrong (also a ValueError)
    ├── ConflictingSettingsError   settings that cannot be true together (also a ValueError)
    └── UnavailableInRegionError   the region is known not to offer it (also a ValueError)

The text of each ends with the cure; its parts are attributes, so that tools need not parse it.
"""

from __future__ import annotations


class SesConstructsError(Exception):
    """What was typed, what is wrong with it, what to type instead, and where."""

    def __init__(self, problem: str, *, fix: str, at: str | None = None, see: str | None = None) -> None:
        self.problem = problem
        self.fix = fix
        self.at = at
        self.see = see
        lines = [problem, f"  fix: {fix}"]
        if at is not None:
            lines.append(f"  at:  {at}")
        if see is not None:
            lines.append(f"  see: {see}")
        super().__init__("\n".join(lines))


class InvalidSettingError(SesConstructsError, ValueError):
    """One setting has a value that SES refuses or would silently get wrong."""

    def __init__(
        self, setting: str, got: object, wrong: str, *, fix: str, at: str | None = None, see: str | None = None
    ) -> None:
        self.setting = setting
        self.got = got
        super().__init__(f"{setting}={got!r} {wrong}", fix=fix, at=at, see=see)


class ConflictingSettingsError(SesConstructsError, ValueError):
    """Two settings, or two constructs, that cannot be true together."""


class UnavailableInRegionError(SesConstructsError, ValueError):
    """The region is known not to offer what was asked for."""
