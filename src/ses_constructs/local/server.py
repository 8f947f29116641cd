"""The emulator's child process: ``python -m ses_constructs.local.server``. Started by ``Emulator``."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hypercorn.config import Config

    from ses_constructs.local.ministack.application import Application

_PARENT_CHECK_SECONDS = 1.0


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="ses_constructs.local.server")
    parser.add_argument("--port-file", type=Path, required=True, help="where to write the port it listens on")
    parser.add_argument("--parent", type=int, help="end when this process does")
    parser.add_argument("--alarm-speed", type=float, default=1.0)
    options = parser.parse_args(arguments)
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    port = listener.getsockname()[1]
    # MiniStack reads its port from the environment when its modules load, hence the imports below.
    os.environ["GATEWAY_PORT"] = str(port)
    if options.parent is not None:
        _end_with(options.parent, options.port_file.parent)
    options.port_file.write_text(f"{port}\n")
    from hypercorn.config import Config

    from ses_constructs.local.ministack.application import build_application

    application = build_application(alarm_speed=options.alarm_speed)
    config = Config()
    config.bind = [f"fd://{listener.detach()}"]
    config.keep_alive_timeout = 75
    config.loglevel = "WARNING"
    asyncio.run(_serve(application, config, options.port_file.parent))
    return 0


async def _serve(application: Application, config: Config, folder: Path) -> None:
    """Serves HTTP for ever, and SMTP beside it."""
    from hypercorn.asyncio import serve

    from ses_constructs.local.smtp import submission
    from ses_constructs.local.smtp.certificate import make_certificate

    certificate = folder / "smtp-certificate.pem"
    key = folder / "smtp-key.pem"
    tls = make_certificate(certificate, key)
    application.inbound.open(certificate, key)
    # Deployed functions inherit it, and log in.
    os.environ["SSL_CERT_FILE"] = str(certificate)
    smtp = await submission.serve(application.submissions, tls)
    (folder / "smtp-port").write_text(f"{submission.port_of(smtp)}\n")
    await serve(application, config, shutdown_trigger=_never)


async def _never() -> None:
    """SIGTERM ends the process at once: there is nothing to save."""
    await asyncio.Event().wait()


def _end_with(parent: int, folder: Path) -> None:
    """Watches the parent from a thread; without it nobody would end this process or remove its files."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)
        if os.getpgrp() == os.getpid():
            os.killpg(os.getpid(), signal.SIGKILL)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
