"""``app.py`` as the tests deploy it: three domains, two streams of mail, zones with known ids."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

from ses_constructs.local.cdk import Cdk, python_app
from ses_constructs.local.emulator import Emulator
from tests.end_to_end.account import Account

ROOT = Path(__file__).parent.parent.parent
SHOP, ACCOUNT, NEWS = "shop.example", "account.example", "news.example"
STREAMS = {SHOP: "Receipts", ACCOUNT: "Receipts", NEWS: "News"}
ZONES = {SHOP: "ZSHOP", ACCOUNT: "ZACCOUNT", NEWS: "ZNEWS"}
CONTEXT = {
    "domains": json.dumps(
        [{"domain": name, "stream": stream, "zone_id": ZONES[name]} for name, stream in STREAMS.items()]
    ),
    "operators": "operators@shop.example",
    "volume": json.dumps({"sends": 5, "bounces": 3, "complaints": 1}),
    "retain": "false",
}


class MailPlatform(Account):
    """The four stacks in an emptied emulator.

    Args:
        emulator: Running; what is in it goes.
        assembly: What the app was synthesized to.
    """

    def __init__(self, emulator: Emulator, assembly: Path) -> None:
        super().__init__(emulator)
        emulator.reset()
        for domain, zone_id in ZONES.items():
            emulator.own_zone(domain, zone_id=zone_id)
        self.cdk = Cdk(emulator, ROOT, app_command=[str(assembly)])
        self.cdk.bootstrap()
        self.outputs = self.cdk.deploy()
        self.receipts = self.configuration_set_of(SHOP)
        self.news = self.configuration_set_of(NEWS)
        self.notices = self.listen(self.physical_id("Reputation", "AWS::SNS::Topic", "Operators"))
        for domain in STREAMS:
            self.wait_until_sending(domain)

    def function(self, guard: str, verb: str) -> str:
        """Name of the function of a guard that pauses or resumes."""
        return self.physical_id("Reputation", "AWS::Lambda::Function", f"{guard}{verb}Sending")

    def resume(self, target: str) -> dict[str, object]:
        """Does what the one printed command does that resumes a target."""
        commands = [value for value in self.outputs["Reputation"].values() if f'"resume":"{target}"' in value]
        assert len(commands) == 1
        words = shlex.split(commands[0])
        event = json.loads(words[words.index("--payload") + 1])
        return self.invoke(words[words.index("--function-name") + 1], event)


def app(emulator: Emulator) -> Cdk:
    """The command line for ``app.py``."""
    return Cdk(emulator, ROOT, app_command=python_app(ROOT / "app.py"), context=CONTEXT)
