/** What is seen while a model trains: a bar on a terminal, a line per epoch elsewhere. */
import { SingleBar } from "cli-progress";

/**
 * @param {string} title
 * @param {number} epochs
 * @returns {{ onEpoch(report: { epoch: number, loss: number }): void, stop(): void }}
 */
export function trainingProgress(title, epochs) {
  if (!process.stdout.isTTY) {
    return { onEpoch: ({ epoch, loss }) => console.log(`${title}  epoch ${epoch}/${epochs}  loss ${loss.toFixed(4)}`), stop() {} };
  }
  const bar = new SingleBar({ format: `${title}  {bar} {value}/{total} epochs  loss {loss}`, hideCursor: true });
  bar.start(epochs, 0, { loss: "–" });
  return { onEpoch: ({ epoch, loss }) => bar.update(epoch, { loss: loss.toFixed(4) }), stop: () => bar.stop() };
}
