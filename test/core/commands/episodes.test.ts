import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { written } from '../../../src/core/commands/back-up.ts';
import type { HistoryEntry } from '../../../src/core/state/history.ts';
import { History } from '../../../src/core/state/history.ts';
import type { RunReport } from '../../../src/shared/run-report.ts';
import { ArrayLogger } from '../../support/app-harness.ts';
import * as build from '../../support/domain-builders.ts';

let folder: string;
let history: History;
let minute = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'episodes-'));
  history = new History(join(folder, 'history.jsonl'));
  minute = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

type Given = Partial<RunReport> & { readonly code?: NonNullable<RunReport['problem']>['code'] };

/** The end of a run, five minutes after the one before. */
const end = async ({ code, ...given }: Given, by: 'user' | 'schedule' | 'event' = 'schedule'): Promise<void> => {
  const at = new Date(build.now.getTime() + (minute += 5) * build.minuteMs).toISOString();
  const report: RunReport = {
    started: at,
    finished: at,
    outcome: code ? 'failed' : 'done',
    ...(code ? { problem: { code, facts: {} } } : {}),
    backups: [],
    pruned: [],
    warnings: [],
    askedApple: false,
    ...given,
  };
  await written({ history, ports: { logger: new ArrayLogger() } }, { create: false, asked: [], by }, report);
};
const entries = async (): Promise<readonly HistoryEntry[]> => (await history.read()).entries;
const told = async (): Promise<string[]> =>
  (await entries()).flatMap((entry) => (entry.kind === 'run-end' ? [entry.code ?? entry.outcome] : []));

test('a night away from home is one entry, and so is the way back', async () => {
  for (let look = 0; look < 100; look += 1) await end({ code: 'ha.away' });
  expect(await entries()).toHaveLength(2);
  await end({});
  await end({});
  await end({ code: 'ha.away' });
  expect(await told()).toEqual(['ha.away', 'done', 'ha.away']);
});

test('another reason is another entry', async () => {
  await end({ code: 'ha.away' });
  await end({ code: 'ha.unreachable' });
  await end({ code: 'ha.unreachable' }, 'event');
  await end({ code: 'ha.away' });
  expect(await told()).toEqual(['ha.away', 'ha.unreachable', 'ha.away']);
});

test('what the user ordered is told each time', async () => {
  await end({ code: 'disk.full' });
  await end({ code: 'disk.full' }, 'user');
  await end({ code: 'disk.full' }, 'user');
  await end({ code: 'disk.full' });
  await end({ code: 'disk.full' });
  expect(await told()).toHaveLength(4);
});

test('a look that made way for something else is no event; what was given up is', async () => {
  const cancelled = { outcome: 'cancelled', problem: { code: 'sync.cancelled', facts: {} } } as const;
  await end(cancelled);
  await end({ ...cancelled, askedApple: true }, 'event');
  expect(await entries()).toEqual([]);
  await end(cancelled, 'user');
  await end({ ...cancelled, backups: [{ id: 'b1', name: 'Daily', outcome: 'failed' }] });
  await end({ ...cancelled, created: 'b2' });
  expect(await told()).toHaveLength(3);
});

test('a failure after something was achieved is told', async () => {
  await end({ code: 'cloud.offline' });
  await end({ code: 'cloud.offline', backups: [{ id: 'b1', name: 'Daily', outcome: 'stored' }] });
  await end({ code: 'cloud.offline', pruned: ['old.tar'] });
  expect(await told()).toHaveLength(3);
});

test('Apple asks again after a sign-in: that is news', async () => {
  await end({ code: 'icloud.trust-expired' });
  await end({ code: 'icloud.trust-expired' });
  await history.add({ kind: 'sign-in', at: build.now.toISOString(), what: 'completed' });
  await end({ code: 'icloud.trust-expired' });
  const needed = (await entries()).filter((entry) => entry.kind === 'sign-in' && entry.what === 'needed');
  expect([await told(), needed.length]).toEqual([['icloud.trust-expired', 'icloud.trust-expired'], 2]);
});

test('backups that were made and gone are kept, whatever else the run ended with, and once', async () => {
  const unpulled = { warnings: [{ code: 'ha.create-failed' as const, facts: {} }, noticed], askedApple: true };
  await end({ code: 'cloud.offline' });
  await end({ code: 'cloud.offline', ...unpulled });
  await end({ code: 'cloud.offline', ...unpulled });
  await end({ ...unpulled, outcome: 'warnings' });
  const ends = (await entries()).filter((entry) => entry.kind === 'run-end');
  expect(ends.map(({ code, unpulled: also }) => [code, also])).toEqual([
    ['cloud.offline', undefined],
    ['cloud.offline', true],
    ['ha.create-failed', true],
  ]);
});
const noticed = { code: 'ha.unpulled' as const, facts: { days: 3 } };
