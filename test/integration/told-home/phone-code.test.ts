import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { Phone } from '../../support/a-phone.ts';
import { codeOf, never, readyApp, TestClock, TestComputer } from '../../support/app-harness.ts';
import { eventually } from '../../support/eventually.ts';
import '../../support/in-english.ts';
import { findSecrets, placesBelow } from '../../support/secret-search.ts';

/** Nobody is asked at night: it is noon wherever this runs. */
const noon = new Date();
noon.setHours(12, 0, 0, 0);
const clock = new TestClock(noon.getTime() - Date.now());
const now = (): Date => clock.now();

let home: HomeAssistantSimulator;
let apple: AppleSimulator;
let computer: TestComputer;
let app: App;
let phone: Phone;
let strangersPhone: Phone;
const running: { readonly stop: AbortController; readonly ended: Promise<unknown> }[] = [];

/** As `watch` does it: asks on the phone, and looks for backups. */
const keepWatching = (given = app): void => {
  const stop = new AbortController();
  const wish = { words: toldWords, hold: () => Promise.resolve(() => undefined), onSignedIn: () => undefined };
  const listener = { onReport: () => undefined, onActivity: () => undefined, onStatus: () => undefined };
  const ended = Promise.all([given.keepPhoneCode(wish, stop.signal), given.watch(listener, stop.signal)]);
  running.push({ stop, ended });
};
/** A new backup, and Apple no longer knows this computer: a run finds that out. */
const signInEnds = async (): Promise<void> => {
  // One sign-in without the user a day, and each of these tests has one.
  clock.forward(24 * 3_600_000);
  await home.addBackup({ kind: 'automatic', date: now() });
  apple.expireTrust();
  apple.expireSession();
  const { problem } = await app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, never);
  expect(problem?.code).toBe('icloud.trust-expired');
};
const stopAll = async (): Promise<void> => {
  for (const { stop, ended } of running.splice(0)) {
    stop.abort();
    await ended;
  }
};
const code = (): string => apple.account.deviceCode;
const codesSent = (): number => apple.codePushes() + apple.smsSent();
const archives = (): number => apple.files().filter(({ path }) => path.endsWith('.tar')).length;

beforeAll(async () => {
  home = await startHomeAssistantSimulator({ automatic: {}, clock: now });
  apple = await startAppleSimulator({ clock: now });
  computer = await TestComputer.create(apple, { clock });
  app = await readyApp(computer, apple, home);
  phone = await Phone.register(home, 'My iPhone');
  strangersPhone = await Phone.register({ url: home.url, token: home.userToken }, 'Kid Phone');
});
afterEach(async () => {
  await stopAll();
});
afterAll(async () => {
  phone.close();
  strangersPhone.close();
  await home.stop();
  await apple.stop();
  await computer.remove();
});

test('only a phone that Home Assistant has may be chosen', async () => {
  expect(await app.phoneServices(never)).toEqual(['mobile_app_kid_phone', 'mobile_app_my_iphone']);
  expect(await codeOf(app.setPhoneCode(['mobile_app_nobody'], never))).toBe('settings.invalid');
  await app.setPhoneCode(['notify.mobile_app_my_iphone'], never);
  expect((await app.readSettings()).phoneCodeNotify).toEqual(['mobile_app_my_iphone']);
});

test('one prompt to the upload running: offered, tapped, typed, done; Apple sends nothing before the tap', async () => {
  await signInEnds();
  const before = codesSent();
  keepWatching();
  const offer = await phone.next();
  expect(offer.data.actions.map(({ title }) => title)).toEqual(['Renew now']);
  expect(codesSent()).toBe(before);

  // Forged: another user, another nonce, a word that is no action of ours.
  const { action } = offer.data.actions[0] ?? { action: '' };
  await strangersPhone.fire({ action });
  await phone.fire({ action: action.replace(/[0-9A-F]{32}/, 'A'.repeat(32)) });
  await phone.fire({ action: 'REPLY', reply_text: code() });
  const tappedAt = performance.now();
  await phone.press(offer, 'Renew now');
  const asked = await phone.next();
  expect(asked.data.actions.map(({ title, behavior }) => [title, behavior])).toEqual([
    ['Enter code', 'textInput'],
    ['Text me instead', undefined],
  ]);
  expect(codesSent()).toBe(before + 1);

  await strangersPhone.fire({ action: asked.data.actions[0]?.action, reply_text: code() });
  await phone.press(asked, 'Enter code', 'letters');
  const again = await phone.next();
  expect(again.message).toContain("wasn't the code");
  // The buttons of before are worth nothing any more.
  await phone.press(asked, 'Enter code', code());
  await phone.press(again, 'Enter code', code());
  const done = await phone.next();
  expect(done.message).toContain('Apple will want the next code on');
  expect(done.data).toMatchObject({ actions: [], tag: offer.data.tag });
  // Twice is once.
  await phone.press(again, 'Enter code', code());
  await eventually(() => expect(archives()).toBe(1));
  expect(performance.now() - tappedAt).toBeLessThan(60_000);
  expect(codesSent()).toBe(before + 1);
  expect((await app.status()).signIn?.daysLeft).toBe(29);
});

test('the code is in no log, state, setting or file of this computer, and not in what Home Assistant keeps of us', async () => {
  const secrets = new Map([
    ['code', code()],
    ['Apple password', apple.account.password],
    ['token', home.token],
  ]);
  const places = await placesBelow(computer.folder);
  expect(findSecrets(secrets, [['log', JSON.stringify(computer.logger.lines)], ...places])).toEqual([]);
  expect(
    findSecrets(secrets, [
      ['notifications', phone.heard],
      ['states', JSON.stringify(home.states())],
    ]),
  ).toEqual([]);
});

test('offered by one program, answered to another; asked again only the next day; by text message if wanted', async () => {
  await signInEnds();
  keepWatching();
  const offer = await phone.next();
  await stopAll();
  // Two programs of this computer hear the answer, and one of them acts on it.
  const before = codesSent();
  home.clearLog();
  keepWatching(await computer.start());
  keepWatching(await computer.start());
  const listening = (): number => home.log().filter(({ what }) => what === 'subscribe_events').length;
  await eventually(() => expect(listening()).toBe(2));
  await phone.press(offer, 'Renew now');
  const asked = await phone.next();
  expect(asked.message).toContain('Apple is showing a code');
  expect(codesSent()).toBe(before + 1);
  await phone.press(asked, 'Text me instead');
  const texted = await phone.next();
  expect(texted.data.actions.map(({ title }) => title)).toEqual(['Enter code']);
  await phone.press(texted, 'Enter code', apple.account.smsCode);
  expect((await phone.next()).message).toContain('Done');
  await eventually(() => expect(archives()).toBe(2));
});

test('what cannot be done on the phone is said there; turned off, nothing is asked any more', async () => {
  await signInEnds();
  const { applePassword, ...held } = (await computer.secrets.read()) ?? {};
  expect(applePassword).toBeDefined();
  keepWatching();
  const offer = await phone.next();
  await computer.secrets.write(held);
  await phone.press(offer, 'Renew now');
  const said = await phone.next();
  expect(said.data.actions).toEqual([]);
  await app.setPhoneCode([], never);
  expect((await phone.next()).message).toBe('clear_notification');
});
