/** npm run bench [-- selection …] [--full] [--peers a,b] [--rounds n] [--seconds s] [--list]; see README.md. */
import { parseArgs } from "node:util";
import { judgeGoals } from "./goals.mjs";
import { chooseThreads, describeMachine } from "./machine.mjs";
import { peers as allPeers } from "./peers/index.mjs";
import { saveRun } from "./results.mjs";
import { selectRows } from "./rows/index.mjs";
import { runRow } from "./run-row.mjs";
import { Team } from "./team.mjs";

/** A call longer than slowCall seconds is timed in the first slowRounds rounds only, one longer than slowestCall not at all. */
const limits = { slowCall: 0.25, slowRounds: 3, slowestCall: 6 };

function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      full: { type: "boolean", default: false },
      list: { type: "boolean", default: false },
      peers: { type: "string" },
      rounds: { type: "string", default: "7" },
      seconds: { type: "string", default: "0.08" },
    },
  });
  const settings = { ...limits, full: values.full, rounds: Number(values.rounds), seconds: Number(values.seconds) };
  if (!(settings.rounds >= 1 && settings.seconds > 0)) throw new RangeError("--rounds and --seconds must be positive numbers");
  return { selection: positionals, list: values.list, peerNames: values.peers?.split(","), settings };
}

/** The peers named, and always ourselves. */
function choosePeers(names) {
  const all = allPeers();
  const unknown = names?.find((name) => !all.some((peer) => peer.name === name));
  if (unknown !== undefined) throw new RangeError(`no peer is called "${unknown}"; there are ${all.map(({ name }) => name).join(", ")}`);
  return names ? all.filter(({ name }) => name === "steepest" || names.includes(name)) : all;
}

async function runAll(rows, peers, team, settings) {
  const results = [];
  for (const [i, row] of rows.entries()) {
    const start = performance.now();
    process.stderr.write(`[${i + 1}/${rows.length}] ${row.id} … `);
    results.push(await runRow(row, peers, team, settings));
    process.stderr.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`);
  }
  return results;
}

/** What the command line asks for; a mistake in it is said in one line. */
function readOrder() {
  try {
    const { selection, list, peerNames, settings } = readArguments();
    const rows = selectRows(selection, settings.full);
    if (rows.length === 0) throw new RangeError(`no row begins with ${selection.join(" or ")}; --list shows all`);
    return { list, rows, peers: choosePeers(peerNames), settings };
  } catch (mistake) {
    console.error(mistake.message);
    process.exit(2);
  }
}

async function bench({ rows, peers, settings }) {
  const { threads, pin } = chooseThreads();
  const team = new Team({ threads, pin });
  const machine = describeMachine();
  const date = new Date().toISOString().slice(0, 19);
  const start = performance.now();
  const results = await runAll(rows, peers, team, settings);
  team.stop();
  const seconds = (performance.now() - start) / 1000;
  const versions = team.versionsOf(peers);
  const goals = judgeGoals(results);
  const { report, path } = saveRun({ date, machine, threads, pinned: pin.at(-1), settings, versions, seconds, results, goals });
  console.log(report);
  console.error(`Everything measured is in ${path}`);
}

const order = readOrder();
if (order.list) for (const { id } of order.rows) console.log(id);
else await bench(order);
