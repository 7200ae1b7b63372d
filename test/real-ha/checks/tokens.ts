import { z } from 'zod';
import { backUp, openApp } from '../app.ts';
import { ensure, failureOf, ownOnly, type Check } from '../check.ts';
import type { OwnHome } from '../own-home.ts';
import { startRelay } from '../../support/relay.ts';
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
  await app.setUp({ url: await fullyCounted(world, url), token }, world.signal);
  await tell({ url, token: owner }, { type: 'auth/delete_refresh_token', refresh_token_id: idOf(token) });
  const codes: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const report = await backUp(app, false, world.signal);
    codes.push(report.problem?.code ?? report.outcome);
  }
  return codes;
};

/**
 * The same Home Assistant at an address where it counts every try. It looks up the name of the other side before it logs a
 * try (until 2026.8 before it counts it, too), and lets go of it all when that side hangs up meanwhile (http/ban.py).
 */
const fullyCounted = async ({ later }: World, url: string): Promise<string> => {
  const relay = await startRelay(url, { hidesHangUps: true });
  later(() => relay.stop());
  return relay.url;
};

/** A long-lived token is a JWT that names its entry (facts#access-tokens). */
const idOf = (token: string): string => {
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  return z.object({ iss: z.string() }).parse(JSON.parse(payload)).iss;
};

const statusWith = async (url: string, token: string): Promise<number> =>
  (await fetch(`${url}/api/`, { headers: { Authorization: `Bearer ${token}` } })).status;

/** Home Assistant bans an address for ever after that many wrong tokens. */
const threshold = 3;

export const triesWrongTokenOnce: Check = {
  name: 'a deleted token is tried exactly once',
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
    await expectInLog(world, home, 1);
    if (!withSupervisor) await expectBan(world, home);
    return `1 failed login in ${runs} runs, by log${withSupervisor ? '' : ` and by ban after ${threshold}; then ha.banned`}`;
  },
};

const expectInLog = async ({ signal }: World, home: OwnHome, tries: number): Promise<void> => {
  await waitUntil(async () => (await home.badLogins()) >= tries, 'a word in Home Assistant’s log', signal);
  const seen = await home.badLogins();
  ensure(seen === tries, `${seen} failed logins in Home Assistant’s log instead of ${tries}`);
};

/** One by the program and ours: the last one bans, and not the one before. */
const expectBan = async (world: World, home: OwnHome): Promise<void> => {
  const { url, token } = home.facts;
  for (let number = 2; number <= threshold; number += 1) {
    const allowed = await statusWith(url, token);
    ensure(allowed === 200, `banned after ${number - 1}: HTTP ${allowed}, so the program tried more than once`);
    await statusWith(url, 'wrong');
  }
  await expectInLog(world, home, threshold);
  const banned = await statusWith(url, token);
  ensure(banned === 403, `not banned after ${threshold}: HTTP ${banned}, so the program never tried`);
  const seen = await failureOf(using({ ...world, url, token }, (source) => source.list(world.signal)));
  ensure(seen.code === 'ha.banned', `a banned computer is told ${seen.code}`);
};
