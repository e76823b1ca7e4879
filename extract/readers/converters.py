"""Programs on this machine that turn old Office files into something that is read here.

LibreOffice makes .docx of .doc, .rtf and .odt, with automatic numbers, tables and notes in place;
antiword (100 kB where LibreOffice is 500 MB) makes DocBook of .doc. A converter is a large program
fed with files from anywhere: it runs in a process group of its own with limits on time, memory
and output, in a folder of its own that is its home as well, without a network where the system
allows that, and LibreOffice with macros and link updates off.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Literal

from extract.limits import Limits
from extract.readers.errors import UnreadableError

OfficeFormat = Literal["doc", "rtf", "odt"]

_OFFICE = ("soffice", "libreoffice")
_MISSING = {
    "doc": "apt-get install antiword (small), or libreoffice-writer-nogui (keeps automatic numbers)",
    "rtf": "apt-get install libreoffice-writer-nogui",
    "odt": "apt-get install libreoffice-writer-nogui",
}
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000

# Macros never run (level 3: signed ones of trusted places only, and there are none), links are
# never followed.
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def find_office() -> str | None:
    """The path of LibreOffice, ``None`` where it is not installed."""
    return next((path for name in _OFFICE if (path := shutil.which(name))), None)


def find_antiword() -> str | None:
    """The path of antiword, ``None`` where it is not installed."""
    return shutil.which("antiword")


def missing(kind: OfficeFormat) -> UnreadableError:
    """What to say where no converter for ``kind`` is installed."""
    return UnreadableError(
        "converter-missing",
        f"To read .{kind} files a converter is needed: {_MISSING[kind]}; then build again.",
    )


def to_docx(office: str, data: bytes, kind: OfficeFormat, limits: Limits) -> bytes:
    """The file as .docx, by LibreOffice at ``office``. Raises ``UnreadableError``."""
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        user = folder / "profile" / "user"
        user.mkdir(parents=True)
        (user / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
        (folder / f"in.{kind}").write_bytes(data)
        arguments = (
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--invisible", "--norestore", "--nolockcheck", "--nofirststartwizard"),
            *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")),
            str(folder / f"in.{kind}"),
        )
        _run([office, *arguments], folder, limits)
        return _result(folder / "out" / "in.docx", limits)


def by_antiword(antiword: str, data: bytes, limits: Limits) -> tuple[bytes, str]:
    """A .doc as DocBook and as plain text, by antiword at ``antiword``. Raises
    ``UnreadableError``."""
    outputs = []
    for form in (("-x", "db"), ("-w", "0", "-m", "UTF-8.txt")):
        with tempfile.TemporaryDirectory(prefix="antiword-") as name:
            folder = Path(name)
            (folder / "in.doc").write_bytes(data)
            _run([antiword, *form, str(folder / "in.doc")], folder, limits)
            outputs.append(_result(folder / "stdout", limits))
    return outputs[0], outputs[1].decode("utf-8", "replace")


def _result(path: Path, limits: Limits) -> bytes:
    size = path.stat().st_size if path.is_file() else 0
    if size == 0:
        raise UnreadableError(
            "damaged",
            "The converter can make nothing of the file: it is broken, protected by a password or "
            "from a program older than Word 97. Save it as .docx.",
        )
    if size >= limits.max_unpacked:
        raise UnreadableError(
            "too-large",
            f"The converted file has more than {limits.max_unpacked / 1e6:,.0f} MB. Split it.",
        )
    return path.read_bytes()


def _run(command: Sequence[str], folder: Path, limits: Limits) -> None:
    """Run ``command`` in ``folder`` within the limits, its output in the file ``stdout`` there."""
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "SAL_USE_VCLPLUGIN": "svp",
    }
    with (folder / "stdout").open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_confinement(limits) if os.name == "posix" else None,
        )
        try:
            process.wait(limits.max_conversion_seconds)
        except subprocess.TimeoutExpired as error:
            raise UnreadableError(
                "converter-failed",
                f"Converting the file took more than {limits.max_conversion_seconds:g} seconds. "
                "Save it as .docx.",
            ) from error
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those that it started, whether or not it has ended by itself."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _confinement(limits: Limits) -> Callable[[], None]:
    """What the new process does before it becomes the converter. All is looked up beforehand: after
    the fork only system calls are safe."""
    import resource

    wanted = {
        resource.RLIMIT_AS: limits.max_conversion_memory,
        resource.RLIMIT_CPU: int(limits.max_conversion_seconds) + 1,
        resource.RLIMIT_FSIZE: limits.max_unpacked,
        resource.RLIMIT_CORE: 0,
    }
    bounds = []
    for what, most in wanted.items():
        hard = resource.getrlimit(what)[1]
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        bounds.append((what, (bound, bound)))
    unshare = None
    if sys.platform == "linux":
        unshare = getattr(ctypes.CDLL(None), "unshare", None)
    set_limit = resource.setrlimit

    def confine() -> None:
        if unshare is not None and unshare(_CLONE_NEWNET) != 0:
            unshare(_CLONE_NEWUSER | _CLONE_NEWNET)
        for what, bound in bounds:
            set_limit(what, bound)

    return confine
