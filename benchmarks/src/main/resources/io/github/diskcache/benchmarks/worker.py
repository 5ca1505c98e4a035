# SPDX-License-Identifier: Apache-2.0

"""The jobs of Worker.java for python-diskcache: same arguments, same reports, same keys and values."""

import time

STARTED = time.perf_counter_ns()

import mmap  # noqa: E402
import os  # noqa: E402
import random  # noqa: E402
import struct  # noqa: E402
import sys  # noqa: E402

import diskcache  # noqa: E402

JOB = dict(argument.split("=", 1) for argument in sys.argv[1:])
ENTRIES = int(JOB["entries"])
BYTES = int(JOB["bytes"])
NANOS = int(JOB["millis"]) * 1_000_000
SLICES = 8
NOW = time.perf_counter_ns
KEYS_DRAWN = 1 << 16


class Store:
    def __init__(self):
        # No entry is to be evicted at any scale.
        if JOB["arm"] == "PYTHON_FANOUT_8":
            cache = diskcache.FanoutCache(JOB["directory"], shards=8, size_limit=1 << 40)
            self.get = cache.get
            self.set = lambda key, value: cache.set(key, value, retry=True)
            self.delete = lambda key: cache.delete(key, retry=True)
        else:
            cache = diskcache.Cache(JOB["directory"], size_limit=1 << 40)
            self.get, self.set, self.delete = cache.get, cache.set, cache.delete
        self.cache = cache

    def load(self, numbers, tag=None):
        """Stores many in one transaction."""
        with self.cache.transact():
            for number in numbers:
                self.cache.set(key_of(number), value_of(0), tag=tag)


def key_of(number):
    return "benchmark:entry:%015d" % number


PATTERN = random.Random(BYTES).randbytes(BYTES)


def value_of(number):
    """A value that carries a number in every 512 bytes, so that no write equals the one before it."""
    value = bytearray(PATTERN)
    stamp = struct.pack(">q", number)
    for at in range(0, len(value) - 7, 512):
        value[at : at + 8] = stamp
    return bytes(value)


def say(metric, value):
    print(metric, float(value), flush=True)


def await_go():
    print("ready", flush=True)
    sys.stdin.readline()


