import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { InstanceSettings } from '../../../src/core/settings/schema.ts';
import type { App } from '../../../src/core/app.ts';
import { doctorLines, type DoctorLine, type DoctorReport } from '../../../src/shared/doctor.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import {
  startHomeAssistantSimulator,
  type Fault,
  type FaultKind,
  type HomeAssistantSimulator,
  type SimulatorOptions,
} from '../../simulators/home-assistant/index.ts';
import { startMiddleBox, type Manner, type MiddleBox } from '../../simulators/middle-box.ts';
import { never, TestComputer } from '../../support/app-harness.ts';

/** The first line that is not well, and why. */
type Verdict = readonly [line: DoctorLine, code: ErrorCode] | 'all well';

const unknownHost = 'nowhere.invalid';
let home: HomeAssistantSimulator;
let apple: AppleSimulator;
let computer: TestComputer;
let app: App;

const connect = async (url = home.url): Promise<void> => {
  await app.setUp({ url, token: home.token }, never);
};
const examine = async (): Promise<DoctorReport> => app.doctor({ asksCloud: false }, () => undefined, never);
const isOfHome = (id: DoctorLine): boolean => id.startsWith('home-');
const verdictOf = ({ lines }: DoctorReport): Verdict => {
  const first = lines.find(({ id, state }) => isOfHome(id) && (state === 'broken' || state === 'warning'));
  return first?.problem ? [first.id, first.problem.code] : 'all well';
};

beforeAll(async () => {
  home = await startHomeAssistantSimulator({ install: 'os', encryptionKeySet: true, automatic: { copies: 7 } });
  const id = await home.addBackup({ kind: 'automatic', protected: true });
  // Encrypted once, and not while somebody waits.
  home.archiveBytes(id);
  apple = await startAppleSimulator();
  computer = await TestComputer.create(apple);
  app = await computer.start((ports) => ({
    ...ports,
    network: { ...ports.network, reach: async (host) => (host === unknownHost ? [] : await ports.network.reach(host)) },
    timings: { ...ports.timings, ha: { discovery: 20, request: 400, list: 400, downloadIdle: 300, supervisor: 400 } },
  }));
  await connect();
});
afterEach(async () => {
  home.clearFaults();
  home.setState('running');
  home.setClockSkew(0);
  // A refusal that it was told before is not asked for again.
  await connect();
});
afterAll(async () => {
  await home.stop();
  await apple.stop();
  await computer.remove();
});

/** The secrets and settings as they are, but for one thing. */
const withToken = async (token: string): Promise<void> => {
  const { haTokens = {}, ...held } = (await computer.secrets.read()) ?? {};
  const [key = ''] = Object.keys(haTokens);
  await computer.secrets.write({ ...held, haTokens: { [key]: token } });
};
const withInstance = async (change: Partial<InstanceSettings>): Promise<void> => {
  await app.settings.update(({ instances: [instance], ...settings }) => ({
    ...settings,
    instances: instance ? [{ ...instance, ...change }] : [],
  }));
};

test('a home that is well: every line is there once, in its order, and all of them hold', async () => {
  const told: DoctorLine[] = [];
  const report = await app.doctor({ asksCloud: false }, ({ id }) => told.push(id), never);
  expect(report.lines.map(({ id }) => id)).toEqual([...doctorLines]);
  // Who it is, is known only once its backups were seen.
  const others = (ids: readonly DoctorLine[]): DoctorLine[] => ids.filter((id) => id !== 'home-identity');
  expect(others(told)).toEqual(others(doctorLines));
  expect(told).toHaveLength(doctorLines.length);
  expect(report.lines.filter(({ id, state }) => isOfHome(id) && state !== 'ok').map(({ id }) => id)).toEqual([
    'home-certificate',
  ]);
  expect(report.lines.find(({ id }) => id === 'cloud-hosts')?.state).toBe('ok');
  expect(report.lines.filter(({ reason }) => reason === 'when-asked').map(({ id }) => id)).toEqual(
    doctorLines.slice(doctorLines.indexOf('cloud-sign-in')),
  );
  // Not a word was said to Apple.
  expect(apple.log()).toEqual([]);
  expect(JSON.stringify(report)).not.toContain(home.token);
});

/** What takes hold only in the middle of a transfer, while a backup is made, or on the way back: nothing of that is tried. */
const notTried: Verdict = 'all well';

