"""The one way in which the commands print, so that nothing of the user's can steer a terminal."""

import argparse
import sys
from typing import Any

from analysis.wording import printable


def say(line: str) -> None:
    r"""Print one line. What a terminal would obey instead of showing is printed as its code.

    >>> say("a\x1b[2Jb")
    a\x1b[2Jb
    """
    print(printable(line))


def say_on_stderr(line: str) -> None:
    """Print one line to the error output, in the same way."""
    print(printable(line), file=sys.stderr)


class Parser(argparse.ArgumentParser):
    """A command line whose help and errors are printed in the same way."""

    def _print_message(self, message: str, file: Any = None) -> None:
        print_line = say if file is sys.stdout else say_on_stderr
        for line in message.splitlines():
            print_line(line)
