/** Worker threads and the ends of processes: whoever stops in the middle of a training takes nobody else down. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { root } from "../packaging/process";

/** What every script starts with: a model, data, and a training that never ends by itself. */
const prelude = `
  const { Worker, isMainThread, parentPort, workerData } = require("node:worker_threads");
  const { createHash } = require("node:crypto");
  const make = (units = 64) => {
    const { layers, losses, optimizers, sequential } = require("steepest");
    const model = sequential([layers.dense(units, { activation: "relu" }), layers.dense(10)], { inputs: 100, seed: 1 });
    model.compile({ optimizer: new optimizers.Adam(), loss: losses.crossEntropy() });
    return model;
  };
  const rows = 1000;
  const x = Float32Array.from({ length: rows * 100 }, (_, i) => Math.sin(i * i));
  const y = Uint8Array.from({ length: rows }, (_, row) => row % 10);
  const digest = (model) => createHash("sha1").update(new Uint8Array(model.parameters[0].data.buffer)).digest("hex");
  const worker = (body) => new Worker(prelude + "; " + body, { eval: true });
  const exitOf = (thread) => new Promise((resolve, reject) => thread.once("exit", resolve).once("error", reject));
  const messageOf = (thread) => new Promise((resolve, reject) => thread.once("message", resolve).once("error", reject));
`;

/** Runs a script in a process of its own; throws unless it ends by itself, well, and in time. */
function run(body: string, env: NodeJS.ProcessEnv = {}): string {
  const script = `const prelude = ${JSON.stringify(prelude)}; eval("(() => {" + prelude + ${JSON.stringify(body)} + "})()");`;
  const outcome = spawnSync(process.execPath, ["-e", script], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  if (outcome.signal !== null) throw new Error(`ended by ${outcome.signal}: ${outcome.stderr}`);
  if (outcome.status !== 0) throw new Error(`ended with ${outcome.status}: ${outcome.stderr}`);
  return outcome.stdout.trim();
}

describe.each(["native", "reference"])("%s", (backend) => {
  const env = { STEEPEST_BACKEND: backend, STEEPEST_ISA: undefined };

  test("a worker that is terminated in the middle of a training, again and again", () => {
    const body = `
      (async () => {
        for (let round = 0; round < 12; ++round) {
          const thread = worker('make().fit(x, y, { epochs: 1e6 }); parentPort.postMessage("trains")');
          await messageOf(thread);
          await new Promise((resolve) => setTimeout(resolve, 5 * (round % 6)));
          await thread.terminate();
        }
        console.log("done");
      })();`;
    expect(run(body, env)).toBe("done");
  });

  test("the addon in a worker only", () => {
    const body = `
      (async () => {
        const thread = worker('make().fit(x, y).then(({ loss }) => parentPort.postMessage(loss.length))');
        console.log(await messageOf(thread), await exitOf(thread));
      })();`;
    expect(run(body, env)).toBe("1 0");
  });

  test("8 workers that train at once learn what one learns alone", () => {
    const training = "const model = make(); model.fit(x, y, { epochs: 2 }).then(() => parentPort.postMessage(digest(model)))";
    const body = `
      (async () => {
        const alone = await messageOf(worker(${JSON.stringify(training)}));
        const together = await Promise.all(Array.from({ length: 8 }, () => messageOf(worker(${JSON.stringify(training)}))));
        console.log(together.length, together.every((end) => end === alone));
      })();`;
    expect(run(body, env)).toBe("8 true");
  });

  test("a training in a worker and one in the main thread, which goes on when the worker is terminated", () => {
    const body = `
      (async () => {
        const model = make();
        const training = model.fit(x, y, { epochs: 20 });
        const thread = worker('make().fit(x, y, { epochs: 1e6 }); parentPort.postMessage("trains")');
        await messageOf(thread);
        await thread.terminate();
        console.log((await training).loss.length);
      })();`;
    expect(run(body, env)).toBe("20");
  });

  test("a process stays until its training is done, and no longer", () => {
    expect(run(`make().fit(x, y, { epochs: 2 }).then(() => console.log("done"));`, env)).toBe("done");
  });

  test("a process that exits in the middle of a training", () => {
    expect(run(`make().fit(x, y, { epochs: 1e6 }); setTimeout(() => { console.log("out"); process.exit(0); }, 20);`, env)).toBe("out");
  });

  test("a worker that exits in the middle of a training", () => {
    const body = `
      (async () => {
        const thread = worker('make().fit(x, y, { epochs: 1e6 }); setTimeout(() => process.exit(3), 10)');
        console.log(await exitOf(thread));
      })();`;
    expect(run(body, env)).toBe("3");
  });

  test("an uncaught error in the middle of a training ends the process as usual", () => {
    const body = `
      process.on("uncaughtException", () => { console.log("caught"); process.exit(0); });
      make().fit(x, y, { epochs: 1e6 });
      setTimeout(() => { throw new Error("elsewhere"); }, 10);`;
    expect(run(body, env)).toBe("caught");
  });
});

test("STEEPEST_THREADS does not change a bit", () => {
  const body = "const model = make(256); model.fit(x, y, { epochs: 2, batchSize: 128 }).then(() => console.log(digest(model)));";
  const [one, two, many] = ["1", "2", "5"].map((threads) => run(body, { STEEPEST_BACKEND: "native", STEEPEST_THREADS: threads }));
  expect(one).toHaveLength(createHash("sha1").digest("hex").length);
  expect([two, many]).toEqual([one, one]);
});

test("models that are dropped without dispose give their memory back", () => {
  const body = `
    (async () => {
      const train = async () => { await make(512).fit(x, y, { batchSize: 2000 }); };
      for (let i = 0; i < 5; ++i) await train();
      global.gc?.();
      const before = process.memoryUsage().rss;
      for (let i = 0; i < 60; ++i) { await train(); make(512).forward(x); global.gc?.(); }
      console.log((process.memoryUsage().rss - before) / 2 ** 20 < 60);
    })();`;
  expect(
    run(`require("node:v8").setFlagsFromString("--expose-gc"); global.gc = require("node:vm").runInNewContext("gc"); ${body}`, {
      STEEPEST_BACKEND: "native",
    }),
  ).toBe("true");
});
