import { fixedNetwork } from '../../support/fixed-network.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connect } from '../../../src/core/home-assistant/connect.ts';
import type { Discover } from '../../../src/core/home-assistant/discovery.ts';
import type { HomeAssistantSimulator, SimulatorOptions } from '../../simulators/home-assistant/index.ts';
import { CollectingLogger, connected, failureOf, later, never, optionsFor, startHome, using } from './support.ts';
import { eventually } from '../../support/eventually.ts';

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  later(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const stranger = (body: string, type = 'text/html'): Promise<string> =>
  listen(
    createServer((_request, response) => {
      response.setHeader('Content-Type', type);
      response.end(body);
    }),
  );

/** Every message and request that carried some token. */
const withToken = (home: HomeAssistantSimulator): string[] =>
  home
    .log()
    .filter(({ token, kind, what }) => token !== 'none' && (kind === 'http' || what === 'auth'))
    .map(({ what }) => what);

const noSocketLeft = (home: HomeAssistantSimulator): Promise<void> =>
  eventually(() => expect(home.openSockets()).toBe(0));

describe('what it finds', () => {
  it.each<[SimulatorOptions, object]>([
    [{ version: '2026.11.0' }, { version: '2026.11.0', installType: 'core' }],
    [{ version: '2025.1.4' }, { version: '2025.1.4', installType: 'core' }],
    [
      { version: '2026.11.0', install: 'os' },
      { version: '2026.11.0', installType: 'os' },
    ],
    [
      { version: '2025.6.3', install: 'os' },
      { version: '2025.6.3', installType: 'os' },
    ],
    [
      { version: '2025.1.4', install: 'os' },
      { version: '2025.1.4', installType: 'os' },
    ],
    [
      { version: '2024.12.5', install: 'os' },
      { version: '2024.12.5', installType: 'os', schedule: undefined },
    ],
  ])('%j', async (options, expected) => {
    const home = await startHome({ ...options, name: 'Villa' });
    const found = await using(optionsFor(home), (source) => source.describe(never));
    expect(found).toMatchObject({ url: home.url, name: 'Villa', admin: true, instanceAmbiguous: false, ...expected });
    await noSocketLeft(home);
    expect(home.badTokenCount()).toBe(0);
  });

  it('tells schedule, retention and protection, and never holds the key', async () => {
    const home = await startHome({
      encryptionKeySet: true,
      automatic: { recurrence: 'daily', time: '04:00:00', copies: 5 },
    });
    const logger = new CollectingLogger();
    const found = await using(optionsFor(home, { logger }), (source) => source.describe(never));
    expect(found.schedule).toMatchObject({
      automatic: true,
      recurrence: 'daily',
      protected: true,
      keeps: { copies: 5, days: null },
    });
    expect(JSON.stringify([found, logger.lines])).not.toMatch(/[A-Z0-9]{4}(-[A-Z0-9]{4}){6}|KEY/);
  });

  it('measures how far Home Assistant’s clock is off', async () => {
    const home = await startHome();
    home.setClockSkew(17 * 60_000);
    const { clockSkewMs } = await using(optionsFor(home), (source) => source.describe(never));
    expect(Math.abs((clockSkewMs ?? 0) - 17 * 60_000)).toBeLessThan(5_000);
  });
});

describe('who it is', () => {
  const discovered =
    (home: HomeAssistantSimulator): Discover =>
    () =>
      Promise.resolve([
        { name: 'x', uuid: 'd'.repeat(32), version: undefined, urls: [home.url], addresses: [], port: 1 },
        { name: 'y', uuid: 'e'.repeat(32), version: undefined, urls: ['http://127.0.0.1:1'], addresses: [], port: 1 },
      ]);

  it('asks its own backups before the network', async () => {
    const home = await startHome();
    await home.addBackup({ foreign: true });
    const options = optionsFor(home, { discover: discovered(home) });
    expect((await using(options, (source) => source.describe(never))).instance).toEqual({
      id: 'd'.repeat(32),
      from: 'discovery',
    });
    await home.addBackup();
    expect((await using(options, (source) => source.describe(never))).instance).toEqual({
      id: home.instanceId,
      from: 'backups',
    });
  });

  it('is ambiguous among strangers only', async () => {
    const home = await startHome();
    await home.addBackup({ foreign: 'a'.repeat(32) });
    await home.addBackup({ foreign: 'b'.repeat(32) });
    const options = optionsFor(home, { discover: discovered(home) });
    const found = await using(options, (source) => source.describe(never));
    expect(found).toMatchObject({ instance: undefined, instanceAmbiguous: true });
  });

  it('does not guess while the backups cannot be seen', async () => {
    const home = await startHome({ install: 'os' });
    await home.addBackup();
    home.fault({ kind: 'list-empty-with-error' });
    const failure = await failureOf(using(optionsFor(home), (source) => source.describe(never)));
    expect(failure.code).toBe('ha.list-incomplete');
    const known = optionsFor(home, { knownInstanceId: home.instanceId });
    expect((await using(known, (source) => source.describe(never))).instance).toBeUndefined();
  });
});

describe('what is in the way', () => {
  it('nobody there', async () => {
    const home = await startHome();
    await home.stop();
    expect(await failureOf(connect(optionsFor(home), never))).toMatchObject({
      code: 'ha.unreachable',
      facts: { reason: 'ECONNREFUSED' },
    });
  });

  it('somebody who never answers', async () => {
    const url = await listen(createServer(() => undefined));
    const options = optionsFor({ url, token: 't' }, { timeouts: { probe: 100 } });
    expect(await failureOf(connect(options, never))).toMatchObject({
      code: 'ha.unreachable',
      facts: { reason: 'no-answer' },
    });
  });

  it.each([
    ['a page', '<html>router</html>', 'text/html'],
    ['another app’s manifest', '{"name":"Other"}', 'application/json'],
    ['nothing', '', 'text/plain'],
  ])('another program: %s', async (_what, body, type) => {
    const url = await stranger(body, type);
    expect((await failureOf(connect(optionsFor({ url, token: 't' }), never))).code).toBe('ha.not-home-assistant');
  });

  it('a redirect, which is not followed', async () => {
    const target = await startHome();
    const home = await startHome();
    home.fault({ kind: 'redirect', location: `${target.url}/somewhere?secret=1` });
    const failure = await failureOf(connect(optionsFor(home), never));
    expect(failure).toMatchObject({ code: 'ha.login-in-front', facts: { to: target.url } });
    expect([target.log(), withToken(home)]).toEqual([[], []]);
  });

  it('a ban, told from a bad token', async () => {
    const home = await startHome();
    home.fault({ kind: 'ban' });
    expect((await failureOf(connect(optionsFor(home), never))).code).toBe('ha.banned');
    expect(withToken(home)).toEqual([]);
  });

  it('a token that Home Assistant refuses: tried once', async () => {
    const home = await startHome();
    const options = { ...optionsFor(home), token: () => Promise.resolve('bad') };
    expect((await failureOf(connect(options, never))).code).toBe('ha.token-invalid');
    expect(home.badTokenCount()).toBe(1);
  });

  it('a token that is withdrawn while it is in use: tried once, whatever is asked afterwards', async () => {
    const home = await startHome();
    await home.addBackup();
    const source = await connected(optionsFor(home));
    const [backup] = (await source.list(never)).items;
    if (!backup) throw new Error('no backup');
    source.onChange(() => undefined);
    home.revokeToken(home.token);
    await eventually(() => expect(home.badTokenCount()).toBe(1));
    const calls = [
      () => source.list(never),
      () => source.download(backup, 'backup.local', undefined, never),
      () => source.describe(never),
      () => source.create(() => undefined, never),
    ];
    for (const call of calls) expect((await failureOf(call())).code).toBe('ha.token-invalid');
    expect(home.badTokenCount()).toBe(1);
  });

  it('a 401 to a download alone, from a token that the socket goes on with: somebody in between', async () => {
    const home = await startHome();
    await home.addBackup();
    const source = await connected(optionsFor(home));
    const [backup] = (await source.list(never)).items;
    if (!backup) throw new Error('no backup');
    home.fault({ kind: 'http-401' });
    const download = () => failureOf(source.download(backup, 'backup.local', undefined, never));
    expect(await download()).toMatchObject({ code: 'ha.in-between', facts: { status: 401 } });
    home.clearFaults();
    const { body } = await source.download(backup, 'backup.local', undefined, never);
    for await (const chunk of body) expect(chunk.length).toBeGreaterThan(0);
  });

  it.each([
    [{ kind: 'redirect' }, 'ha.redirected'],
    [{ kind: 'ban' }, 'ha.banned'],
  ] as const)('%j, met by the socket alone', async (fault, code) => {
    const home = await startHome();
    const source = await connected(optionsFor(home));
    await home.restart({ killed: true });
    home.clearLog();
    home.fault(fault);
    await eventually(async () => expect((await failureOf(source.list(never))).code).toBe(code));
    expect(withToken(home)).toEqual([]);
  });

  it('a ban that Home Assistant itself decided on: no more tries', async () => {
    const home = await startHome({ banThreshold: 2 });
    const withBad = { ...optionsFor(home), token: () => Promise.resolve('bad') };
    for (const code of ['ha.token-invalid', 'ha.token-invalid', 'ha.banned', 'ha.banned']) {
      expect((await failureOf(connect(withBad, never))).code).toBe(code);
    }
    expect((await failureOf(connect(optionsFor(home), never))).code).toBe('ha.banned');
    expect(home.badTokenCount()).toBe(2);
  });

  it('a user who is no admin', async () => {
    const home = await startHome();
    const options = { ...optionsFor(home), token: () => Promise.resolve(home.userToken) };
    expect((await failureOf(connect(options, never))).code).toBe('ha.not-admin');
    await noSocketLeft(home);
    expect(home.badTokenCount()).toBe(0);
  });

  it('a Home Assistant that is still starting, until it runs', async () => {
    for (const version of ['2025.1.4', '2026.11.0'] as const) {
      const home = await startHome({ version });
      home.setState('starting');
      home.fault({ kind: 'command-error', command: 'backup/agents/info', code: 'unknown_command' });
      expect((await failureOf(connect(optionsFor(home), never))).code).toBe('ha.starting');
      home.clearFaults();
      home.setState('running');
      await using(optionsFor(home), (source) => source.list(never));
    }
  });

  it('one that is too old', async () => {
    const home = await startHome();
    home.fault({ kind: 'command-error', command: 'backup/agents/info', code: 'unknown_command' });
    expect((await failureOf(connect(optionsFor(home), never))).code).toBe('ha.too-old');
    await noSocketLeft(home);
  });

  it('a strange network: nothing is sent there at all', async () => {
    const home = await startHome();
    const options = optionsFor(home, {
      // A name for this computer that is not known to be one: plain http would show the token.
      url: home.url.replace('127.0.0.1', 'ip6-localhost.example'),
      confirmedNetworks: ['home'],
      network: fixedNetwork('cafe'),
    });
    expect((await failureOf(connect(options, never))).code).toBe('ha.away');
    expect(home.log()).toEqual([]);
  });

  it('rubbish instead of an address', async () => {
    expect((await failureOf(connect(optionsFor({ url: 'no address', token: 't' }), never))).code).toBe(
      'settings.invalid',
    );
  });
});
