import { describe, expect, it } from 'vitest';
import { usePrompt } from './prompt-world.ts';
import { account, due, stateOf } from './states/prompt.ts';
import { hoursFromNow, problem } from './states/view-state.ts';

const openPrompt = usePrompt();

describe('the prompt, before anything is asked of Apple', () => {
  it('says what waits, and asks for a code only when told to', async () => {
    const ended = problem('icloud.trust-expired');
    const window = await openPrompt(stateOf({ step: 'ready', account, problem: ended }, { ...due, problems: [ended] }));
    await expect.poll(() => window.page.getByText('2 new ones are waiting').count()).toBe(1);
    // Said once, in the heading.
    expect(await window.page.getByText('iCloud needs a code').count()).toBe(1);
    await window.page.getByRole('button', { name: 'Send code to my devices' }).click();
    expect(window.calls).toEqual([{ name: 'icloud.reconnect', input: {} }]);
  });

  it.each([
    ['icloud.terms-pending', 'Open icloud.com'],
    ['icloud.session-refused', 'Open icloud.com'],
    ['icloud.account-locked', 'Open Apple Account'],
  ] as const)('does not promise that a code helps: %s', async (code, first) => {
    const window = await openPrompt(stateOf({ step: 'ready', account, problem: problem(code) }));
    const { page } = window;
    expect(await page.getByText(/are waiting/).count()).toBe(0);
    expect(await page.locator('.button-primary').allTextContents()).toEqual([first]);
    await page.getByRole('button', { name: 'Send code to my devices' }).click();
    expect(window.calls).toEqual([{ name: 'icloud.reconnect', input: {} }]);
  });

  it('counts a pause of an hour down, and asks Apple nothing before it is over', async () => {
    const limit = problem('icloud.code-limit', { until: hoursFromNow(1) });
    const window = await openPrompt(stateOf({ step: 'ready', account, problem: limit }));
    const send = window.page.getByRole('button', { name: /code/ });
    expect(await send.textContent()).toBe('Another code in 1 hour');
    expect(await send.isDisabled()).toBe(true);
    await window.page.clock.setFixedTime(hoursFromNow(1.01));
    await expect.poll(() => send.textContent()).toBe('Send another code');
    await send.click();
    expect(window.calls).toEqual([{ name: 'icloud.reconnect', input: {} }]);
  });
});
