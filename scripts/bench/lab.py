"""What the benches share: running Proxima and FFmpeg, sample clips, a cluster on this machine, comparing outputs."""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROXIMA = str(ROOT / "scripts" / "proxima")
BENCH = ROOT / "target" / "bench"
FINISHED = ("SUCCEEDED", "FAILED", "CANCELLED")


class BenchFailed(Exception):
    """Something could not be run, or differed, or took too long; the message is for the person at the terminal."""


def start(name, main):
    """Runs a bench; what it cannot do it says in one line, and its status is 1."""
    try:
        BENCH.mkdir(parents=True, exist_ok=True)
        main()
    except BenchFailed as failure:
        sys.exit(f"{name}: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)


def options(name, about, seconds, clip=True):
    """The options that all benches have."""
    parser = argparse.ArgumentParser(prog=name, description=about.split("\n\n", maxsplit=1)[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")
    parser.add_argument("--preset", help="what to encode to; without it, the default preset")
    if clip:
        parser.add_argument("--seconds", type=int, default=seconds, help=f"length of the clip (default {seconds})")
        parser.add_argument("--size", default="1280x720", help="size of its pictures (default 1280x720)")
        parser.add_argument("--clip", type=pathlib.Path, help="a clip of your own instead of the sample")
    return parser


def say(settings, line):
    """For people; machines get one object at the end."""
    if not settings.json:
        print(line, flush=True)


def report(settings, result, lines):
    """Prints the result, and keeps it where scripts/bench/picture finds it."""
    kept = BENCH / "results" / f"{result['bench']}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if settings.json:
        print(json.dumps(result))
    else:
        print("\n".join(lines))


def require(ratio, most, what):
    if most and ratio > most:
        raise BenchFailed(f"{what} is {ratio:.3f}, more than {most}.")


def run(command, **more):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        raise BenchFailed(f"Status {done.returncode} from: {shlex.join(command)}\n{done.stderr[-4000:]}")
    return done


def timed(command, output):
    """Wall time and CPU time, in seconds, of a command that makes a file, with all that it started."""
    output.unlink(missing_ok=True)
    before, began = children_cpu(), time.monotonic()
    run(command)
    seconds = time.monotonic() - began
    if not output.exists():
        raise BenchFailed(f"{output} was not written by: {shlex.join(command)}")
    return seconds, children_cpu() - before


def children_cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def plan(clip, *more):
    return json.loads(run([PROXIMA, "plan", str(clip), "--json", *more]).stdout)


def bundled_ffmpeg():
    """Only a plan names FFmpeg, and only a clip gives a plan: two black frames will do."""
    clip = BENCH / "black.y4m"
    clip.write_bytes(b"YUV4MPEG2 W64 H64 F25:1 Ip A1:1 C420jpeg\n" + 2 * (b"FRAME\n" + bytes(64 * 64 * 3 // 2)))
    return plan(clip)["reference"][0]


def sample_clip(seconds, size="1920x1080", rate="30000/1001", mark=""):
    """Open-GOP H.264 with sound and a start timecode, of moving detail and some noise, as a camera makes it."""
    clip = BENCH / f"sample-{size}-{rate.partition('/')[0]}-{seconds}s{mark}.mp4"
    if clip.exists():
        return clip
    width, height = (int(part) for part in size.split("x"))
    unfinished = clip.with_suffix(".part.mp4")
    run([
        bundled_ffmpeg(), "-v", "error", "-y",
        "-f", "lavfi", "-i", f"testsrc2=s={size}:r={rate}:d={seconds},noise=alls=8:allf=t",
        "-f", "lavfi", "-i", f"sine=f=440:r=48000:d={seconds}",
        "-c:v", "libx264", "-preset", "veryfast", "-b:v", f"{max(1, width * height * 40 // (1920 * 1080))}M",
        "-g", "60", "-bf", "2", "-x264-params", "open-gop=1", "-pix_fmt", "yuv420p",
        "-c:a", "aac", "-timecode", "01:00:00:00", str(unfinished),
    ])
    unfinished.rename(clip)
    return clip


class Reference:
    """The plain FFmpeg command for a clip, and the packets of what it makes."""

    def __init__(self, clip, preset=None):
        self.clip = clip
        self.plan = plan(clip, "--segments", "1", *(["--preset", preset] if preset else []))
        self.ffmpeg = self.plan["reference"][0]
        self.output = BENCH / f"plain-{clip.stem}-{self.plan['preset']}.mov"
        self.command = [*self.plan["reference"][:-1], str(self.output)]

    def encode(self):
        return timed(self.command, self.output)

    def require_equal(self, proxy):
        """Every packet of every stream, with its times, size and bytes."""
        if not self.output.exists():
            self.encode()
        if packets(self.ffmpeg, self.output) != packets(self.ffmpeg, proxy):
            raise BenchFailed(f"{proxy} does not have the packets of {self.output}.")


def packets(ffmpeg, file):
    """A digest over the video packets, and one over each audio stream, whose packets containers cut as they please."""
    command = [
        ffmpeg, "-v", "error", "-nostdin", "-copyts", "-i", str(file),
        "-map", "0:v:0", "-c", "copy", "-f", "framehash", "-hash", "sha256", "pipe:1",
    ]
    video = "".join(line for line in run(command).stdout.splitlines(True) if not line.startswith("#"))
    command = [
        ffmpeg, "-v", "error", "-nostdin", "-i", str(file), "-map", "0:a?", "-map", "0:v:0",
        "-c", "copy", "-f", "streamhash", "-hash", "sha256", "pipe:1",
    ]
    return hashlib.sha256(video.encode()).hexdigest(), run(command).stdout


class Node:
    """A seed or a helper in a JVM of its own, until it is closed."""

    def __init__(self, arguments, folder, java=""):
        folder.mkdir(parents=True, exist_ok=True)
        self.errors = folder / "stderr.txt"
        environment = dict(os.environ, PROXIMA_JAVA_OPTS=f"{os.environ.get('PROXIMA_JAVA_OPTS', '')} {java}".strip())
        with self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                [PROXIMA, *arguments, "--json", "--http-port", "0", "--data-dir", str(folder / "data")],
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment, text=True,
            )
        line = self.process.stdout.readline()
        if not line:
            raise BenchFailed(f"A node ended: {self.errors.read_text(encoding='utf-8', errors='replace')[-2000:]}")
        self.facts = json.loads(line)
        self.pid = self.process.pid

    def cpu(self):
        """Seconds of CPU that the JVM has used, with all that it started and that has ended."""
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Cluster:
    """A seed that only coordinates, unless it is to encode, and helpers that join it by the line that it prints."""

    def __init__(self, encodes=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cluster-", dir=BENCH))
        java = "" if encodes else "-Dproxima.roles.0=coordinator"
        self.nodes = []
        self.seed = self.add(Node(["seed", "--port", "0"], self.folder / "seed", java))
        self.web = http.client.HTTPConnection(urllib.parse.urlsplit(self.seed.facts["http"]).netloc, timeout=60)

    def add(self, node):
        self.nodes.append(node)
        return node

    def helper(self, slots=1):
        join = shlex.split(self.seed.facts["join"])[1:]
        arguments = [*join, "--port", "0", "--slots", str(slots)]
        return self.add(Node(arguments, self.folder / f"helper-{len(self.nodes)}"))

    def http(self, method, path, body=None):
        """On one connection: to open another for each question took the seed of two cores 2% of them for ten a second."""
        text = None if body is None else json.dumps(body)
        try:
            try:
                status, content = self.ask(method, f"/api/v1/{path}", text)
            except ConnectionError:  # the seed closed it, as nothing was asked for a minute
                self.web.close()
                status, content = self.ask(method, f"/api/v1/{path}", text)
        except (OSError, http.client.HTTPException) as failure:
            raise BenchFailed(f"The seed does not answer: {failure}") from failure
        if status >= 400:
            raise BenchFailed(f"{method} {path} was refused: {content.decode()}")
        return json.loads(content or b"null")

    def ask(self, method, path, text):
        self.web.request(method, path, text, {"Content-Type": "application/json"})
        answer = self.web.getresponse()
        return answer.status, answer.read()

    def await_slots(self, slots, patience=60):
        deadline = time.monotonic() + patience
        while sum(node["slots"] for node in self.http("GET", "nodes")) < slots:
            if time.monotonic() > deadline:
                raise BenchFailed(f"The cluster does not have its {slots} slots after {patience} s.")
            time.sleep(0.1)

    def submit(self, jobs):
        return [job["id"] for job in self.http("POST", "jobs", jobs)["jobs"]]

    def job(self, job):
        return self.http("GET", f"jobs/{job}")

    def finish(self, jobs, watch=lambda views: None, every=0.25, patience=3600):
        """Waits until all jobs have succeeded; returns how they ended."""
        deadline = time.monotonic() + patience
        while True:
            views = [self.job(job) for job in jobs]
            failed = [view for view in views if view["status"] in ("FAILED", "CANCELLED")]
            if failed:
                raise BenchFailed(f"{failed[0]['source']} failed: {failed[0]['failure']}")
            if all(view["status"] == "SUCCEEDED" for view in views):
                return views
            if time.monotonic() > deadline:
                raise BenchFailed(f"{jobs} did not end within {patience} s.")
            watch(views)
            time.sleep(every)

    def encode(self, clip, output, preset=None, watch=lambda views: None, segments=0, every=0.25):
        """Wall time in seconds of one job, from its order to its end, and how it ended."""
        output.unlink(missing_ok=True)
        body = {"source": str(clip), "output": str(output), "preset": preset, "segments": segments}
        began = time.monotonic()
        view = self.finish(self.submit([body]), watch, every)[0]
        return time.monotonic() - began, view

    def warm(self, preset):
        """Has the nodes encode something short, as a JVM that just started spends more on compiling itself than on its work."""
        slots = sum(node["slots"] for node in self.http("GET", "nodes"))
        self.encode(sample_clip(8, "320x180"), self.folder / "warm.mov", preset, segments=6 * slots)

    def close(self):
        for node in reversed(self.nodes):
            node.close()
        shutil.rmtree(self.folder, ignore_errors=True)


@contextlib.contextmanager
def cluster(**how):
    made = Cluster(**how)
    try:
        yield made
    finally:
        made.close()
