"""Signals that end a process let it clean up first."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from analysis.cli import main
from analysis.interrupts import interrupt_on_signals

ENDING = [signal.SIGTERM, signal.SIGHUP]


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_interrupts_once(number):
    before = signal.getsignal(number)
    seen = []

    def interrupted():
        with interrupt_on_signals():
            try:
                os.kill(os.getpid(), number)
            finally:
                os.kill(os.getpid(), number)  # a second one does not stop what is cleaned up
                seen.append("cleaned up")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert seen == ["cleaned up"]
    assert signal.getsignal(number) is before


def test_a_signal_that_is_ignored_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as under nohup
    try:
        with interrupt_on_signals():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_other_threads_do_nothing():
    done = []

    def work():
        with interrupt_on_signals():
            done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]


@pytest.mark.parametrize("number", [*ENDING, signal.SIGINT])
def test_every_command_ends_with_130(number):
    program = f"""if True:
        import os, signal, sys
        from analysis import cli
        signal.signal(signal.SIGINT, signal.default_int_handler)
        cli._check = lambda options: os.kill(os.getpid(), {int(number)})
        sys.exit(cli.main(["check"]))
        """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_command_that_is_not_interrupted(capsys):
    assert main(["new", "/dev/null"]) == 2
