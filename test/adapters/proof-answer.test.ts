import { Worker } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { answerOf } from '../../src/adapters/proof-answer.ts';
import type { ProofAnswer } from '../../src/adapters/proof-messages.ts';

const never = new AbortController().signal;
const found = { levels: [], counts: null, doubts: [] };
const soFar = { ...found, doubts: [{ kind: 'shrunk', part: 'files' }] };

let worker: Worker | undefined;
afterEach(() => worker?.terminate());

/** A thread that says so much, and then does what the code says. */
const thread = (said: readonly ProofAnswer[], then: string, heap?: number): Worker => {
  const code = `const { parentPort } = require('node:worker_threads');
    for (const one of ${JSON.stringify(said)}) parentPort.postMessage(one);
    ${then}`;
  worker = new Worker(code, { eval: true, resourceLimits: heap === undefined ? {} : { maxOldGenerationSizeMb: heap } });
  return worker;
};
const hang = 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);';

test('a database that holds the thread for too long costs its own verdict alone', async () => {
  const asked: number[] = [];
  const patience = (bytes: number): number => {
    asked.push(bytes);
    return 1;
  };
  expect(await answerOf(thread([{ soFar, databaseBytes: 7 }], hang), never, undefined, patience)).toEqual(soFar);
  expect(asked).toEqual([7]);
});

test('one that comes to its end is judged', async () => {
  expect(await answerOf(thread([{ soFar, databaseBytes: 7 }, { findings: found }], hang), never)).toEqual(found);
});

test('a cancel does not wait for it', async () => {
  const cancel = new AbortController();
  const answer = answerOf(thread([{ soFar, databaseBytes: 7 }], hang), cancel.signal);
  cancel.abort();
  await expect(answer).rejects.toMatchObject({ code: 'sync.cancelled' });
});

test('what takes too much memory could not be told', async () => {
  const greedy = 'const all = []; for (;;) all.push(new Array(1000).fill({}));';
  const { levels } = await answerOf(thread([], greedy, 16), never);
  expect(levels.map(({ holds, problem }) => [holds, problem?.facts])).toEqual(
    [2, 3, 4].map(() => [null, { why: 'memory' }]),
  );
});

test.each([
  ['a failure', [{ failed: { code: 'disk.failed', facts: { system: 'EIO' } } }], hang, 'disk.failed'],
  ['an end without a word', [], 'process.exit(0);', 'internal'],
  ['a mistake of ours', [], 'throw new TypeError();', 'internal'],
] as const)('%s', async (_, said, then, code) => {
  await expect(answerOf(thread(said, then), never)).rejects.toMatchObject({ code });
});
