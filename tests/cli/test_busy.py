"""A sign of life on a terminal; nothing where nobody is watching."""

import sys

import pexpect

SLOW = "from kzlearn.cli._busy import busy; import time\nwith busy('Counting stars'): time.sleep({})\nprint('done')"


def test_what_takes_longer_than_a_second_says_what_it_does():
    with pexpect.spawn(sys.executable, ["-c", SLOW.format(1.6)], encoding="utf-8", timeout=20) as shown:
        shown.expect("Counting stars")
        shown.expect("done")


def test_what_is_quick_says_nothing():
    with pexpect.spawn(sys.executable, ["-c", SLOW.format(0.1)], encoding="utf-8", timeout=20) as shown:
        shown.expect("done")
        assert "Counting" not in (shown.before or "")
