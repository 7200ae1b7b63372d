import { afterAll, beforeAll, expect, test } from 'vitest';
import type { App } from '../../../src/core/app.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import type { Activity } from '../../../src/shared/run-report.ts';
import { startAppleSimulator, type AppleSimulator } from '../../simulators/apple/index.ts';
import { startHomeAssistantSimulator, type HomeAssistantSimulator } from '../../simulators/home-assistant/index.ts';
import { never, readyApp, TestClock, TestComputer, WakingClock } from '../../support/app-harness.ts';
import { eventually } from '../../support/eventually.ts';
import '../../support/in-english.ts';
import { entitiesOf } from './home-side.ts';

let home: HomeAssistantSimulator;
let apple: AppleSimulator;
let computer: TestComputer;
let app: App;
/** Pauses between two looks end when the time is forwarded, and changes are told without waiting for more of them. */
class HastyClock extends WakingClock {
  override async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (ms === 60_000) await super.wait(ms, signal);
    else await TestClock.prototype.wait.call(this, ms === 2_000 ? 1 : ms, signal);
  }
}
const clock = new HastyClock();

/** What the program that keeps telling does just now, and how often it asked that. */
let activity: Activity | null = null;
let looks = 0;
let change = (): void => undefined;

const words = (): number => home.log().filter(({ what }) => what === 'webhook/handle').length;
const stateOf = async (sensor: string): Promise<string | undefined> =>
  home.states()[(await entitiesOf(home)).get(sensor)?.entity_id ?? ''];
/** Until it has looked once more, and waits again. */
const looked = async (begin: () => void): Promise<void> => {
  const before = looks;
  begin();
  await eventually(() => {
    expect(looks).toBeGreaterThan(before);
    expect(clock.isNapping).toBe(true);
  });
};

beforeAll(async () => {
  home = await startHomeAssistantSimulator({ automatic: {}, clock: () => clock.now() });
  apple = await startAppleSimulator({ clock: () => clock.now() });
  computer = await TestComputer.create(apple, { clock });
  app = await readyApp(computer, apple, home);
  await home.addBackup({ kind: 'automatic', date: clock.now() });
  await app.backUp({ create: false, asked: [], by: 'user' }, () => undefined, never);
  await app.changeSettings({ sensors: true });
});
afterAll(async () => {
  await home.stop();
  await apple.stop();
  await computer.remove();
});

test('kept up to date: a change is told at once, nothing new is not told, and after an hour all of it again', async () => {
  const stop = new AbortController();
  const wish = {
    words: toldWords(),
    activity: () => {
      looks += 1;
      return activity;
    },
    onChange: (listener: () => void) => {
      change = listener;
      return () => undefined;
    },
  };
  let ended = Promise.resolve();
  await looked(() => {
    ended = app.keepTellingHome(wish, stop.signal);
  });
  try {
    expect(await stateOf('state')).toBe('idle');
    const first = words();
    await looked(() => clock.forward(61_000));
    await looked(() => clock.forward(61_000));
    expect(words()).toBe(first);

    await looked(() => {
      activity = { phase: 'transferring', upload: { name: 'a', bytes: 1, total: 2, finishing: false }, waiting: 0 };
      change();
    });
    await eventually(async () => expect(await stateOf('state')).toBe('uploading'));
    await looked(() => {
      activity = null;
      change();
    });
    await eventually(async () => expect(await stateOf('state')).toBe('idle'));

    const before = words();
    await looked(() => clock.forward(3_600_001));
    await eventually(() => expect(words()).toBeGreaterThan(before));
  } finally {
    stop.abort();
    await ended;
  }
});
