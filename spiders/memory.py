"""How much memory a crawl holds: Scrapy's own count starts from what its parent process once held."""

from __future__ import annotations

from pathlib import Path

from scrapy.extensions.memusage import MemoryUsage

_STATUS = Path("/proc/self/status")


class CrawlMemoryUsage(MemoryUsage):
    """Scrapy's memory limit, counted for this process alone.

    On Linux the peak that getrusage gives survives fork and exec, so that a crawl started by a process that has
    loaded a language model would be over the limit before its first request.
    """

    def get_virtual_size(self) -> int:
        """Return the peak resident size of this process in bytes."""
        return _read_peak() or super().get_virtual_size()


def _read_peak() -> int | None:
    try:
        status = _STATUS.read_text(encoding="ascii", errors="replace")
    except OSError:  # no Linux: there getrusage starts anew with each process
        return None
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return None
