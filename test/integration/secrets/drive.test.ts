import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { seedOldCopies } from '../../demo/old-copies.ts';
import type { AppleFault } from '../../simulators/apple/index.ts';
import { ArgvRecorder } from '../../support/argv-recorder.ts';
import { rcloneBinary } from '../../support/signed-in.ts';
import { secretsSuite, type Row, type Scene } from './stage.ts';

/*
 * A computer that is signed in and has something to store, and everything at Apple's that can go wrong then: the facts'
 * tables "Texts to match" (8.1) and "Exit codes" (8.2), as far as the program's own calls can meet them. The rest of both
 * tables is in test/integration/icloud/failing-*.test.ts and exit-codes.test.ts, with rclone called for itself.
 */

const toStore = ({ home }: Scene): Promise<string> => home.addBackup({ protected: true });
/** Every request of that kind is answered with everything that Apple knows. */
const refused =
  (path: string, status: number, more: Partial<AppleFault> = {}) =>
  async (scene: Scene): Promise<void> => {
    await toStore(scene);
    scene.apple.fault({ path, status, body: scene.echo, times: Infinity, ...more });
  };
const broken =
  (fault: AppleFault) =>
  async (scene: Scene): Promise<void> => {
    await toStore(scene);
    scene.apple.fault({ times: Infinity, ...fault });
  };
/** The web session is over: the program signs in once by itself, and that is answered so. */
const signInAgain =
  (change: (scene: Scene) => unknown) =>
  async (scene: Scene): Promise<void> => {
    await toStore(scene);
    scene.apple.expireSession();
    await change(scene);
  };
const environment =
  (variables: Record<string, string>) =>
  ({ server }: Scene): void => {
    Object.assign(server.env, variables);
  };
/** Out into the internet through this address, with a password of its own. */
const behindProxy =
  (address: string) =>
  (scene: Scene): void => {
    const proxyPassword = 'pr0xy-s3cret';
    scene.alsoSecret.set('password of the proxy', proxyPassword);
    environment({ HTTPS_PROXY: `http://me:${proxyPassword}@${address}` })(scene);
  };

const restore = ({ stored, server }: Scene): readonly string[] => [
  'restore',
  stored,
  '--to',
  join(server.folder, 'restored'),
];
const listFault = 'retrieveItemDetails';

const sessions: readonly Row[] = [
  {
    what: 'thirty days are over',
    code: 'icloud.trust-expired',
    make: signInAgain(({ apple }) => apple.expireTrust()),
  },
  {
    what: 'nobody is signed in any more',
    code: 'icloud.not-signed-in',
    args: ['list', '--all-instances'],
    make: ({ server }) => server.run(['logout', '--apple']),
    withoutRclone: true,
  },
  { what: 'the session is refused', code: 'icloud.session-refused', make: refused(listFault, 421) },
  {
    what: 'access on the web was switched off',
    code: 'icloud.session-refused',
    make: signInAgain(({ apple }) => (apple.account.webAccess = false)),
  },
  {
    what: 'new terms wait',
    code: 'icloud.terms-pending',
    make: signInAgain(({ apple }) => (apple.account.termsPending = true)),
  },
  { what: 'a device has to approve', code: 'icloud.approval-needed', make: refused(listFault, 423) },
  {
    what: 'a device would have to approve again',
    code: 'icloud.approval-needed',
    make: signInAgain(({ apple }) => (apple.account.adp = true)),
  },
  {
    what: 'the password was changed elsewhere',
    code: 'icloud.password-wrong',
    make: signInAgain(({ apple, alsoSecret }) => {
      apple.account.password = 'another "one"';
      alsoSecret.set('new password', apple.account.password);
    }),
  },
  {
    what: 'the account was locked',
    code: 'icloud.account-locked',
    make: signInAgain(({ apple }) => (apple.account.locked = true)),
  },
  {
    what: 'too many sign-ins',
    code: 'cloud.throttled',
    make: signInAgain(({ apple, echo }) => apple.fault({ path: '/signin/init', status: 503, body: echo })),
  },
];

