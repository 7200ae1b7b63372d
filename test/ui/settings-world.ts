import type { ViewState } from '../../src/shared/contract/views.ts';
import { settingsOf, state } from './states/settings.ts';
import { useBrowser } from './support/browser.ts';
import type { AppWindow, WindowOptions } from './support/window.ts';

/** The window that the settings are seen in. */
export const useSettingsWindow = (): ((shown?: ViewState, options?: Partial<WindowOptions>) => Promise<AppWindow>) => {
  const open = useBrowser();
  return async (shown = state(), options = {}) => {
    const window = await open({ answers: settingsOf(), ...options, state: shown });
    await window.page.getByRole('heading', { name: 'How long backups are kept' }).waitFor();
    await window.page
      .locator('.retention-preview')
      .getByText(/kept\.|hasn't been checked|once deleting resumes\./)
      .waitFor();
    return window;
  };
};
export const changes = ({ calls }: AppWindow): unknown[] =>
  calls.filter(({ name }) => name === 'settings.change').map(({ input }) => input);
export const region = ({ page }: AppWindow, name: string) => page.getByRole('region', { name, exact: true });
