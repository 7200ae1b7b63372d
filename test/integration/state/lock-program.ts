import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { acquireRunLock, type RunLock } from '../../../src/core/state/run-lock.ts';

/** Answers every line on stdin (`get`, `heed`, `release`) with a line of JSON. The lock is at `argv[2]`. */
const tell = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const place = { path: process.argv[2] ?? '', processes: await openProcessTable() };
let lock: RunLock | undefined;

const get = async (): Promise<void> => {
  try {
    lock = await acquireRunLock(place, new Date());
    tell({ got: true });
  } catch (error) {
    tell({ got: false, error: error instanceof AppError ? error : String(error) });
  }
};

const release = async (): Promise<void> => {
  await lock?.release();
  tell({ released: true });
};

/** Gives it back when another process asks for that. */
const heed = async (): Promise<void> => {
  const held = lock;
  if (!held) return;
  if (!held.stopped.aborted) await once(held.stopped, 'abort');
  await release();
};

const answers: Readonly<Record<string, () => Promise<void>>> = { get, heed, release };
createInterface({ input: process.stdin }).on('line', (line) => void answers[line]?.());
tell({ ready: true });
