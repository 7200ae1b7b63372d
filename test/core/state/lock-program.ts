import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { acquireRunLock } from '../../../src/core/state/run-lock.ts';

/**
 * Takes the lock `argv[2]` when a line comes in on stdin, tells on stdout what came of it, and keeps it until stdin ends.
 */
const tell = (message: object): void => {
  process.stdout.write(`${JSON.stringify(message)}\n`);
};

const path = process.argv[2] ?? '';
const processes = await openProcessTable();
const acquire = async (): Promise<void> => {
  try {
    await acquireRunLock({ path, processes }, new Date());
    tell({ got: true });
  } catch (error) {
    tell({ got: false, error: error instanceof AppError ? error : String(error) });
  }
};
process.stdin.once('data', () => void acquire());
process.stdin.once('end', () => process.exit(0));
tell({ ready: true });
