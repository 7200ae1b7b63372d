import { describe, expect, it } from 'vitest';
import type { AppWindow } from './support/window.ts';
import { fresh } from './states/setup.ts';
import { press, titled, toFind, useSetup } from './setup-world.ts';

const openSetup = useSetup();

/** Where the button that leads on ends, from the bottom of the window. Pixels. */
const gapBelow = async ({ page }: AppWindow): Promise<number> =>
  await page
    .locator('.setup-buttons .button-primary')
    .evaluate((button) => innerHeight - button.getBoundingClientRect().bottom);

/* 380 by 360 is what 760 by 720 is at 200 %. */
describe.each([
  ['as it opens', { width: 760, height: 720 }],
  ['narrow', { width: 420, height: 640 }],
  ['at 200 %', { width: 380, height: 360 }],
])('the buttons of set-up, %s', (_how, size) => {
  it('stay at the bottom, in view, and in one place from step to step', async () => {
    const window = await openSetup(fresh, { size });
    const { page } = window;
    const seen: number[] = [];
    const look = async (title: string): Promise<void> => {
      await titled(window, title);
      seen.push(await gapBelow(window));
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
      seen.push(await gapBelow(window));
      await page.evaluate(() => scrollTo(0, 0));
    };
    await toFind(window);
    await look('Where is your Home Assistant?');
    await press(window, 'Continue');
    await look('Give this app access');
    await page.locator('.setup-buttons .button-primary').click();
    await look('Home Assistant 2026.11 found');
    await press(window, 'Set in Home Assistant');
    await page.getByText('Home Assistant is set.').waitFor();
    await press(window, 'Continue');
    await look('Save the emergency kit');
    expect(new Set(seen.map(Math.round))).toEqual(new Set([20]));
  });

  it('hide nothing that has the focus', async () => {
    const window = await openSetup(fresh, { size });
    const { page } = window;
    await toFind(window);
    await press(window, 'Continue');
    await page.locator('.setup-buttons .button-primary').click();
    await titled(window, 'Home Assistant 2026.11 found');
    const tick = page.getByRole('checkbox').last();
    for (let steps = 0; steps < 20; steps += 1) {
      if (await tick.evaluate((one) => one === document.activeElement)) break;
      await page.keyboard.press('Tab');
    }
    const [box, buttons] = [await tick.boundingBox(), await page.locator('.setup-buttons').boundingBox()];
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(buttons?.y ?? 0);
    expect(box?.y).toBeGreaterThanOrEqual(0);
  });
});
