"""Fills a template on this machine: ``python -m ses_constructs.templates preview templates/welcome``.

The folder holds subject.txt, body.txt, body.html and sample.json, as TemplateContent.from_folder reads them.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ses_constructs.errors import SesConstructsError
from ses_constructs.facts.handlebars import RenderingError

from .preview import Preview
from .template_content import TemplateContent, read_sample


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints; 0 when the mail can be sent, 1 when SES would not send it, 2 when it was called or fed wrongly."""
    given = _parser().parse_args(arguments)
    try:
        content = TemplateContent.from_folder(given.folder)
        data = None if given.data is None else read_sample(_text(given.data), where=str(given.data))
        preview = Preview.of(content, data)
    except SesConstructsError as error:
        print(error, file=sys.stderr)
        return 2
    except RenderingError as error:
        print(f"SES would take this mail and never send it: {error}", file=sys.stderr)
        return 1
    _print(content, preview)
    if given.out is not None:
        for file in preview.write(given.out):
            print(f"wrote {file}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ses_constructs.templates",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    preview = commands.add_parser("preview", help="fill a template and show it")
    preview.add_argument("folder", type=Path, help="holds the parts of the template")
    preview.add_argument(
        "--data", type=Path, metavar="FILE", help="template data as JSON (default: sample.json, else made up)"
    )
    preview.add_argument("--out", type=Path, metavar="FOLDER", help="also write the filled parts here")
    return parser


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SesConstructsError(f"{file} cannot be read: {error}", fix="give a file of JSON in UTF-8") from None


def _print(content: TemplateContent, preview: Preview) -> None:
    if preview.is_made_up:
        print("no data was given: values are made up")
    for each in content.variables:
        print(f"variable {each.path}" if each.required else f"variable {each.path} (not always needed)")
    for name in content.unused_samples:
        print(f"no part asks for {name} of the sample")
    print(f"subject: {preview.parts['subject']}")
    for name in ("text", "html"):
        if name in preview.parts:
            print(f"--- {name} ---\n{preview.parts[name]}")


if __name__ == "__main__":
    sys.exit(main())
