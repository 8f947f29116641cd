"""The command line of the child process."""

from __future__ import annotations

import pytest

from ses_constructs.local import server


def test_it_must_be_told_where_to_write_its_port(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        server.main([])
    assert caught.value.code == 2
    assert "--port-file" in capsys.readouterr().err
