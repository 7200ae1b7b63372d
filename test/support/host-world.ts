import { join } from 'node:path';
import { expect } from 'vitest';
import { createApp } from '../../src/core/app.ts';
import type { AppPorts } from '../../src/core/app-ports.ts';
import { Redactor } from '../../src/core/state/redact.ts';
import type { Host, Shell } from '../../src/main/host-contract.ts';
import { buildHost } from '../../src/main/host/build-host.ts';
import { usualTimings, type HostTimings } from '../../src/main/host/host-timings.ts';
import type { Releases } from '../../src/main/host/update-check.ts';
import type { CommandInput, CommandName } from '../../src/shared/contract/commands.ts';
import { commands } from '../../src/shared/contract/commands.ts';
import type { SignInView } from '../../src/shared/icloud/sign-in-view.ts';
import type { LoginItemView, ViewState } from '../../src/shared/contract/views.ts';
import type { TestComputer } from './app-harness.ts';
import { eventually } from './eventually.ts';

/** A desktop that does what it is told and remembers it. */
export class FakeShell implements Shell {
  readonly platform = 'linux';
  readonly version = '0.0.0-test';
  folder: string | null = null;
  loginItem: LoginItemView = { supported: true, enabled: false, refused: false };
  readonly calls: string[] = [];
  copied = '';
  /** What the dialog for a new file answers. */
  newFile: string | null = null;
  printed = '';

  hasTray(): boolean {
    return true;
  }
  chooseFolder(): Promise<string | null> {
    return Promise.resolve(this.folder);
  }
  chooseFile(): Promise<string | null> {
    return Promise.resolve(null);
  }
  /** What the dialog for a backup answers. */
  backupFile: string | null = null;
  chooseBackupFile(): Promise<string | null> {
    return Promise.resolve(this.backupFile);
  }
  /** What the person does in the browser. */
  browser: (url: string) => Promise<void> = () => Promise.resolve();
  chooseNewFile(name: string): Promise<string | null> {
    this.calls.push(`new file ${name}`);
    return Promise.resolve(this.newFile);
  }
  toPdf(html: string): Promise<Uint8Array> {
    return Promise.resolve(new TextEncoder().encode(html));
  }
  print(html: string): Promise<boolean> {
    this.printed = html;
    return Promise.resolve(true);
  }
  openExternal(url: string): Promise<void> {
    this.calls.push(`external ${url}`);
    return this.browser(url);
  }
  openPath(path: string): Promise<void> {
    this.calls.push(`path ${path}`);
    return Promise.resolve();
  }
  showInFolder(path: string): void {
    this.calls.push(`folder ${path}`);
  }
  copyText(text: string): void {
    this.copied = text;
  }
  showWindow(page: string): void {
    this.calls.push(`window ${page}`);
  }
  showPrompt(): void {
    this.calls.push('prompt');
  }
  closePrompt(): void {
    this.calls.push('no prompt');
  }
  readLoginItem(): LoginItemView {
    return this.loginItem;
  }
  setLoginItem(enabled: boolean): Promise<LoginItemView> {
    this.loginItem = { ...this.loginItem, enabled };
    return Promise.resolve(this.loginItem);
  }
  openLoginItemSettings(): Promise<void> {
    this.calls.push('login items');
    return Promise.resolve();
  }
  quit(): void {
    this.calls.push('quit');
  }
}

/** After a sleep the real pauses are for real Wi-Fi. */
const hasty: HostTimings = { ...usualTimings, networkPoll: 10, settle: 20, keychain: [20], restart: 50 };

export interface HostSetting {
  readonly ports?: (ports: AppPorts) => AppPorts;
  readonly timings?: Partial<HostTimings>;
  /** Default: the program is published nowhere. */
  readonly releases?: Releases;
}

/** A host on a test's computer, and everything that it ever told. */
export class TestHost {
  readonly host: Host;
  readonly shell: FakeShell;
  readonly states: ViewState[] = [];
  readonly answers: unknown[] = [];

  private constructor(host: Host, shell: FakeShell) {
    this.host = host;
    this.shell = shell;
    this.states.push(host.state.current());
    host.state.subscribe((state) => this.states.push(state));
  }

  static async open(
    computer: TestComputer,
    { ports = (same) => same, timings, releases }: HostSetting = {},
  ): Promise<TestHost> {
    const shell = new FakeShell();
    const given = ports(await computer.ports());
    const host = await buildHost({
      app: await createApp(given),
      shell,
      clock: given.clock,
      logger: given.logger,
      network: given.network,
      redactor: new Redactor(),
      logsDir: join(computer.folder, 'logs'),
      dataDir: join(computer.folder, 'data'),
      resourcesDir: computer.folder,
      rcloneLock: join(computer.folder, 'rclone.lock.json'),
      timings: { ...hasty, ...timings },
      releases,
    });
    return new TestHost(host, shell);
  }

  get state(): ViewState {
    return this.host.state.current();
  }

  /** As from a window: the input goes through its schema. */
  async ask<Name extends CommandName>(name: Name, input: CommandInput<Name>) {
    const answer = await this.host.handle(name, commands[name].input.parse(input) as never);
    this.answers.push(answer);
    return answer;
  }

  /** Waits for a state; the clock of the wall has nothing to do with it. */
  async until(what: (state: ViewState) => void): Promise<void> {
    await eventually(() => what(this.state));
  }

  async untilStep(step: SignInView['step']): Promise<void> {
    await this.until(({ signIn }) => expect(signIn.step).toBe(step));
  }

  /** The steps of the sign-in as they were told, each once in a row. */
  steps(): string[] {
    const all = this.states.map(({ signIn }) => signIn.step);
    return all.filter((step, index) => step !== all[index - 1]);
  }
}
