import { ensure, ownOnly, type Check } from '../check.ts';
import { readyApp } from '../app.ts';
import { toldWords } from '../../../src/messages/told-home.ts';
import { Phone } from '../../support/a-phone.ts';
import '../../support/in-english.ts';

export const renewsOnPhone: Check = {
  name: "Apple's code from a phone: offered, tapped, typed, renewed; a stranger's answer is none",
  leftOut: ownOnly,
  run: async (world) => {
    const { own, signal } = world;
    if (!own) throw new Error('only for a Home Assistant of its own');
    const { app, apple, computer } = await readyApp(world);
    // Nobody is asked at night.
    const noon = new Date();
    noon.setHours(12, 0, 0, 0);
    computer.clock.forward(noon.getTime() - Date.now());
    const phone = await Phone.register(world, 'My iPhone');
    world.later(() => Promise.resolve().then(() => phone.close()));
    const stranger = await Phone.register({ url: world.url, token: own.facts.userToken }, 'Kid Phone');
    world.later(() => Promise.resolve().then(() => stranger.close()));
    await app.setPhoneCode([phone.service], signal);

    // Three weeks and three days later.
    await app.settings.update((current) => ({
      ...current,
      trustedSince: new Date(computer.clock.now().getTime() - 24 * 86_400_000).toISOString(),
    }));
    const before = apple.codePushes();
    const stop = new AbortController();
    const ended = app.keepPhoneCode(
      { words: toldWords, hold: () => Promise.resolve(() => undefined), onSignedIn: () => undefined },
      AbortSignal.any([signal, stop.signal]),
    );
    try {
      const offer = await phone.next();
      ensure(apple.codePushes() === before, 'Apple sent a code before anybody tapped');
      await stranger.fire({ action: offer.data.actions[0]?.action });
      await phone.press(offer, 'Renew now');
      const asked = await phone.next();
      ensure(apple.codePushes() === before + 1, `Apple sent ${apple.codePushes() - before} codes`);
      await stranger.fire({ action: asked.data.actions[0]?.action, reply_text: apple.account.deviceCode });
      await phone.press(asked, 'Enter code', 'letters');
      const again = await phone.next();
      await phone.press(asked, 'Enter code', apple.account.deviceCode);
      await phone.press(again, 'Enter code', apple.account.deviceCode);
      const done = await phone.next();
      ensure(done.message.startsWith('Done'), `it ended with: ${done.message}`);
      const { signIn } = await app.status();
      ensure((signIn?.daysLeft ?? 0) >= 29, `${signIn?.daysLeft} days are left`);
      ensure(!phone.heard.includes(apple.account.deviceCode), 'the code is in a notification');
      return `phones ${(await app.phoneServices(signal)).join(', ')}; said: ${done.message}`;
    } finally {
      stop.abort();
      await ended;
    }
  },
};
