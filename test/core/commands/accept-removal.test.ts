import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acceptRemoval } from '../../../src/core/commands/accept-removal.ts';
import { removedByUser } from '../../../src/core/domain/doubts.ts';
import { gatesSchema, openGates, type Gates } from '../../../src/core/state/gates.ts';
import { JsonFile } from '../../../src/core/state/json-file.ts';
import { codeOf } from '../../support/app-harness.ts';

let folder: string;
let gates: JsonFile<Gates>;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accept-'));
  gates = new JsonFile(join(folder, 'gates.json'), gatesSchema, openGates, () => undefined);
  const doubt = (backupId: string) => ({ ...removedByUser({ backupId }, new Date()), answered: undefined });
  const doubts = {
    'Home_1_ab12_x.tar': doubt('ab12'),
    'Home_2_ab34_x.tar': doubt('ab34'),
    'Home_3_ab3_x.tar': doubt('ab3'),
  };
  await gates.update((current) => ({ ...current, doubts }));
});
afterEach(async () => await rm(folder, { recursive: true }));

const answered = async (): Promise<string[]> =>
  Object.values((await gates.read()).doubts)
    .filter((doubt) => doubt.answered)
    .map(({ backupId }) => backupId);

test.each([
  ['all', undefined, ['ab12', 'ab34', 'ab3']],
  ['one by the beginning of its id', 'ab1', ['ab12']],
  ['one by its whole id, which another begins with', 'ab3', ['ab3']],
  ['one by its name', 'Home_2_ab34_x.tar', ['ab34']],
])('%s', async (_, which, expected) => {
  expect(await acceptRemoval({ gates }, which)).toBe(expected.length);
  expect(await answered()).toEqual(expected);
});

test.each([
  ['a beginning that several have', 'ab'],
  ['the same of their names', 'Home'],
  ['nothing that is in question', 'ff'],
])('%s answers nothing', async (_, which) => {
  expect(await codeOf(acceptRemoval({ gates }, which))).toBe('restore.no-copy');
  expect(await answered()).toEqual([]);
});
