import { describe, expect, it } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import { hoursFromNow, running, safeStatus } from './states/view-state.ts';
import { ok } from './states/answers.ts';
import type { AppWindow } from './support/window.ts';
import { answers, at, fresh, signIn, signingIn, token } from './states/setup.ts';
import { cleanInEveryLook, press, titled, toPaste, toToken, useSetup } from './setup-world.ts';

const openSetup = useSetup();

/** Tabs until the control of that name has the focus; a person can go there too, however long it takes. */
const tabTo = async ({ page }: AppWindow, name: RegExp): Promise<void> => {
  for (let steps = 0; steps < 40; steps += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      const label = element?.labels?.[0]?.textContent ?? element?.getAttribute('aria-label') ?? element?.textContent;
      return label ?? '';
    });
    if (name.test(focused)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`no ${String(name)} on the way of the keyboard`);
};

describe('the whole way by keyboard', () => {
  it('takes at most eight inputs, none of them a token', async () => {
    let step: ViewState = fresh;
    const inputs = new Set<string>();
    const window = await openSetup(fresh);
    const { page } = window;
    const go = async (change: ViewState): Promise<void> => {
      step = change;
      await window.push(step);
    };
    /** Everything on this page that could be filled in or chosen, used or not. */
    const countInputs = async (): Promise<void> => {
      const shown = await page.locator('input:visible, select:visible').evaluateAll((all) =>
        all.map((element) => {
          const input = element as HTMLInputElement;
          return input.type === 'radio' ? input.name : (input.labels?.[0]?.textContent ?? input.ariaLabel ?? '');
        }),
      );
      for (const name of shown) inputs.add(name);
    };
    const enter = async (name: RegExp): Promise<void> => {
      await tabTo(window, name);
      await page.keyboard.press('Enter');
    };

    await enter(/^Set up backups/);
    await page.getByText('2 found on your network').waitFor();
    await countInputs();
    await enter(/^Continue$/);

    await titled(window, 'Give this app access');
    await countInputs();
    await enter(/^Sign in with Home Assistant$/);

    await titled(window, 'Home Assistant 2026.11 found');
    // What is offered is ticked already: nothing has to be filled in.
    await enter(/^Set in Home Assistant$/);
    await page.getByText('Home Assistant is set.').waitFor();
    await go(at({ signIn: null }));
    await enter(/^Continue$/);

    await titled(window, 'Save the emergency kit');
    await countInputs();
    await tabTo(window, /^I have saved the emergency kit$/);
    await page.keyboard.press('Space');
    await enter(/^Continue$/);

    await titled(window, 'Your Apple Account');
    await countInputs();
    await tabTo(window, /^Apple Account$/);
    await page.keyboard.type('martha@example.com');
    await tabTo(window, /^Password$/);
    await page.keyboard.type('correct horse');
    await page.keyboard.press('Enter');
    await go(
      at(
        { signIn: null },
        { signIn: { step: 'device-code', account: 'martha@example.com', resendAt: hoursFromNow(0), problem: null } },
      ),
    );
    await page.getByRole('textbox', { name: 'Six-digit code' }).waitFor();
    await countInputs();
    await page.keyboard.type('123456');
    await go(at({ signIn }, { signIn: { step: 'done', until: hoursFromNow(720) } }));
    await page.getByText('around 21 December').waitFor();
    await enter(/^Continue$/);

    await titled(window, 'Recommended settings');
    await expect.poll(() => page.getByLabel('Keep backups for').inputValue()).toBe('14');
    await countInputs();
    await enter(/^Continue$/);

    await titled(window, 'Start your first backup');
    await countInputs();
    await enter(/^Start the first backup$/);
    await go(at({ signIn, safety: 'busy' }, { running: running({ phase: 'listing' }) }));
    await titled(window, 'The first backup is running');
    await go(at({ signIn, newestVerified: safeStatus.newestVerified }));
    await titled(window, 'Your first backup is safe in iCloud');
    await enter(/^Continue$/);
    await titled(window, 'All set. Backups are automatic now');
    await countInputs();
    await enter(/^Done$/);

    await expect.poll(() => window.calls.map(({ name }) => name)).toContain('setup.finish');
    expect(window.calls.filter(({ name }) => name !== 'settings.read' && name !== 'backups.list')).toEqual([
      { name: 'setup.check-secrets', input: {} },
      { name: 'setup.find-homes', input: {} },
      { name: 'setup.probe', input: { url: 'http://homeassistant.local:8123' } },
      { name: 'setup.sign-in', input: { url: 'http://homeassistant.local:8123' } },
      {
        name: 'setup.improve-home',
        input: {
          offers: [
            { what: 'encryption' },
            { what: 'retention', from: { copies: 3, days: null }, to: { copies: 7, days: null }, agent: null },
          ],
        },
      },
      { name: 'sheet.confirm', input: {} },
      { name: 'icloud.start', input: { appleId: 'martha@example.com', password: 'correct horse' } },
      { name: 'icloud.code', input: { code: '123456' } },
      { name: 'settings.change', input: { retentionDays: 14, keep: 3, lookMinutes: 60 } },
      { name: 'settings.login-item', input: { enabled: true } },
      { name: 'backup.start', input: { create: false } },
      { name: 'setup.finish', input: {} },
    ]);
    expect([...inputs].length, [...inputs].join(', ')).toBeLessThanOrEqual(8);
    // Somebody who went all the way is at home.
    await expect.poll(() => page.locator('h1').textContent()).not.toBe('All set. Backups are automatic now');
  });
});

