import { fixedNetwork } from '../../support/fixed-network.ts';
import { join } from 'node:path';
import { freeBytes } from '../../../src/adapters/disk-space.ts';
import { openProver } from '../../../src/adapters/proof-thread.ts';
import { openProcessTable } from '../../../src/adapters/process-table.ts';
import { SettingsJsonFile } from '../../../src/adapters/settings-file.ts';
import { SystemClock } from '../../../src/adapters/system-clock.ts';
import { untold } from '../../../src/core/proof/steps.ts';
import type { Prover } from '../../../src/core/ports/prover.ts';
import { createApp, type App } from '../../../src/core/app.ts';
import type { AppPorts } from '../../../src/core/app-ports.ts';
import { ArrayLogger, MemoryStore } from '../../support/app-harness.ts';
import type { OurOrders, OurRun, OurSetUp } from './orders.ts';
import { peakBytes } from './peak-bytes.ts';
import { serve } from './serve.ts';

/** Fires when the parent lets go: then rclone has to end as well. */
const stop = new AbortController();

const proveNothing: Prover = () => Promise.resolve({ levels: untold('not-asked'), counts: null, doubts: [] });

/** The core with its usual deadlines and pauses; only the keychain is one in memory. */
const portsIn = async ({ folder, resourcesDir, apple, proves }: OurSetUp): Promise<AppPorts> => {
  const secrets = new MemoryStore();
  return {
    folders: { data: join(folder, 'data'), staging: join(folder, 'staging'), cache: join(folder, 'cache') },
    resourcesDir,
    settingsFile: new SettingsJsonFile(join(folder, 'data')),
    secretStore: () => Promise.resolve(secrets),
    clock: new SystemClock(),
    logger: new ArrayLogger(),
    network: fixedNetwork('loopback'),
    processes: await openProcessTable(),
    freeBytes,
    prover: proves ? openProver() : proveNothing,
    backupKeys: { given: [], onLearned: () => undefined },
    environment: {
      PATH: process.env['PATH'],
      HOME: folder,
      HTTPS_PROXY: apple.proxyUrl,
      HA_ICLOUD_BACKUP_CA_FILE: apple.caFile,
    },
    computerName: 'bench',
    appVersion: '0.0.0-bench',
  };
};

const setUp = async (order: OurSetUp): Promise<App> => {
  const app = await createApp(await portsIn(order));
  await app.setUp({ ...order.home }, stop.signal);
  const { appleId, password, deviceCode } = order.apple;
  const signIn = await app.signIn({ appleId, password });
  await signIn.start(stop.signal);
  await signIn.enterCode(deviceCode, stop.signal);
  await app.approve(() => undefined, stop.signal);
  return app;
};

const backUp = async (app: App): Promise<OurRun> => {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  const report = await app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, stop.signal);
  const ms = performance.now() - began;
  const { user, system } = process.cpuUsage(cpuBefore);
  const troubles = [report.problem, ...report.backups.map(({ problem }) => problem)].filter(
    (problem) => problem !== undefined,
  );
  const { newestVerified } = await app.status();
  return {
    ms,
    cpuMs: (user + system) / 1000,
    peakBytes: peakBytes(),
    stored: report.backups.filter(({ outcome }) => outcome === 'stored').map(({ id }) => id),
    level: newestVerified?.level ?? 0,
    trouble: troubles.length > 0 ? JSON.stringify(troubles) : null,
  };
};

/** With everything that a user waits for: finding the copy, fetching it, checking it against its manifest. */
const restore = async (app: App, { id, to }: OurOrders['restore']['argument']): Promise<number> => {
  const began = performance.now();
  await app.restore({ id, to }, () => undefined, stop.signal);
  return performance.now() - began;
};

export const runOurs = (): void => {
  let app: App | undefined;
  let running: Promise<OurRun | number> | undefined;
  const begin = async <T extends OurRun | number>(work: (ready: App) => Promise<T>): Promise<T> => {
    if (!app) throw new Error('not set up');
    const begun = work(app);
    running = begun;
    return await begun;
  };
  serve<OurOrders>(
    {
      setUp: async (order) => {
        app = await setUp(order);
        return null;
      },
      backUp: () => begin(backUp),
      restore: (order) => begin((ready) => restore(ready, order)),
    },
    async () => {
      stop.abort();
      await running?.catch(() => undefined);
    },
  );
};
