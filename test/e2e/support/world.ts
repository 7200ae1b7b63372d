import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { test as base } from 'vitest';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { mayStayUnread } from '../../support/child-input.ts';
import { DesktopApp, emptyComputer, type EmptyComputer } from './desktop-app.ts';
import { DesktopHost } from './desktop-host.ts';
import { endWithin } from './within.ts';

const cliProgram = fileURLToPath(new URL('../../../out/cli.js', import.meta.url));

export interface CliRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
}

/** Everything a test stands on; each part is made when the test names it, and ended after it. */
export class World {
  readonly apple: AppleSimulator;
  readonly home: HomeAssistantSimulator;
  readonly computer: EmptyComputer;
  readonly desktop: DesktopHost;
  #app: DesktopApp | undefined;

  constructor(parts: Pick<World, 'apple' | 'home' | 'computer' | 'desktop'>) {
    this.apple = parts.apple;
    this.home = parts.home;
    this.computer = parts.computer;
    this.desktop = parts.desktop;
  }

  get app(): DesktopApp {
    if (!this.#app) throw new Error('the app was not started');
    return this.#app;
  }

  async start(...args: readonly string[]): Promise<DesktopApp> {
    this.#app = await DesktopApp.start(this.computer, ...args);
    return this.#app;
  }

  /** The app is gone already: killed, or it has quit by itself. */
  forgetApp(): void {
    this.#app = undefined;
  }

  /** The command line on the same data folder and keychain. */
  async cli(args: readonly string[], input = '', secrets: Readonly<Record<string, string>> = {}): Promise<CliRun> {
    return await run([process.execPath, cliProgram, '--data-dir', this.computer.dataDir, ...args], input, {
      ...this.computer.environment,
      ...secrets,
    });
  }

  /** Set up and signed in by the command line, as a person would have done days ago in the window. */
  async makeReady(...options: readonly string[]): Promise<void> {
    await this.makeReadyAt(this.home.url, ...options);
  }

  /** The same, where Home Assistant is reached at another address. */
  async makeReadyAt(url: string, ...options: readonly string[]): Promise<void> {
    const token = { HA_ICLOUD_BACKUP_TOKEN: this.home.token };
    const setup = await this.cli(['setup', '--url', url, ...options], '', token);
    const login = await this.cli(
      ['login', '--apple-id', this.apple.account.appleId],
      `${this.apple.account.deviceCode}\n`,
      {
        HA_ICLOUD_BACKUP_APPLE_PASSWORD: this.apple.account.password,
      },
    );
    for (const { exitCode, stderr, stdout } of [setup, login]) {
      if (exitCode !== 0 && exitCode !== 4)
        throw new Error(`not made ready (${exitCode ?? 'killed'}): ${stderr}${stdout}`);
    }
  }

  async end(): Promise<void> {
    try {
      await this.#app?.end();
    } finally {
      await this.desktop.stop();
      await this.home.stop();
      await this.apple.stop();
      await this.computer.remove();
    }
  }
}

export const run = async (
  command: readonly string[],
  input: string,
  environment: Readonly<Record<string, string>>,
): Promise<CliRun> => {
  const [file = '', ...args] = command;
  const child = spawn(file, args, { env: environment, stdio: 'pipe' });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.stderr += text));
  mayStayUnread(child.stdin).end(input);
  const closed = new Promise<unknown>((resolve) => child.once('close', resolve));
  await endWithin(args.join(' '), closed, () => child.kill('SIGKILL'), 90_000);
  return { ...texts, exitCode: child.exitCode };
};

const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** `it` with a world: one Home Assistant with one backup of yesterday, one Apple, one desktop, one empty computer. */
export const it = base.extend<{ world: World }>({
  world: async ({ task }, use) => {
    const desktop = await DesktopHost.start();
    const apple = await startAppleSimulator({
      account: { appleId: `case-${task.id.replace(/\W/gu, '')}@example.com` },
    });
    const home = await startHomeAssistantSimulator({
      name: 'Beach House',
      encryptionKeySet: true,
      payloadBytes: 2_000_000,
      automatic: { recurrence: 'daily', copies: 7 },
    });
    await home.addBackup({ date: daysAgo(1), kind: 'automatic', protected: true });
    const world = new World({ apple, home, desktop, computer: await emptyComputer(apple) });
    await use(world);
    await world.end();
  },
});

export const storedArchives = (
  apple: AppleSimulator,
  folder = 'HomeAssistantBackups',
): ReturnType<AppleSimulator['files']> => apple.files(folder).filter((file) => file.path.endsWith('.tar'));

export const storedManifests = (apple: AppleSimulator): ReturnType<AppleSimulator['files']> =>
  apple.files('HomeAssistantBackups').filter((file) => file.path.endsWith('.manifest.json'));
