"""Runs the four ways in turn, and the review beside cfn-lint: ``python -m benchmarks --rounds 5``.

Prints medians, ratios and memory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import reviewing
from benchmarks.javascript import unpack
from benchmarks.records import records_of, resources_of
from benchmarks.run import Measured, measured
from ses_constructs.local.node import node_binary, node_environment

HERE = Path(__file__).parent
WAYS = ("ours", "bare", "Python L2", "JavaScript L2")


def commands(domains: int, outdir: Path) -> dict[str, list[str]]:
    size = str(domains)
    return {
        "ours": [sys.executable, "-m", "benchmarks.ours", size, str(outdir / "ours")],
        "bare": [sys.executable, "-m", "benchmarks.bare", size, str(outdir / "bare")],
        "Python L2": [sys.executable, "-m", "benchmarks.by_hand", size, str(outdir / "Python L2")],
        "JavaScript L2": [str(node_binary()), str(HERE / "by_hand.js"), size, str(outdir / "JavaScript L2")],
    }


def environment(folder: Path, *, validation: bool) -> dict[str, str]:
    made = node_environment(dict(os.environ))
    made["JSII_RUNTIME_PACKAGE_CACHE_ROOT"] = str(folder / "jsii")
    made["NODE_PATH"] = str(folder / "node_modules")
    made["PYTHONPATH"] = str(HERE.parent)
    made.pop("PYTHONDONTWRITEBYTECODE", None)
    made["CDK_VALIDATION"] = "true" if validation else "false"
    return made


def warm(folder: Path) -> None:
    """Lets jsii unpack and index its packages, which it does in the background after an import."""
    code = "import time, aws_cdk, aws_cdk.aws_ses, aws_cdk.aws_route53; time.sleep(6)"
    subprocess.run([sys.executable, "-c", code], env=environment(folder, validation=False), check=True)


def check_same_records(domains: int, outdir: Path) -> None:
    found = {way: records_of(outdir / way) for way in WAYS}
    if not all(found[way] == found["ours"] and len(found[way]) == 6 * domains for way in WAYS):
        raise SystemExit(f"the four ways provision different records for {domains} domains; see {outdir}")


def compare(domains: int, rounds: int, folder: Path, *, validation: bool) -> None:
    outdir = folder / f"out{domains}"
    results: dict[str, list[Measured]] = {way: [] for way in WAYS}
    for _ in range(rounds):
        for way, command in commands(domains, outdir).items():
            shutil.rmtree(outdir / way, ignore_errors=True)
            results[way].append(measured(command, environment(folder, validation=validation)))
    check_same_records(domains, outdir)
    seconds = {way: statistics.median(m.seconds for m in results[way]) for way in WAYS}
    memory = {way: max(m.megabytes for m in results[way]) for way in WAYS}
    per_domain = [
        (resources_of(outdir / way) - len(list((outdir / way).glob("*.template.json")))) / domains for way in WAYS
    ]
    row = [
        str(domains),
        "on" if validation else "off",
        *(f"{seconds[way]:.2f}" for way in WAYS),
        *(f"{seconds['ours'] / seconds[way]:.2f}" for way in WAYS[1:]),
        " / ".join(f"{memory[way]:.0f}" for way in WAYS),
        " / ".join(f"{count:g}" for count in per_domain),
    ]
    print("| " + " | ".join(row) + " |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--domains", type=int, nargs="+", default=[1, 10, 100, 500])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ses-constructs-bench-") as name:
        folder = Path(name)
        unpack(folder)
        warm(folder)
        node = subprocess.run([node_binary(), "--version"], capture_output=True, text=True, check=True)
        print(
            f"Node.js {node.stdout.strip()}, Python {sys.version.split()[0]}, medians of {given.rounds} rounds\n"
        )
        print(
            "| domains | CDK validation | ours, s | bare, s | Python L2, s | JavaScript L2, s | ours / bare |"
            " ours / Python L2 | ours / JavaScript L2 | peak MB | resources per domain |"
        )
        print("|---|---|---|---|---|---|---|---|---|---|---|")
        for domains in given.domains:
            for validation in (False, True):
                compare(domains, given.rounds, folder, validation=validation)
    reviewing.main(given.rounds)


if __name__ == "__main__":
    main()
