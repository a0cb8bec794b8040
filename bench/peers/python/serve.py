"""A peer's side of the protocol (described in bench/serve.mjs) for peers in Python."""

import gc
import json
import math
import sys

from timing import time_batches, warm_up


class Unsupported(Exception):
    """Raised by `prepare` for a row that a system has no implementation of."""


def finite(number):
    return number if math.isfinite(number) else None


class Server:
    """Answers the commands; `system` has describe() and prepare(row) → {variant name: Variant}."""

    def __init__(self, system):
        self.system = system
        self.variants = {}

    def describe(self, request):
        return {"versions": self.system.describe()}

    def prepare(self, request):
        self.release(request)
        self.variants = self.system.prepare(request["row"])
        return {"variants": list(self.variants)}

    def check(self, request):
        value, probes = self.variants[request["variant"]].check(request["probes"])
        return {"value": finite(float(value)), "probes": [finite(float(probe)) for probe in probes]}

    def warmUp(self, request):
        return {"perRun": warm_up(self.variants[request["variant"]])}

    def time(self, request):
        return {"perCall": time_batches(self.variants[request["variant"]], request["perRun"], request["seconds"])}

    def release(self, request):
        self.variants = {}
        gc.collect()
        return {}

    def answer(self, request):
        try:
            return getattr(self, request["command"])(request)
        except Unsupported as reason:
            return {"unsupported": str(reason)}
        except Exception as error:
            return {"error": f"{type(error).__name__}: {error}"}


def serve(system):
    server = Server(system)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps({"id": request["id"], **server.answer(request)}), flush=True)


def pick(arrays, probes):
    """The numbers at `probes` of several arrays laid end to end."""
    found = []
    for probe in probes:
        for array in arrays:
            if probe < array.size:
                found.append(array.reshape(-1)[probe])
                break
            probe -= array.size
    return found
