import './derived-once.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { proveHere } from '../../src/adapters/prove-here.ts';
import { SystemClock } from '../../src/adapters/system-clock.ts';
import { checkFile, type CheckInput, type CheckPorts } from '../../src/core/commands/check-file.ts';
import type { CheckResult } from '../../src/shared/status.ts';

interface Options {
  readonly keys?: readonly string[] | CheckInput['keys'];
  readonly upTo?: NonNullable<CheckInput['upTo']>;
  readonly prover?: CheckPorts['prover'];
}

const processes: CheckPorts['processes'] = {
  self: { pid: process.pid, started: 'now' },
  startOf: () => Promise.resolve(undefined),
};

/** `check` of a file without an app around it, in this thread; its scratch folder is gone afterwards. */
export const checkHere = async (
  file: string,
  { keys = [], upTo, prover = proveHere }: Options = {},
): Promise<CheckResult> => {
  const folder = await mkdtemp(join(tmpdir(), 'check-here-'));
  try {
    const folders = { data: folder, staging: folder, cache: folder };
    const ports = { clock: new SystemClock(), folders, processes, prover };
    const asked = typeof keys === 'function' ? keys : () => Promise.resolve(keys);
    const input = { file, keys: asked, ...(upTo === undefined ? {} : { upTo }) };
    return await checkFile({ ports }, input, new AbortController().signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
