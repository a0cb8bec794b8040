"""Random numbers from the published algorithm in Python's integers and 50-digit arithmetic, held to Random123's known answers.

Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3 (SC 2011). Uniform: the upper 24 bits. Normal: Box-Muller.
Integers below a bound: Lemire (ACM TOMACS 29, 2019). Shuffle: Fisher-Yates from the last to the first.
Run: python tools/golden/philox.py
"""

import numpy as np
from mpmath import mp, mpf

import golden_io

FILE = "philox.json"
WORD = 2**32
KNOWN = [  # counter, key, output: kat_vectors of Random123
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]
SEED = 20261123
LARGEST = 2**53 - 1
STREAMS = [(0, 0, 0), (SEED, 2 * WORD + 7, 0), (LARGEST, 4 * WORD + WORD - 1, 2**40 + 2)]  # seed, stream, first
BOUNDS = [1, 2, 3, 7, 10, 256, 60000, 2**24 + 1, 2**31, 2**31 + 1, 3 * 2**30, 3 * 2**30, 3 * 2**30, WORD - 1, 6, 6]
COUNT = 32


def words_of(hexadecimal):
    return [int(word, 16) for word in hexadecimal.split()]


def philox(counter, key):
    left, right, (k0, k1) = (counter[0], counter[2]), (counter[1], counter[3]), key
    for _ in range(10):
        product0, product1 = left[0] * 0xD2511F53, left[1] * 0xCD9E8D57
        left, right = (product1 // WORD ^ right[0] ^ k0, product0 // WORD ^ right[1] ^ k1), (product1 % WORD, product0 % WORD)
        k0, k1 = (k0 + 0x9E3779B9) % WORD, (k1 + 0xBB67AE85) % WORD
    return [left[0], right[0], left[1], right[1]]


def word(seed, stream, index):
    block = index // 4
    return philox([block % WORD, block // WORD, stream % WORD, stream // WORD], [seed % WORD, seed // WORD])[index % 4]


def uniform(seed, stream, index):
    return mpf(word(seed, stream, index) >> 8) / 2**24


def normal(seed, stream, index):
    even = index - index % 2
    radius = mp.sqrt(-2 * mp.log((word(seed, stream, even) + mpf(1) / 2) / WORD))
    angle = 2 * mp.pi * word(seed, stream, even + 1) / WORD
    return radius * (mp.sin(angle) if index % 2 else mp.cos(angle))


class Sequence:
    def __init__(self, seed, stream, position=0):
        self.seed, self.stream, self.position = seed, stream, position

    def next(self):
        self.position += 1
        return word(self.seed, self.stream, self.position - 1)

    def below(self, bound):
        while True:
            product = self.next() * bound
            if product % WORD >= WORD % bound:
                return product // WORD


def shuffled(seed, stream, length):
    sequence, indices = Sequence(seed, stream), list(range(length))
    for last in range(length - 1, 0, -1):
        chosen = sequence.below(last + 1)
        indices[last], indices[chosen] = indices[chosen], indices[last]
    return indices


def checksum(indices):
    total = 0
    for index in indices:
        total = (total * 31 + index) % WORD
    return total


def filled(number, seed, stream, first, offset, scale):
    return [np.float32(offset + scale * number(seed, stream, first + i)) for i in range(COUNT)]


def bounded(seed, stream, first):
    sequence = Sequence(seed, stream, first)
    integers = [sequence.below(bound) for bound in BOUNDS * 2]
    return {"bounds": BOUNDS * 2, "integers": integers, "end": sequence.position}


def build():
    known = [{"counter": words_of(c), "key": words_of(k), "output": words_of(o)} for c, k, o in KNOWN]
    assert all(philox(case["counter"], case["key"]) == case["output"] for case in known)
    at = [{"seed": seed, "stream": stream, "first": first} for seed, stream, first in STREAMS]
    long = shuffled(SEED, 2 * WORD, 60000)
    assert sorted(long) == list(range(60000))
    return {
        "generator": "tools/golden/philox.py",
        "versions": golden_io.versions("mpmath", "numpy"),
        "note": "numbers are float32; checksum: total = (total * 31 + index) mod 2^32",
        "known": known,
        "words": [case | {"words": [word(*place[:2], place[2] + i) for i in range(COUNT)]} for case, place in zip(at, STREAMS)],
        "uniform": [case | {"low": 0, "high": 1, "numbers": filled(uniform, *place, 0, 1)} for case, place in zip(at, STREAMS)]
        + [at[1] | {"low": -0.25, "high": 0.375, "numbers": filled(uniform, *STREAMS[1], mpf(-0.25), mpf(0.625))}],
        "normal": [case | {"mean": 0, "deviation": 1, "numbers": filled(normal, *place, 0, 1)} for case, place in zip(at, STREAMS)]
        + [at[1] | {"first": 5, "mean": 3, "deviation": 0.5, "numbers": filled(normal, *STREAMS[1][:2], 5, 3, mpf(0.5))}],
        "below": [case | bounded(*place) for case, place in zip(at, STREAMS)],
        "shuffle": [{"seed": seed, "stream": stream, "indices": shuffled(seed, stream, COUNT)} for seed, stream, _ in STREAMS],
        "longShuffle": {"seed": SEED, "stream": 2 * WORD, "length": len(long), "indices": long[:COUNT], "checksum": checksum(long)},
    }


if __name__ == "__main__":
    golden_io.write(FILE, build())
