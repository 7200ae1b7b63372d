import { describe, expect, it } from 'vitest';
import type { SignInView, ViewState } from '../../src/shared/contract/views.ts';
import type { Status } from '../../src/shared/status.ts';
import { account, due, stateOf, usePrompt } from './prompt-world.ts';
import { hoursFromNow, now, problem } from './support/states.ts';
import type { AppWindow } from './support/window.ts';

const openPrompt = usePrompt();

const inSeconds = (seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();
const soon: Partial<Status> = { signIn: { account, daysLeft: 4, until: hoursFromNow(100), due: true } };
const code = (change: object = {}): SignInView => ({
  step: 'device-code',
  account,
  resendAt: inSeconds(42),
  problem: null,
  ...change,
});
const phoneCode: SignInView = {
  step: 'phone-code',
  phone: '+49 ••• ••••• 12',
  resendAt: inSeconds(0),
  problem: null,
};
const phones = [
  { id: '1_sms', label: '+49 ••• ••••• 12' },
  { id: '2_sms', label: '+49 ••• ••••• 34' },
];

interface Case {
  readonly name: string;
  readonly signIn: SignInView;
  readonly status?: Partial<Status>;
  readonly title: string;
}

const cases: readonly Case[] = [
  {
    name: 'ready',
    signIn: { step: 'ready', account, problem: problem('icloud.trust-expired') },
    title: 'iCloud needs a code again',
  },
  {
    name: 'ready-early',
    signIn: { step: 'ready', account, problem: null },
    status: soon,
    title: 'Renew the iCloud sign-in',
  },
  {
    name: 'ready-over',
    signIn: { step: 'ready', account, problem: null },
    title: 'Renew the iCloud sign-in',
  },
  {
    name: 'ready-limit',
    signIn: { step: 'ready', account, problem: problem('icloud.code-limit', { until: hoursFromNow(1) }) },
    title: 'Too many attempts for now',
  },
  {
    name: 'ready-terms',
    signIn: { step: 'ready', account, problem: problem('icloud.terms-pending') },
    title: 'New iCloud terms are waiting',
  },
  {
    name: 'ready-locked',
    signIn: { step: 'ready', account, problem: problem('icloud.account-locked') },
    title: 'Apple has locked the account',
  },
  {
    name: 'ready-refused',
    signIn: { step: 'ready', account, problem: problem('icloud.session-refused') },
    title: 'iCloud refuses the connection',
  },
  { name: 'first', signIn: { step: 'idle' }, status: { signIn: null }, title: 'Sign in to iCloud' },
  {
    name: 'password',
    signIn: { step: 'password', account, problem: problem('icloud.password-wrong') },
    title: 'Sign in to iCloud again',
  },
  { name: 'working', signIn: { step: 'working', doing: 'text' }, title: 'One moment' },
  { name: 'code', signIn: code(), title: 'Enter the code' },
  { name: 'code-wrong', signIn: code({ problem: problem('icloud.code-wrong') }), title: 'Enter the code' },
  {
    name: 'phones',
    signIn: { step: 'choose-phone', phones, problem: null },
    title: 'Which phone should get the code?',
  },
  { name: 'phone-code', signIn: phoneCode, title: 'Enter the code' },
  {
    name: 'ask-again',
    signIn: { step: 'ask-again', resendAt: inSeconds(30), problem: problem('icloud.code-wrong') },
    title: 'A new code is needed',
  },
  { name: 'approval', signIn: { step: 'approval-needed', problem: null }, title: 'Approve on your iPhone' },
  {
    name: 'approval-timeout',
    signIn: { step: 'approval-needed', problem: problem('icloud.approval-timeout') },
    title: 'Approve on your iPhone',
  },
  { name: 'approve', signIn: { step: 'approve', until: inSeconds(272) }, title: 'Approve on your iPhone' },
  { name: 'done', signIn: { step: 'done', until: hoursFromNow(30 * 24) }, title: 'Signed in to iCloud' },
];

const titleOf = async ({ page }: AppWindow): Promise<string | null> => await page.locator('h1').textContent();
const focused = async ({ page }: AppWindow): Promise<string | null> =>
  await page.evaluate(() => document.activeElement?.id ?? null);
const field = ({ page }: AppWindow) => page.getByRole('textbox', { name: 'Six-digit code' });

describe('the prompt', () => {
  it.each(cases)('is clean however it is looked at: $name', async ({ name, signIn, status, title }) => {
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
    await expect.poll(() => window.page.getByText('The code is not right').count()).toBe(1);
    await expect.poll(() => field(window).inputValue()).toBe('');
    expect(await focused(window)).toBe('code');
    await window.page.keyboard.type('222222');
    await expect.poll(() => window.calls.at(-1)).toEqual({ name: 'icloud.code', input: { code: '222222' } });
  });

  it('counts the pause before another code down for everybody to see', async () => {
    const window = await openPrompt(stateOf(code()));
    const again = window.page.getByRole('button', { name: /another code/i });
    expect(await again.textContent()).toBe('Another code in 42 s');
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
    await expect.poll(() => window.page.getByText('An app-specific password does not work here').count()).toBe(1);
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
    ['nothing', {}, {}, '2 backups are going up now.'],
    ['a pause', { pausedUntil: hoursFromNow(3) }, { held: 'battery' }, '2 backups go up when the pause ends.'],
    ['a pause that is over', { pausedUntil: hoursFromNow(-3) }, {}, '2 backups are going up now.'],
    ['the battery', {}, { held: 'battery' }, '2 backups go up when the computer is plugged in.'],
    ['the keychain', { waiting: 1 }, { held: 'keychain' }, '1 backup goes up when the keychain is open.'],
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
          return { ok: false, problem: problem('icloud.offline') };
        },
      },
    });
    const send = window.page.getByRole('button', { name: 'Send code to my devices' });
    await send.click();
    await send.click({ force: true });
    answer();
    await expect.poll(() => window.page.getByText('iCloud cannot be reached').count()).toBe(1);
    expect(window.calls).toHaveLength(1);
  });
});
