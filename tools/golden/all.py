"""Makes every golden file again, or with --check says whether the committed ones would come out the same, bit for bit.

Run: python tools/golden/all.py [--check]
"""

import sys
from functools import partial

import attainable
import cross_entropy
import element_optimizers
import golden_io
import joint_losses
import losses
import metrics
import norm_optimizers
import optimizers
import philox
import schedules
import solvers
import training
import verify
import wrappers

GENERATORS = (
    joint_losses, cross_entropy, optimizers, element_optimizers, norm_optimizers, schedules, training, metrics, solvers, philox, wrappers,
)
FILES = {family.FILE: partial(losses.build, family) for family in losses.FAMILIES} | {each.FILE: each.build for each in GENERATORS}


def same(name, build):
    equal = golden_io.document(build()) == (golden_io.FOLDER / name).read_text()
    print(f"{name}: {'same' if equal else 'DIFFERENT'}")
    return equal


def main():
    check = "--check" in sys.argv[1:]
    unequal = []
    for name, build in FILES.items():
        if not check:
            golden_io.write(name, build())
        elif not same(name, build):
            unequal.append(name)
    verify.main()
    attainable.main()
    sys.exit(1 if unequal else 0)


if __name__ == "__main__":
    main()
