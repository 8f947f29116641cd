"""An AWS on this machine with a working SES: a child process on a free loopback port.

    with Emulator() as emulator:
        emulator.client("sesv2").list_email_identities()

MiniStack plays the rest of AWS (see ``local/ministack``); the SES is ours (see ``local/ses``).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from ses_constructs.local.child import Attempts, EmulatorError, end
from ses_constructs.local.clients import SECRET
from ses_constructs.local.ministack.version import check_ministack_version
from ses_constructs.local.outside import Outside

__all__ = ["Emulator", "EmulatorError"]

DEFAULT_ACCOUNT = "000000000000"
DEFAULT_REGION = "us-east-1"
_INHERITED = ("PATH", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "LANG", "LC_ALL", "SYSTEMROOT")


class Emulator(Outside):
    """One emulated AWS. Everything it keeps is in memory and in one temporary folder, which goes with it.

    Args:
        account: The account of the credentials it hands out, 12 digits. Left out: ``000000000000``.
            Others exist as well: an access key of 12 digits is an account.
        region: The region of the same. Left out: ``us-east-1``.
        alarm_speed: How many times faster than real the periods of CloudWatch alarms pass. Left out: 1.
        authorize: Judge every caller by its IAM policies, as AWS does; the account's own access key may do
            everything. Left out: no, everybody may do everything.
        outlives_parent: Keep running when the starting process ends. Left out: it stops within a second.
        start_timeout: Seconds to wait until it answers. Left out: 60.
    """

    def __init__(
        self,
        *,
        account: str = DEFAULT_ACCOUNT,
        region: str = DEFAULT_REGION,
        alarm_speed: float = 1.0,
        authorize: bool = False,
        outlives_parent: bool = False,
        start_timeout: float = 60.0,
    ) -> None:
        self.account = account
        self.region = region
        self._alarm_speed = alarm_speed
        self._authorize = authorize
        self._outlives_parent = outlives_parent
        self._start_timeout = start_timeout
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._endpoint: str | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts the child process and waits until it answers.

        Raises:
            SesConstructsError: when another MiniStack release is installed.
            EmulatorError: when the child dies or does not answer in time; the text has the end of its log.
        """
        check_ministack_version()
        if self._process is not None:
            raise EmulatorError("this emulator is running already", fix="stop() it, or make another Emulator")
        self._folder = Path(tempfile.mkdtemp(prefix="ses-emulator-"))
        for name in ("home", "tmp"):
            (self._folder / name).mkdir()
        try:
            self._process = self._spawn()
            self._endpoint = f"http://127.0.0.1:{self._wait_for_port()}"
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stops the child process and removes its files; does nothing when it is not running."""
        process, self._process = self._process, None
        if process is not None:
            end(process)
        folder, self._folder = self._folder, None
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)
        self._endpoint = None

    @property
    def endpoint(self) -> str:
        """``http://127.0.0.1:<port>``, the endpoint of every service."""
        if self._endpoint is None:
            raise _not_running()
        return self._endpoint

    @property
    def folder(self) -> Path:
        """Its private folder, removed by :meth:`stop`: ``home`` and ``tmp``, ``log``."""
        if self._folder is None:
            raise _not_running()
        return self._folder

    @property
    def log(self) -> Path:
        """The file with everything the child process says."""
        return self.folder / "log"

    @property
    def smtp_host(self) -> str:
        """Where its SMTP interface listens."""
        return "127.0.0.1"

    @property
    def smtp_port(self) -> int:
        """Its port: STARTTLS, then a login; the password says the region."""
        return int((self.folder / "smtp-port").read_text())

    @property
    def smtp_certificate(self) -> Path:
        """The certificate of the SMTP interface, for clients to trust. Deployed functions trust it already."""
        return self.folder / "smtp-certificate.pem"

    @property
    def pid(self) -> int:
        """The process id of the child."""
        if self._process is None:
            raise _not_running()
        return self._process.pid

    def credentials(self) -> dict[str, str]:
        """The variables that point the AWS CLI, boto3 and the CDK at the emulator."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self.account,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1,localhost",
        }

    def environment(self) -> dict[str, str]:
        """A whole environment for a child process: this one's without its AWS settings, plus :meth:`credentials`.

        ``HOME`` is private because the CDK CLI remembers there which account an access key belongs to.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return {
            **kept,
            **self.credentials(),
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
        }

    def reset(self) -> None:
        """Forgets every resource of every account, what ``cdk bootstrap`` made included."""
        self._call("POST", "/_ministack/reset")

    def _call(self, method: str, path: str, body: bytes = b"") -> bytes:
        request = urllib.request.Request(self.endpoint + path, data=body, method=method)  # noqa: S310
        try:
            with _OPENER.open(request, timeout=60) as answer:
                content: bytes = answer.read()
                return content
        except urllib.error.HTTPError as error:
            with error:
                text = error.read().decode(errors="replace")
            raise EmulatorError(f"{method} {path}: {error.code} {text}", fix=f"read {self.log}") from None

    def _spawn(self) -> subprocess.Popen[bytes]:
        folder = self.folder
        command = [sys.executable, "-m", "ses_constructs.local.server", "--port-file", str(folder / "port")]
        command += ["--alarm-speed", str(self._alarm_speed)]
        if not self._outlives_parent:
            command += ["--parent", str(os.getpid())]
        with self.log.open("wb") as log:
            return subprocess.Popen(
                command,
                env=self._child_environment(),
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _child_environment(self) -> dict[str, str]:
        """Few variables: deployed functions inherit them."""
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        return {
            **inherited,
            "HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "tmp"),
            "BIND_HOST": "127.0.0.1",
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "AUTH": "true" if self._authorize else "false",
            "MINISTACK_REGION": self.region,
            "MINISTACK_ACCOUNT_ID": self.account,
            "STATE_DIR": str(self.folder / "tmp" / "state"),
            "S3_DATA_DIR": str(self.folder / "tmp" / "s3"),
            # Failed asynchronous invocations are retried after 0.2 s and 0.4 s instead of 1 and 2 minutes.
            "LAMBDA_ASYNC_RETRY_BASE_SECONDS": "0.2",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def _wait_for_port(self) -> int:
        file = self.folder / "port"
        for _ in self._until_timeout("did not open a port"):
            text = file.read_text() if file.exists() else ""
            if text.endswith("\n"):
                return int(text)
        raise AssertionError("unreachable")

    def _wait_until_ready(self) -> None:
        for _ in self._until_timeout("did not answer"):
            try:
                self._call("GET", "/_ministack/health")
            except OSError:
                continue
            return

    def _until_timeout(self, complaint: str) -> Attempts:
        assert self._process is not None
        return Attempts(self._process, self.log, self._start_timeout, complaint)


def _not_running() -> EmulatorError:
    return EmulatorError("the emulator is not running", fix="start() it, or use it in a with statement")


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
