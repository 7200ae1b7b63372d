import { randomBytes } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { openProver } from '../../../src/adapters/proof-thread.ts';
import type { ProofOrders } from './orders.ts';
import { peakBytes } from './peak-bytes.ts';
import { writeProofArchive } from './proof-archive.ts';
import { serve } from './serve.ts';

const stop = new AbortController();

/** As the program does it: in a thread, with the key's derivation, up to level 3. */
const prove = async ({ file, password }: ProofOrders['prove']['argument']): Promise<ProofOrders['prove']['answer']> => {
  const { size: bytes, mtimeMs: modifiedMs } = await stat(file);
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const scratch = `${file}.${randomBytes(4).toString('hex')}`;
  const order = { file, bytes, modifiedMs, keys: [password], upTo: 3, before: null, scratch } as const;
  const { levels } = await openProver()(order, stop.signal);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  const holds = levels.find(({ level }) => level === 3)?.holds === true;
  return { ms, cpuMs: (user + system) / 1000, peakBytes: peakBytes(), holds };
};

export const runProof = (): void => {
  serve<ProofOrders>({ writeArchive: writeProofArchive, prove }, () => {
    stop.abort();
    return Promise.resolve();
  });
};
