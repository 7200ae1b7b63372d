import { ensure, ownOnly, type Check } from '../check.ts';
import { backUp, readyApp, type OpenApp } from '../app.ts';
import { ageCopy } from '../aged-copy.ts';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { SlowStart } from '../slow-start.ts';
import { waitUntil } from '../wait-until.ts';
import { using, type World } from '../world.ts';

/** What a look at it gives just now. */
const look = async (world: World): Promise<string> => {
  try {
    const listing = await using(world, (source) => source.list(world.signal));
    return listing.complete ? `complete with ${listing.items.length}` : `incomplete, ${listing.why.code}`;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

/** Nothing may be deleted although a copy is due. */
const whileStarting = async (world: World, { app, apple }: OpenApp): Promise<string> => {
  const seen = new Set<string>();
  // At first nobody listens, then the commands are unknown, then the list is empty: none of that may count.
  await waitUntil(
    async () => {
      const found = await look(world);
      seen.add(found);
      return found === 'ha.starting' || found.startsWith('incomplete');
    },
    'a Home Assistant that is starting',
    world.signal,
  );
  const files = apple.files().length;
  const run = await backUp(app, false, world.signal);
  const pruned = await app.prune({ dryRun: false }, world.signal);
  seen.add(await look(world));
  ensure(
    [...seen].every((found) => !found.startsWith('complete')),
    `looks gave: ${[...seen].join('; ')}`,
  );
  ensure(run.pruned.length + pruned.removed.length === 0, 'a copy was pruned');
  ensure(pruned.held !== null, 'pruning was not held back');
  ensure(apple.files().length === files, 'files went from iCloud Drive');
  return `looks gave: ${[...seen].join('; ')}; run: ${run.problem?.code ?? run.outcome}; prune held: ${pruned.held.code}`;
};

export const distrustsStarting: Check = {
  name: 'a starting Home Assistant: list incomplete, nothing pruned',
  leftOut: ownOnly,
  run: async (world) => {
    const { own } = world;
    if (!own) throw new Error('only for a Home Assistant of its own');
    const open = await readyApp(world, 1);
    // One to go, one to stay.
    await backUp(open.app, true, world.signal);
    await backUp(open.app, true, world.signal);
    const aged = ageCopy(open.apple);
    await own.stop();
    const slow = await SlowStart.install(own, world.folder);
    const coming = own.start(['--extra-config', slow.extraConfig]);
    let words: string;
    try {
      words = await whileStarting(world, open);
    } finally {
      await slow.goOn();
      await coming;
    }
    // The same copy goes as soon as Home Assistant runs: it was the start that held it back.
    const { removed } = await open.app.prune({ dryRun: false }, world.signal);
    ensure(removed.join() === aged, `once it runs, pruned: ${removed.join(', ') || 'nothing'}; due: ${aged}`);
    return `${words}; pruned once it ran`;
  },
};
