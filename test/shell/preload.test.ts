import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'vite';
import { beforeAll, expect, it } from 'vitest';
import type { Bridge } from '../../src/shared/contract/bridge.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What the sandboxed window runs: the bundle, not the source. */
let source = '';
beforeAll(async () => {
  const configFile = here('../../vite.preload.config.ts');
  const built = await build({ configFile, logLevel: 'error', build: { write: false } });
  if (Array.isArray(built) || !('output' in built)) throw new Error('one bundle is expected');
  const [{ fileName, code }, ...more] = built.output;
  expect([fileName, more.map((file) => file.fileName).filter((name) => !name.endsWith('.map'))]).toEqual([
    'index.cjs',
    [],
  ]);
  source = code;
}, 60_000);

const dropped = new WeakMap<File, string>();

type Listener = (event: unknown, state: unknown) => void;

/** The bundle in a context that has nothing but `require`, and what it did there. */
const run = () => {
  const exposed: Record<string, Bridge> = {};
  const sent: unknown[][] = [];
  const listeners = new Set<Listener>();
  const electron = {
    // As Electron: a file that a page made up is nowhere, and what is no file is an error.
    webUtils: {
      getPathForFile: (file: unknown) => {
        if (!(file instanceof File)) throw new TypeError('no file');
        return dropped.get(file) ?? '';
      },
    },
    contextBridge: { exposeInMainWorld: (key: string, value: Bridge) => (exposed[key] = value) },
    ipcRenderer: {
      invoke: (...args: unknown[]) => Promise.resolve(sent.push(args)),
      on: (_channel: string, listener: Listener) => listeners.add(listener),
      off: (_channel: string, listener: Listener) => listeners.delete(listener),
    },
  };
  const require = (id: string): unknown => {
    if (id !== 'electron') throw new Error(`a sandboxed preload may only require electron, not ${id}`);
    return electron;
  };
  runInNewContext(source, { require, module: { exports: {} }, exports: {} });
  const bridge = exposed['haBackup'];
  if (!bridge) throw new Error('nothing was exposed');
  return { exposed, bridge, sent, listeners };
};

it('gives the page one frozen thing with four methods', () => {
  const { exposed, bridge } = run();
  expect(Object.keys(exposed)).toEqual(['haBackup']);
  expect([Object.keys(bridge), Object.isFrozen(bridge)]).toEqual([['command', 'offer', 'snapshot', 'onState'], true]);
});

it('sends commands on its two channels only, whatever they are called', async () => {
  const { bridge, sent } = run();
  await bridge.command('pause', { for: 'hour' });
  await bridge.command('app:state' as 'resume', {});
  await bridge.snapshot();
  expect(sent).toEqual([['app:command', 'pause', { for: 'hour' }], ['app:command', 'app:state', {}], ['app:snapshot']]);
});

it('says itself where a dropped file is: of a file that a page made up nowhere, and never a path that it names', async () => {
  const { bridge, sent } = run();
  const file = new File(['x'], 'backup.tar');
  dropped.set(file, '/home/maria/backup.tar');
  await bridge.offer(file, 1);
  await bridge.offer(new File(['x'], '/etc/passwd'), 1);
  expect(() => bridge.offer('/etc/passwd' as unknown as File, 1)).toThrow('no file');
  expect(sent).toEqual([
    ['app:offer', '/home/maria/backup.tar', 1],
    ['app:offer', '', 1],
  ]);
});

it('passes on states without the event that came with them, until it is told to stop', () => {
  const { bridge, listeners } = run();
  const heard: unknown[][] = [];
  const stop = bridge.onState((...args) => heard.push(args));
  for (const listener of listeners) listener({ sender: 'electron' }, { revision: 1 });
  expect(heard).toEqual([[{ revision: 1 }]]);
  stop();
  expect(listeners.size).toBe(0);
});
