import { z } from 'zod';
import { backUp, openApp } from '../app.ts';
import { ensure, failureOf, ownOnly, type Check } from '../check.ts';
import type { OwnHome } from '../own-home.ts';
import { tell } from '../talk.ts';
import { waitUntil } from '../wait-until.ts';
import { using, type World } from '../world.ts';

export const refusesNonAdmin: Check = {
  name: 'a token of a user who is no admin',
  leftOut: ownOnly,
  run: async (world) => {
    const token = world.own?.facts.userToken ?? '';
    const before = await world.own?.badLogins();
    const refused = await failureOf(using({ ...world, token }, (source) => source.list(world.signal)));
    ensure(refused.code === 'ha.not-admin', `says ${refused.code}`);
    const { app } = await openApp(world);
    const setUp = await failureOf(app.setUp({ url: world.url, token }, world.signal));
    ensure(setUp.code === 'ha.not-admin', `set-up says ${setUp.code}`);
    ensure(app.settings.current.instances.length === 0, 'set-up kept it all the same');
    ensure((await world.own?.badLogins()) === before, 'Home Assistant counted a failed login');
    return 'ha.not-admin, set-up too; no failed login counted';
  },
};

const runs = 3;

/** A user who deletes the token in Home Assistant while this program goes on looking every hour. */
const runWithDeletedToken = async (world: World, home: OwnHome): Promise<string[]> => {
  const { url, token: owner } = home.facts;
  const client = `${world.folder} ${Date.now()}`;
  const token = z
    .string()
    .parse(
      await tell({ url, token: owner }, { type: 'auth/long_lived_access_token', client_name: client, lifespan: 1 }),
    );
  const { app } = await openApp(world);
  await app.setUp({ url, token }, world.signal);
  await tell({ url, token: owner }, { type: 'auth/delete_refresh_token', refresh_token_id: idOf(token) });
  const codes: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const report = await backUp(app, false, world.signal);
    codes.push(report.problem?.code ?? report.outcome);
  }
  return codes;
};

/** A long-lived token is a JWT that names its entry (facts 10.1). */
const idOf = (token: string): string => {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  return z.object({ iss: z.string() }).parse(JSON.parse(payload)).iss;
};

const statusWith = async (url: string, token: string): Promise<number> =>
  (await fetch(`${url}/api/`, { headers: { Authorization: `Bearer ${token}` } })).status;

const banned = 403;

/** Home Assistant bans an address for ever after that many wrong tokens. */
const threshold = 3;

export const triesWrongTokenOnce: Check = {
  name: 'a deleted token is tried once',
  leftOut: ownOnly,
  run: async (world) => {
    const withSupervisor = world.own?.facts.install === 'os';
    // Beside a Supervisor this computer's address is its own, which is never banned: the log has to do.
    const home = await world.another(withSupervisor ? [] : ['--ban-after', String(threshold)]);
    const codes = await runWithDeletedToken(world, home);
    ensure(
      codes.every((code) => code === 'ha.token-invalid'),
      `the runs said ${codes.join(', ')}`,
    );
    const counted = withSupervisor ? await countByLog(world, home) : await countByBan(world, home);
    // None is right as well: Home Assistant drops its count when the other side hangs up at once (http/ban.py).
    ensure(counted <= 1, `Home Assistant counted ${counted} failed logins`);
    return `${counted} failed login counted in ${runs} runs${withSupervisor ? '' : `, by a ban after ${threshold}`}`;
  },
};

/** Ours come after the program's, so once they are in the log its own would be. */
const countByLog = async (world: World, home: OwnHome): Promise<number> => {
  const { url } = home.facts;
  for (let number = 0; number < threshold; number += 1) await statusWith(url, 'wrong');
  await waitUntil(async () => (await home.badLogins()) >= threshold, 'Home Assistant’s log', world.signal);
  return (await home.badLogins()) - threshold;
};

/** What the program used up of the number that bans. */
const countByBan = async (world: World, home: OwnHome): Promise<number> => {
  const { url, token } = home.facts;
  let needed = 0;
  do {
    ensure(needed < threshold, `not banned after ${needed} wrong tokens`);
    await statusWith(url, 'wrong');
    needed += 1;
  } while ((await statusWith(url, token)) !== banned);
  const seen = await failureOf(using({ ...world, url, token }, (source) => source.list(world.signal)));
  ensure(seen.code === 'ha.banned', `a banned computer is told ${seen.code}`);
  return threshold - needed;
};
