import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { selectStatus, type StatusFacts } from '../../../src/core/commands/read-status.ts';
import { removedByUser } from '../../../src/core/domain/doubts.ts';
import { tokenHash, type Gates } from '../../../src/core/state/gates.ts';
import type { HistoryEntry } from '../../../src/core/state/history.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { statusSchema } from '../../../src/shared/status.ts';
import * as build from '../../support/domain-builders.ts';
import {
  appleId,
  at,
  backupsOf,
  cloudSide,
  copyOf,
  factsOf,
  gates,
  homeSide,
  needsUser,
  runEnd,
  running,
  settingsOf,
  stored,
  type Cloud,
  type Home,
} from '../../support/status-facts.ts';

describe('the newest copy', () => {
  test('is a verified one, with its age', () => {
    const doubtful = copyOf(1, 'b2', { defects: [...build.doubtful] });
    const unproven = copyOf(2, 'b3', { level: 0 });
    const { newestVerified } = selectStatus(factsOf(stored(copyOf(30, 'b0'), doubtful, unproven, copyOf(7))));
    expect(newestVerified).toMatchObject({ id: 'b1', ageHours: 7, date: at(7 * build.hourMs) });
  });

  test('is none where no copy is verified', () => {
    const status = selectStatus(factsOf(stored(copyOf(1, 'b2', { level: 0 }))));
    expect(status).toMatchObject({ newestVerified: null, icloud: { backups: 1 } });
  });
});

describe('what waits', () => {
  const waiting = (
    backups: Home['backups'],
    given: Partial<Cloud> = {},
    copies = [copyOf(24)],
    doubts: Gates['doubts'] = {},
  ): number =>
    selectStatus(
      factsOf({ look: { home: homeSide({ backups }), cloud: cloudSide(copies, given) }, ...gates({ doubts }) }),
    ).waiting;

  test('is whatever retention would keep, also what is older than the newest stored', () => {
    expect(waiting(backupsOf(['b1', 24], ['b2', 1], ['b3', 2], ['old', 100], ['ancient', 24 * 40]))).toBe(4);
    const enough = [copyOf(24), copyOf(25, 'c1'), copyOf(26, 'c2')];
    expect(waiting(backupsOf(['b1', 24], ['b2', 1], ['old', 100], ['ancient', 24 * 40]), {}, enough)).toBe(2);
  });
  test('is everything before the first copy', () => {
    expect(waiting(backupsOf(['b1', 24], ['b2', 1]), {}, [])).toBe(2);
  });
  test('is not what the user removed', () => {
    const gone = copyOf(1, 'b2');
    const answer = { [gone.manifest.archive]: removedByUser(gone.manifest, build.now) };
    expect(waiting(backupsOf(['b2', 1]), { tombstones: [gone] })).toBe(1);
    expect(waiting(backupsOf(['b2', 1]), { tombstones: [gone] }, [copyOf(24)], answer)).toBe(0);
  });
  test('is not what a newer program on another computer stored or saw removed', () => {
    expect(waiting(backupsOf(['b2', 1]), { storedByNewer: ['b2'] })).toBe(0);
    const removedByNewer = [{ archive: 'x', backupId: 'b2' }];
    const answer = { x: removedByUser({ backupId: 'b2' }, build.now) };
    expect(waiting(backupsOf(['b2', 1]), { removedByNewer }, [copyOf(24)], answer)).toBe(0);
  });
});

