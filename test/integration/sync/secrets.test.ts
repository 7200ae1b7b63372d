import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, test } from 'vitest';
import { RcloneBinary } from '../../../src/core/icloud/binary.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import type { App } from '../../../src/core/app.ts';
import { fixedNetwork } from '../../support/fixed-network.ts';
import { codeOf, never, resourcesDir, signInTo, type TestComputer } from '../../support/app-harness.ts';
import { runOn, useSyncWorld } from '../../support/sync-world.ts';

const world = useSyncWorld();
let computer: TestComputer;
let app: App;
/** Everything that left the program: reports, statuses, errors. */
let said: string[];

beforeEach(async () => {
  computer = await world.newComputer();
  app = await computer.start();
  said = [];
});
const say = async (work: Promise<unknown>): Promise<void> => {
  try {
    said.push(JSON.stringify(await work));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    said.push(JSON.stringify(error), error.message, error.stack ?? '');
  }
};

/** What the config holds inside its encryption: cookies, trust token, the password in rclone's thin disguise. */
const insideConfig = async (): Promise<string[]> => {
  const { configKey = '' } = (await computer.secrets.read()) ?? {};
  const rclone = await new RcloneBinary({ resourcesDir, environment: process.env }).path();
  const config = join(computer.folder, 'data', 'rclone', 'rclone.conf');
  const env = { RCLONE_CONFIG_PASS: configKey, HOME: computer.folder };
  const { stdout } = await promisify(execFile)(rclone, ['config', 'dump', '--config', config], { env });
  const { icloud = {} } = JSON.parse(stdout) as { icloud?: Record<string, string> };
  const values = [icloud['trust_token'], icloud['password'], ...(icloud['cookies'] ?? '').split(/[;,\s]+|=(?=\S)/u)];
  return values.filter((value): value is string => value !== undefined && value.length > 20);
};

const secretsOf = async (): Promise<string[]> => {
  const { configKey, applePassword, haTokens } = (await computer.secrets.read()) ?? {};
  const { password, deviceCode, smsCode } = world.apple.account;
  const known = [configKey, applePassword, password, deviceCode, smsCode, ...Object.values(haTokens ?? {})];
  const inside = await insideConfig();
  expect(inside.length).toBeGreaterThan(3);
  return [...known.filter((secret) => secret !== undefined), ...inside];
};

/** Files by path, as text whatever they are. */
const filesOf = async (folder: string): Promise<[string, string][]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(
    paths.map(async (path): Promise<[string, string]> => [path, await readFile(path, 'latin1')]),
  );
};

const expectNoTrace = async (): Promise<void> => {
  const secrets = await secretsOf();
  const places: [string, string][] = [
    ...(await filesOf(computer.folder)),
    ['log', JSON.stringify(computer.logger.lines)],
    ['said', said.join('\n')],
  ];
  const found = places.flatMap(([place, text]) =>
    secrets.filter((one) => text.includes(one)).map((one) => `${place}: ${one}`),
  );
  expect(found).toEqual([]);
};

