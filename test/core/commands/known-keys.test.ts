import { once } from 'node:events';
import { expect, test } from 'vitest';
import { keysOfRun, type KeyNeeds } from '../../../src/core/commands/known-keys.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { noKeyNotes } from '../../../src/core/keys/key-notes.ts';
import { inMemory } from '../../support/in-memory.ts';
import { PatientClock } from '../../support/patient-clock.ts';
import { ArrayLogger, codeOf } from '../../support/app-harness.ts';

const context: KeyNeeds = {
  secretStore: () => Promise.reject(new AppError('secrets.locked')),
  keyNotes: inMemory(noKeyNotes()),
  settings: { current: { instances: [] } } as unknown as KeyNeeds['settings'],
  ports: {
    backupKeys: { given: ['given'], onLearned: () => undefined },
    logger: new ArrayLogger(),
    clock: new PatientClock(new Date('2026-11-21T12:00:00Z')),
  },
};

test('a backup whose upload failed while Home Assistant was asked costs the next one no key', async () => {
  const first = new AbortController();
  let asked = 0;
  const presentKey = async (signal: AbortSignal): Promise<string> => {
    asked += 1;
    if (asked > 1) return 'present';
    await once(signal, 'abort');
    throw new AppError('sync.cancelled');
  };
  const keys = keysOfRun(context, { presentKey });
  const cancelled = codeOf(keys(first.signal));
  first.abort();
  expect(await cancelled).toBe('sync.cancelled');
  const never = new AbortController().signal;
  expect(await keys(never)).toEqual(['present', 'given']);
  expect(await keys(never)).toEqual(['present', 'given']);
  expect(asked).toBe(2);
});