describe('when and what last', () => {
  const next = (facts: Partial<StatusFacts>): string | null => selectStatus(factsOf(facts)).nextRun;

  test('the next run is an hour after the last look, after the pause, or nowhere', () => {
    expect(next({})).toBe(at(-50 * build.minuteMs));
    expect(next({ look: {} })).toBe(build.now.toISOString());
    expect(next({ settings: settingsOf({ pausedUntil: at(-build.dayMs) }) })).toBe(at(-build.dayMs));
    expect(next({ settings: settingsOf({ instances: [] }) })).toBeNull();
  });

  test('the next backup is Home Assistant’s, or ours where the newest gets too old before', () => {
    const upcoming = (planned: string | undefined, hours: number | null, pausedUntil?: string): string | null =>
      selectStatus(
        factsOf({
          settings: settingsOf({
            schedule: { lookMinutes: 60, createIfOlderThanHours: hours },
            pausedUntil: pausedUntil ?? null,
          }),
          look: { home: homeSide({ backups: backupsOf(['b1', 20]), ...(planned ? { next: planned } : {}) }) },
        }),
      ).nextBackup;
    const inTen = at(-10 * 60 * build.minuteMs);
    expect(upcoming(undefined, null)).toBeNull();
    expect(upcoming(inTen, null)).toBe(inTen);
    expect(upcoming(inTen, 24)).toBe(at(-4 * 60 * build.minuteMs));
    expect(upcoming(inTen, 72)).toBe(inTen);
    expect(upcoming(at(build.dayMs), null)).toBeNull();
    // Overdue: with the next look.
    expect(upcoming(inTen, 12)).toBe(at(-50 * build.minuteMs));
    // Asked for after the pause at the earliest; Home Assistant does not wait for ours.
    expect(upcoming(undefined, 24, at(-build.dayMs))).toBe(at(-build.dayMs));
    expect(upcoming(inTen, 24, at(-build.dayMs))).toBe(inTen);
  });

  test('the last run is the last that ended, with its own beginning', () => {
    const history = [...runEnd(90, 'done'), ...runEnd(30, 'failed', 'cloud.full')];
    const begun: HistoryEntry = { kind: 'run-start', at: at(1000), run: 'now', trigger: 'user' };
    expect(selectStatus(factsOf({ history: [...history, begun] })).lastRun).toEqual({
      started: at(31 * build.minuteMs),
      finished: at(30 * build.minuteMs),
      outcome: 'failed',
      problem: { code: 'cloud.full', facts: {} },
    });
    expect(selectStatus(factsOf()).lastRun).toBeNull();
  });

  test('a run whose beginning is no longer in the history still counts', () => {
    const [, end] = runEnd(30, 'done');
    const { lastRun: last } = selectStatus(factsOf({ history: end ? [end] : [] }));
    expect(last).toMatchObject({ started: at(30 * build.minuteMs), outcome: 'done' });
  });
});

describe('what nobody else may see', () => {
  test.each([
    'jane.doe@example.com',
    'j@me.com',
    'jane+ha@mail.example.co.uk',
    "jane.o'neil@example.com",
    'jörg.müller@example.de',
    'jane@münchen.example',
    '+49 151 2345 6789',
    '+4915123456789',
    '8613800138000',
  ])('the Apple ID %s is told so that its owner knows it, and not in full', (id) => {
    const status = selectStatus(factsOf({ settings: settingsOf({ appleId: id }) }));
    expect(status.signIn?.account).not.toBe('');
    expect(JSON.stringify(status)).not.toContain(id);
  });

  test('no secret, no hash of one, no id of computer or instance', () => {
    const token = 'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.c2lnbmF0dXJl';
    const facts = factsOf(gates({ tokensRefused: { k3y0: { hash: tokenHash(token), code: 'ha.token-invalid' } } }));
    const text = JSON.stringify(selectStatus(facts));
    for (const secret of [appleId, tokenHash(token), build.me, 'k3y0']) expect(text).not.toContain(secret);
  });
});

describe('whatever the facts', () => {
  const anAge = fc.integer({ min: -100, max: 60 * 24 }).map((hours) => hours * build.hourMs);
  const aCopy = fc
    .record({ age: anAge, id: fc.constantFrom('b1', 'b2', 'b3'), level: fc.nat(1) })
    .map(({ age, id, level }) => build.aStored({ backupId: id, date: at(age), level }));
  const aCode = fc.constantFrom<ErrorCode[]>('ha.away', 'disk.full', 'cloud.full', 'icloud.trust-expired', 'internal');
  const someFacts = fc
    .record({
      copies: fc.array(aCopy, { maxLength: 3 }),
      recurrence: fc.constantFrom('daily', 'custom_days', 'never', undefined),
      code: fc.option(aCode, { nil: undefined }),
      needs: fc.option(aCode, { nil: undefined }),
      trusted: fc.option(anAge, { nil: undefined }),
      isRunning: fc.boolean(),
      isSetUp: fc.boolean(),
    })
    .map(({ copies, recurrence, code, needs, trusted, isRunning, isSetUp }) =>
      factsOf({
        look: { home: homeSide(recurrence ? { recurrence } : {}), cloud: cloudSide(copies) },
        history: code ? runEnd(5, 'failed', code) : [],
        ...(needs ? needsUser(needs) : {}),
        settings: settingsOf({
          trustedSince: trusted === undefined ? null : at(trusted),
          ...(isSetUp ? {} : { instances: [] }),
        }),
        ...(isRunning ? running : {}),
      }),
    );

  test('the answer has the promised shape, and the same facts give the same answer', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const status = selectStatus(facts);
        expect(statusSchema.parse(status)).toEqual(status);
        expect(selectStatus(facts)).toEqual(status);
      }),
    );
  });

  test('"safe" means: a verified copy that is not late, and no problem but that nobody is at home', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const { safety, problems, newestVerified } = selectStatus(facts);
        const wrong = problems.filter(({ code }) => code !== 'ha.away');
        if (safety === 'safe') expect([wrong, newestVerified === null]).toEqual([[], false]);
        if (problems.length === 0 && newestVerified && !facts.running) expect(safety).toBe('safe');
      }),
    );
  });
});