/** Command lines of everything that this process started, sampled until the work is done. */
const commandLinesDuring = async (work: () => Promise<unknown>): Promise<string[]> => {
  const seen = new Set<string>();
  const ended = new AbortController();
  const sampling = (async () => {
    while (!ended.signal.aborted) {
      for (const line of await childLines()) seen.add(line);
      await turn();
    }
  })();
  await work();
  ended.abort();
  await sampling;
  return [...seen];
};
const childLines = async (): Promise<string[]> => {
  const threads = await readdir('/proc/self/task');
  const lists = await Promise.all(
    threads.map(async (thread) => await readFile(`/proc/self/task/${thread}/children`, 'utf8').catch(() => '')),
  );
  const pids = lists.join(' ').split(/\s+/u).filter(Boolean);
  return await Promise.all(pids.map(async (pid) => await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
};

const wholeWay = async (): Promise<void> => {
  await say(app.setUp({ url: world.home.url, token: world.home.token }, never));
  await signInTo(app, world.apple);
  await world.home.addBackup({ date: world.ago(0.2) });
  await say(runOn(app));
  await say(app.list({ allInstances: false }, never));
  const [backup] = world.home.backups();
  await say(app.restore({ id: backup?.id ?? '', to: join(computer.folder, 'restored') }, () => undefined, never));
  await say(app.prune({ dryRun: true }, never));
  await say(app.status());
};

describe('no secret in any file, log, report or error', () => {
  test('after the whole way', async () => {
    await wholeWay();
    expect(said.join()).toContain('"outcome":"done"');
    await expectNoTrace();
  });

  test('after everything went wrong', async () => {
    await wholeWay();
    const { appleId, password } = world.apple.account;
    const mistyped = 'hunter2 hunter2 hunter2';
    await say(app.signIn({ appleId, password: mistyped }).then((signIn) => signIn.start(never)));
    world.clock.forward(120_000);
    const signIn = await app.signIn({ appleId, password });
    await say(signIn.start(never));
    await say(signIn.enterCode('987654', never));
    await signIn.abandon();
    await world.home.addBackup({ date: world.ago(0.1) });
    for (const fault of [
      { path: 'singleFileUpload', status: 500, body: `no, ${password}` },
      { path: 'update/documents', reset: true },
      { path: 'retrieveItemDetails', status: 500, body: '{}' },
      { path: 'retrieveItemDetails', status: 423, body: '{}' },
    ]) {
      world.apple.fault({ ...fault, times: Infinity });
      await say(runOn(app));
      world.apple.clearFaults();
      world.clock.forward(3 * 3_600_000);
    }
    world.home.revokeToken(world.home.token);
    await say(runOn(app));
    world.endSessions();
    await say(app.approve(() => undefined, never));
    await say(app.status());
    const secrets = await secretsOf();
    expect(secrets).not.toContain(mistyped);
    await expectNoTrace();
    expect(said.join()).not.toContain(mistyped);
    expect((await filesOf(computer.folder)).filter(([, text]) => text.includes(mistyped))).toEqual([]);
  });

  test.skipIf(process.platform !== 'linux')('nor on a command line, the one-time code apart', async () => {
    const lines = await commandLinesDuring(wholeWay);
    expect(lines.filter((line) => line.includes('rclone')).length).toBeGreaterThan(5);
    const secrets = (await secretsOf()).filter((secret) => secret !== world.apple.account.deviceCode);
    expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
    expect(lines.filter((line) => line.includes(world.apple.account.appleId))).toEqual([]);
  });
});

describe('over plain http the token', () => {
  /** The simulator's address, as if it were another machine's in this network. */
  const inNetwork = async (name: string): Promise<App> =>
    await computer.start((ports) => ({ ...ports, network: fixedNetwork(name) }));
  const withToken = (): string[] =>
    world.home.log().flatMap(({ what, token }) => (token === 'none' ? [] : [`${what}: ${token}`]));
  const setUp = (to: App, acceptUnencrypted?: string): Promise<string> => {
    const { url, token } = world.home;
    return codeOf(to.setUp({ url, token, ...(acceptUnencrypted === undefined ? {} : { acceptUnencrypted }) }, never));
  };

  test.each([
    ['nothing', (): undefined => undefined],
    ['another port', (url: string): string => url.replace(/\d+$/u, '1')],
    ['the https address', (url: string): string => url.replace('http:', 'https:')],
    ['no address', (): string => 'yes'],
  ])('stays here when the user allowed %s', async (_what, allowed) => {
    const home = await inNetwork('home');
    world.home.clearLog();
    expect(await setUp(home, allowed(world.home.url))).toBe('ha.unencrypted');
    expect(withToken()).toEqual([]);
    // It was looked for, only without the token.
    expect(world.home.log().length).toBeGreaterThan(0);
    expect((await computer.secrets.read())?.haTokens ?? {}).toEqual({});
    expect(home.settings.current.instances).toEqual([]);
  });

  test('goes to what the user allowed, in that network alone', async () => {
    expect(await setUp(await inNetwork('home'), world.home.url)).toBe('none');
    expect(withToken()).not.toEqual([]);
    // Allowed once; asked about again in another network.
    expect(await setUp(await inNetwork('home'))).toBe('none');
    world.home.clearLog();
    expect(await setUp(await inNetwork('hotel'))).toBe('ha.unencrypted');
    expect(withToken()).toEqual([]);
  });
});
