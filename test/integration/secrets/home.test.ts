import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TestSocket } from '../../simulators/home-assistant/client.ts';
import type { Fault, FaultKind } from '../../simulators/home-assistant/index.ts';
import { secretsSuite, type Row, type Scene } from './stage.ts';

/* A computer that is set up, and everything that the simulated Home Assistant can do to it. */

const toStore = ({ home }: Scene): Promise<string> => home.addBackup({ protected: true, sizeBytes: 61_440 });
const strikes =
  (fault: Omit<Fault, 'kind'> = {}) =>
  (kind: FaultKind) =>
  async (scene: Scene): Promise<void> => {
    await toStore(scene);
    scene.home.fault({ ...fault, kind });
  };
const create = ['backup', '--create'];

type FaultRow = Pick<Row, 'code' | 'args' | 'deadlines' | 'withoutRclone'> & {
  readonly make?: (kind: FaultKind) => (scene: Scene) => Promise<void>;
};

/** One row for each fault that there is; null = nothing fails with it. Those of uploads and restores: into-home.test.ts. */
type InIts = Extract<FaultKind, `upload-${string}` | `restore-${string}`>;
/** Of the alarm alone: told-home/alarm.test.ts; of backup settings that are set: home-assistant/improve.test.ts. */
type OfOthers = 'automation-404' | 'settings-lost';
const faults: Readonly<Record<Exclude<FaultKind, OfOthers | Exclude<InIts, 'upload-failed'>>, FaultRow | null>> = {
  'download-slow': null,
  'download-stall': { code: 'ha.download-stalled', deadlines: { downloadIdle: 500 } },
  'download-drop': { code: ['ha.download-truncated', 'ha.unreachable'] },
  'download-truncate': { code: 'ha.download-truncated' },
  'download-longer': { code: 'ha.download-too-long' },
  'download-404': { code: 'ha.backup-gone' },
  'download-500': { code: 'ha.unreachable' },
  'download-401': { code: 'ha.in-between' },
  'http-401': { code: 'ha.in-between' },
  'http-403': { code: 'ha.banned', withoutRclone: true },
  ban: { code: 'ha.banned', withoutRclone: true },
  'list-empty-with-error': { code: 'ha.list-incomplete' },
  'agent-error': { code: 'ha.list-incomplete', make: strikes({ agentId: 'backup.local' }) },
  'command-error': {
    code: 'ha.protocol',
    make: strikes({ command: 'backup/info', code: 'invalid_format' }),
    withoutRclone: true,
  },
  'no-answer': { code: 'ha.unreachable', deadlines: { request: 500, list: 500 }, withoutRclone: true },
  'generate-fails': { code: 'ha.create-failed', args: create, make: strikes({ reason: 'upload_failed' }) },
  'generate-never-ends': {
    code: 'ha.create-stuck',
    args: create,
    deadlines: { createQuiet: 200, createSilence: 500 },
    make: (kind) => async (scene) => {
      await strikes()(kind)(scene);
      // Nothing else ends it.
      scene.atEnd(() => scene.home.restart());
    },
  },
  'upload-failed': { code: ['ha.create-failed', 'ha.location-failed'], args: create },
  partial: {
    code: 'ha.partial',
    args: create,
    make: (kind) => async (scene) => {
      const home = await scene.otherHome({
        install: 'os',
        automatic: { includeAllAddons: true, includeFolders: ['share'] },
      });
      await scene.server.run(['setup', '--url', home.url]);
      home.fault({ kind, addons: ['core_mosquitto'], folders: ['share'] });
    },
  },
  'size-wrong': { code: ['ha.download-too-long', 'ha.download-truncated'] },
  // To a page where somebody else signs people in.
  redirect: {
    code: 'ha.login-in-front',
    make: (kind) => (scene) => {
      const location = `http://127.0.0.1:9/login?token=${encodeURIComponent(scene.home.token)}`;
      return strikes({ location })(kind)(scene);
    },
    withoutRclone: true,
  },
};

const faultRows = Object.entries(faults).flatMap(([name, row]): Row[] => {
  if (row === null) return [];
  const kind = name as FaultKind;
  return [{ ...row, what: kind, make: (row.make ?? strikes())(kind) }];
});

