"""Crawls in processes forked from one that has Scrapy loaded: loading it is most of a short crawl's work.

What a crawl does in its process is the same. How it is started and ended is tested by those modules that say
OWN_PROCESSES.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import traceback
from pathlib import Path

from spiders.crawl import _Ending, _main

LENGTH = 8


class Nursery:
    """Runs crawls, each in a process of its own, in place of `spiders.crawl._run_process`."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="nursery-")
        self._path = str(Path(self._folder.name) / "socket")
        self._parent: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    def run(self, job: str, *, log: Path, limit: float) -> _Ending:
        """Run a job in a fork; it is killed after `limit` seconds."""
        self._start()
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(self._path)
            message = json.dumps({"job": job, "log": str(log), "environment": dict(os.environ)}).encode()
            line.sendall(len(message).to_bytes(LENGTH, "big") + message)
            pid = int.from_bytes(line.recv(LENGTH, socket.MSG_WAITALL), "big")
            line.settimeout(limit)
            try:
                code = line.recv(1)
            except TimeoutError:
                os.killpg(pid, signal.SIGKILL)
                return _Ending(code=-1, killed=True)
        return _Ending(code=code[0] if code else -1, killed=False)

    def close(self) -> None:
        if self._parent is not None:
            self._parent.terminate()
            self._parent.wait()
        self._folder.cleanup()

    def _start(self) -> None:
        with self._lock:
            if self._parent is None:
                command = [sys.executable, __file__, self._path]
                self._parent = subprocess.Popen(command, stdout=subprocess.PIPE)
                assert self._parent.stdout is not None
                with self._parent.stdout as out:
                    assert out.readline() == b"ready\n"


def serve(path: str) -> None:
    """Load what every crawl needs, but no reactor, which cannot be forked; then fork a crawl for each that asks."""
    from scrapy.settings import Settings  # noqa: PLC0415 - in the parent process alone
    from scrapy.utils.misc import load_object  # noqa: PLC0415

    import spiders.worker  # noqa: F401, PLC0415

    settings = Settings()
    settings.setmodule("spiders.settings", priority="project")
    for kind in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
        for name, order in settings.get_component_priority_dict_with_base(kind).items():
            if order is not None:
                load_object(name)
    assert "twisted.internet.reactor" not in sys.modules
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen(64)
        print("ready", flush=True)
        while True:
            line, _ = door.accept()
            with line:
                if os.fork() == 0:
                    door.close()
                    os._exit(crawl_for(line))


def crawl_for(line: socket.socket) -> int:
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    line.sendall(os.getpid().to_bytes(LENGTH, "big"))
    length = int.from_bytes(line.recv(LENGTH, socket.MSG_WAITALL), "big")
    message = json.loads(line.recv(length, socket.MSG_WAITALL))
    os.environ.clear()
    os.environ.update(message["environment"], OMP_NUM_THREADS="1", PYTHONUNBUFFERED="1")
    log = os.open(message["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    sys.stdin = io.StringIO(message["job"])
    code = 1
    try:
        _main()
        code = 0
    except BaseException:  # noqa: BLE001 - what is not caught here would go on as the parent
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    line.sendall(bytes([code]))
    return code


if __name__ == "__main__":
    serve(sys.argv[1])
