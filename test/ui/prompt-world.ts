import type { ViewState } from '../../src/shared/contract/views.ts';
import { promptSize } from './states/prompt.ts';
import { useBrowser } from './support/browser.ts';
import type { AppWindow, WindowOptions } from './support/window.ts';

/** The window that asks. */
export const usePrompt = (): ((state: ViewState, options?: Partial<WindowOptions>) => Promise<AppWindow>) => {
  const open = useBrowser();
  return async (state, options = {}) => await open({ page: 'prompt', size: promptSize, ...options, state });
};
