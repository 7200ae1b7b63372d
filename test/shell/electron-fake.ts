import { EventEmitter } from 'node:events';
import { app, done, world } from './support/fake-app.ts';

/**
 * Stands in for the module `electron` in the tests of the shell (alias in vitest.config.ts). It keeps books and emits what
 * it is told to; what the real one does with it is shown by test/e2e.
 */

export { app, done, world };
export { BrowserWindow } from './support/fake-window.ts';

type Handler = (event: unknown, ...rest: unknown[]) => unknown;
class FakeIpc extends EventEmitter {
  readonly handlers = new Map<string, Handler>();
  handle(channel: string, handler: Handler): void {
    this.handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.handlers.delete(channel);
  }
}
export const ipcMain = new FakeIpc();

export const protocol = {
  registerSchemesAsPrivileged: (schemes: unknown) => void done.push(`schemes ${JSON.stringify(schemes)}`),
};

type Decide = (details: { url: string }, callback: (answer: { cancel: boolean }) => void) => void;
export class FakeSession extends EventEmitter {
  readonly schemes = new Map<string, (request: Request) => Promise<Response>>();
  decide: Decide | undefined;
  request: ((contents: unknown, permission: string, callback: (granted: boolean) => void) => void) | undefined;
  check: (() => boolean) | undefined;
  device: (() => boolean) | undefined;
  /** As Electron does, it refuses a second handler of a scheme, and to let go of none. */
  readonly protocol = {
    handle: (scheme: string, handler: (request: Request) => Promise<Response>): void => {
      if (this.schemes.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
      this.schemes.set(scheme, handler);
    },
    unhandle: (scheme: string): void => {
      if (!this.schemes.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
    },
    isProtocolHandled: (scheme: string): boolean => this.schemes.has(scheme),
  };
  readonly webRequest = { onBeforeRequest: (decide: Decide) => (this.decide = decide) };

  setPermissionRequestHandler(handler: NonNullable<FakeSession['request']>): void {
    this.request = handler;
  }

  setPermissionCheckHandler(handler: () => boolean): void {
    this.check = handler;
  }

  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
}
export const session = {
  made: new Map<string, FakeSession>(),
  fromPartition(name: string): FakeSession {
    const known = session.made.get(name) ?? new FakeSession();
    session.made.set(name, known);
    return known;
  },
};

export class Notification extends EventEmitter {
  static readonly shown: Notification[] = [];
  static isSupported(): boolean {
    return world.notifications;
  }
  readonly options: { readonly title: string; readonly body: string };

  constructor(options: { title: string; body: string }) {
    super();
    this.options = options;
  }

  show(): void {
    Notification.shown.push(this);
  }

  close(): void {
    done.push(`withdrawn: ${this.options.title}`);
  }
}

export const dialog = {
  boxes: [] as unknown[][],
  showMessageBox: (...asked: unknown[]) => {
    dialog.boxes.push(asked);
    return world.boxAnswer;
  },
  showErrorBox: (title: string, text: string) => void done.push(`error box: ${title} / ${text}`),
  showOpenDialog: (...asked: unknown[]) => {
    dialog.boxes.push(asked);
    return Promise.resolve(world.openAnswer);
  },
};

export const shell = {
  openExternal: (url: string) => Promise.resolve(void done.push(`open ${url}`)),
  openPath: (path: string) => {
    done.push(`open path ${path}`);
    return Promise.resolve(world.pathAnswer);
  },
  showItemInFolder: (path: string) => void done.push(`show ${path}`),
};
export const clipboard = { writeText: (text: string) => void done.push(`copy ${text}`) };
export const Menu = {
  buildFromTemplate: (template: unknown) => ({ template }),
  setApplicationMenu: (menu: unknown) => void done.push(menu === null ? 'no menu' : 'menu'),
};
export const screen = {
  getAllDisplays: () => [
    { bounds: { x: 0, y: 0, width: 1280, height: 800 }, workArea: { x: 0, y: 0, width: 1280, height: 800 } },
  ],
};
class FakeTheme extends EventEmitter {
  get shouldUseDarkColors(): boolean {
    return world.dark;
  }
}
export const nativeTheme = new FakeTheme();
export const powerMonitor = Object.assign(new EventEmitter(), { isOnBatteryPower: () => world.onBattery });
export const powerSaveBlocker = {
  running: new Set<number>(),
  start(kind: string): number {
    done.push(`blocker ${kind}`);
    const id = powerSaveBlocker.running.size + 1;
    powerSaveBlocker.running.add(id);
    return id;
  },
  stop(id: number): void {
    powerSaveBlocker.running.delete(id);
  },
};
export const safeStorage = { isEncryptionAvailable: () => false };

// electron-store reads the default export, so this file has one although the house style forbids them.
export default { app, ipcMain, shell };
