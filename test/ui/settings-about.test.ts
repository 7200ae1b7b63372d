import { expect, it } from 'vitest';
import { settingsOf, state } from './states/settings.ts';
import { useBrowser } from './support/browser.ts';
import { sent } from './support/home.ts';

const open = useBrowser();

it.each([
  ['light', {}],
  ['narrow', { size: { width: 420, height: 800 } }],
] as const)('what the program is made of can be read and copied, and its folders opened: %s', async (name, options) => {
  const window = await open({ state: state(), answers: settingsOf(), ...options });
  const { page } = window;
  await page.getByRole('tab', { name: 'Advanced' }).click();
  const about = page.getByRole('region', { name: 'About HA iCloud Backup' });
  await about.getByText('45.4.1').waitFor();
  await about.scrollIntoViewIfNeeded();
  await window.shoot(`settings-about-${name}`);
  await window.expectClean();
  await about.getByRole('button', { name: 'Copy versions' }).click();
  await about.getByText('Copied.').waitFor();
  for (const label of ['Show data folder', 'Show log files', 'Show licences'])
    await about.getByRole('button', { name: label }).click();
  expect(sent(window, 'about.copy', 'open').map(({ input }) => input)).toEqual([
    {},
    { place: 'data' },
    { place: 'logs' },
    { place: 'licences' },
  ]);
});
