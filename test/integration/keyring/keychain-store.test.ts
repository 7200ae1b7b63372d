import { createRequire } from 'node:module';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Secrets } from '../../../src/core/ports/secret-store.ts';
import { bundleProgram, type BundledProgram } from '../../support/bundle-program.ts';
import { missingKeyringPart, runWithKeyring, type KeyringSession, type KeyringState } from '../../support/keyring.ts';
import { suiteNeeds } from '../../support/skip.ts';
import type { Step } from './keychain-program.ts';

let program: BundledProgram;
let home: string;
beforeAll(async () => {
  program = await bundleProgram(new URL('keychain-program.ts', import.meta.url));
});
afterAll(() => program.remove());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'keyring-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const command = (steps: readonly Step[], deadlineMs = 20_000): string[] => [
  process.execPath,
  program.file,
  JSON.stringify(steps),
  String(deadlineMs),
];

/** The results of the steps, in a desktop session whose keyring is in this state. */
const run = async (
  state: KeyringState,
  steps: readonly Step[],
  session: KeyringSession & { deadlineMs?: number } = {},
): Promise<unknown> => {
  const { stdout, stderr } = await runWithKeyring(state, command(steps, session.deadlineMs), { home, ...session });
  // The last one: `before` prints as well.
  const line = stdout.split('\n').findLast((text) => text.startsWith('[{'));
  expect(line, `${stdout}\n${stderr}`).toBeDefined();
  return JSON.parse(line ?? '');
};

const secrets: Secrets = {
  applePassword: 'Größe "und" \\ Länge',
  configKey: 'c0ffee'.repeat(10),
  haTokens: { k1: 'x'.repeat(180), k2: 'y'.repeat(180) },
};
const ok = (value: unknown = null) => ({ value, waiting: false });
const failed = (code: string) => expect.objectContaining({ code, waiting: false }) as unknown;

/** Stands in for the window that asks for the keyring's password: it is started, and then nothing for so many seconds. */
const promptFor = async (seconds: number): Promise<void> => {
  const services = join(home, 'dbus-1', 'services');
  await mkdir(services, { recursive: true });
  // A reader of the session's output waits for none of it.
  const sleep = `/bin/sh -c 'exec sleep ${seconds} >/dev/null 2>&1'`;
  const prompter = ['[D-BUS Service]', 'Name=org.gnome.keyring.SystemPrompter', `Exec=${sleep}`, ''];
  await writeFile(join(services, 'org.gnome.keyring.SystemPrompter.service'), prompter.join('\n'));
};

const missing = missingKeyringPart();

suiteNeeds(missing === undefined, missing ?? '')('keytar against a real gnome-keyring', () => {
  it('keeps, replaces and forgets one item', async () => {
    const steps: Step[] = [
      ['read', 'default'],
      ['remove', 'default'],
      ['write', 'default', secrets],
      ['read', 'default'],
      ['write', 'default', { configKey: 'only this' }],
      ['both', 'default'],
      ['remove', 'default'],
      ['read', 'default'],
      ['probe', 'default'],
    ];
    const only = { configKey: 'only this' };
    const expected = [null, null, null, secrets, null, [only, only], null, null, null];
    expect(await run('unlocked', steps)).toEqual(expected.map(ok));
  });

  it('keeps it for the next start', async () => {
    await run('unlocked', [['write', 'default', secrets]]);
    expect(await run('unlocked', [['read', 'default']])).toEqual([ok(secrets)]);
  });

  it('does not mix data folders', async () => {
    const steps: Step[] = [
      ['write', 'default', { configKey: 'one' }],
      ['write', '0123456789ab', { configKey: 'two' }],
      ['remove', 'default'],
      ['read', '0123456789ab'],
      ['read', 'default'],
    ];
    expect(await run('unlocked', steps)).toEqual([null, null, null, { configKey: 'two' }, null].map(ok));
  });

  it('refuses what Windows could not keep', async () => {
    const big: Secrets = { haTokens: { k1: 'x'.repeat(2500) } };
    expect(await run('unlocked', [['write', 'default', big]])).toEqual([failed('secrets.denied')]);
  });

  it('tells a locked keyring from a missing item, whatever is asked', async () => {
    const steps: Step[] = [
      ['read', 'default'],
      ['write', 'default', secrets],
      ['remove', 'default'],
      ['probe', 'default'],
      ['read', 'never written'],
    ];
    const before = command([['write', 'default', secrets]]);
    const locked = failed('secrets.locked');
    expect(await run('locked', steps, { before })).toEqual([locked, locked, locked, locked, locked]);
    expect(await run('unlocked', [['read', 'default']])).toEqual([ok(secrets)]);
  });

  it('lets the program end while the prompt is still there', async () => {
    await promptFor(20);
    const before = command([['write', 'default', secrets]]);
    const { stdout, exitCode } = await runWithKeyring('locked', command([['read', 'default']], 300), { home, before });
    // Killed, and all that it had to say was said.
    expect(exitCode).toBe(128 + 9);
    expect(stdout).toContain('secrets.locked');
  });

  it('gives up on a prompt that nobody answers, and blocks no second thread', async () => {
    await promptFor(3);
    const steps: Step[] = [
      ['read', 'default'],
      ['both', 'default'],
      ['probe', 'default'],
    ];
    const before = command([['write', 'default', secrets]]);
    const waiting = { code: 'secrets.locked', facts: { waiting: true }, waiting: true };
    expect(await run('locked', steps, { before, deadlineMs: 300 })).toEqual([waiting, waiting, waiting]);
  });

  it('says that there is no keychain on a server without a desktop', async () => {
    const steps: Step[] = [
      ['read', 'default'],
      ['write', 'default', secrets],
      ['remove', 'default'],
      ['probe', 'default'],
    ];
    const none = failed('secrets.unavailable');
    expect(await run('no-bus', steps)).toEqual([none, none, none, none]);
  });

  it('lets nothing out of an item that it cannot read', async () => {
    const plant = `require(${JSON.stringify(createRequire(import.meta.url).resolve('keytar'))})
      .setPassword('HA iCloud Backup', 'default', process.argv[1])`;
    for (const text of ['half {"v":1', '{"v":2,"configKey":"later"}', '{"v":1,"configKey":7}']) {
      expect((await runWithKeyring('unlocked', [process.execPath, '-e', plant, text], { home })).exitCode).toBe(0);
      const unreadable = { code: 'secrets.missing', facts: { reason: 'unreadable' }, waiting: false };
      expect(await run('unlocked', [['read', 'default']])).toEqual([unreadable]);
    }
  });
});
