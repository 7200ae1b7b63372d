import { describe, expect, it } from 'vitest';
import { phoneCodeAnswers, state } from './states/settings.ts';
import { problem } from './states/view-state.ts';
import { region, useSettingsWindow } from './settings-world.ts';
import type { AppWindow } from './support/window.ts';

const openSettings = useSettingsWindow('Notifications');
const card = (window: AppWindow) => region(window, "Apple's code on your phone");
const asked = ({ calls }: AppWindow): unknown[] =>
  calls.filter(({ name }) => name === 'phone-code.set').map(({ input }) => input);

describe("Apple's code on a phone", () => {
  it('is allowed on those that are chosen, once it is said which way the code goes', async () => {
    const window = await openSettings(state(), { answers: phoneCodeAnswers() });
    await card(window).getByRole('button', { name: 'Choose phones…' }).click();
    await card(window).getByText("for a moment on Home Assistant's event bus", { exact: false }).waitFor();
    await card(window).getByRole('button', { name: 'Allow on these phones' }).click();
    await card(window).getByText('Choose a phone.').waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await window.page.emulateMedia({ colorScheme });
      await window.shoot(`settings-phone-code-${colorScheme}`);
      await window.expectClean();
    }
    await window.page.setViewportSize({ width: 420, height: 480 });
    await window.page.emulateMedia({ forcedColors: 'active' });
    await window.shoot('settings-phone-code-forced');
    await window.expectClean();
    await card(window).getByRole('checkbox', { name: 'mobile_app_martha' }).check();
    await card(window).getByRole('button', { name: 'Allow on these phones' }).click();
    await card(window).getByText('Can be renewed on mobile_app_martha.').waitFor();
    await window.expectClean();
    await card(window).getByRole('button', { name: 'Stop asking on phones' }).click();
    await card(window).getByRole('button', { name: 'Choose phones…' }).waitFor();
    expect(asked(window)).toEqual([{ notify: ['mobile_app_martha'] }, { notify: [] }]);
  });

  it('says why Home Assistant could not be asked, and what to do where it has no phone', async () => {
    const refused = { ok: false, problem: problem('ha.unreachable') } as const;
    const first = await openSettings(state(), {
      answers: { ...phoneCodeAnswers(), 'phone-code.services': () => refused },
    });
    await card(first).getByRole('button', { name: 'Choose phones…' }).click();
    await card(first).getByRole('alert').getByRole('heading').waitFor();
    expect(await card(first).getByRole('button', { name: 'Allow on these phones' }).isDisabled()).toBe(true);
    const second = await openSettings(state(), { answers: phoneCodeAnswers([]) });
    await card(second).getByRole('button', { name: 'Choose phones…' }).click();
    await card(second).getByText('Home Assistant has no phone yet.', { exact: false }).waitFor();
    await second.expectClean();
  });

  it('is not offered where no Home Assistant is connected', async () => {
    const window = await openSettings(state({ home: null }), { answers: phoneCodeAnswers() });
    await region(window, 'In Home Assistant').waitFor();
    expect(await card(window).count()).toBe(0);
  });
});
