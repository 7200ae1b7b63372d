import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { Bridge } from '../../../src/shared/contract/bridge.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import type { AppleSimulator } from '../../simulators/apple/index.ts';
import { endWithin } from './within.ts';

declare global {
  // The bridge as pages see it; here for functions that run inside of a page.
  var haBackup: Bridge;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The Electron that run.mjs found; a packaged program brings the app along. */
const program = (): string => {
  const path = process.env['E2E_PROGRAM'];
  if (path === undefined) throw new Error('start these tests with npm run test:e2e');
  return path;
};
const isPackaged = (process.env['HA_ICLOUD_BACKUP_PACKAGE'] ?? '') !== '';
/** Root starts no sandbox. */
const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

export const startArguments = (dataDir: string, ...more: readonly string[]): string[] => [
  ...sandbox,
  ...(isPackaged ? [] : [root]),
  '--data-dir',
  dataDir,
  ...more,
];

export { program as electronProgram };

/** A computer with nothing on it: home and data of its own. */
export interface EmptyComputer {
  readonly folder: string;
  readonly dataDir: string;
  readonly environment: Record<string, string>;
  remove(): Promise<void>;
}

export const emptyComputer = async (apple: AppleSimulator | undefined): Promise<EmptyComputer> => {
  const folder = await mkdtemp(join(tmpdir(), 'e2e-'));
  const { HTTPS_PROXY = '', RCLONE_CA_CERT = '' } = apple?.env() ?? {};
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(?:HA_ICLOUD_BACKUP_|RCLONE_)|PROXY$/i.test(name) ? [] : [[name, value] as const],
  );
  return {
    folder,
    dataDir: join(folder, 'data'),
    environment: {
      ...Object.fromEntries(inherited),
      XDG_CONFIG_HOME: join(folder, 'config'),
      ...(apple ? { HTTPS_PROXY, HA_ICLOUD_BACKUP_CA_FILE: RCLONE_CA_CERT } : {}),
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
};

/** The packaged window takes no authority from the environment: it has to stand in the settings. */
const trustBySettings = ({ environment, dataDir }: EmptyComputer): void => {
  const file = environment['HA_ICLOUD_BACKUP_CA_FILE'];
  if (file === undefined || existsSync(join(dataDir, 'settings.json'))) return;
  const args = [...sandbox, 'cli', '--data-dir', dataDir, 'settings', 'ca-file', file];
  execFileSync(program(), args, { env: environment, stdio: 'ignore' });
};

/** The real app, driven as a person would. */
export class DesktopApp {
  readonly electron: ElectronApplication;
  readonly computer: EmptyComputer;
  readonly process: ReturnType<ElectronApplication['process']>;
  /** What went wrong in a window: console errors and warnings, exceptions. */
  readonly complaints: string[] = [];

  private constructor(electron: ElectronApplication, computer: EmptyComputer) {
    this.electron = electron;
    this.computer = computer;
    this.process = electron.process();
    const hear = (page: Page): void => {
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
      });
      page.on('pageerror', (error) => this.complaints.push(error.message));
    };
    for (const page of electron.windows()) hear(page);
    electron.on('window', hear);
  }

  static async start(computer: EmptyComputer, ...args: readonly string[]): Promise<DesktopApp> {
    if (isPackaged) trustBySettings(computer);
    const electron = await _electron.launch({
      executablePath: program(),
      args: startArguments(computer.dataDir, ...args),
      env: computer.environment,
      cwd: root,
    });
    return new DesktopApp(electron, computer);
  }

  /** The window of that page, when it is there. */
  async window(name: 'index' | 'prompt'): Promise<Page> {
    const isIt = (page: Page): boolean => page.url().includes(`/${name}.html`);
    const there = this.electron.windows().find(isIt);
    const page = there ?? (await this.electron.waitForEvent('window', { predicate: isIt, timeout: 60_000 }));
    await page.waitForLoadState('load');
    return page;
  }

  /** The state that windows show, as a window gets it. */
  async state(): Promise<ViewState> {
    const page = await this.window('index');
    return await page.evaluate(() => globalThis.haBackup.snapshot());
  }

  /** Until the state is as wanted. */
  async until(wanted: (state: ViewState) => boolean, what: string, timeoutMs = 90_000): Promise<ViewState> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const state = await this.state();
      if (wanted(state)) return state;
      if (Date.now() > deadline) throw new Error(`never came: ${what}; it is ${JSON.stringify(state.status.problems)}`);
      const page = await this.window('index');
      // Resolves at the next push, or soon: nothing is polled while nothing changes.
      await page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            const done = (): void => {
              stop();
              resolve();
            };
            const stop = globalThis.haBackup.onState(done);
            setTimeout(done, 1000);
          }),
      );
    }
  }

  /** As the user quits it while nothing is under way. */
  async quit(): Promise<void> {
    const ended = this.electron.waitForEvent('close');
    await this.electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
    await endWithin('the app', ended, () => this.process.kill('SIGKILL'));
  }

  /**
   * After a test: no question keeps it. Driven by a debugger, Electron 33 now and then hangs in its own exit, after all of
   * ours has ended: that is in the log then, and such a process is only cleared away.
   */
  async end(): Promise<void> {
    const { exitCode, signalCode } = this.process;
    if (exitCode !== null || signalCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.kill('SIGTERM');
    try {
      await endWithin('the app', ended, () => this.process.kill('SIGKILL'));
    } catch (error) {
      const logs = await allTexts(this.computer.folder);
      if (!logs.some(({ text }) => text.includes('"event":"app-ended"'))) throw error;
    }
  }
}

/** Texts of all files below a folder, for the search after secrets. */
export const allTexts = async (folder: string): Promise<readonly { path: string; text: string }[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return await Promise.all(files.map(async (path) => ({ path, text: (await readFile(path)).toString('latin1') })));
};