def clock():
    times = []
    for _ in range(100_001):
        begin = NOW()
        times.append(NOW() - begin)
    return sorted(times)[len(times) // 2]


def report(name, times, clock_nanos):
    if times:
        times = sorted(max(0, t - clock_nanos) for t in times)
        last = len(times) - 1
        say(name + ".p50.ns", times[int(0.5 * last)])
        say(name + ".p99.ns", times[int(0.99 * last)])
        say(name + ".max.ns", times[last])
        say(name + ".mean.ns", sum(times) / len(times))


def timed(call, times, *arguments):
    begin = NOW()
    result = call(*arguments)
    times.append(NOW() - begin)
    return result


class Numbers:
    """What no value has carried before."""

    last = 0

    @classmethod
    def next(cls):
        cls.last += 1
        return cls.last


def once(store, kind, key, missing, at, times):
    of100 = at % 100
    if kind == "miss":
        assert timed(store.get, times, missing) is None
    elif kind == "get" or kind == "mixed" and of100 < 90:
        assert timed(store.get, times, key) is not None
    elif kind == "set" or kind == "mixed" and of100 < 99:
        timed(store.set, times, key, value_of(Numbers.next()))
    else:
        timed(store.delete, times, key)
        store.set(key, value_of(Numbers.next()))


def measure(store, kind, drawn, missing, times, nanos):
    """Does one kind of operation for a time, and returns how many."""
    end = NOW() + nanos
    at = 0
    while NOW() < end:
        number = drawn[at % KEYS_DRAWN]
        once(store, kind, key_of(number), missing, at, times)
        at += 1
    return at


def load(store):
    for begin in range(0, ENTRIES, 1000):
        store.load(range(begin, min(ENTRIES, begin + 1000)))


def operations():
    store = Store()
    load(store)
    drawn = [random.randrange(ENTRIES) for _ in range(KEYS_DRAWN)]
    missing = "benchmark:never:%015d" % 0
    kinds = ["get", "miss", "set", "delete", "mixed"]
    clock_nanos = clock()
    times = {kind: [] for kind in kinds}
    for kind in kinds:
        measure(store, kind, drawn, missing, [], NANOS // 8)
    for _ in range(SLICES):
        for kind in kinds:
            measure(store, kind, drawn, missing, times[kind], NANOS // SLICES)
    for kind in kinds:
        report(kind, times[kind], clock_nanos)
    for kind in ["get", "set", "mixed"]:
        begin = NOW()
        done = measure(store, kind, drawn, missing, [], NANOS // 2)
        say(kind + ".1t.ops", done * 1e9 / (NOW() - begin))


def contend():
    store = Store()
    kind = JOB["operation"]
    if JOB["process"] == "0":
        load(store)
    random.seed(int(JOB["process"]))
    drawn = [random.randrange(ENTRIES) for _ in range(KEYS_DRAWN)]
    Numbers.last = random.randrange(1 << 60)
    clock_nanos = clock()
    measure(store, kind, drawn, None, [], NANOS // 4)
    await_go()
    times = []
    begin = NOW()
    done = measure(store, kind, drawn, None, times, NANOS)
    say(kind + ".ops", done * 1e9 / (NOW() - begin))
    report(kind, times, clock_nanos)


def acknowledgements():
    size = 4 * ENTRIES
    with open(JOB["acknowledged"], "a+b") as file:
        file.truncate(size)
        return memoryview(mmap.mmap(file.fileno(), size)).cast("i")


def fill():
    acknowledged = acknowledgements()
    store = Store()
    for number in range(ENTRIES):
        store.set(key_of(number), value_of(1))
        acknowledged[number] = 1
    if JOB["end"] == "close":
        store.cache.close()
        return
    print("filled", flush=True)
    parent = os.getppid()
    count = 2
    # Until it is killed, or nobody is left to do so.
    while count % 1000 or os.getppid() == parent:
        number = random.randrange(ENTRIES)
        store.set(key_of(number), value_of(count))
        acknowledged[number] = count
        count += 1


def reopen():
    store = Store()
    say("open.ms", (NOW() - STARTED) / 1e6)
    for number in range(ENTRIES):
        if store.get(key_of(number)) is not None:
            say("first.hit.ms", (NOW() - STARTED) / 1e6)
            break
    times = []
    for number in range(min(3000, ENTRIES)):
        timed(store.get, times, key_of(number))
    report("next", times, 0)
    known = readable = lost = 0
    for number, count in enumerate(acknowledgements()):
        if count:
            known += 1
            value = store.get(key_of(number))
            readable += value is not None
            lost += value is None or struct.unpack(">q", value[:8])[0] < count
    say("acknowledged.count", known)
    say("readable.count", readable)
    say("lost.count", lost)


def hold():
    store = Store()
    store.set(key_of(0), value_of(7))
    await_go()


def join():
    say("shared.count", Store().get(key_of(0)) == value_of(7))


def bulk():
    store = Store()
    for begin in range(0, ENTRIES, 1000):
        end = min(ENTRIES, begin + 1000)
        store.load(range(begin, end))
        store.load(range(begin, end, 100), tag="benchmark")
    drawn = [random.randrange(ENTRIES) for _ in range(KEYS_DRAWN)]
    clock_nanos = clock()
    for kind in ["get", "set"]:
        times = []
        drawn_untagged = [n if n % 100 else n + 1 for n in drawn] if kind == "set" else drawn
        measure(store, kind, drawn_untagged, None, times, NANOS)
        report(kind, times, clock_nanos)
    begin = NOW()
    evicted = store.cache.evict("benchmark")
    say("evict.ms", (NOW() - begin) / 1e6)
    say("evicted.count", evicted)
    begin = NOW()
    store.cache.clear()
    say("clear.ms", (NOW() - begin) / 1e6)


def workload():
    process = int(JOB["process"])
    source = random.Random(process)
    steps = [
        (source.randrange(100), source.randrange(1, 100), source.random())
        for _ in range(int(JOB["operations"]))
    ]
    store = Store()
    await_go()
    clock_nanos = clock()
    times = {"get": [], "set": [], "delete": []}
    begin = NOW()
    for count, (key, repeats, share) in enumerate(steps):
        key = str(key)
        into = times["get" if share < 0.9 else "set" if share < 0.99 else "delete"]
        if count <= 1000:
            into = []
        if share < 0.9:
            timed(store.get, into, key)
        elif share < 0.99:
            timed(store.set, into, key, str(count).encode() * repeats)
        else:
            timed(store.delete, into, key)
    say("total.ms", (NOW() - begin) / 1e6)
    for name, of in times.items():
        report(name, of, clock_nanos)


{
    "operations": operations,
    "contend": contend,
    "fill": fill,
    "reopen": reopen,
    "hold": hold,
    "join": join,
    "bulk": bulk,
    "workload": workload,
}[JOB["task"]]()
# Nothing that closing might write is to be waited for after a measurement; fill closes by itself.
sys.stdout.flush()
os._exit(0)
