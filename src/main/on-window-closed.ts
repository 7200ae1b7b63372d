import { toAppError } from '../core/errors/app-error.ts';
import type { Logger } from '../core/ports/logger.ts';
import type { Host } from './host-contract.ts';
import type { SignInView } from '../shared/icloud/sign-in-view.ts';

/** Waits for an answer that only a window can give: without one it would keep everything else from iCloud. */
const waitsForUser: ReadonlySet<SignInView['step']> = new Set([
  'password',
  'device-code',
  'choose-phone',
  'phone-code',
  'ask-again',
  'approval-needed',
  'approve',
]);

type Part = Pick<Host, 'state' | 'handle'>;

/** The window that led a sign-in is gone, however that came about. What is past the code goes on to its end. */
export const abandonSignIn = async (host: Part): Promise<void> => {
  const { signIn } = host.state.current();
  const isPast = signIn.step === 'working' && signIn.doing === 'approval';
  if (waitsForUser.has(signIn.step) || (signIn.step === 'working' && !isPast)) await host.handle('icloud.cancel', {});
};

/** A user who closes the set-up before its last page has set something up all the same: it is to run. */
export const finishSetup = async (host: Part): Promise<void> => {
  if (host.state.current().status.safety !== 'not-set-up') await host.handle('setup.finish', {});
};

export interface ClosedWindow {
  /** Undefined: the app is only starting. */
  readonly host: Host | undefined;
  /** Says that the app goes on (close-hint.ts). */
  readonly explain: (host: Host) => Promise<void>;
  readonly logger: Logger;
  /** The other window, the prompt or the main one, is still open. */
  readonly isOtherOpen: boolean;
}

/** The main window is gone: nobody is left to lead a sign-in, unless the prompt is still there. */
export const afterMainClosed = ({ host, explain, logger, isOtherOpen }: ClosedWindow): void => {
  if (!host) return;
  const work = [explain(host), ...(isOtherOpen ? [] : [abandonSignIn(host)]), finishSetup(host)];
  for (const each of work) each.catch(failed(logger));
};

/** The prompt is gone: the set-up in the main window may go on with the sign-in. */
export const afterPromptClosed = ({ host, logger, isOtherOpen }: Omit<ClosedWindow, 'explain'>): void => {
  if (!host) return;
  const inSetup = isOtherOpen && host.state.current().route.page === 'setup';
  if (!inSetup) abandonSignIn(host).catch(failed(logger));
};

const failed =
  (logger: Logger) =>
  (error: unknown): void =>
    logger.warn('window-closing', { code: toAppError(error).code });
