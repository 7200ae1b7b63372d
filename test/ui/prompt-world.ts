import type { SignInView, ViewState } from '../../src/shared/contract/views.ts';
import type { Status } from '../../src/shared/status.ts';
import { useBrowser } from './support/browser.ts';
import { hoursFromNow, stateWith } from './support/states.ts';
import type { AppWindow, WindowOptions } from './support/window.ts';

export const account = 'martha@example.com';
/** The month is over, and backups wait. */
export const due: Partial<Status> = {
  safety: 'danger',
  signIn: { account, daysLeft: -1, until: hoursFromNow(-20), due: true },
  waiting: 2,
};

export const stateOf = (signIn: SignInView, status: Partial<Status> = due): ViewState => stateWith(status, { signIn });

/** As wide as main opens it; main makes it as high as its page (src/main/windows/fit-content.ts), and so do the pictures. */
const size = { width: 460, height: 260 };

/** The window that asks. */
export const usePrompt = (): ((state: ViewState, options?: Partial<WindowOptions>) => Promise<AppWindow>) => {
  const open = useBrowser();
  return async (state, options = {}) => await open({ page: 'prompt', size, ...options, state });
};
