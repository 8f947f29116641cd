"""Aggregate reports of DMARC: who sent mail in a domain's name, and whether it passed. RFC 7489, appendix C."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.parsers import expat

_MOST_ROWS = 20_000
_DEEPEST = 12
_LONGEST = 512
"""Characters of one value."""
_LATEST = 4_102_444_800
"""The year 2100 in seconds: what says more is no time."""


class NotAReportError(ValueError):
    """XML that is no aggregate report, or that no parser should follow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcRow:
    """Mail of one host in one time span.

    Args:
        source_ip: The host.
        count: Messages.
        disposition: What the receiver did: ``none``, ``quarantine`` or ``reject``.
        dkim: ``pass`` or ``fail``: whether an aligned signature held.
        spf: ``pass`` or ``fail``: whether the host may send for an aligned domain.
        header_from: The domain of the author.
        envelope_from: The domain of the envelope's sender; empty when the receiver left it out.
        dkim_domains: Domains of signatures, with what became of each: ``example.com=pass``.
        spf_domains: The same for SPF.
        reasons: Why the receiver did otherwise than the policy says, such as ``forwarded``.
    """

    source_ip: str
    count: int
    disposition: str
    dkim: str
    spf: str
    header_from: str
    envelope_from: str
    dkim_domains: tuple[str, ...]
    spf_domains: tuple[str, ...]
    reasons: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether DMARC passes: one of both is enough."""
        return "pass" in (self.dkim, self.spf)


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcReport:
    """What one receiver saw of one domain.

    Args:
        organization: Who reports.
        report_id: Theirs.
        begin: Of the time span, in UTC.
        end: Of the time span, in UTC.
        domain: The domain whose policy was applied, in lower case.
        policy: ``p`` of that policy.
        rows: In their order.
    """

    organization: str
    report_id: str
    begin: datetime
    end: datetime
    domain: str
    policy: str
    rows: tuple[DmarcRow, ...]

    @classmethod
    def of(cls, xml: bytes) -> DmarcReport:
        """Reads a report.

        Raises:
            NotAReportError: for what is no report, has a document type (with which a few bytes can grow without
                end), or has more than 20,000 rows.
        """
        found = _Parsing()
        found.run(xml)
        values = found.values
        domain = _first(values, "policy_published/domain").lower().rstrip(".")
        if not domain or not found.is_report:
            raise NotAReportError("it is no aggregate report of DMARC")
        return cls(
            organization=_first(values, "report_metadata/org_name"),
            report_id=_first(values, "report_metadata/report_id"),
            begin=_moment(_first(values, "report_metadata/date_range/begin")),
            end=_moment(_first(values, "report_metadata/date_range/end")),
            domain=domain,
            policy=_first(values, "policy_published/p"),
            rows=tuple(row for row in map(_row, found.rows) if row is not None),
        )


_Values = dict[str, list[str]]


@dataclass(slots=True)
class _Parsing:
    """Values by path below ``feedback``, those of each record apart."""

    values: _Values = field(default_factory=dict)
    rows: list[_Values] = field(default_factory=list)
    is_report: bool = False
    _path: list[str] = field(default_factory=list)
    _text: list[str] = field(default_factory=list)

    def run(self, xml: bytes) -> None:
        parser = expat.ParserCreate()
        refuse: Callable[..., None] = _refuse
        parser.StartDoctypeDeclHandler = refuse
        parser.EntityDeclHandler = refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.buffer_text = True
        try:
            parser.Parse(xml, True)
        except expat.ExpatError as error:
            raise NotAReportError(f"it is no whole XML: {expat.ErrorString(error.code)}") from error

    def _start(self, name: str, _attributes: object) -> None:
        self._path.append(name.rpartition(":")[2].lower())
        self._text.clear()
        if len(self._path) > _DEEPEST:
            raise NotAReportError("it is nested too deeply")
        if self._path == ["feedback"]:
            self.is_report = True
        if self._path == ["feedback", "record"]:
            if len(self.rows) >= _MOST_ROWS:
                raise NotAReportError(f"it has more than {_MOST_ROWS} rows")
            self.rows.append({})

    def _say(self, text: str) -> None:
        if sum(map(len, self._text)) < _LONGEST:
            self._text.append(text)

    def _end(self, _name: str) -> None:
        text = "".join(self._text).strip()[:_LONGEST]
        self._text.clear()
        inside = self._path[1:2] == ["record"]
        path = "/".join(self._path[2:] if inside else self._path[1:])
        if text and path:
            (self.rows[-1] if inside and self.rows else self.values).setdefault(path, []).append(text)
        self._path.pop()


def _refuse(*_declared: object) -> None:
    raise NotAReportError("it declares a document type or an entity")


def _row(values: _Values) -> DmarcRow | None:
    """A row; ``None`` for one without a host and a number."""
    try:
        source = str(ipaddress.ip_address(_first(values, "row/source_ip")))
        count = int(_first(values, "row/count"))
    except ValueError:
        return None
    if not 0 <= count < 10**12:
        return None
    return DmarcRow(
        source_ip=source,
        count=count,
        disposition=_first(values, "row/policy_evaluated/disposition").lower(),
        dkim=_first(values, "row/policy_evaluated/dkim").lower(),
        spf=_first(values, "row/policy_evaluated/spf").lower(),
        header_from=_first(values, "identifiers/header_from").lower(),
        envelope_from=_first(values, "identifiers/envelope_from").lower(),
        dkim_domains=_results(values, "auth_results/dkim"),
        spf_domains=_results(values, "auth_results/spf"),
        reasons=tuple(values.get("row/policy_evaluated/reason/type", [])[:20]),
    )


def _results(values: _Values, path: str) -> tuple[str, ...]:
    domains, results = values.get(f"{path}/domain", []), values.get(f"{path}/result", [])
    if len(domains) != len(results):
        return tuple(domains[:20])
    return tuple(f"{domain.lower()}={result.lower()}" for domain, result in zip(domains, results, strict=True))[
        :20
    ]


def _first(values: _Values, path: str) -> str:
    return values.get(path, [""])[0]


def _moment(text: str) -> datetime:
    try:
        seconds = int(text)
    except ValueError:
        seconds = -1
    if not 0 <= seconds < _LATEST:
        raise NotAReportError("it does not say of which days it is")
    return datetime.fromtimestamp(seconds, UTC)
