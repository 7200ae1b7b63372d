import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { entryOf } from '../../../src/core/home-assistant/sign-in/own-token.ts';
import { TestComputer } from '../../support/app-harness.ts';
import { eventually } from '../../support/eventually.ts';
import { logIn, signInAs } from '../../support/home-browser.ts';
import { TestHost } from '../../support/host-world.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';

let home: HomeAssistantSimulator;
let computer: TestComputer;
let program: TestHost;

const ours = 'HA iCloud Backup on Test Mac';

beforeEach(async () => {
  home = await startHomeAssistantSimulator();
  computer = await TestComputer.create({ env: () => ({}) });
  program = await TestHost.open(computer);
});
afterEach(async () => {
  await program.host.dispose();
  await home.stop();
});

const stored = async (): Promise<string> => Object.values((await computer.secrets.read())?.haTokens ?? {})[0] ?? '';
const signIn = () => program.ask('setup.sign-in', { url: home.url });
/** Where the browser was sent last. */
const page = (): string => program.shell.calls.at(-1)?.replace(/^external /, '') ?? '';
const sentToBrowser = (times: number): Promise<void> =>
  eventually(() => expect(program.shell.calls.filter((call) => call.startsWith('external'))).toHaveLength(times));
const door = (address: string): string => new URL(address).searchParams.get('redirect_uri') ?? '';

describe('signing in with Home Assistant', () => {
  test('makes a token of our own, leaves no other, and takes it along at sign-out', async () => {
    const before = home.tokenNames();
    program.shell.browser = signInAs('owner');
    const found = await signIn();
    expect(found).toMatchObject({ url: home.url, admin: true });
    expect(home.tokenNames()).toEqual([...before, ours]);
    expect(program.shell.calls.at(-1)).toBe('window setup');

    // Neither that token nor what led to it is in any answer, state or line of the log.
    const token = await stored();
    const told = JSON.stringify([program.answers, program.states, computer.logger.lines]);
    expect(entryOf(token)).toBeDefined();
    for (const secret of [token, entryOf(token) ?? '?', 'code=', 'access_token']) expect(told).not.toContain(secret);

    const removed = await program.ask('settings.remove-from-computer', { what: 'all' });
    expect(removed).toMatchObject({ problems: [] });
    expect(removed.removed).toContain('own-token');
    expect(home.tokenNames()).toEqual(before);
    expect(home.badTokenCount()).toBe(0);
  });

  test('again replaces the token, and a pasted one is never deleted', async () => {
    program.shell.browser = signInAs('owner');
    await signIn();
    const first = await stored();
    await signIn();
    expect(await stored()).not.toBe(first);
    // The second one was made beside the first.
    expect(home.tokenNames().slice(-1)).toEqual([`${ours} (2)`]);
    expect(home.tokenNames()).not.toContain(ours);

    // Nothing uses the own one any more.
    const pasted = await program.ask('setup.connect', { url: home.url, token: home.token });
    expect(pasted.warnings.map(({ code }) => code)).not.toContain('ha.token-left-behind');
    const names = home.tokenNames();
    expect(names.filter((name) => name?.startsWith(ours))).toEqual([]);
    const { removed } = await program.ask('settings.remove-from-computer', { what: 'ha' });
    expect(removed).toContain('ha-token');
    expect(removed).not.toContain('own-token');
    expect(home.tokenNames()).toEqual(names);
  });

  test('with another Home Assistant takes its token from the one before, or says that it stays there', async () => {
    const before = home.tokenNames();
    program.shell.browser = signInAs('owner');
    await signIn();
    const other = await startHomeAssistantSimulator();
    const moved = await program.ask('setup.sign-in', { url: other.url });
    expect(moved.warnings.map(({ code }) => code)).not.toContain('ha.token-left-behind');
    expect(home.tokenNames()).toEqual(before);
    await other.stop();
    const { warnings } = await signIn();
    expect(warnings.map(({ code }) => code)).toContain('ha.token-left-behind');
  });

  test('a token that its user deleted there is not said to be there', async () => {
    program.shell.browser = signInAs('owner');
    await signIn();
    home.revokeToken(await stored());
    const { removed, problems } = await program.ask('settings.remove-from-computer', { what: 'all' });
    expect(problems).toEqual([]);
    expect(removed).toContain('ha-token');
  });

  test('that cannot be recorded leaves the token from before in its place, and no other at Home Assistant', async () => {
    let isFull = false;
    program = await TestHost.open(computer, {
      ports: ({ settingsFile, ...ports }) => ({
        ...ports,
        settingsFile: {
          read: () => settingsFile.read(),
          keepAside: (mark) => settingsFile.keepAside(mark),
          write: (content) => (isFull ? Promise.reject(new AppError('disk.full', {})) : settingsFile.write(content)),
        },
      }),
    });
    await program.ask('setup.connect', { url: home.url, token: home.token });
    const before = home.tokenNames();
    program.shell.browser = async (page) => {
      isFull = true;
      await signInAs('owner')(page);
    };
    await expect(signIn()).rejects.toMatchObject({ code: 'disk.full' });
    expect(await stored()).toBe(home.token);
    expect(home.tokenNames()).toEqual(before);
  });

  test('a sign-out that does not reach it says that the token stays there', async () => {
    program.shell.browser = signInAs('owner');
    await signIn();
    await home.stop();
    const { removed, problems } = await program.ask('settings.remove-from-computer', { what: 'all' });
    expect(problems.map(({ code }) => code)).toEqual(['ha.token-left-behind']);
    expect(removed).toContain('ha-token');
    expect(await stored()).toBe('');
  });

  test('of somebody who is no administrator leaves nothing', async () => {
    const before = home.tokenNames();
    program.shell.browser = signInAs('plain');
    await expect(signIn()).rejects.toMatchObject({ code: 'ha.not-admin' });
    expect(home.tokenNames()).toEqual(before);
    expect(await stored()).toBe('');
  });

  test('a code that Home Assistant did not give is refused by it', async () => {
    program.shell.browser = async (address) => {
      const state = new URL(address).searchParams.get('state') ?? '';
      await fetch(`${door(address)}?code=made-up&state=${state}`);
    };
    await expect(signIn()).rejects.toMatchObject({ code: 'ha.sign-in-refused', facts: { says: 'Invalid code' } });
    expect(await stored()).toBe('');
  });

  test('a set-up that fails afterwards takes its token back', async () => {
    const before = home.tokenNames();
    program.shell.browser = signInAs('owner');
    home.fault({ kind: 'command-error', command: 'backup/info', code: 'home_assistant_error', times: 1 });
    await expect(signIn()).rejects.toBeDefined();
    expect(home.tokenNames()).toEqual(before);
  });

  test.each([
    ['without PKCE', '2025.1.4'],
    ['with PKCE', '2026.11.0'],
  ] as const)('%s', async (_what, version) => {
    const other = await startHomeAssistantSimulator({ version });
    program.shell.browser = signInAs('owner');
    expect(await program.ask('setup.sign-in', { url: other.url })).toMatchObject({ version });
    await other.stop();
  });
});

