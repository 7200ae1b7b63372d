import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { json } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';
import { mayStayUnread } from '../../support/child-input.ts';
import type { DesktopAnswers, DesktopOrder, IdleMemory, Start } from '../desktop/orders.ts';
import { settledMemoryOf } from '../desktop/processes.ts';

const patienceMs = 60_000;
const endsMs = 20_000;
/** Root starts no sandbox. */
const sandbox: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The first line of a program's output that begins like this, and when it came. Errors: it ended, or took too long. */
const lineOf = async (child: ChildProcess, beginning: string): Promise<{ line: string; at: number }> =>
  await new Promise((resolve, reject) => {
    if (!child.stdout) throw new Error('its output is not read');
    const late = setTimeout(() => reject(new Error(`never came: ${beginning}`)), patienceMs);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`ended with ${code ?? 'a signal'} before: ${beginning}`));
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith(beginning)) return;
      clearTimeout(late);
      resolve({ line, at: Date.now() });
    });
  });

const endOf = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const late = setTimeout(() => child.kill('SIGKILL'), endsMs);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(late);
};

/** Where the icon appears, for as long as one app runs: what the desktop host says of the next one is told apart by that. */
const withDesktop = async <T>(
  { root }: DesktopOrder,
  work: (trayAdded: () => Promise<number>) => Promise<T>,
): Promise<T> => {
  const script = join(root, 'test', 'e2e', 'desktop-host.py');
  // Debian's own Python has the D-Bus module; another one on the path may not.
  const host = spawn('/usr/bin/python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await lineOf(host, '{"event": "ready"');
    return await work(async () => (await lineOf(host, '{"event": "tray-added"')).at);
  } finally {
    await endOf(host);
  }
};

/** An app that Electron starts, with nothing in it but these lines. */
const makeApp = async (folder: string, name: string, main: string): Promise<string> => {
  const path = join(folder, name);
  await mkdir(path, { recursive: true });
  await writeFile(
    join(path, 'package.json'),
    JSON.stringify({ name, version: '0.0.0', type: 'module', main: 'main.js' }),
  );
  await writeFile(join(path, 'main.js'), main);
  return path;
};

/** Set up, signed in and with one stored backup, as it is on most days. */
const setUp = async (order: DesktopOrder): Promise<NodeJS.ProcessEnv> => {
  const { root, home, apple } = order;
  const env = { ...process.env, HTTPS_PROXY: apple.proxyUrl, HA_ICLOUD_BACKUP_CA_FILE: apple.caFile };
  const cli = async (args: readonly string[], secrets: NodeJS.ProcessEnv, input = ''): Promise<void> => {
    const command = [join(root, 'out', 'cli.js'), '--data-dir', dataOf(order), ...args];
    const child = spawn(process.execPath, command, {
      env: { ...env, ...secrets },
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    mayStayUnread(child.stdin).end(input);
    const code = await new Promise((resolve) => child.once('exit', resolve));
    // 4: done with warnings, such as that Home Assistant makes no automatic backups.
    if (code !== 0 && code !== 4) throw new Error(`${args.join(' ')} ended with ${String(code)}`);
  };
  await cli(['setup', '--url', home.url], { HA_ICLOUD_BACKUP_TOKEN: home.token });
  const password = { HA_ICLOUD_BACKUP_APPLE_PASSWORD: apple.password };
  await cli(['login', '--apple-id', apple.appleId], password, `${apple.deviceCode}\n`);
  await cli(['backup'], {});
  return env;
};

const dataOf = ({ folder }: DesktopOrder): string => join(folder, 'data');

const startHidden = (order: DesktopOrder, app: string, env: NodeJS.ProcessEnv): ChildProcess =>
  spawn(order.electron, [...sandbox, app, '--hidden', '--data-dir', dataOf(order)], {
    env,
    cwd: order.root,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** The clock starts before the first line of main is read: all of main is loaded after that. */
const startOnce = async (order: DesktopOrder, env: NodeJS.ProcessEnv): Promise<Start> => {
  const main = pathToFileURL(join(order.root, 'out', 'main', 'index.js')).href;
  const lines = `process.stdout.write('first-line ' + Date.now() + '\\n');\nawait import(${JSON.stringify(main)});\n`;
  const app = await makeApp(order.folder, 'first-line', lines);
  return await withDesktop(order, async (trayAdded) => {
    const added = trayAdded();
    const spawned = Date.now();
    const child = startHidden(order, app, env);
    try {
      const [{ line }, trayReady] = await Promise.all([lineOf(child, 'first-line'), added]);
      return { spawned, firstLine: Number(line.split(' ')[1]), trayReady };
    } finally {
      await endOf(child);
    }
  });
};

const idleMemory = async (order: DesktopOrder, app: string, env: NodeJS.ProcessEnv): Promise<number> =>
  await withDesktop(order, async (trayAdded) => {
    const added = trayAdded();
    const child = startHidden(order, app, env);
    try {
      await added;
      return await settledMemoryOf(child.pid ?? 0);
    } finally {
      await endOf(child);
    }
  });

/** The least that an app with an icon can be. */
const emptyApp = async ({ root, folder }: DesktopOrder): Promise<string> => {
  const icon = JSON.stringify(join(root, 'resources', 'icons', 'tray-ok-22.png'));
  const lines = `import { app, Tray } from 'electron';
let tray;
void app.whenReady().then(() => {
  tray = new Tray(${icon});
});
process.on('SIGTERM', () => {
  tray?.destroy();
  app.exit(0);
});
`;
  return await makeApp(folder, 'empty', lines);
};

const both = async (order: DesktopOrder, env: NodeJS.ProcessEnv): Promise<IdleMemory> => ({
  ours: await idleMemory(order, order.root, env),
  empty: await idleMemory(order, await emptyApp(order), env),
});

const inRounds = async <T>({ rounds }: DesktopOrder, one: () => Promise<T>): Promise<T[]> => {
  const all: T[] = [];
  for (let round = 0; round < rounds; round += 1) all.push(await one());
  return all;
};

/** Takes one order from stdin and writes the answer to stdout. */
export const runDesktop = async (): Promise<void> => {
  const order = (await json(process.stdin)) as DesktopOrder;
  const env = await setUp(order);
  const answer: DesktopAnswers[DesktopOrder['what']] =
    order.what === 'start'
      ? await inRounds(order, () => startOnce(order, env))
      : await inRounds(order, () => both(order, env));
  process.stdout.write(JSON.stringify(answer));
};
