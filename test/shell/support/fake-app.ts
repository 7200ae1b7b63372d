import { EventEmitter } from 'node:events';

/** What was done, in order. */
export const done: string[] = [];

/** What the person at the screen answers, and what the system is like. */
export const world = {
  hasLock: true,
  onBattery: false,
  dark: false,
  openedAtLogin: false,
  notifications: true,
  boxAnswer: Promise.resolve({ response: 0 }),
  openAnswer: { canceled: false, filePaths: ['/chosen'] },
  pathAnswer: '',
  pdf: (): Promise<Uint8Array> => Promise.resolve(new Uint8Array([1])),
  /** Whether it was printed, and why not. */
  printed: [true, ''] as readonly [isDone: boolean, reason: string],
};

class FakeApp extends EventEmitter {
  isPackaged = false;
  readonly dock = { show: () => void done.push('dock show'), hide: () => void done.push('dock hide') };
  readonly switches = new Set<string>();
  readonly commandLine = {
    appendSwitch: (name: string, value: string) => void done.push(`switch ${name}=${value}`),
    hasSwitch: (name: string) => this.switches.has(name),
  };
  #becomeReady: () => void = () => undefined;
  readonly #ready = new Promise<void>((resolve) => {
    this.#becomeReady = resolve;
  });

  becomeReady(): void {
    done.push('ready');
    this.#becomeReady();
  }

  whenReady(): Promise<void> {
    return this.#ready;
  }

  getPath(name: string): string {
    return `/fake/${name}`;
  }
  getPreferredSystemLanguages(): string[] {
    return ['en-GB'];
  }

  getLocaleCountryCode(): string {
    return 'GB';
  }

  getSystemLocale(): string {
    return 'en-GB';
  }

  getVersion(): string {
    return '1.2.3';
  }

  getAppPath(): string {
    return '/app';
  }

  enableSandbox(): void {
    done.push('sandbox');
  }

  setName(name: string): void {
    done.push(`name ${name}`);
  }

  setAppUserModelId(id: string): void {
    done.push(`model id ${id}`);
  }

  setPath(name: string, path: string): void {
    done.push(`path ${name}=${path}`);
  }

  requestSingleInstanceLock(data: unknown): boolean {
    done.push(`lock ${JSON.stringify(data)}`);
    return world.hasLock;
  }

  getLoginItemSettings(): { openAtLogin: boolean; wasOpenedAtLogin: boolean } {
    return { openAtLogin: false, wasOpenedAtLogin: world.openedAtLogin };
  }

  setLoginItemSettings(): void {
    done.push('login item');
  }

  focus(): void {
    done.push('app focus');
  }

  /** Whether it went through. */
  quit(): boolean {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    return !prevented;
  }

  exit(code: number): void {
    done.push(`exit ${code}`);
  }
}
export const app = new FakeApp();
