import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { TestComputer } from '../../support/app-harness.ts';
import { TestHost } from '../../support/host-world.ts';
import { useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let computer: TestComputer;
let program: TestHost;

beforeEach(async () => {
  computer = await world.newComputer();
  program = await TestHost.open(computer);
});
afterEach(async () => {
  await program.host.dispose();
});

const setUpAndSignIn = async (): Promise<void> => {
  await program.ask('setup.connect', { url: world.home.url, token: world.home.token });
  const { appleId, password, deviceCode } = world.apple.account;
  await program.ask('icloud.start', { appleId, password });
  expect(program.state.signIn).toMatchObject({ step: 'device-code', problem: null });
  await program.ask('icloud.code', { code: deviceCode });
};

const secrets = async (): Promise<string[]> => {
  const { configKey = '?', applePassword = '?', haTokens = {} } = (await computer.secrets.read()) ?? {};
  const { appleId, password, deviceCode } = world.apple.account;
  return [configKey, applePassword, password, deviceCode, appleId, world.home.token, ...Object.values(haTokens)];
};

/** What windows do with a backup that was saved: ticks, a look inside, one file out of it, and the way into Home Assistant. */
const goOnWith = async (id: string): Promise<void> => {
  await program.ask('restored.tick', { step: '0.1', done: true });
  expect(await program.ask('restored.read', {})).toMatchObject({ restored: { id }, ticks: ['0.1'] });

  // What is in it, by its headers alone; then one file of it.
  const inside = await program.ask('backups.contents', { id });
  expect(inside?.parts.every(({ files }) => files === null)).toBe(true);
  const part = String(inside?.parts[0]?.name);
  const opened = await program.ask('backups.contents', { id, part });
  const file = opened?.parts.flatMap(({ files }) => files ?? []).find(({ type }) => type === 'file');
  const taken = await program.ask('backups.extract', { id, path: String(file?.path) });
  expect((await readFile(String(taken?.target))).length).toBe(file?.size);

  // Home Assistant has it: nothing is transferred.
  const check = { size: 1, protected: false, haVersion: null };
  expect(await program.ask('backups.check-home', { backup: check })).toMatchObject({ trap: null });
  expect(await program.ask('backups.place', { id })).toMatchObject({ id, uploaded: false });
};

describe('the whole way through windows', () => {
  test('on an empty computer a search says which folder it is at, and nothing once it is over', async () => {
    const { appleId, password, deviceCode } = world.apple.account;
    await program.ask('icloud.start', { appleId, password });
    await program.ask('icloud.code', { code: deviceCode });
    // States are pushed a few times a second, and Apple takes its time.
    world.apple.fault({ path: 'retrieveItemDetails', delayMs: 1_000, times: Infinity });
    const { search } = await program.ask('backups.list', { allInstances: true, fresh: true });
    const told = program.states.flatMap((state) => (state.search ? [state.search] : []));
    expect(told).toContainEqual(expect.objectContaining({ looked: 0, folder: '' }));
    expect(search?.looked).toContain('');
    expect(program.state.search).toBeNull();
  });

  test('set up, sign in, back up, list, restore, remove; no secret leaves by any state or answer', async () => {
    const [old, fresh] = [
      await world.home.addBackup({ date: world.ago(3), kind: 'automatic' }),
      await world.home.addBackup({ date: world.ago(0.2), kind: 'automatic' }),
    ];
    expect(program.state).toMatchObject({ status: { safety: 'not-set-up' }, route: { page: 'setup' }, revision: 1 });
    program.host.start();
    await setUpAndSignIn();
    expect(program.state).toMatchObject({ signIn: { step: 'done' }, status: { safety: 'waiting' } });
    const { signIn } = program.state.status;
    expect(program.state.signIn).toEqual({ step: 'done', until: signIn?.until });
    // Nothing goes up by itself before the set-up's last page.
    expect(world.drive().confirmed).toEqual([]);

    await program.ask('backup.start', { create: false });
    expect(program.state).toMatchObject({ running: null, status: { safety: 'safe', waiting: 0, problems: [] } });
    expect(program.state.days.map(({ state }) => state).filter((state) => state !== 'none')).toHaveLength(2);
    await program.ask('setup.finish', {});

    const list = await program.ask('backups.list', { allInstances: false, fresh: true });
    expect(list.backups.map(({ id, where }) => ({ id, where }))).toEqual(
      [fresh, old].map((id) => ({ id, where: ['home-assistant', 'icloud'] })),
    );
    // Opening the window asks nobody.
    world.apple.clearLog();
    expect(await program.ask('backups.list', { allInstances: false, fresh: false })).toEqual(list);
    expect(world.apple.requests()).toBe(0);
    const preview = await program.ask('retention.preview', { retentionDays: 0, floor: 1 });
    expect(preview).toMatchObject({ dryRun: true, held: null, removed: [] });

    program.shell.folder = join(computer.folder, 'restored');
    const restored = await program.ask('backups.restore', { id: fresh });
    expect(await readFile(restored?.file ?? '')).toEqual(world.home.archiveBytes(fresh));
    await program.ask('backups.show-restored', {});
    expect(program.shell.calls).toContain(`folder ${restored?.file ?? ''}`);
    await goOnWith(fresh);

    const archive =
      list.backups
        .find(({ id }) => id === old)
        ?.remote?.split('/')
        .at(-1) ?? '';
    await program.ask('backups.remove', { archives: [archive] });
    expect(world.drive().confirmed).toEqual([fresh]);
    // The user's word holds: the next run does not bring it back.
    await program.ask('backup.start', { create: false });
    expect(world.drive().confirmed).toEqual([fresh]);
    const last = world.drive().manifests[0]?.archive ?? '';
    await expect(program.ask('backups.remove', { archives: [last] })).rejects.toMatchObject({
      code: 'cloud.last-copy',
    });
    expect(world.drive().confirmed).toEqual([fresh]);

    const activity = await program.ask('activity.read', {});
    expect(activity.map((entry) => (entry.kind === 'run' ? `run ${entry.outcome}` : entry.what))).toEqual(
      expect.arrayContaining(['run done', 'stored', 'restored', 'pruned']),
    );
    await program.ask('diagnostics.copy', {});
    expect(program.shell.copied).toContain('"safety": "safe"');

    await program.host.dispose();
    const told = JSON.stringify([program.states, program.answers]) + program.shell.copied;
    expect((await secrets()).filter((secret) => told.includes(secret))).toEqual([]);
    const revisions = program.states.map(({ revision }) => revision);
    expect(revisions).toEqual([...new Set(revisions)].sort((a, b) => a - b));
    expect(program.states.some(({ running }) => running?.activity?.phase === 'transferring')).toBe(true);
  });

  test('a wrong token is refused with its code, and nothing is recorded', async () => {
    const connect = (token: string) => program.ask('setup.connect', { url: world.home.url, token });
    await expect(connect('not a token')).rejects.toMatchObject({ code: 'ha.token-malformed' });
    const another = `eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhbm90aGVyIn0.${'c'.repeat(43)}`;
    await expect(connect(another)).rejects.toMatchObject({ code: 'ha.token-invalid' });
    expect(program.state).toMatchObject({ running: null, status: { safety: 'not-set-up', home: null } });
  });

  test('without a token the stored one stays, but not for a stranger’s address', async () => {
    await setUpAndSignIn();
    const { name } = await program.ask('setup.connect', { url: world.home.url });
    expect(name).toBe('Home');
    const stranger = program.ask('setup.connect', { url: 'https://evil.example.com' });
    await expect(stranger).rejects.toMatchObject({ code: 'secrets.missing' });
    const moved = await program.ask('setup.move', { url: world.home.url });
    expect(moved.name).toBe('Home');
    const lured = program.ask('setup.move', { url: 'https://evil.example.com' });
    await expect(lured).rejects.toMatchObject({ code: expect.stringMatching(/^(?:secrets\.missing|ha\.)/) as string });
  });

  test('places are opened by name, never by way of somebody else', async () => {
    await expect(program.ask('open', { place: 'home-assistant-backups' })).rejects.toMatchObject({
      code: 'settings.not-set-up',
    });
    await program.ask('open', { place: 'home-assistant-token', home: 'homeassistant.local' });
    // The name alone could tell a stranger something.
    await expect(
      program.ask('open', { place: 'home-assistant-token', home: 'https://told.example.com' }),
    ).rejects.toMatchObject({ code: 'settings.not-set-up' });
    await setUpAndSignIn();
    await program.ask('open', { place: 'home-assistant-backups', home: 'http://evil.example.com' });
    await program.ask('open', { place: 'cloud-trash' });
    expect(program.shell.calls.filter((call) => call.startsWith('external'))).toEqual([
      'external http://homeassistant.local:8123/profile/security',
      `external ${world.home.url}/config/backup`,
      'external https://www.icloud.com/recovery/',
    ]);
  });

  test('what only the desktop asks is kept, and shown as the system answers', async () => {
    await program.ask('settings.desktop', { notifySuccess: true });
    await program.ask('settings.login-item', { enabled: true });
    expect(program.state).toMatchObject({
      desktop: { notifySuccess: true, notifyProblems: true },
      loginItem: { enabled: true },
    });
    await program.host.rememberHint('tray');
    await program.host.rememberHint('tray');
    expect(program.host.hintsGiven()).toEqual(['tray']);
    // One entry for each kind, however many backups there will be.
    for (const archive of ['a.tar', 'b.tar']) await program.host.rememberHint(`stored ${archive}`);
    expect(program.host.hintsGiven()).toEqual(['tray', 'stored b.tar']);
    const again = await TestHost.open(computer);
    expect(again.state.desktop.notifySuccess).toBe(true);
    expect(again.host.hintsGiven()).toEqual(['tray', 'stored b.tar']);
    await again.host.dispose();
  });

  test('a newer version is shown, and leads to its page, as long as the user wants to know of one', async () => {
    const project = 'https://github.com/me/app';
    const memory = join(computer.folder, 'latest-release.json');
    const page = `${project}/releases/tag/v2.0.0`;
    const answer = { tag_name: 'v2.0.0', html_url: page, draft: false, prerelease: false };
    await writeFile(memory, JSON.stringify({ triedAt: new Date().toISOString(), answer }));
    expect(program.state).toMatchObject({ desktop: { checkUpdates: null }, update: null });

    const latest = (): Promise<never> => Promise.reject(new Error('asked twice in a day'));
    const published = await TestHost.open(computer, { releases: { project, memory, latest } });
    published.host.start();
    await published.until(({ update }) => expect(update).toEqual({ version: '2.0.0', page }));
    await published.ask('open', { place: 'release' });
    expect(published.shell.calls).toContain(`external ${page}`);
    await published.ask('settings.desktop', { checkUpdates: false });
    expect(published.state).toMatchObject({ desktop: { checkUpdates: false }, update: null });
    await published.host.dispose();
  });

  test('the window can end the app', async () => {
    await program.ask('app.quit', {});
    expect(program.shell.calls).toEqual(['quit']);
  });

  test('removed from this computer: the copies stay, and the next start is a first one', async () => {
    await world.home.addBackup({ date: world.ago(0.2) });
    await setUpAndSignIn();
    await program.ask('backup.start', { create: false });
    program.host.start();
    const result = await program.ask('settings.remove-from-computer', { what: 'all' });
    expect(result.problems).toEqual([]);
    expect(program.state).toMatchObject({
      status: { safety: 'not-set-up', home: null, signIn: null },
      signIn: { step: 'idle' },
      route: { page: 'setup' },
      loginItem: { enabled: false },
    });
    expect(await computer.secrets.read()).toBeUndefined();
    expect(world.drive().confirmed).toHaveLength(1);
  });
});
