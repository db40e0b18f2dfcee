"""Where the program starts: `kzlearn` and `python -m kzlearn`."""

import gc
import sys


def main() -> None:
    """Run the command line; the exit code says how it went (0, 1, 2 or 130; see docs)."""
    if sys.argv[1:] == ["--version"]:
        from kzlearn import __version__  # noqa: PLC0415  # as below

        print(f"kzlearn {__version__}")  # noqa: T201
        return
    gc.set_threshold(100_000)  # a command ends before there is garbage worth looking for
    try:
        from kzlearn.cli import run  # noqa: PLC0415  # the version needs none of it

        code = run()
    except KeyboardInterrupt:  # before the command line was ready to take it
        code = 130
    finally:
        gc.freeze()  # nor at its end
    sys.exit(code)


if __name__ == "__main__":
    main()