/** Every fault of the simulator. */
const faults: Record<FaultKind, readonly (readonly [fault: Omit<Fault, 'kind'>, verdict: Verdict])[]> = {
  'http-401': [[{}, ['home-download', 'ha.in-between']]],
  'http-403': [[{}, ['home-answer', 'ha.banned']]],
  ban: [[{}, ['home-answer', 'ha.banned']]],
  redirect: [
    [{ location: 'https://elsewhere.invalid/' }, ['home-between', 'ha.redirected']],
    [{ location: 'https://elsewhere.invalid/login?rd=/' }, ['home-between', 'ha.login-in-front']],
  ],
  'command-error': [
    [{ command: 'auth/current_user', code: 'unknown_error' }, ['home-socket', 'ha.protocol']],
    [{ command: 'get_config', code: 'unknown_error' }, ['home-running', 'ha.protocol']],
    [{ command: 'backup/agents/info', code: 'unauthorized' }, ['home-admin', 'ha.not-admin']],
    [{ command: 'backup/agents/info', code: 'unknown_error' }, ['home-backups', 'ha.protocol']],
    [{ command: 'backup/info', code: 'unknown_error', message: 'x' }, ['home-list', 'ha.list-incomplete']],
    [{ command: 'backup/config/info', code: 'unknown_error' }, notTried],
  ],
  'no-answer': [
    [{ command: 'auth/current_user' }, ['home-socket', 'ha.unreachable']],
    [{ command: 'backup/info' }, ['home-list', 'ha.unreachable']],
  ],
  'list-empty-with-error': [[{}, ['home-list', 'ha.list-incomplete']]],
  'agent-error': [
    [{ agentId: 'hassio.local' }, ['home-list', 'ha.list-incomplete']],
    [{ agentId: 'hassio.nas' }, ['home-locations', 'ha.location-error']],
  ],
  'size-wrong': [[{}, notTried]],
  'download-404': [[{}, ['home-download', 'ha.backup-gone']]],
  'download-500': [[{}, ['home-download', 'ha.unreachable']]],
  'download-401': [[{}, ['home-download', 'ha.in-between']]],
  'download-stall': [[{ afterBytes: 0 }, ['home-download', 'ha.download-stalled']]],
  'download-drop': [[{ afterBytes: 0 }, ['home-download', 'ha.unreachable']]],
  'download-truncate': [[{ afterBytes: 0 }, ['home-download', 'ha.download-truncated']]],
  'download-longer': [[{}, notTried]],
  'download-slow': [[{ bytesPerSecond: 1_000_000 }, notTried]],
  'generate-fails': [[{}, notTried]],
  'generate-never-ends': [[{}, notTried]],
  'upload-failed': [[{}, notTried]],
  partial: [[{}, notTried]],
  'upload-413': [[{}, notTried]],
  'upload-401': [[{}, notTried]],
  'upload-drop': [[{}, notTried]],
  'upload-stall': [[{}, notTried]],
  'upload-refused': [[{}, notTried]],
  'upload-vanishes': [[{}, notTried]],
  'restore-refused': [[{}, notTried]],
  'restore-fails': [[{}, notTried]],
  'restore-never-back': [[{}, notTried]],
  'automation-404': [[{}, notTried]],
  'settings-lost': [[{}, notTried]],
  'restore-other-users': [[{}, notTried]],
};

describe('each fault of the simulator is named at the first line that it breaks', () => {
  const rows = Object.entries(faults).flatMap(([kind, cases]) =>
    cases.map(([fault, verdict]) => [kind, JSON.stringify(fault), fault, verdict] as const),
  );
  test.each(rows)('%s %s', async (kind, _, fault, verdict) => {
    home.fault({ kind: kind as FaultKind, ...fault });
    const report = await examine();
    expect(verdictOf(report)).toEqual(verdict);
    const at = doctorLines.indexOf(report.firstBroken ?? 'cloud-write');
    expect(report.lines.slice(0, at).filter(({ state }) => state === 'broken')).toEqual([]);
  });
});

describe('everything else that can be wrong there', () => {
  const other = 'f'.repeat(32);
  test.each<[what: string, verdict: Verdict, change: () => unknown]>([
    [
      'a name that nobody knows',
      ['home-name', 'ha.unreachable'],
      () => withInstance({ url: `https://${unknownHost}` }),
    ],
    ['nothing listens there', ['home-port', 'ha.unreachable'], () => withInstance({ url: 'https://127.0.0.1:9' })],
    [
      'https where there is none, and another door is open',
      ['home-answer', 'ha.moved'],
      () => withInstance({ url: home.url.replace('http:', 'https:') }),
    ],
    [
      'another home',
      ['home-identity', 'ha.instance-changed'],
      () => withInstance({ instanceId: other, minted: false }),
    ],
    ['a token that it does not know', ['home-token', 'ha.token-invalid'], () => withToken(`${home.token}x`)],
    ['no token', ['home-token', 'secrets.token-missing'], () => computer.secrets.write({})],
    ['a token of somebody else', ['home-admin', 'ha.not-admin'], () => withToken(home.userToken)],
    ['it starts', ['home-running', 'ha.starting'], () => home.setState('starting')],
    ['its backups are not ready', ['home-running', 'ha.starting'], () => home.setState('blocked')],
    ['its clock is an hour ahead', ['home-clock', 'sync.clock-skew'], () => home.setClockSkew(3_600_000)],
  ])('%s', async (_, verdict, change) => {
    await change();
    expect(verdictOf(await examine())).toEqual(verdict);
  });

  test('a refused token is told from memory the next time: it is not sent again', async () => {
    await withToken(`${home.token}x`);
    await examine();
    const before = home.badTokenCount();
    expect(verdictOf(await examine())).toEqual(['home-token', 'ha.token-invalid']);
    expect(home.badTokenCount()).toBe(before);
  });
});

