import { describe, expect, test } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { openGates } from '../../../src/core/state/gates.ts';
import { planSync } from '../../../src/core/sync/plan-sync.ts';
import type { SyncFacts } from '../../../src/core/sync/sync-facts.ts';
import { RunLog } from '../../../src/core/sync/run-log.ts';
import { warnAbout, warningsOf } from '../../../src/core/sync/warnings.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { Problem } from '../../../src/shared/run-report.ts';
import * as build from '../../support/domain-builders.ts';

const warnings = (given: Partial<SyncFacts>): Problem[] => {
  const facts = build.factsOf(given);
  return warningsOf(facts, planSync(facts));
};
const codes = (given: Partial<SyncFacts>): string[] => warnings(given).map(({ code }) => code);

const failed = (addons: string[], folders: string[], agents: string[]): HaBackup =>
  build.aBackup({ name: 'Nightly', failed: { addons, folders, agents } });
const incomplete = (code: ErrorCode): SyncFacts['home'] => ({ items: [], complete: false, why: new AppError(code) });

/** Copies of which the oldest are past retention and above the floor. */
const manyStored = build.folderOf(
  ...[1, 2, 3, 20, 21, 22].map((days) => build.aStored({ backupId: `d${days}`, date: build.daysAgo(days) })),
);
const allKept = build.folderOf(build.aStored({ backupId: 'd1' }));

describe('what a run says although it goes on', () => {
  test('nothing when all is well', () => {
    expect(warnings({ home: build.listed([build.aBackup()]), cloud: allKept.view() })).toEqual([]);
  });

  test('parts and locations that Home Assistant could not save', () => {
    const home = build.listed([failed(['db'], ['share'], ['google.drive'])]);
    expect(warnings({ home })).toEqual([
      { code: 'ha.partial', facts: { name: 'Nightly', parts: 'db, share' } },
      { code: 'ha.location-failed', facts: { name: 'Nightly', locations: 'google.drive' } },
    ]);
  });

  test('of a backup that is stored already it was said before', () => {
    const home = build.listed([failed(['db'], [], [])]);
    expect(warnings({ home, cloud: build.folderOf(build.aStored()).view() })).toEqual([]);
  });

  test.each<[code: string, gate: object]>([
    ['archive.torn', { failures: 0, refused: { code: 'archive.torn', size: 5_000_000 } }],
    ['sync.gave-up', { failures: 4 }],
  ])('a backup that is left alone for good: %s', (code, gate) => {
    const gates = { ...openGates(), backups: { b1: gate } } as SyncFacts['gates'];
    expect(warnings({ home: build.listed([build.aBackup()]), gates })).toEqual([
      { code, facts: { name: 'Automatic backup', backup: 'b1' } },
    ]);
  });

  test('not one that is only waiting', () => {
    const gates = { ...openGates(), backups: { b1: { failures: 1, notBefore: build.ago(-build.hourMs) } } };
    expect(warnings({ home: build.listed([build.aBackup()]), gates })).toEqual([]);
  });

  test('an unprotected one where only protected ones are wanted', () => {
    const backup = build.aBackup({ copies: [{ agentId: 'backup.local', size: 1, protected: false }] });
    const settings = build.settingsOf({ requireProtected: true });
    expect(codes({ home: build.listed([backup]), settings })).toEqual(['archive.unprotected']);
    expect(codes({ home: build.listed([backup]) })).toEqual([]);
  });

  test('a damaged copy', () => {
    const folder = build.folderOf(build.aStored());
    const [file] = folder.view().stored;
    folder.put(file?.manifest.archive ?? '', 1);
    expect(warnings({ cloud: folder.view() })).toEqual([
      { code: 'cloud.copy-damaged', facts: { archive: file?.manifest.archive } },
    ]);
  });
});

describe('a held back deletion', () => {
  test.each<[what: string, doubt: Partial<SyncFacts>, expired: string[], none: string[]]>([
    // What is said when something would go, and when nothing would.
    ['none', {}, ['sync.prune-limit'], []],
    ['clock', { homeSkewMs: build.hourMs }, ['sync.clock-skew'], ['sync.clock-skew']],
    ['restored or cloned', { instanceAmbiguous: true }, ['ha.instance-ambiguous'], []],
    ['incomplete list', { home: incomplete('ha.list-incomplete') }, ['ha.list-incomplete'], ['ha.list-incomplete']],
    ['starting', { home: incomplete('ha.starting') }, ['ha.starting'], ['ha.starting']],
    ['busy', { home: incomplete('ha.busy') }, ['ha.busy'], ['ha.busy']],
  ])('%s', (_, doubt, expired, none) => {
    expect(codes({ cloud: manyStored.view(), ...doubt })).toEqual(expired);
    expect(codes({ cloud: allKept.view(), ...doubt })).toEqual(none);
  });

  test('by a date to come names the one backup that has it, for the user can remove it', () => {
    const late = build.aStored({ backupId: 'late', name: 'Of a wrong clock', date: build.daysAgo(-400) });
    expect(warnings({ cloud: build.folderOf(build.aStored(), late).view() })).toEqual([
      {
        code: 'sync.misdated',
        facts: { archive: late.manifest.archive, name: 'Of a wrong clock', date: late.manifest.date, expired: 0 },
      },
    ]);
  });

  test('says how many would go, or have to wait', () => {
    const [held] = warnings({ cloud: manyStored.view(), instanceAmbiguous: true });
    expect(held?.facts).toEqual({ expired: 3 });
    const [waiting] = warnings({ cloud: manyStored.view() });
    expect(waiting?.facts['waiting']).toBe(2);
  });
});

describe('the report', () => {
  test('says each thing once, and that there were warnings', () => {
    const log = new RunLog(build.now);
    const facts = build.factsOf({ home: build.listed([failed(['db'], [], [])]) });
    warnAbout(facts, planSync(facts), log);
    warnAbout(facts, planSync(facts), log);
    const report = log.report(build.now);
    expect(report).toMatchObject({ outcome: 'warnings', askedApple: false });
    expect(report.warnings.map(({ code }) => code)).toEqual(['ha.partial']);
    expect(report).not.toHaveProperty('problem');
  });

  test.each<[what: string, happen: (log: RunLog) => void, outcome: string]>([
    ['nothing', () => undefined, 'done'],
    ['one stored', (log) => log.backup({ id: 'b1', name: '', outcome: 'stored' }), 'done'],
    ['one stored by another', (log) => log.backup({ id: 'b1', name: '', outcome: 'already-stored' }), 'done'],
    ['one refused', (log) => log.backup({ id: 'b1', name: '', outcome: 'refused' }), 'warnings'],
    ['one failed', (log) => log.backup({ id: 'b1', name: '', outcome: 'failed' }), 'warnings'],
    ['broke off', (log) => log.fail(new AppError('cloud.offline')), 'failed'],
    ['cancelled', (log) => log.fail(new AppError('sync.cancelled')), 'cancelled'],
    [
      'broke off after a warning',
      (log) => {
        log.warn({ code: 'ha.partial', facts: {} });
        log.fail(new AppError('cloud.full'));
      },
      'failed',
    ],
  ])('%s: %s', (_, happen, outcome) => {
    const log = new RunLog(build.now);
    happen(log);
    expect(log.report(build.now).outcome).toBe(outcome);
  });
});
