import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors/app-error.ts';
import { errorCodes } from '../../src/shared/error-codes.ts';
import { retryOf } from '../../src/shared/problems/rules.ts';
import { aCheck, aLogout, aPrune, aReport, aSetup, aStatus, fakeApp } from './fake-app.ts';
import { listed } from './a-list.ts';
import { jsonLines, run, Terminal } from './terminal.ts';

const env = { HA_ICLOUD_BACKUP_TOKEN: 'the-token' };
const away = { code: 'ha.away', facts: {} } as const;
const noToken = { code: 'ha.token-invalid', facts: {} } as const;

describe('a failure ends with 3 where only the user can end it, else with 1', () => {
  it.each(errorCodes.map((code) => [code, retryOf(code)] as const))('%s (%s)', async (code, retry) => {
    const app = fakeApp({ backUp: () => Promise.reject(new AppError(code)) });
    const ended = await run(['backup'], app);
    expect(ended.code).toBe(code === 'sync.cancelled' ? 130 : retry === 'user' ? 3 : 1);
    expect(ended.stderr).toContain(code === 'sync.cancelled' ? 'Cancelled.' : `(${code})`);
    expect(app.asked).toEqual([]);
  });

  it('what no room expects is a fault of the program, without its text', async () => {
    const app = fakeApp({ status: () => Promise.reject(new Error('token=hunter2')) });
    const { code, stderr } = await run(['status'], app);
    expect(code).toBe(1);
    expect(stderr).toContain('(internal)');
    expect(stderr).not.toContain('hunter2');
  });

  it('an app that cannot be opened is a failure like any other', async () => {
    const terminal = new Terminal();
    const { runCli } = await import('../../src/cli/run-cli.ts');
    const code = await runCli(['status', '--json'], terminal.io, () => Promise.reject(new AppError('settings.newer')));
    expect(code).toBe(3);
    expect(JSON.parse(terminal.stdout)).toMatchObject({ error: { code: 'settings.newer' } });
  });
});

describe('what was done ends by its result', () => {
  it.each([
    ['backup', { backUp: () => Promise.resolve(aReport()) }, 0],
    ['backup', { backUp: () => Promise.resolve(aReport({ outcome: 'warnings', warnings: [noToken] })) }, 4],
    ['backup', { backUp: () => Promise.resolve(aReport({ outcome: 'failed', problem: away })) }, 1],
    ['backup', { backUp: () => Promise.resolve(aReport({ outcome: 'failed', problem: noToken })) }, 3],
    ['backup', { backUp: () => Promise.resolve(aReport({ outcome: 'cancelled' })) }, 130],
    ['check f', { check: () => Promise.resolve(aCheck()) }, 0],
    ['check f', { check: () => Promise.resolve(aCheck({ verdict: 'defects' })) }, 4],
    ['check f', { check: () => Promise.resolve(aCheck({ verdict: 'refused' })) }, 1],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'safe' })) }, 0],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'busy' })) }, 0],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'waiting' })) }, 0],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'warning', problems: [noToken] })) }, 4],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'danger', problems: [away] })) }, 4],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'danger', problems: [away, noToken] })) }, 3],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'danger' })) }, 4],
    ['status', { status: () => Promise.resolve(aStatus({ safety: 'not-set-up' })) }, 3],
    ['list', { list: () => Promise.resolve({ backups: [listed()], problems: [away] }) }, 4],
    ['list', { list: () => Promise.resolve({ backups: [listed()], problems: [noToken] }) }, 3],
    ['prune --dry-run', { prune: () => Promise.resolve(aPrune({ held: away })) }, 4],
    ['prune --yes', { prune: () => Promise.resolve(aPrune({ held: noToken })) }, 3],
    ['logout', { logout: () => Promise.resolve(aLogout({ problems: [away] })) }, 4],
    ['setup --url h', { setUp: () => Promise.resolve(aSetup()) }, 0],
    ['setup --url h', { setUp: () => Promise.resolve(aSetup({ warnings: [away] })) }, 4],
  ] as const)('%s', async (line, app, expected) => {
    const { code } = await run(line.split(' '), fakeApp(app), { env });
    expect(code).toBe(expected);
  });
});

describe('Ctrl-C', () => {
  const cancelled = (signal: AbortSignal): Promise<never> =>
    new Promise((_, reject) => {
      // Whatever breaks on the way out is a consequence of the cancellation.
      signal.addEventListener('abort', () => reject(new AppError('rclone.failed')));
    });

  it.each([
    ['backup', { backUp: (_: unknown, __: unknown, signal: AbortSignal) => cancelled(signal) }],
    ['list', { list: (_: unknown, signal: AbortSignal) => cancelled(signal) }],
    ['restore x --to d', { restore: (_: unknown, __: unknown, signal: AbortSignal) => cancelled(signal) }],
  ])('ends %s with 130 and closes the app', async (line, given) => {
    const terminal = new Terminal();
    const app = fakeApp(given);
    const running = terminal.run([...line.split(' '), '--json'], app);
    await Promise.resolve();
    terminal.cancel.abort();
    expect(await running).toBe(130);
    expect(app.asked).toEqual([]);
    expect(terminal.stderr).toBe('Cancelled.\n');
    const text = terminal.stdout;
    const last = line === 'list' ? (JSON.parse(text) as unknown) : jsonLines(text).at(-1);
    expect(last).toMatchObject({ error: { code: 'sync.cancelled' } });
  });

  it('is how a watch ends: 0', async () => {
    const terminal = new Terminal();
    const app = fakeApp({
      watch: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(new AppError('sync.cancelled')));
        }),
    });
    const running = terminal.run(['watch', '--json'], app);
    await Promise.resolve();
    terminal.cancel.abort();
    expect(await running).toBe(0);
    expect(jsonLines(terminal.stdout)).toEqual([{ type: 'result', runs: 0 }]);
  });

  it('a watch that fails by itself is a failure', async () => {
    const app = fakeApp({ watch: () => Promise.reject(new AppError('settings.not-set-up')) });
    const { code } = await run(['watch'], app);
    expect(code).toBe(3);
  });
});
