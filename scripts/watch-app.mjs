import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const hook = fileURLToPath(new URL('./reload-windows.cjs', import.meta.url));

/** An app that does not end when it is told has lost nothing that a simulator could not give again. */
const patienceMs = 10_000;

/**
 * @typedef {object} Watched
 * @property {string} configFile - a config of Vite's
 * @property {'restart' | 'reload'} then - what the app has to do once it was built again
 */

/**
 * @typedef {object} AppOptions
 * @property {string} electron - the program
 * @property {string} root - the folder of the app
 * @property {readonly string[]} args - of the app; a value goes behind `=`, the folder comes last
 * @property {(line: string) => void} say
 */

/** The app in Electron: started, started again, told to read its windows again. */
class RunningApp {
  /** @type {AppOptions} */
  #options;
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #app;
  /** @type {(code: number) => void} */
  #onEnd = () => undefined;
  /** One change after the other. @type {Promise<void>} */
  #turn = Promise.resolve();

  /** The code with which the app ended when nobody here had told it to. @type {Promise<number>} */
  ended;

  /** @param {AppOptions} options */
  constructor(options) {
    this.#options = options;
    this.ended = new Promise((resolve) => (this.#onEnd = resolve));
  }

  reload() {
    this.#turn = this.#turn.then(() => void this.#app?.send('reload', () => undefined));
  }

  /** Begins it where it does not run yet. */
  restart() {
    this.#turn = this.#turn.then(async () => {
      await this.#stop();
      const { electron, args, root } = this.#options;
      const app = spawn(electron, ['-r', hook, ...args, root], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
      this.#app = app;
      const end = (/** @type {number} */ code) => {
        if (this.#app === app) this.#onEnd(code);
      };
      app.once('error', () => end(1)).once('exit', (code) => end(code ?? 1));
    });
  }

  /** @returns {Promise<void>} when it is gone */
  async stop() {
    this.#turn = this.#turn.then(() => this.#stop());
    await this.#turn;
  }

  async #stop() {
    const app = this.#app;
    this.#app = undefined;
    if (app?.exitCode !== null || app.signalCode !== null) return;
    const exit = once(app, 'exit');
    app.kill('SIGTERM');
    const impatience = setTimeout(() => app.kill('SIGKILL'), patienceMs);
    await exit;
    clearTimeout(impatience);
  }
}

/**
 * Builds the app, starts it, and builds again whatever changes: a window's file is shown at once, the main process begins
 * again. A build that fails is said, and the app stays on the last one that did not.
 *
 * @param {AppOptions & { readonly watched: readonly Watched[], readonly signal: AbortSignal }} options
 * @returns {Promise<number>} the exit code of the app, when it was quit; 0 when the signal ended it
 */
export const watchApp = async ({ watched, signal, ...options }) => {
  const app = new RunningApp(options);
  const watchers = [];
  for (const { configFile, then } of watched) {
    const watcher = /** @type {import('vite').Rolldown.RolldownWatcher} */ (
      await build({ configFile, build: { watch: {} }, logLevel: 'error' })
    );
    watchers.push(watcher);
    await followed(watcher, options.say, () => {
      options.say(then === 'reload' ? 'The windows changed: reloaded.' : 'The app changed: starting it again.');
      app[then]();
    });
  }
  app.restart();
  const stopped = new Promise((resolve) => signal.addEventListener('abort', () => resolve(0), { once: true }));
  const code = signal.aborted ? 0 : /** @type {number} */ (await Promise.race([app.ended, stopped]));
  for (const watcher of watchers) await watcher.close();
  await app.stop();
  return code;
};

/**
 * @param {import('vite').Rolldown.RolldownWatcher} watcher
 * @param {(line: string) => void} say
 * @param {() => void} onBuilt - for every build after the first
 * @returns {Promise<void>} when there is a first build. Error: what is wrong with the sources
 */
const followed = (watcher, say, onBuilt) =>
  new Promise((resolve, reject) => {
    let isFirst = true;
    let isFaulty = false;
    watcher.on('event', (event) => {
      if (event.code === 'START') isFaulty = false;
      if (event.code === 'ERROR') {
        isFaulty = true;
        if (isFirst) reject(event.error);
        else say(event.error.message);
      }
      if (event.code !== 'END' || isFaulty) return;
      if (isFirst) resolve();
      else onBuilt();
      isFirst = false;
    });
  });
