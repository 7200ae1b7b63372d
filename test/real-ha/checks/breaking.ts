import { idInName } from '../../../src/core/domain/names.ts';
import { backUp, inWords, readyApp } from '../app.ts';
import { ensure, firstReason, ownOnly, type Check } from '../check.ts';
import { InterruptedSource } from '../interrupted-source.ts';
import type { OwnHome } from '../own-home.ts';
import { describeArchive, pull } from '../pull.ts';
import { waitUntil } from '../wait-until.ts';
import { using, type World } from '../world.ts';

const mib = 1024 ** 2;

/** More than all buffers between Home Assistant's disk and us can hold, so that most of it is still to come. */
const bigMib = 64;

const bigOwn = async ({ own }: World): Promise<OwnHome> => {
  if (!own) throw new Error('only for a Home Assistant of its own');
  await own.makeBig(bigMib);
  return own;
};

export const survivesRestart: Check = {
  name: 'Home Assistant restarted in mid-download',
  leftOut: ownOnly,
  run: async (world) => {
    const own = await bigOwn(world);
    let pulled: Awaited<ReturnType<typeof pullInterrupted>>;
    try {
      pulled = await pullInterrupted(world, own);
    } finally {
      await own.start(); // Waits until everything is up again.
    }
    const { archive, offsets, refusals } = pulled;
    const last = offsets.at(-1) ?? 0;
    ensure(offsets.length > 1, 'the download was not interrupted');
    ensure(own.facts.install === 'os' ? last === 0 : last > 0, `downloads began at ${offsets.join(', ')}`);
    const between = refusals.length > 0 ? `, in between: ${refusals.join(', ')}` : '';
    return `${describeArchive(archive)}, downloads began at ${offsets.join(', ')}${between}`;
  },
};

const pullInterrupted = async (world: World, own: OwnHome) =>
  await using(world, async (source) => {
    const { backup } = await source.create(() => undefined, world.signal);
    const interrupted = new InterruptedSource(source, 4 * mib, () => own.restart());
    const { offsets, refusals } = interrupted;
    return { ...(await pull(world, interrupted, backup)), offsets, refusals };
  });

export const refusesTorso: Check = {
  name: 'Home Assistant killed in mid-backup: the torso is refused',
  leftOut: firstReason(ownOnly, ({ own }) =>
    own?.facts.install === 'os' ? 'the Supervisor finishes a backup without Home Assistant' : undefined,
  ),
  run: async (world) => {
    const own = await bigOwn(world);
    const { app, apple } = await readyApp(world);
    const before = await idsOf(world);
    const [first] = await Promise.all([backUp(app, true, world.signal), killWhileWriting(own, world.signal)]);
    const [torso, ...others] = (await idsOf(world)).filter((id) => !before.includes(id));
    ensure(torso !== undefined && others.length === 0, 'Home Assistant does not list exactly one torso');
    const second = await backUp(app, false, world.signal);
    const words = `first run: ${inWords(first)}; second: ${inWords(second)}`;
    const refusal = [...first.backups, ...second.backups].find(({ id }) => id === torso);
    ensure(refusal?.outcome === 'refused', words);
    const stored = apple.tree().filter(({ path }) => path.includes(idInName(torso)));
    ensure(stored.length === 0, `iCloud Drive has ${stored.map(({ path }) => path).join(', ')}`);
    ensure((await idsOf(world)).includes(torso), 'the torso is gone from Home Assistant');
    return words;
  },
};

const idsOf = async (world: World): Promise<string[]> =>
  (await using(world, (source) => source.list(world.signal))).items.map(({ id }) => id);

const killWhileWriting = async (own: OwnHome, signal: AbortSignal): Promise<void> => {
  const before = new Set((await own.archives()).keys());
  const isWriting = async (): Promise<boolean> =>
    [...(await own.archives())].some(([path, size]) => !before.has(path) && size > 4 * mib);
  await waitUntil(isWriting, 'a half-written archive', signal);
  await own.kill();
  await own.start();
};