/** Not one more rclone: what Home Assistant says comes first. */
const without = { withoutRclone: true } as const;
const setUpWith = (
  options: object,
  token?: (home: { readonly userToken: string }) => string,
): Pick<Row, 'make' | 'args'> => {
  let url = '';
  return {
    make: async (scene) => {
      const home = await scene.otherHome(options);
      url = home.url;
      if (token) scene.server.env['HA_ICLOUD_BACKUP_TOKEN'] = token(home);
    },
    args: () => ['setup', '--url', url],
  };
};

const refusals: readonly Row[] = [
  {
    what: 'the token was revoked',
    code: 'ha.token-invalid',
    make: async (scene) => {
      const home = await scene.otherHome();
      await scene.server.run(['setup', '--url', home.url]);
      home.revokeToken(home.token);
    },
    ...without,
  },
  {
    what: 'a mistyped token at set-up',
    code: 'ha.token-invalid',
    ...setUpWith({}, ({ userToken }) => `${userToken.slice(0, -4)}AAAA`),
    ...without,
  },
  {
    what: 'a token that is not an admin’s',
    code: 'ha.not-admin',
    ...setUpWith({}, ({ userToken }) => userToken),
    ...without,
  },
  { what: 'a certificate that nobody signed for', code: 'ha.tls-untrusted', ...setUpWith({ tls: true }), ...without },
  {
    what: 'a Home Assistant that is too old',
    code: 'ha.too-old',
    make: ({ home }) => home.fault({ kind: 'command-error', command: 'backup/agents/info', code: 'unknown_command' }),
    ...without,
  },
  {
    what: 'another Home Assistant',
    code: 'ha.instance-changed',
    make: async (scene) => {
      const home = await scene.otherHome();
      await home.addBackup();
      await scene.editInstance({ url: home.url });
    },
    ...without,
  },
  {
    what: 'another network',
    code: 'ha.away',
    make: (scene) => scene.editInstance({ url: 'http://192.0.2.1:8123', confirmedNetworks: ['somewhere else'] }),
    ...without,
  },
];

/** Says back whatever it is told, as a hotel's login page may. */
const startEcho = async (scene: Scene): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume();
    response.end(JSON.stringify({ you: request.headers, asked: request.url }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  scene.atEnd(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const states: readonly Row[] = [
  {
    what: 'something else answers',
    code: 'ha.not-home-assistant',
    make: async (scene) => scene.editInstance({ url: await startEcho(scene) }),
    ...without,
  },
  {
    what: 'nobody answers',
    code: 'ha.unreachable',
    make: (scene) => scene.editInstance({ url: 'http://127.0.0.1:1' }),
    ...without,
  },
  { what: 'it is starting', code: 'ha.starting', make: ({ home }) => home.setState('starting'), ...without },
  { what: 'its backups are blocked', code: 'ha.starting', make: ({ home }) => home.setState('blocked'), ...without },
  {
    what: 'it is busy with another backup',
    code: 'ha.busy',
    args: create,
    make: async (scene) => {
      const home = await scene.otherHome();
      await scene.server.run(['setup', '--url', home.url]);
      home.holdBackups();
      const somebody = await TestSocket.login(home.url, home.token);
      scene.atEnd(() => somebody.close());
      somebody.send({ id: 1, type: 'backup/generate_with_automatic_settings' });
      await somebody.waitFor(({ id, type }) => id === 1 && type === 'result');
    },
    ...without,
  },
  {
    what: 'half an archive',
    code: ['archive.torn', 'archive.torso', 'archive.part-missing', 'archive.no-backup-json'],
    make: ({ home }) => home.addBackup({ torso: true, protected: true }),
  },
  {
    what: 'its clock is wrong',
    code: 'sync.clock-skew',
    make: async (scene) => {
      await toStore(scene);
      scene.home.setClockSkew(3_600_000);
      scene.atEnd(() => scene.home.setClockSkew(0));
    },
  },
];

secretsSuite('no secret is anywhere after a run that failed at Home Assistant', 'ready', [
  ...faultRows,
  ...refusals,
  ...states,
]);
