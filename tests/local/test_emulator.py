"""The child process: it starts, answers, tells why it does not, and goes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ses_constructs.errors import SesConstructsError
from ses_constructs.local.emulator import Emulator, EmulatorError
from ses_constructs.local.ministack import version


def runs(pid: int) -> bool:
    """Whether a process is there and not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_two_run_at_once_and_know_nothing_of_each_other() -> None:
    with Emulator() as one, Emulator(region="eu-west-1") as two:
        one.client("sns").create_topic(Name="only-here")
        assert len(one.client("sns").list_topics()["Topics"]) == 1
        assert two.client("sns").list_topics()["Topics"] == []
        assert one.endpoint != two.endpoint


def test_it_leaves_no_process_and_no_file() -> None:
    with Emulator() as emulator:
        pid, folder = emulator.pid, emulator.folder
        assert runs(pid)
    assert not runs(pid)
    assert not folder.exists()


def test_it_listens_on_the_loopback_address_only(emulator: Emulator) -> None:
    port = int(emulator.endpoint.rpartition(":")[2])
    listening = [
        line.split()[1].split(":")[0]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[3] == "0A" and int(line.split()[1].rpartition(":")[2], 16) == port
    ]
    assert listening == ["0100007F"]


def test_it_can_be_stopped_twice_and_started_again() -> None:
    emulator = Emulator()
    emulator.stop()
    emulator.start()
    emulator.stop()
    emulator.stop()
    with emulator:
        assert emulator.client("sts").get_caller_identity()["Account"] == "000000000000"


def test_it_is_not_started_twice(emulator: Emulator) -> None:
    with pytest.raises(EmulatorError, match="running already"):
        emulator.start()


@pytest.mark.parametrize("name", ["endpoint", "folder", "log", "pid"])
def test_nothing_is_known_of_one_that_does_not_run(name: str) -> None:
    with pytest.raises(EmulatorError, match="not running"):
        getattr(Emulator(), name)


def test_a_child_that_dies_is_noticed_and_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "hypercorn"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('no server today')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    emulator = Emulator()
    with pytest.raises(EmulatorError, match=r"(?s)ended with status 1 .*no server today"):
        emulator.start()
    with pytest.raises(EmulatorError, match="not running"):
        _ = emulator.folder


def test_another_ministack_is_refused_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(version, "MINISTACK_VERSION", "9.9.9")
    with pytest.raises(SesConstructsError, match="works with 9.9.9 only"):
        Emulator().start()


def test_it_ends_with_the_process_that_started_it() -> None:
    code = (
        "import os; from ses_constructs.local.emulator import Emulator;"
        "e = Emulator(); e.start(); print(e.pid, e.folder, flush=True); os._exit(0)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    pid, folder = said.split()
    for _ in range(100):
        if not runs(int(pid)) and not Path(folder).exists():
            return
        time.sleep(0.1)
    raise AssertionError(f"process {pid} or {folder} is still there")


def test_the_environment_has_the_emulators_settings_and_no_others(
    emulator: Emulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/nowhere.pem")
    environment = emulator.environment()
    assert {name for name in environment if name.startswith("AWS_")} == {
        "AWS_ENDPOINT_URL",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_EC2_METADATA_DISABLED",
    }
    assert environment["AWS_ACCESS_KEY_ID"] == emulator.account
    assert environment["HOME"] != os.environ["HOME"]
    assert environment["PATH"] == os.environ["PATH"]


def test_a_secret_of_this_process_is_not_passed_to_deployed_functions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "real")
    monkeypatch.setenv("GITHUB_TOKEN", "real")
    with Emulator() as emulator:
        environment = Path(f"/proc/{emulator.pid}/environ").read_text()
    assert "real" not in environment


def test_a_reset_forgets_everything(fresh_emulator: Emulator) -> None:
    sesv2 = fresh_emulator.client("sesv2")
    sesv2.create_email_identity(EmailIdentity="example.com")
    fresh_emulator.client("sns").create_topic(Name="notices")
    fresh_emulator.reset()
    assert sesv2.list_email_identities()["EmailIdentities"] == []
    assert fresh_emulator.client("sns").list_topics()["Topics"] == []


def test_mail_without_an_active_rule_set_is_not_accepted(fresh_emulator: Emulator) -> None:
    result = fresh_emulator.receive(
        source="a@example.net", recipients=["b@example.com"], message=b"Subject: x\r\n\r\n"
    )
    assert result["accepted"] is False
    assert str(result["reply"]).startswith("550")


def test_an_address_is_verified_by_its_owners_click(fresh_emulator: Emulator) -> None:
    sesv2 = fresh_emulator.client("sesv2")
    sesv2.create_email_identity(EmailIdentity="me@example.org")
    assert not sesv2.get_email_identity(EmailIdentity="me@example.org")["VerifiedForSendingStatus"]
    fresh_emulator.confirm_address("me@example.org")
    assert sesv2.get_email_identity(EmailIdentity="me@example.org")["VerifiedForSendingStatus"]


def test_what_no_destination_took_can_be_asked_for(fresh_emulator: Emulator) -> None:
    assert fresh_emulator.undelivered() == []


def test_an_internal_request_that_fails_says_so(emulator: Emulator) -> None:
    with pytest.raises(EmulatorError, match="404"):
        emulator._call("POST", "/_ses/no-such-thing", b'{"account": "000000000000", "region": "us-east-1"}')
