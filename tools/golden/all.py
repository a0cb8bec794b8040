"""Makes every golden file again, or with --check says whether the committed ones would come out the same, bit for bit.

Run: python tools/golden/all.py [--check]
"""

import sys

import attainable
import cross_entropy
import golden_io
import losses
import metrics
import optimizers
import philox
import schedules
import solvers
import training
import verify

GENERATORS = (losses, cross_entropy, optimizers, schedules, training, metrics, solvers, philox)


def same(generator):
    committed = (golden_io.FOLDER / generator.FILE).read_text()
    equal = golden_io.document(generator.build()) == committed
    print(f"{generator.FILE}: {'same' if equal else 'DIFFERENT'}")
    return equal


def main():
    check = "--check" in sys.argv[1:]
    for generator in () if check else GENERATORS:
        golden_io.write(generator.FILE, generator.build())
    unequal = [generator.FILE for generator in GENERATORS if check and not same(generator)]
    verify.main()
    attainable.main()
    sys.exit(1 if unequal else 0)


if __name__ == "__main__":
    main()