const ways: readonly Row[] = [
  { what: 'too many requests', code: 'cloud.throttled', make: refused(listFault, 429) },
  { what: 'the list breaks off', code: 'cloud.offline', make: broken({ path: listFault, reset: true }) },
  {
    what: 'nobody listens where the proxy was',
    code: 'cloud.offline',
    args: ['list', '--all-instances'],
    make: behindProxy('127.0.0.1:1'),
  },
  {
    what: 'no such proxy',
    code: 'cloud.offline',
    args: ['list', '--all-instances'],
    make: behindProxy('no..host:1'),
  },
  {
    what: 'a proxy that wants another password',
    code: 'cloud.offline',
    args: ['list', '--all-instances'],
    make: async (scene) => {
      const refusing = createServer((socket) => {
        socket.on('error', () => socket.destroy());
        socket.once('data', () => socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'));
      });
      refusing.listen(0, '127.0.0.1');
      await once(refusing, 'listening');
      scene.atEnd(async () => {
        await once(refusing.close(), 'close');
      });
      behindProxy(`127.0.0.1:${(refusing.address() as AddressInfo).port}`)(scene);
    },
  },
  {
    what: 'an authority that is not trusted',
    code: 'cloud.offline',
    args: ['list', '--all-instances'],
    make: environment({ HA_ICLOUD_BACKUP_CA_FILE: '' }),
  },
  {
    what: 'a CA file that is gone',
    code: 'settings.invalid',
    args: ['list', '--all-instances'],
    make: (scene) => environment({ HA_ICLOUD_BACKUP_CA_FILE: join(scene.server.folder, 'gone.pem') })(scene),
    withoutRclone: true,
  },
  {
    what: 'another config key',
    code: 'rclone.config-unreadable',
    make: async (scene) => {
      await toStore(scene);
      scene.alsoSecret.set('the right config key', scene.server.env['HA_ICLOUD_BACKUP_CONFIG_KEY'] ?? '');
      environment({ HA_ICLOUD_BACKUP_CONFIG_KEY: 'another key of this computer, as long as a key has to be' })(scene);
    },
  },
];

const transfers: readonly Row[] = [
  {
    what: 'iCloud is full',
    code: 'cloud.full',
    make: (scene) => {
      scene.apple.account.quotaBytes = 1;
      return toStore(scene);
    },
  },
  {
    what: 'iCloud is full, said at the end',
    code: 'cloud.full',
    make: (scene) => {
      const body = `{"errorCode":507,"errorReason":${JSON.stringify(`Over quota: ${scene.echo}`)}}`;
      Object.assign(scene.apple.account, {
        quotaBytes: 1,
        quotaAnswer: { step: 'update/documents', status: 507, body },
      });
      return toStore(scene);
    },
  },
  { what: 'Apple is broken', code: 'cloud.failed', make: refused(listFault, 500) },
  { what: 'the upload is refused', code: 'cloud.failed', make: refused('singleFileUpload', 403) },
  { what: 'the document is refused', code: 'cloud.failed', make: refused('update/documents', 500) },
  {
    what: 'the upload breaks off',
    code: 'cloud.offline',
    make: broken({ path: 'singleFileUpload', reset: true, afterBytes: 10_000 }),
  },
  {
    what: 'fewer bytes are stored than were sent',
    code: 'cloud.upload-unconfirmed',
    make: broken({ path: 'singleFileUpload', storeBytes: 1234 }),
  },
  {
    what: 'a copy that is gone when it is to come back',
    code: 'restore.no-copy',
    args: restore,
    make: (scene) => {
      const { apple } = scene;
      const [archive] = apple.files().filter(({ path }) => path.endsWith('.tar') && path.includes(scene.stored));
      const path = archive?.path ?? '';
      apple.rename(path, 'Elsewhere/archive.tar');
      scene.atEnd(() => apple.rename('Elsewhere/archive.tar', path));
    },
  },
  {
    what: 'a copy whose bytes nobody can find',
    code: 'cloud.failed',
    args: restore,
    make: ({ apple, echo }) => apple.fault({ path: 'download/by_id', status: 404, body: echo, times: Infinity }),
  },
  {
    what: 'the download is refused',
    code: 'cloud.failed',
    args: restore,
    make: ({ apple, echo }) => apple.fault({ path: /^\/B\//u, status: 403, body: echo, times: Infinity }),
  },
  {
    // With a few bytes each time it would be brought in all the same.
    what: 'the download breaks off',
    code: 'cloud.offline',
    args: restore,
    make: ({ apple }) => apple.fault({ path: /^\/B\//u, reset: true, afterBytes: 0, times: Infinity }),
  },
  {
    what: 'a deletion is refused',
    code: 'cloud.failed',
    args: ['prune', '--yes'],
    make: async ({ apple, home, server, echo }) => {
      await seedOldCopies(apple, home, server.dataDir);
      apple.fault({ path: 'moveItemsToTrash', status: 403, body: echo, times: Infinity });
    },
  },
  {
    what: 'a deletion that was none',
    code: 'cloud.delete-unconfirmed',
    args: ['prune', '--yes'],
    make: async ({ apple, home, server }) => {
      await seedOldCopies(apple, home, server.dataDir);
      apple.fault({ path: 'moveItemsToTrash', status: 200, body: '{"items":[{"status":"OK"}]}', times: Infinity });
    },
  },
];

/** An rclone that knows nothing better than to say its environment and the config in clear, on that stream. */
const talkative =
  (stream: 1 | 2, exit: number) =>
  async (scene: Scene): Promise<void> => {
    await toStore(scene);
    const rclone = await rcloneBinary.path();
    const said = join(scene.server.folder, '..', `said-${basename(scene.server.folder)}`);
    const words = `{ env; '${rclone}' config show; } | tee -a '${said}' >&${stream}; exit ${exit}`;
    const recorder = await ArgvRecorder.create(rclone, words);
    scene.server.env['HA_ICLOUD_BACKUP_RCLONE'] = recorder.program;
    scene.atEnd(async () => {
      await recorder.remove();
      await rm(said, { force: true });
    });
  };
const saidEverything = async ({ server, apple }: Scene): Promise<void> => {
  const text = await readFile(join(server.folder, '..', `said-${basename(server.folder)}`), 'utf8');
  expect(text).toContain(server.env['HA_ICLOUD_BACKUP_CONFIG_KEY']);
  expect(apple.handedOut().filter((value) => text.includes(value)).length).toBeGreaterThan(3);
};
const talks: readonly Row[] = ArgvRecorder.works
  ? [
      {
        what: 'an rclone that says everything it knows as an error',
        code: 'cloud.failed',
        make: talkative(2, 1),
        after: saidEverything,
        withoutRclone: true,
      },
      {
        what: 'an rclone that says everything it knows as its answer',
        code: 'rclone.failed',
        make: talkative(1, 0),
        after: saidEverything,
        withoutRclone: true,
      },
    ]
  : [];

secretsSuite('no secret is anywhere after a run that failed at iCloud', 'ready', [
  ...sessions,
  ...ways,
  ...transfers,
  ...talks,
]);
