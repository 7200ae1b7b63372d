import { beforeAll, describe, expect, test, vi } from 'vitest';
import { selectDays } from '../../src/core/commands/recent-days.ts';
import { selectStatus } from '../../src/core/commands/read-status.ts';
import { retryAfter } from '../../src/core/domain/retry.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import { checkApple, rememberApple } from '../../src/core/icloud/apple-gate.ts';
import { openGates } from '../../src/core/state/gates.ts';
import { rememberFailure } from '../../src/core/sync/back-off.ts';
import { speak } from '../../src/messages/messages.ts';
import { localizeProblem } from '../../src/main/ipc/localize.ts';
import { noticesOf } from '../../src/main/notify/notices.ts';
import { trayIcon } from '../../src/main/tray/tray-icon.ts';
import { trayLines } from '../../src/main/tray/tray-lines.ts';
import type { ErrorCode } from '../../src/shared/error-codes.ts';
import type { problem as define } from '../../src/shared/problems/entry.ts';
import { endsRun } from '../../src/shared/problems/rules.ts';
import { problemSchema } from '../../src/shared/run-report.ts';
import { fakeApp } from '../cli/fake-app.ts';
import { run } from '../cli/terminal.ts';
import { now, withProblem } from './support/view-state.ts';
import * as build from '../support/domain-builders.ts';
import { factsOf, lastRun } from '../support/status-facts.ts';

/* Two errors that do not exist, in the two edits that a new error costs: its entry and its words. */

const [grave, passing] = ['sync.made-up', 'sync.made-up-passing'] as readonly string[] as [ErrorCode, ErrorCode];

vi.mock('../../src/shared/problems/sync.ts', async (original) => {
  const { problem } = await vi.importActual<{ problem: typeof define }>('../../src/shared/problems/entry.ts');
  const entry = problem({
    retry: 'user',
    severity: 'danger',
    blames: 'nothing',
    ends: 'cloud',
    midway: 'stop',
    marks: [],
    actions: ['reconnect', 'cloud-web'],
    terminal: ({ reason = 'REASON' }) => `backup --made-up ${reason}`,
    notify: 'loud',
    details: { reason: 'text' },
  });
  const { syncProblems } = await original<{ syncProblems: object }>();
  return {
    syncProblems: {
      ...syncProblems,
      'sync.made-up': entry,
      'sync.made-up-passing': {
        ...entry,
        retry: 'soon',
        severity: 'if-asked',
        blames: 'backup',
        ends: 'backup',
        marks: ['clean-day', 'only-waits'],
        actions: ['try-again'],
        terminal: null,
        notify: 'quiet',
      },
    },
  };
});

vi.mock('../../src/messages/en/sync.ts', async (original) => {
  const { syncProblems } = await original<{ syncProblems: object }>();
  const words = {
    title: 'Made up',
    cause: ({ reason }: { reason?: string }) => `It is ${reason ?? 'for a test'}.`,
    next: 'Nothing to do.',
  };
  return { syncProblems: { ...syncProblems, 'sync.made-up': words, 'sync.made-up-passing': words } };
});

// What test/support/in-english.ts brought knows nothing of them.
vi.hoisted(() => vi.resetModules());
beforeAll(async () => speak({ language: 'en', locale: 'en-GB' }));

const facts = { reason: 'blue' };
const pull = {
  backup: build.aBackup(),
  copy: { agentId: 'backup.local', size: 1, protected: true },
};
describe('an error with an entry and words has everything', () => {
  test('it is known wherever codes are read', () => {
    for (const code of [grave, passing]) expect(problemSchema.parse({ code, facts })).toEqual({ code, facts });
    expect(problemSchema.safeParse({ code: 'sync.not-made-up', facts }).success).toBe(false);
  });

  test('in a terminal: words, command, exit code', async () => {
    const failsWith = (code: ErrorCode) =>
      run(['backup'], fakeApp({ backUp: () => Promise.reject(new AppError(code, facts)) }));
    const ended = await failsWith(grave);
    expect(ended.code).toBe(3);
    expect(ended.stderr).toContain('Made up (sync.made-up)');
    expect(ended.stderr).toContain('It is blue.');
    expect(ended.stderr).toContain('ha-icloud-backup backup --made-up blue');
    expect((await failsWith(passing)).code).toBe(1);
  });

  test('in a window: words, buttons, what it blocks', () => {
    const words = { title: 'Made up', cause: 'It is blue.', next: 'Nothing to do.', facts };
    expect(localizeProblem({ code: grave, facts })).toEqual({
      ...words,
      code: grave,
      actions: ['reconnect', 'cloud-web'],
      blocksCloud: true,
      preventsBackUp: true,
    });
    expect(localizeProblem({ code: passing, facts })).toEqual({
      ...words,
      code: passing,
      actions: ['try-again'],
      blocksCloud: false,
      preventsBackUp: false,
    });
  });

  test('beside the clock and in a notification', () => {
    const state = withProblem(grave);
    expect(trayIcon(state, now)).toBe('error');
    expect(trayLines(state, now).first).toBe('Made up');
    expect(noticesOf(state, now).map(({ title }) => title)).toContain('Made up');
    expect(noticesOf(withProblem(passing), now).map(({ title }) => title)).not.toContain('Made up');
  });

  test('how much it matters', () => {
    const gates = rememberApple(openGates(), new AppError(grave), build.now);
    const shut = selectStatus(factsOf({ gates, ...lastRun(grave) }));
    expect(shut).toMatchObject({ safety: 'danger', problems: [{ code: grave }] });
    // Mild, and no news where nobody asked.
    expect(selectStatus(factsOf(lastRun(passing)))).toMatchObject({ safety: 'safe', problems: [{ code: passing }] });
    const dayAfter = (code: ErrorCode) =>
      selectDays({ ...lastRun(code), look: {}, daily: false }, build.now).map(({ state }) => state);
    expect(dayAfter(grave)).toContain('missed');
    expect(dayAfter(passing)).not.toContain('missed');
  });

  test('what is tried again, and when', () => {
    expect(retryAfter(grave, undefined, now)).toBeUndefined();
    expect(retryAfter(passing, undefined, now)?.ms).toBe(5 * 60_000);
    const marked = (code: ErrorCode) => rememberFailure(openGates(), pull, new AppError(code), build.now).backups;
    expect(marked(grave)).toEqual({});
    expect(Object.values(marked(passing))).toMatchObject([{ failures: 1 }]);
  });

  test('what it ends', () => {
    expect([endsRun(grave), endsRun(passing)]).toEqual([true, false]);
    const after = (code: ErrorCode) => rememberApple(openGates(), new AppError(code), build.now);
    expect(() => checkApple(after(grave), build.now)).toThrow(expect.objectContaining({ code: grave }));
    expect(after(passing)).toEqual(openGates());
  });
});
