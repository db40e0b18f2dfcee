"""Which files make a bank."""

from pathlib import Path


def bank_files(path: Path) -> list[list[Path]]:
    """The files of the banks at a path, a list a folder: a file alone, or all YAML files of a folder and, below it, of
    folders of banks. Blueprints (`exam.yaml`) are no banks."""
    if path.is_file():
        return [[path]]
    entries = sorted(path.iterdir()) if path.is_dir() else []
    here = [p for p in entries if p.suffix in (".yaml", ".yml") and p.stem != "exam" and p.is_file()]
    below = [files for folder in entries if folder.is_dir() for files in bank_files(folder)]
    return [here] if here else below
