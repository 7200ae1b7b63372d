import type { Host } from './host-contract.ts';
import type { SignInView } from '../shared/contract/views.ts';

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

/** Whoever closes the set-up before its last page has all the same set something up: it is to run. */
export const finishSetup = async (host: Part): Promise<void> => {
  if (host.state.current().status.safety !== 'not-set-up') await host.handle('setup.finish', {});
};
