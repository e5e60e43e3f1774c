from __future__ import annotations

import subprocess
import sys

MEASURE = """
from scrapy.utils.test import get_crawler
from spiders.memory import CrawlMemoryUsage
crawler = get_crawler(settings_dict={"MEMUSAGE_ENABLED": True})
print(CrawlMemoryUsage.from_crawler(crawler).get_virtual_size() // 2**20)
"""
# A process that has held as much as a language model, and then starts a crawl.
PARENT = """
import subprocess, sys
held = bytearray(500 * 2**20)
held[::4096] = bytes(len(held[::4096]))
print(subprocess.run([sys.executable, "-c", sys.argv[1]], check=True, capture_output=True, text=True).stdout)
"""


def test_what_the_parent_held_does_not_count() -> None:
    command = [sys.executable, "-c", PARENT, MEASURE]
    answer = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert 20 < int(answer.stdout) < 400
