import { join } from 'node:path';
import { openProcessTable } from '../../src/adapters/process-table.ts';
import { RcloneProcesses } from '../../src/core/icloud/process.ts';
import { RunningMarks } from '../../src/core/icloud/running-marks.ts';

/** A program of its own that uploads through our process layer until somebody kills it. */
interface Orders {
  readonly executable: string;
  readonly dir: string;
  readonly args: readonly string[];
  readonly secrets: { readonly configKey: string; readonly applePassword: string };
  readonly network: { readonly httpsProxy: string; readonly caBundle: string };
}

const orders = JSON.parse(process.env['CRASH_PARENT_ORDERS'] ?? '') as Orders;
const runner = new RcloneProcesses({
  executable: () => Promise.resolve(orders.executable),
  config: join(orders.dir, 'rclone.conf'),
  cacheDir: join(orders.dir, 'cache'),
  stagingDir: join(orders.dir, 'staging'),
  network: () => Promise.resolve(orders.network),
  parentEnvironment: process.env,
  marks: new RunningMarks(join(orders.dir, 'running'), await openProcessTable()),
});
await runner.run({ args: orders.args, secrets: orders.secrets }, new AbortController().signal);
