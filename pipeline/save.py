"""Finished bytes in, files out, all or none: written beside their place, flushed, renamed when all are whole."""

from __future__ import annotations

import contextlib
import errno
import os
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import OutputError, Place

_PREFIX = ".kanben-"
#: Seconds after which a temporary file belongs to nobody.
_ABANDONED = 3600


def save(files: Mapping[Path, bytes]) -> None:
    """Write every file; a failure on any leaves all earlier files as they were and no litter.

    Raises OutputError: folder or file cannot be written, disk full.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for folder in {path.parent for path in files}:
            _clear_litter(folder)
        for path, data in files.items():
            waiting.append((_written_beside(path, data), path))
        for temporary, path in waiting:
            temporary.replace(path)
    except OSError as error:
        raise _told(error, Path(error.filename or next(iter(files)))) from error
    finally:
        for temporary, _ in waiting:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _written_beside(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=path.suffix, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o666 & ~_umask())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _clear_litter(folder: Path) -> None:
    """Takes away what a build that was killed left here; what is young may belong to one that is running."""
    for litter in folder.glob(f"{_PREFIX}*") if folder.is_dir() else ():
        with contextlib.suppress(OSError):
            if time.time() - litter.stat().st_mtime > _ABANDONED:
                litter.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _told(error: OSError, path: Path) -> OutputError:
    name = {errno.ENOSPC: "save.disk-full", errno.EDQUOT: "save.disk-full", errno.ENAMETOOLONG: "save.name-too-long"}
    place = Place(str(path.parent if path.name.startswith(_PREFIX) else path))
    return OutputError(name.get(error.errno or 0, "save.not-writable"), place, detail=error.strerror or str(error))
