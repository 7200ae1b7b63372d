import { join } from 'node:path';
import { backUp, inWords, readyApp } from '../app.ts';
import { ensure, type Check } from '../check.ts';
import { hashOf } from '../pull.ts';
import type { World } from '../world.ts';

/** Set-up, sign-in, backup, list, restore, look again: as the user does it, with the real rclone. */
export const doesItAll: Check = {
  name: 'the whole program: set up, back up, list, restore',
  run: async (world) => {
    const { app, apple } = await readyApp(world);
    const report = await backUp(app, world.mayCreate, world.signal);
    const words = inWords(report);
    const stored = report.backups.filter(({ outcome }) => outcome === 'stored');
    ensure(report.outcome === 'done' || report.outcome === 'warnings', words);
    ensure(stored.length === report.backups.length, words);
    if (stored.length === 0) return `nothing of the last day to store: ${words}`;

    const { backups, problems } = await app.list({ allInstances: false }, world.signal);
    ensure(problems.length === 0, `list: ${problems.map(({ code }) => code).join(', ')}`);
    const both = backups.filter(({ where }) => where.length === 2).map(({ id }) => id);
    ensure(
      stored.every(({ id }) => both.includes(id)),
      'list does not show them on both sides',
    );
    const [newest] = stored;
    const to = join(world.folder, 'restored');
    const restored = await app.restore({ id: newest?.id ?? '', to }, () => undefined, world.signal);
    const checked = await app.check({ file: restored.file, keys: () => Promise.resolve([]) }, world.signal);
    ensure(checked.verdict === 'good', `the restored file: ${checked.verdict}`);
    if (world.own) ensure(await isOnDisk(world, restored.file, restored.bytes), 'the restored file has other bytes');

    const again = await backUp(app, false, world.signal);
    ensure(again.outcome !== 'failed' && again.backups.length === 0, `a second run: ${inWords(again)}`);
    ensure(apple.foreignConnects().length === 0, 'rclone spoke to somebody else than Apple');
    const { safety } = await app.status();
    ensure(safety === 'safe' || safety === 'warning', `status says ${safety}`);
    return `${words}; restored ${restored.bytes} bytes, the same; status ${safety}`;
  },
};

const isOnDisk = async ({ own }: World, file: string, bytes: number): Promise<boolean> => {
  const sha256 = await hashOf(file);
  for (const [path, size] of (await own?.archives()) ?? []) {
    if (size === bytes && (await hashOf(path)) === sha256) return true;
  }
  return false;
};
