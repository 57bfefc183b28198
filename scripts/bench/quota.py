"""Control groups that hold processes to a share of the CPU, by version 1 or 2 of Linux's interface."""

import contextlib
import os
import pathlib
import time

from lab import BenchFailed, say

PERIOD = 50_000  # µs: short, so that a group which used up its share soon goes on


def hierarchy():
    """Where groups of the cpu controller are made, and whether by version 2."""
    found = None
    for line in pathlib.Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines():
        _, place, kind, how, *_ = line.split(" ")
        if kind == "cgroup" and "cpu" in how.split(","):
            return pathlib.Path(place), False
        if kind == "cgroup2":
            found = pathlib.Path(place)
    if found and "cpu" in (found / "cgroup.controllers").read_text(encoding="ascii").split():
        with contextlib.suppress(OSError):
            (found / "cgroup.subtree_control").write_text("+cpu", encoding="ascii")
        return found, True
    return None, False


class Quota:
    """A control group of so many cores, of which a tenth or ten may be meant. Gone when it is closed."""

    def __init__(self, name, cores):
        root, self.second = hierarchy()
        if root is None:
            raise BenchFailed("No control groups with a CPU quota are to be had here, so nothing was measured.")
        self.root = root
        self.path = root / f"proxima-bench-{os.getpid()}-{name}"
        try:
            self.path.mkdir()
            self.set(cores)
        except OSError as failure:
            with contextlib.suppress(OSError):
                self.path.rmdir()
            raise BenchFailed(
                f"No control group can be made below {root} ({failure.strerror}): run this as root. Nothing was measured."
            ) from failure

    def set(self, cores):
        quota = max(1000, round(cores * PERIOD))
        period = round(quota / cores)
        if self.second:
            (self.path / "cpu.max").write_text(f"{quota} {period}", encoding="ascii")
        else:
            for name, value in (("period", period), ("quota", quota)):
                (self.path / f"cpu.cfs_{name}_us").write_text(str(value), encoding="ascii")
        self.cores = cores

    def add(self, pid):
        """The process with all its threads, and what it starts from now on."""
        (self.path / "cgroup.procs").write_text(str(pid), encoding="ascii")

    def close(self):
        for _ in range(100):
            with contextlib.suppress(OSError):
                for pid in (self.path / "cgroup.procs").read_text(encoding="ascii").split():
                    (self.root / "cgroup.procs").write_text(pid, encoding="ascii")
            with contextlib.suppress(OSError):
                self.path.rmdir()
                return
            time.sleep(0.05)


def require():
    """Finds out before anything is made whether groups can be."""
    Quota("trial", 1).close()


def hold(nodes, groups):
    """Puts each node into its group, and waits until the nodes have told of it, as they do every second."""
    for node, group in zip(nodes, groups):
        group.add(node.pid)
    time.sleep(3)


@contextlib.contextmanager
def quotas(*cores):
    """Groups of so many cores each."""
    made = []
    try:
        for share in cores:
            made.append(Quota(str(len(made)), share))
        yield made
    finally:
        for group in made:
            group.close()


class Plain:
    """What plain FFmpeg takes with so many cores before something is timed, and after it: machines change their speed."""

    def __init__(self, settings, cores, reference):
        self.settings, self.cores, self.reference = settings, cores, reference
        self.seconds = []
        self.again()

    def again(self):
        self.seconds.append(round(run_within(self.cores, self.reference.command), 2))
        say(self.settings, f"plain FFmpeg on {self.cores:g} core: {self.seconds[-1]:.1f} s")

    def mean(self):
        return sum(self.seconds) / len(self.seconds)


def run_within(cores, command):
    """Wall time of a command that may use so many cores."""
    with quotas(cores) as (group,):
        began = time.monotonic()
        pid = os.fork()
        if pid == 0:
            try:
                group.add(os.getpid())
                silent = os.open(os.devnull, os.O_RDWR)
                for stream in (0, 1, 2):
                    os.dup2(silent, stream)
                os.execv(command[0], command)
            finally:
                os._exit(127)
        _, status = os.waitpid(pid, 0)
        if status != 0:
            raise BenchFailed(f"Status {os.waitstatus_to_exitcode(status)} from: {' '.join(command)}")
        return time.monotonic() - began
