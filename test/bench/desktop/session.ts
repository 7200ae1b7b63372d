import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inDesktopSession, missingSessionParts, sessionEnvironment } from '../../../scripts/desktop-session.mjs';
import { electronDist, findTestElectron } from '../../../scripts/test-electron.mjs';
import { mayStayUnread } from '../../support/child-input.ts';
import { Child, childOption } from '../children/child.ts';
import type { AppleOrders, HomeOrders } from '../children/orders.ts';
import type { Settings } from '../measurement.ts';
import { ToolMissing } from '../public-tools.ts';
import type { DesktopAnswers, DesktopOrder } from './orders.ts';

/** Errors: `ToolMissing` without an Electron, a screen, a bus or a keyring. */
const findTools = (root: string): string => {
  // Memory is read from /proc, and the icon over the bus of Linux.
  if (process.platform !== 'linux') throw new ToolMissing('Linux');
  const [missing] = missingSessionParts();
  if (missing !== undefined) throw new ToolMissing(missing);
  const electron = findTestElectron(root);
  if (electron === undefined) throw new ToolMissing('Electron');
  return electron;
};

/**
 * Measures the desktop app with a Home Assistant and an Apple of its own, in a desktop session that ends with it.
 * Errors: `ToolMissing`.
 */
export const measureDesktop = async <What extends DesktopOrder['what']>(
  what: What,
  { stand, rounds, say }: Settings,
): Promise<DesktopAnswers[What]> => {
  const root = join(stand.resourcesDir, '..');
  const electron = findTools(root);
  say(`  Electron ${electronDist(electron).version}`);
  const folder = await mkdtemp(join(tmpdir(), 'ha-icloud-bench-'));
  const home = new Child<HomeOrders>(stand.program, 'home');
  const apple = new Child<AppleOrders>(stand.program, 'apple');
  try {
    await home.ask('addBackup', { bytes: 1_000_000, date: new Date(Date.now() - 86_400_000).toISOString() });
    const facts = { home: await home.ask('where', null), apple: await apple.ask('where', null) };
    const order: DesktopOrder = { electron: await ownCopy(electron, folder), root, folder, ...facts, what, rounds };
    return JSON.parse(await ask(order, stand)) as DesktopAnswers[What];
  } finally {
    await home.end();
    await apple.end();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};

/** Another app that runs from the same files would carry a part of their memory, and the result would swing by a third. */
const ownCopy = async (electron: string, folder: string): Promise<string> => {
  const own = join(folder, 'electron');
  await cp(electronDist(electron).dist, own, { recursive: true });
  return join(own, basename(electron));
};

const ask = async (order: DesktopOrder, { program, signal }: Settings['stand']): Promise<string> => {
  const [file, ...args] = inDesktopSession([process.execPath, program, childOption, 'desktop']);
  const env = { ...process.env, ...sessionEnvironment(order.folder) };
  const session = spawn(file, args, { env, signal, stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    session.once('error', reject).once('close', resolve);
  });
  mayStayUnread(session.stdin).end(JSON.stringify(order));
  const [code, answer, trouble] = await Promise.all([ended, text(session.stdout), text(session.stderr)]);
  if (code !== 0) throw new Error(`the desktop session ended with ${code ?? 'a signal'}:\n${trouble}`);
  return answer;
};
