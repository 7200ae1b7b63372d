import { ensure, type Check } from '../check.ts';
import { using } from '../world.ts';

/** A clock further off than this stops all pruning (plan-prune.ts). */
const maxSkewMs = 10 * 60_000;

export const connects: Check = {
  name: 'connect and describe',
  run: (world) =>
    using(world, async (source) => {
      const home = await source.describe(world.signal);
      ensure(home.admin, 'the token is not an admin’s');
      const skew = home.clockSkewMs;
      ensure(skew !== undefined && Math.abs(skew) < maxSkewMs, `its clock is ${skew ?? 'unknown'} ms ahead`);
      if (world.own) {
        const { version, install } = world.own.facts;
        ensure(home.version === version, `says ${home.version}, is ${version}`);
        // Home Assistant judges by its surroundings: this suite may itself run in a container.
        const fitting = install === 'os' ? ['os'] : ['core', 'container'];
        ensure(fitting.includes(home.installType), `taken for ${home.installType}, is ${install}`);
      }
      const id = home.instance ? `instance id from ${home.instance.from}` : 'no instance id yet';
      const plan = home.schedule ? `schedule ${home.schedule.recurrence}` : 'schedule not told';
      return `${home.name}, ${home.version}, ${home.installType}, ${id}, ${plan}`;
    }),
};

export const lists: Check = {
  name: 'list',
  run: (world) =>
    using(world, async (source) => {
      const listing = await source.list(world.signal);
      ensure(listing.complete, 'the list is said to be incomplete');
      const homeless = listing.items.filter(({ copies }) => copies.length === 0);
      ensure(homeless.length === 0, `${homeless.length} backups are nowhere`);
      if (world.own) {
        const files = (await world.own.archives()).size;
        ensure(files === listing.items.length, `${files} files on disk, ${listing.items.length} listed`);
      }
      return `complete, ${listing.items.length} backups`;
    }),
};
