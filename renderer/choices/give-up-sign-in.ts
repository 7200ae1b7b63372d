import { command } from '../base/bridge.ts';

/** Nobody waits any more for what is done on Home Assistant's page in the browser. */
export const giveUpSignIn = (): void => void command('setup.sign-in-cancel', {});
