# Runs a command and says what it cost: python3 measure.py <answer file> <command> ...
# Every process that descends from it counts, also one that went into the background: they are adopted, ended and waited for.
import ctypes, os, signal, subprocess, sys, threading, time

PR_SET_CHILD_SUBREAPER = 36
ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def descendants():
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open("/proc/%s/stat" % name) as stat:
                    parents[int(name)] = int(stat.read().rpartition(")")[2].split()[1])
            except OSError:
                pass
    found, level = set(), {os.getpid()}
    while level:
        level = {pid for pid, parent in parents.items() if parent in level} - found
        found |= level
    return found


def resident(pid):
    try:
        with open("/proc/%d/smaps_rollup" % pid) as rollup:
            return next(int(line.split()[1]) for line in rollup if line.startswith("Pss:")) * 1024
    except (OSError, StopIteration):
        return 0


def end_all(sign):
    for pid in descendants():
        try:
            os.kill(pid, sign)
        except ProcessLookupError:
            pass


peak, done, parent = 0, threading.Event(), os.getppid()


def watch():
    global peak
    while not done.wait(1):
        peak = max(peak, sum(resident(pid) for pid in descendants()))
        if os.getppid() != parent:
            end_all(signal.SIGKILL)


started = time.monotonic()
child = subprocess.Popen(sys.argv[2:])
watcher = threading.Thread(target=watch)
watcher.start()
code = child.wait()
seconds = time.monotonic() - started
done.set()
watcher.join()
end_all(signal.SIGTERM)
while True:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        break
usage = os.times()
with open(sys.argv[1], "w") as answer:
    answer.write("%d %.3f %.3f %d\n" % (code, seconds, usage.children_user + usage.children_system, peak))
