"""The machine a figure was measured on, without which the figure means nothing."""

import os
import platform
from importlib.metadata import version
from pathlib import Path


def describe() -> str:
    """Processor, cores, memory, Python and the libraries that do the work."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    versions = ", ".join(f"{name} {version(name)}" for name in ("polars", "numpy", "pandas"))
    return "\n".join(
        [
            f"processor  {_processor()}",
            f"cores      {cores}",
            f"memory     {_memory_gb():.1f} GB",
            f"system     {platform.system()} {platform.release()}",
            f"python     {platform.python_version()} ({versions})",
        ]
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _memory_gb() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def forget_peak_memory() -> None:
    """Starts the high-water mark of this process anew, so that preparing the input is not counted."""
    clear = Path("/proc/self/clear_refs")
    if clear.exists():
        clear.write_text("5")


def peak_memory_gb() -> float:
    """The most memory that this process has held since the mark was set, its input included."""
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024 / 1e9
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
