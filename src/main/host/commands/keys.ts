import { isCode, toAppError } from '../../../core/errors/app-error.ts';
import { givenKeys } from '../given-keys.ts';
import { rememberHint, sheetHint } from '../hints.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';

export const keyCommands = ({ app, jobs, redactor, signal }: HostContext): HandlersOf<'keys'> => ({
  'keys.list': () => app.keys(),
  'keys.check': async ({ key }) => {
    const input = { given: givenKeys(key, redactor), remember: key?.remember ?? false };
    try {
      const found = await jobs.run('connect', (cancel, onActivity) => app.checkKeys(input, onActivity, cancel));
      // A kit at hand that opens the newest backup is one that is kept.
      if (key?.kit && found.keys.some(({ newest }) => newest === true)) await rememberHint(app, sheetHint);
      return found;
    } catch (error) {
      // Given up by the user. A user who comes back to a computer that slept has to be told.
      if (isCode(error, 'sync.cancelled') && toAppError(error).facts.by !== 'sleep') return null;
      throw error;
    }
  },
  'keys.forget': ({ at }) => app.forgetKeys({ at }, signal),
});
