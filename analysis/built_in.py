"""The built-in notebooks and the built-in study.

They are beside the package in a checkout, and inside the package in a wheel.
"""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def built_in_notebooks() -> Path:
    """Return the folder of the built-in notebooks."""
    return _folder("notebooks")


def built_in_study() -> Path:
    """Return the folder of the built-in study."""
    return _folder("seeds")


def is_checkout() -> bool:
    """Whether the package is in a checkout, and not installed from a wheel."""
    return not (PACKAGE / "built_in").is_dir()


def _folder(name: str) -> Path:
    top = PACKAGE.parent if is_checkout() else PACKAGE / "built_in"
    return top / name
