import { ensure, type Check } from '../check.ts';
import { using } from '../world.ts';

export const creates: Check = {
  name: 'create, with stages',
  leftOut: ({ mayCreate }) =>
    mayCreate ? undefined : 'would make a backup in your Home Assistant (--create allows it)',
  run: (world) =>
    using(world, async (source) => {
      const before = new Set((await source.list(world.signal)).items.map(({ id }) => id));
      const stages: string[] = [];
      const { backup, partial } = await source.create(({ stage }) => void stages.push(stage), world.signal);
      ensure(!before.has(backup.id), 'an old backup is said to be the new one');
      ensure(!partial, 'said to be partial');
      const after = await source.list(world.signal);
      ensure(
        after.items.some(({ id }) => id === backup.id),
        'the new backup is not listed',
      );
      ensure(stages.length > 0, 'no stage was told');
      return `${backup.kind} backup ${backup.id}, stages ${stages.join(' ')}`;
    }),
};
