"""The memory that this process has in use."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resident_bytes() -> int:
    """Bytes of this process in memory; on macOS the most that they have been. 0 where the system does not tell."""
    try:
        if sys.platform == 'win32':
            return _windows()
        if sys.platform == 'darwin':
            import resource

            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with Path('/proc/self/statm').open('rb') as file:
            return int(file.read().split()[1]) * os.sysconf('SC_PAGE_SIZE')
    except (OSError, ValueError, IndexError, AttributeError):
        return 0


if sys.platform == 'win32':
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        _fields_ = [
            ('cb', wintypes.DWORD),
            ('PageFaultCount', wintypes.DWORD),
            ('PeakWorkingSetSize', ctypes.c_size_t),
            ('WorkingSetSize', ctypes.c_size_t),
            ('QuotaPeakPagedPoolUsage', ctypes.c_size_t),
            ('QuotaPagedPoolUsage', ctypes.c_size_t),
            ('QuotaPeakNonPagedPoolUsage', ctypes.c_size_t),
            ('QuotaNonPagedPoolUsage', ctypes.c_size_t),
            ('PagefileUsage', ctypes.c_size_t),
            ('PeakPagefileUsage', ctypes.c_size_t),
        ]

    def _windows() -> int:
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        process = ctypes.WinDLL('kernel32').GetCurrentProcess
        process.restype = wintypes.HANDLE
        query = ctypes.WinDLL('psapi').GetProcessMemoryInfo
        query.argtypes = [wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD]
        query(process(), ctypes.byref(counters), counters.cb)
        return int(counters.WorkingSetSize)