describe('what else knocks at the door', () => {
  test('is refused and changes nothing; the answer counts once', async () => {
    const signedIn = signIn();
    await sentToBrowser(1);
    const at = door(page());
    const answer = await logIn(page(), 'owner');
    const wrong = new URL(answer);
    wrong.searchParams.set('state', 'guessed');
    expect((await fetch(wrong)).status).toBe(400);
    expect(
      (await fetch(answer, { method: 'POST', body: 'x'.repeat(200_000) }).catch(() => undefined))?.status ?? 400,
    ).toBe(400);
    expect((await fetch(`${at}favicon.ico`)).status).toBe(404);
    expect((await fetch(answer.replace('127.0.0.1', 'localhost')).catch(() => undefined))?.status ?? 404).toBe(404);
    expect((await fetch(`${at}?${'x'.repeat(20_000)}`).catch(() => undefined))?.status ?? 431).toBeGreaterThanOrEqual(
      400,
    );

    const good = await fetch(answer);
    expect(good.status).toBe(200);
    expect(await good.text()).toContain('You can close this page');
    // The door is gone with its answer.
    await expect(fetch(answer)).rejects.toBeDefined();
    expect(await signedIn).toMatchObject({ url: home.url });
  });

  test('one sign-in at a time: the next one ends the one before, and cancelling leaves no door open', async () => {
    const first = signIn();
    const given = expect(first).rejects.toMatchObject({ code: 'sync.cancelled' });
    await sentToBrowser(1);
    const oldPage = page();
    const second = signIn();
    await given;
    await sentToBrowser(2);
    await expect(fetch(door(oldPage))).rejects.toBeDefined();
    const givenUp = expect(second).rejects.toMatchObject({ code: 'sync.cancelled' });
    await program.ask('setup.sign-in-cancel', {});
    await givenUp;
    await expect(fetch(door(page()))).rejects.toBeDefined();
    expect(program.state.running).toBeNull();
  });

  test('nobody who signs in ends it too, and so does a browser that does not open', async () => {
    program = await TestHost.open(computer, {
      ports: (ports) => ({ ...ports, timings: { ...ports.timings, ha: { ...ports.timings?.ha, signIn: 50 } } }),
    });
    await expect(signIn()).rejects.toMatchObject({ code: 'ha.sign-in-unfinished', facts: { reason: 'late' } });
    await expect(fetch(door(page()))).rejects.toBeDefined();
    program.shell.browser = () => Promise.reject(new Error('no browser'));
    await expect(signIn()).rejects.toMatchObject({ code: 'ha.sign-in-unfinished', facts: { reason: 'no-browser' } });
  });
});
