import type { ViewState } from '../../src/shared/contract/views.ts';
import { settingsOf, state } from './states/settings.ts';
import { useBrowser } from './support/browser.ts';
import type { AppWindow, WindowOptions } from './support/window.ts';

export const settingsTabs = ['Connections', 'Backups', 'Notifications', 'Advanced'] as const;
type Section = (typeof settingsTabs)[number];

export const showSection = async ({ page }: AppWindow, section: Section): Promise<void> => {
  await page.getByRole('tab', { name: section }).click();
  await page.getByRole('tabpanel', { name: section }).waitFor();
  await page.getByText('Loading settings…').waitFor({ state: 'detached' });
  if (section !== 'Backups') return;
  await page
    .locator('.retention-preview')
    .getByText(/kept\.|hasn't been checked|once deleting resumes\./)
    .waitFor();
};

interface SettingsOptions extends Partial<WindowOptions> {
  readonly section?: Section;
}

/** The window that the settings are seen in, at one of its sections. */
export const useSettingsWindow = (
  usual: Section = 'Connections',
): ((shown?: ViewState, options?: SettingsOptions) => Promise<AppWindow>) => {
  const open = useBrowser();
  return async (shown = state(), { section = usual, ...options } = {}) => {
    const window = await open({ answers: settingsOf(), ...options, state: shown });
    await showSection(window, section);
    return window;
  };
};
export const changes = ({ calls }: AppWindow): unknown[] =>
  calls.filter(({ name }) => name === 'settings.change').map(({ input }) => input);
export const region = ({ page }: AppWindow, name: string) => page.getByRole('region', { name, exact: true });
