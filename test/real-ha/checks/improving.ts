import { z } from 'zod';
import type { HomeOffer } from '../../../src/shared/home-offers.ts';
import { openApp } from '../app.ts';
import { ensure, ownOnly, type Check } from '../check.ts';
import { tell } from '../talk.ts';
import { using, type World } from '../world.ts';

const configSchema = z.object({
  config: z.looseObject({ create_backup: z.looseObject({ password: z.string().nullable() }) }),
});

interface Seen {
  readonly key: string | null;
  /** All of it without what changes by itself, and without the key. */
  readonly rest: string;
}

const settingsOf = async (at: { readonly url: string; readonly token: string }): Promise<Seen> => {
  const { config } = configSchema.parse(await tell(at, { type: 'backup/config/info' }));
  const { password, ...created } = config.create_backup;
  const { agents, automatic_backups_configured: configured, retention, schedule } = config;
  return { key: password, rest: JSON.stringify({ agents, configured, retention, schedule, created }) };
};

const wordsOf = (offers: readonly HomeOffer[]): string => offers.map(({ what }) => what).join(', ');

export const improves: Check = {
  name: 'backup settings: from none to schedule, encryption and enough copies, kept over a restart',
  leftOut: ownOnly,
  run: async (world: World) => {
    const home = await world.another([]);
    const { url, token } = home.facts;
    const at = { url, token };
    const { app } = await openApp(world);
    const first = await app.setUp({ ...at }, world.signal);
    ensure(wordsOf(first.offers) === 'schedule, encryption', `offers of a new one: ${wordsOf(first.offers)}`);
    const set = await app.improveHome(first.offers, world.signal);
    ensure(set.offers.length === 0 && set.warnings.length === 0, `still offered: ${wordsOf(set.offers)}`);

    const hasTimes = !home.facts.version.startsWith('2025.1.');
    // Somebody keeps fewer, at a time of their own.
    const schedule = { recurrence: 'daily', days: [], time: '03:30:00' };
    const retention = { copies: 3, days: null };
    await tell(at, { type: 'backup/config/update', retention, ...(hasTimes && { schedule }) });
    const few = await app.setUp({ ...at }, world.signal);
    ensure(wordsOf(few.offers) === 'retention', `offers with three copies: ${wordsOf(few.offers)}`);
    await app.improveHome(few.offers, world.signal);
    const before = await settingsOf(at);
    ensure(before.rest.includes('"copies":7'), `kept: ${before.rest}`);
    ensure(!hasTimes || before.rest.includes('"time":"03:30:00"'), `the time is lost: ${before.rest}`);

    await home.restart();
    await home.start();
    const again = { url: home.facts.url, token: home.facts.token };
    const after = await settingsOf(again);
    ensure(before.key !== null && after.key === before.key, 'the key is not the same after a restart');
    ensure(after.rest === before.rest, `after a restart: ${after.rest}; before: ${before.rest}`);
    return `${after.rest}; ${await encryptsWith({ ...world, ...again })}`;
  },
};

/** The next backup is made by them. */
const encryptsWith = async (world: World): Promise<string> => {
  const { backup } = await using(world, (source) => source.create(() => undefined, world.signal));
  ensure(backup.kind === 'automatic', `the next backup is ${backup.kind}`);
  ensure(
    backup.copies.every((copy) => copy.protected),
    'the next backup is not encrypted',
  );
  return 'the next backup is automatic and encrypted';
};
