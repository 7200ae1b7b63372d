import { EventEmitter } from 'node:events';
import { app, done, world } from './fake-app.ts';

class FakeContents extends EventEmitter {
  static count = 0;
  readonly id = (FakeContents.count += 1);
  readonly sent: unknown[][] = [];
  readonly mainFrame = { url: '', parent: null };
  zoom = 0;
  openHandler: (() => { action: string }) | undefined;

  setWindowOpenHandler(handler: () => { action: string }): void {
    this.openHandler = handler;
  }

  setWebRTCIPHandlingPolicy(policy: string): void {
    done.push(`webrtc ${policy}`);
  }

  send(...message: unknown[]): void {
    this.sent.push(message);
  }

  isDestroyed(): boolean {
    return false;
  }

  printToPDF(): Promise<Uint8Array> {
    return world.pdf();
  }

  print(_options: object, callback: (isDone: boolean, reason: string) => void): void {
    callback(...world.printed);
  }

  reload(): void {
    done.push('reload');
  }

  getZoomLevel(): number {
    return this.zoom;
  }

  setZoomLevel(level: number): void {
    this.zoom = level;
  }
}

interface Options {
  readonly webPreferences?: Readonly<Record<string, unknown>>;
  readonly [name: string]: unknown;
}

export class BrowserWindow extends EventEmitter {
  static readonly all: BrowserWindow[] = [];
  static loading: Promise<void> = Promise.resolve();
  readonly options: Options;
  readonly webContents = new FakeContents();
  readonly calls: string[] = [];
  minimized = false;
  #destroyed = false;

  constructor(options: Options) {
    super();
    this.options = options;
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }

  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
    await BrowserWindow.loading;
  }

  show(): void {
    this.calls.push('show');
  }

  focus(): void {
    this.calls.push('focus');
  }

  restore(): void {
    this.calls.push('restore');
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  setBackgroundColor(colour: string): void {
    this.calls.push(`background ${colour}`);
  }

  getNormalBounds(): { x: number; y: number; width: number; height: number } {
    return { x: 10, y: 20, width: 900, height: 600 };
  }

  close(): void {
    this.emit('close', {});
    this.destroy();
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    BrowserWindow.all.splice(BrowserWindow.all.indexOf(this), 1);
    this.emit('closed');
  }
}
