"""An archive of Mail Manager, searched as its console does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ses_constructs.local.platform import wait_for
from tests.end_to_end.account import Record

_RANGE = timedelta(hours=1)


class ArchiveSearch:
    """Searches one archive. A search takes a second, so that several begin together.

    Args:
        manager: A client of Mail Manager.
        archive_id: Which.
    """

    def __init__(self, manager: Any, archive_id: str) -> None:
        self._manager = manager
        self._archive = archive_id

    def rows(self, like: Mapping[str, str], *, ago: timedelta = timedelta()) -> list[Record]:
        """Messages with all of these texts, newest first; from around now, or from some time ago."""
        return self._ended(self._begin(like, ago))

    def subjects(self, wanted: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
        """Subjects of what several searches find, by their names."""
        begun = {name: self._begin(like, timedelta()) for name, like in wanted.items()}
        return {name: [str(row["Subject"]) for row in self._ended(search)] for name, search in begun.items()}

    def _begin(self, like: Mapping[str, str], ago: timedelta) -> str:
        then = datetime.now(UTC) - ago
        filters = [
            {
                "StringExpression": {
                    "Evaluate": {"Attribute": name.upper()},
                    "Operator": "CONTAINS",
                    "Values": [text],
                }
            }
            for name, text in like.items()
        ]
        begun = self._manager.start_archive_search(
            ArchiveId=self._archive,
            Filters={"Include": filters},
            FromTimestamp=then - _RANGE,
            ToTimestamp=then + _RANGE,
            MaxResults=100,
        )
        return str(begun["SearchId"])

    def _ended(self, search: str) -> list[Record]:
        def ended() -> bool:
            return bool(self._manager.get_archive_search(SearchId=search)["Status"]["State"] == "COMPLETED")

        wait_for("the search to end", ended, patience=15)
        found: list[Record] = self._manager.get_archive_search_results(SearchId=search)["Rows"]
        return found