describe('something stands between', () => {
  let box: MiddleBox;
  beforeAll(async () => {
    box = await startMiddleBox(home.url, 'http://127.0.0.1:9');
  });
  afterAll(() => box.close());

  const manners: Record<Manner, Verdict> = {
    open: 'all well',
    'not-trusted': ['home-between', 'ha.proxy-not-trusted'],
    basic: ['home-between', 'ha.login-in-front'],
    'single-sign-on': ['home-between', 'ha.login-in-front'],
    'portal-redirect': ['home-between', 'ha.login-in-front'],
    'portal-page': ['home-answer', 'ha.not-home-assistant'],
    'client-certificate': ['home-answer', 'ha.client-certificate'],
    forbidden: ['home-between', 'ha.in-between'],
    broken: ['home-between', 'ha.in-between'],
    'no-upgrade': ['home-socket', 'ha.no-websocket'],
    'page-for-download': ['home-download', 'ha.not-archive'],
  };
  test.each(Object.entries(manners) as [Manner, Verdict][])('%s', async (manner, verdict) => {
    box.manner = 'open';
    await connect(box.url);
    box.manner = manner;
    expect(verdictOf(await examine())).toEqual(verdict);
    expect(
      box.refused.filter(({ path, authorization }) => authorization !== undefined && !path.includes('download')),
    ).toEqual([]);
  });
});

describe('other kinds of home', () => {
  const start = async (options: SimulatorOptions): Promise<HomeAssistantSimulator> => {
    const other = await startHomeAssistantSimulator(options);
    ends.push(() => other.stop());
    return other;
  };
  const ends: (() => Promise<unknown>)[] = [];
  afterAll(() => Promise.all(ends.map((end) => end())));

  test('a certificate: trusted by its authority, else shown', async () => {
    const other = await start({ tls: true });
    const caFile = other.caFile ?? '';
    await app.setUp({ url: other.url, token: other.token, caFile }, never);
    const { lines } = await examine();
    expect(lines.find(({ id }) => id === 'home-certificate')?.state).toBe('ok');
    await withInstance({ tls: {} });
    expect(verdictOf(await examine())).toEqual(['home-certificate', 'ha.tls-untrusted']);
    await withInstance({ tls: { fingerprint256: 'ab'.repeat(32) } });
    expect(verdictOf(await examine())).toEqual(['home-certificate', 'ha.tls-untrusted']);
  });

  test('one without the Backup API tells less, and nothing is made up', async () => {
    const other = await start({ version: '2024.12.5', install: 'os' });
    await other.addBackup({ protected: true });
    await app.setUp({ url: other.url, token: other.token }, never);
    const { lines } = await examine();
    const untold = lines.filter(({ reason }) => reason === 'untold').map(({ id }) => id);
    expect(untold).toEqual(['home-locations', 'home-schedule', 'home-retention']);
    expect(lines.filter(({ id, state }) => isOfHome(id) && state !== 'ok' && state !== 'not-asked')).toEqual([]);
  });

  test('a home with everything set wrong: each is a warning of its own', async () => {
    const other = await start({
      install: 'os',
      encryptionKeySet: false,
      automatic: { agents: ['hassio.local', 'hassio.attic'], copies: 2 },
    });
    await other.addBackup({ kind: 'automatic', failedAddons: [{ slug: 'core_ssh' }] });
    await app.setUp({ url: other.url, token: other.token }, never);
    const { lines, firstBroken } = await examine();
    expect(firstBroken).toBe(null);
    expect(
      lines.filter(({ id, state }) => isOfHome(id) && state === 'warning').map(({ problem }) => problem?.code),
    ).toEqual(['ha.location-off', 'ha.unprotected', 'ha.keeps-too-few', 'ha.partial']);
  });

  test('automatic backups that are off', async () => {
    const other = await start({ automatic: { configured: false } });
    await app.setUp({ url: other.url, token: other.token }, never);
    expect(verdictOf(await examine())).toEqual(['home-schedule', 'ha.automatic-off']);
  });
});
