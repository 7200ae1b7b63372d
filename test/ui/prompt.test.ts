import { describe, expect, it } from 'vitest';
import type { ViewState } from '../../src/shared/contract/views.ts';
import type { Status } from '../../src/shared/status.ts';
import { usePrompt } from './prompt-world.ts';
import { account, code, due, inSeconds, phoneCode, phones, promptCases, stateOf } from './states/prompt.ts';
import { hoursFromNow, now, problem } from './states/view-state.ts';
import type { AppWindow } from './support/window.ts';

const openPrompt = usePrompt();

const titleOf = async ({ page }: AppWindow): Promise<string | null> => await page.locator('h1').textContent();
const focused = async ({ page }: AppWindow): Promise<string | null> =>
  await page.evaluate(() => document.activeElement?.id ?? null);
const field = ({ page }: AppWindow) => page.getByRole('textbox', { name: 'Six-digit code' });

describe('the prompt', () => {
  it.each(promptCases)('is clean however it is looked at: $name', async ({ name, signIn, status, title }) => {
    const window = await openPrompt(stateOf(signIn, status));
    expect(await titleOf(window)).toBe(title);
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      await window.shoot(`prompt-${name}-${colorScheme}`);
      await window.expectClean();
    }
    // As at 200 %: half the room.
    await window.page.setViewportSize({ width: 320, height: 300 });
    await window.page.emulateMedia({ forcedColors: 'active' });
    await window.shoot(`prompt-${name}-forced`);
    await window.expectClean();
    // Looking at it asks Apple nothing.
    expect(window.calls).toEqual([]);
  });

  it('takes six digits by one field, and sends the sixth', async () => {
    const window = await openPrompt(stateOf(code()));
    expect(await focused(window)).toBe('code');
    expect(await field(window).getAttribute('autocomplete')).toBe('one-time-code');
    await window.page.keyboard.type('12345');
    expect(window.calls).toEqual([]);
    await window.page.keyboard.type('6');
    await expect.poll(() => window.calls).toEqual([{ name: 'icloud.code', input: { code: '123456' } }]);
  });

  it('takes a code as it was copied', async () => {
    const window = await openPrompt(stateOf(code()));
    await field(window).evaluate((input: HTMLInputElement) => {
      input.value = 'Your Apple Account code is: 654 321.';
      input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
    });
    await expect.poll(() => window.calls).toEqual([{ name: 'icloud.code', input: { code: '654321' } }]);
  });

  it('does not send five digits, and says so', async () => {
    const window = await openPrompt(stateOf(code()));
    await window.page.keyboard.type('12345');
    await window.page.keyboard.press('Enter');
    await expect.poll(() => window.page.getByText('The code has six digits.').count()).toBe(1);
    expect(window.calls).toEqual([]);
    expect(await field(window).getAttribute('aria-invalid')).toBe('true');
  });

  it('tells a wrong code in place, and the next one is typed right away', async () => {
    const window = await openPrompt(stateOf(code()));
    await window.page.keyboard.type('111111');
    await window.push(stateOf({ step: 'working', doing: 'code' }));
    await expect.poll(() => window.page.getByText('Checking the code').count()).toBe(1);
    expect(await field(window).inputValue()).toBe('111111');
    await window.shoot('prompt-code-checking-light');
    await window.push(stateOf(code({ problem: problem('icloud.code-wrong') })));
    await expect.poll(() => window.page.getByText('Incorrect code').count()).toBe(1);
    await expect.poll(() => field(window).inputValue()).toBe('');
    expect(await focused(window)).toBe('code');
    await window.page.keyboard.type('222222');
    await expect.poll(() => window.calls.at(-1)).toEqual({ name: 'icloud.code', input: { code: '222222' } });
  });

  it('counts the pause before another code down for everybody to see', async () => {
    const window = await openPrompt(stateOf(code()));
    const again = window.page.getByRole('button', { name: /another code/i });
    expect(await again.textContent()).toBe('Another code in 42 seconds');
    expect(await again.isDisabled()).toBe(true);
    await window.page.clock.setFixedTime(new Date(now.getTime() + 43_000));
    await expect.poll(() => again.textContent()).toBe('Send another code');
    await again.click();
    expect(window.calls).toEqual([{ name: 'icloud.resend', input: {} }]);
  });

  it('leads to a phone', async () => {
    const window = await openPrompt(stateOf(code()));
    await window.page.getByRole('button', { name: 'Text me instead' }).click();
    await window.push(stateOf({ step: 'choose-phone', phones, problem: null }));
    await window.page.getByRole('radio', { name: '+49 ••• ••••• 34' }).check();
    await window.page.getByRole('button', { name: 'Text me the code' }).click();
    expect(window.calls).toEqual([
      { name: 'icloud.text-instead', input: {} },
      { name: 'icloud.choose-phone', input: { id: '2_sms' } },
    ]);
    await window.push(stateOf(phoneCode));
    await expect.poll(() => focused(window)).toBe('code');
    expect(await window.page.getByRole('button', { name: 'Text me instead' }).count()).toBe(0);
  });

  it('never sends an app-specific password', async () => {
    const window = await openPrompt(stateOf({ step: 'password', account, problem: null }));
    await window.page.getByLabel('Password').fill('abcd-efgh-ijkl-mnop');
    await window.page.getByRole('button', { name: 'Sign in' }).click();
    await expect.poll(() => window.page.getByText("App-specific passwords don't work here").count()).toBe(1);
    expect(window.calls).toEqual([]);
    await window.page.getByLabel('Password').fill('correct horse');
    await window.page.keyboard.press('Enter');
    await expect
      .poll(() => window.calls)
      .toEqual([{ name: 'icloud.start', input: { appleId: account, password: 'correct horse' } }]);
    // It was given away: it is not in the window any more.
    await expect.poll(() => window.page.getByLabel('Password').inputValue()).toBe('');
  });

  it('starts the five minutes when told to, and speaks of them once in ten seconds', async () => {
    const window = await openPrompt(stateOf({ step: 'approval-needed', problem: null }));
    await window.page.getByRole('button', { name: 'Ask my devices' }).click();
    expect(window.calls).toEqual([{ name: 'icloud.approve', input: {} }]);
    await window.push(stateOf({ step: 'approve', until: inSeconds(45) }));
    await expect.poll(() => window.page.getByText('0:45 left').count()).toBe(1);
    const spoken = window.page.getByRole('status');
    const said = new Set<string | null>();
    for (let second = 0; second <= 10; second += 1) {
      await window.page.clock.setFixedTime(new Date(now.getTime() + second * 1000));
      await expect.poll(() => window.page.getByText(`0:${45 - second} left`).count()).toBe(1);
      said.add(await spoken.textContent());
    }
    expect([...said]).toEqual(['50 seconds left to allow access.', '40 seconds left to allow access.']);
  });

  it('names the next date when it is done, and closes', async () => {
    const window = await openPrompt(stateOf({ step: 'done', until: hoursFromNow(30 * 24) }));
    await expect.poll(() => window.page.getByText('around 21 December').count()).toBe(1);
    await window.page.keyboard.press('Enter');
    await window.page.getByRole('button', { name: 'Close' }).click();
    expect(window.calls).toContainEqual({ name: 'window.close', input: {} });
    expect(window.calls).not.toContainEqual({ name: 'icloud.cancel', input: {} });
  });

  it.each<[string, Partial<Status>, Partial<ViewState>, string]>([
    ['nothing', {}, {}, '2 backups are uploading now.'],
    ['a pause', { pausedUntil: hoursFromNow(3) }, { held: 'battery' }, '2 backups upload when the pause ends.'],
    ['a pause that is over', { pausedUntil: hoursFromNow(-3) }, {}, '2 backups are uploading now.'],
    ['the battery', {}, { held: 'battery' }, '2 backups upload when the computer is plugged in.'],
    ['the keychain', { waiting: 1 }, { held: 'keychain' }, '1 backup uploads when the keychain is unlocked.'],
    ['a pause for nobody', { pausedUntil: hoursFromNow(3), waiting: 0 }, {}, 'Nothing is waiting.'],
  ])('says whether what waits goes up, kept back by %s', async (_by, status, change, words) => {
    const shown = stateOf({ step: 'done', until: hoursFromNow(30 * 24) }, { ...due, ...status });
    const window = await openPrompt({ ...shown, ...change });
    await window.page.getByText(words, { exact: true }).waitFor();
  });

  it.each(['Escape', 'Cancel'])('gives up with %s', async (how) => {
    const window = await openPrompt(stateOf(code()));
    if (how === 'Escape') await window.page.keyboard.press('Escape');
    else await window.page.getByRole('button', { name: 'Cancel' }).click();
    await expect
      .poll(() => window.calls)
      .toEqual([
        { name: 'icloud.cancel', input: {} },
        { name: 'window.close', input: {} },
      ]);
  });

  it('asks once, however often the button is pressed', async () => {
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => (answer = resolve));
    const window = await openPrompt(stateOf({ step: 'ready', account, problem: null }), {
      answers: {
        'icloud.reconnect': async () => {
          await asked;
          return { ok: false, problem: problem('cloud.offline') };
        },
      },
    });
    const send = window.page.getByRole('button', { name: 'Send code to my devices' });
    await send.click();
    await send.click({ force: true });
    answer();
    await expect.poll(() => window.page.getByText("iCloud can't be reached").count()).toBe(1);
    expect(window.calls).toHaveLength(1);
  });
});
