import { expect } from 'vitest';
import { Phone } from '../support/a-phone.ts';
import { zoneAtNoon } from '../support/zone-at-noon.ts';
import { it, storedArchives } from './support/world.ts';

it('Apple’s code on a phone: chosen in the settings, offered there, typed there, and what waited goes up', async ({
  world,
}) => {
  const { apple, home, computer } = world;
  // Nobody is asked at night.
  computer.environment['TZ'] = zoneAtNoon();
  await world.makeReady();
  apple.expireTrust();
  apple.expireSession();
  const phone = await Phone.register(home, 'My iPhone');
  try {
    const app = await world.start();
    const page = await app.window('index');
    await app.until(({ status }) => status.problems.some(({ code }) => code === 'icloud.trust-expired'), 'its end');
    apple.clearLog();
    const names = { name: 'Settings' };
    await page.getByRole('button', names).or(page.getByRole('link', names)).first().click();
    await page.getByRole('tab', { name: 'Notifications' }).click();
    const card = page.getByRole('region', { name: "Apple's code on your phone" });
    await card.getByRole('button', { name: 'Choose phones…' }).click();
    await card.getByRole('checkbox', { name: phone.service }).check();
    await card.getByRole('button', { name: 'Allow on these phones' }).click();
    await card.getByText(`Can be renewed on ${phone.service}.`).waitFor();

    // The program looks once a minute.
    await expect.poll(() => phone.heard, { timeout: 90_000 }).toContain('Renew now');
    expect(apple.codePushes()).toBe(0);
    await phone.press(await phone.next(), 'Renew now');
    await phone.press(await phone.next(), 'Enter code', apple.account.deviceCode);
    await phone.next(({ message }) => message.startsWith('Done'));
    await app.until(({ status, running }) => status.safety === 'safe' && running === null, 'the backup in iCloud');
    expect(storedArchives(apple)).toHaveLength(1);
    expect(apple.codePushes()).toBe(1);
    const state = await app.state();
    expect(state.status.signIn?.daysLeft).toBeGreaterThanOrEqual(29);
    // Its turn is over: no window asks for anything.
    expect(state.signIn).not.toHaveProperty('problem.code');
    expect(JSON.stringify(state)).not.toContain(apple.account.deviceCode);
    expect(app.complaints).toEqual([]);
  } finally {
    phone.close();
  }
});