describe('the first connection', () => {
  it('takes the navigation away, and leaves the page as it was: what is typed, the focus, and the place', async () => {
    const window = await openSetup(fresh, { size: { width: 500, height: 300 } });
    const { page } = window;
    await toToken(window);
    await toPaste(window);
    const field = page.getByLabel('Access token');
    await field.fill(token);
    await field.evaluate((one) => {
      one.dataset['ofTest'] = 'the same';
    });
    const scrolled = (): Promise<number> => page.evaluate(() => scrollY);
    await expect.poll(scrolled).toBeGreaterThan(0);
    await window.push(at({ signIn: null, safety: 'waiting' }));
    await expect.poll(() => page.getByRole('navigation').count()).toBe(0);
    expect(await field.evaluate((one) => one.dataset['ofTest'])).toBe('the same');
    expect(await field.inputValue()).toBe(token);
    expect(await field.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(await scrolled()).toBeGreaterThan(0);
  });
});

describe('the first backup', () => {
  it('is told to be safe where the eye is: nothing jumps', async () => {
    const window = await openSetup(at({ signIn }), { size: { width: 500, height: 240 } });
    const { page } = window;
    const scrolled = (): Promise<number> => page.evaluate(() => scrollY);
    await page.getByText(/^We'll know how much space/).waitFor();
    await press(window, 'Continue');
    await titled(window, 'Start your first backup');
    await window.push(at({ signIn, safety: 'busy' }, { running: running({ phase: 'listing' }) }));
    await titled(window, 'The first backup is running');
    await page.mouse.wheel(0, 40);
    await expect.poll(scrolled).toBeGreaterThan(0);
    await window.push(at({ signIn, safety: 'safe', newestVerified: safeStatus.newestVerified }));
    await titled(window, 'Your first backup is safe in iCloud');
    expect(await scrolled()).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await page.getByRole('button', { name: 'Continue' }).click();
    await titled(window, 'All set. Backups are automatic now');
    expect(await scrolled()).toBe(0);
  });
});

describe('the way back', () => {
  it('keeps what was typed, but no password', async () => {
    const window = await openSetup(fresh, { answers: { ...answers, 'setup.find-homes': () => ok([]) } });
    const { page } = window;
    await press(window, 'Set up backups');
    await page.getByLabel('Address').fill('192.168.1.20');
    await press(window, 'Continue');
    await press(window, 'Paste an access token instead');
    await page.getByLabel('Access token').fill(token);
    await press(window, 'Back');
    expect(await page.getByLabel('Address').inputValue()).toBe('192.168.1.20');
    await press(window, 'Continue');
    expect(await page.getByLabel('Access token').inputValue()).toBe(token);
    await press(window, 'Connect');
    await titled(window, 'Home Assistant 2026.11 found');
    await window.push(at({ signIn: null }));
    await press(window, 'Continue');
    await page.getByLabel('Apple Account').fill('martha@example.com');
    await page.getByLabel('Password').fill('correct horse');
    await press(window, 'Back');
    await press(window, 'Continue');
    expect(await page.getByLabel('Apple Account').inputValue()).toBe('martha@example.com');
    expect(await page.getByLabel('Password').inputValue()).toBe('');
  });

  it('gives up a sign-in that is under way', async () => {
    const window = await openSetup(
      signingIn({ step: 'device-code', account: 'm@example.com', resendAt: hoursFromNow(0), problem: null }),
    );
    await press(window, 'Back');
    expect(window.calls).toContainEqual({ name: 'icloud.cancel', input: {} });
  });

  it.each([
    ['nothing', fresh, 'Your Home Assistant, safe in iCloud Drive'],
    ['a home', at({ signIn: null }), 'Your Apple Account'],
    ['an account', at({ signIn }), 'Recommended settings'],
    ['a copy', at({ signIn, newestVerified: safeStatus.newestVerified }), 'All set. Backups are automatic now'],
  ])('is found after a reload, with %s', async (_what, state, title) => {
    const window = await openSetup(state);
    await window.page.reload();
    await titled(window, title);
    await window.expectClean();
  });
});

describe('restoring', () => {
  it('asks for no other code where somebody is signed in already', async () => {
    const window = await openSetup({ ...at({ home: null, signIn }), route: fresh.route });
    await press(window, 'Restore a backup');
    await window.page.getByText('Signed in to iCloud').waitFor();
    await window.page.getByRole('button', { name: 'Use another account' }).waitFor();
    expect(await window.page.getByRole('button', { name: 'Send code to my devices' }).count()).toBe(0);
    await window.shoot('setup-restore-signed-in-light');
    await window.expectClean();
    await press(window, 'Choose a backup');
    await window.page.getByRole('heading', { name: 'Restore a backup' }).waitFor();
    expect(window.calls.filter(({ name }) => name.startsWith('icloud.'))).toEqual([]);
  });

  it('needs the Apple account alone', async () => {
    const window = await openSetup(fresh);
    await press(window, 'Restore a backup');
    await titled(window, 'Where are your backups?');
    await cleanInEveryLook(window, 'restore');
    await window.push({
      ...fresh,
      revision: 1_000_000,
      signIn: { step: 'done', until: hoursFromNow(720) },
      status: { ...fresh.status, signIn },
    });
    await titled(window, 'Restore a backup');
    expect(window.calls.map(({ name }) => name)).not.toContain('setup.connect');
  });
});
