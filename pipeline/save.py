"""Finished bytes in, files out, all or none: written beside their place, flushed, renamed when all are whole.

Whatever stops a save (an error, an interrupt, the end of the process), each file is the old one or the new one, whole.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path

from pipeline.errors import OutputError, Place

_PREFIX = ".kanben-"
#: Temporary files older than this process may have been left by one that was killed …
_STARTED = time.time()
#: … and surely were after so many seconds.
_ABANDONED = 3600


def save(files: Mapping[Path, bytes]) -> None:
    """Write every file; a failure on any leaves all earlier files as they were, no litter and no new empty folder.

    Raises OutputError: folder or file cannot be written, name too long, disk full.
    """
    try:
        with ExitStack() as folders, ExitStack() as litter, ExitStack() as undo:
            for folder in dict.fromkeys(path.parent for path in files):
                _make_folder(folder, folders)
                _clear_litter(folder)
            whole = [(_written_beside(path, data, litter), path) for path, data in files.items()]
            for temporary, path in whole:
                _replace(temporary, path, litter, undo)
            undo.pop_all()
            folders.pop_all()
    except OSError as error:
        raise _told(error, next(iter(files))) from error


def _make_folder(folder: Path, folders: ExitStack) -> None:
    for missing in reversed([parent for parent in (folder, *folder.parents) if not parent.exists()]):
        folders.callback(_remove_empty, missing)
        missing.mkdir(exist_ok=True)


def _written_beside(path: Path, data: bytes, litter: ExitStack) -> Path:
    temporary = _beside(path)
    # Entered before the file is there: an interrupt may come at any moment.
    litter.callback(_remove, temporary)
    with temporary.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    return temporary


def _replace(temporary: Path, path: Path, litter: ExitStack, undo: ExitStack) -> None:
    """Puts a new file in its place; the old one is kept beside it until all are replaced."""
    if path.is_file():
        old = _beside(path)
        litter.callback(_remove, old)
        _keep(path, old)
        undo.callback(_put_back, old, path)
    else:
        undo.callback(_take_away, path, temporary)
    temporary.replace(path)


def _keep(path: Path, old: Path) -> None:
    """A second name for a file; on disks that know no second names (exFAT) a copy."""
    try:
        os.link(path, old)
    except OSError:
        shutil.copyfile(path, old)


# What is undone is undone as far as it goes: the error that is told is the first one.


def _put_back(old: Path, path: Path) -> None:
    with suppress(OSError):
        old.replace(path)


def _take_away(path: Path, temporary: Path) -> None:
    """Removes what stands where nothing stood, if it is ours: the temporary file was renamed to it."""
    if not temporary.exists():
        _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


def _beside(path: Path) -> Path:
    """A name beside a file that tells which process it belongs to, and that no other has."""
    return path.with_name(f"{_PREFIX}{os.getpid()}-{secrets.token_hex(4)}{path.suffix}")


def _clear_litter(folder: Path) -> None:
    """Takes away what a build that was killed left here, and nothing of one that is running."""
    for litter in _litter(folder):
        _remove(litter)


def _litter(folder: Path) -> Iterator[Path]:
    for path in folder.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            made = path.stat().st_mtime
            owner = path.name.removeprefix(_PREFIX).partition("-")[0]
            if time.time() - made > _ABANDONED or (made < _STARTED and not _runs(owner)):
                yield path


def _runs(owner: str) -> bool:
    """Whether another process of this number runs; where that cannot be told, it may."""
    if not owner.isdecimal() or os.name == "nt":
        return True
    if int(owner) == os.getpid():
        return False
    try:
        os.kill(int(owner), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _told(error: OSError, fallback: Path) -> OutputError:
    named: str | os.PathLike[str] | None = error.filename2 or error.filename
    path = Path(named) if isinstance(named, str | os.PathLike) else fallback
    names = {errno.ENOSPC: "save.disk-full", errno.EDQUOT: "save.disk-full", errno.ENAMETOOLONG: "save.name-too-long"}
    # A temporary name says nothing to the user: what cannot be written is its folder.
    place = Place(str(path.parent if path.name.startswith(_PREFIX) else path))
    return OutputError(names.get(error.errno or 0, "save.not-writable"), place, detail=error.strerror or str(error))
