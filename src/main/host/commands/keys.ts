import { isCode, toAppError } from '../../../core/errors/app-error.ts';
import { givenKeys } from '../given-keys.ts';
import type { HandlersOf, HostContext } from '../host-context.ts';

export const keyCommands = ({ app, jobs, redactor, signal }: HostContext): HandlersOf<'keys'> => ({
  'keys.list': () => app.keys(),
  'keys.check': async ({ key }) => {
    const input = { given: givenKeys(key, redactor), remember: key?.remember ?? false };
    try {
      return await jobs.run('connect', (cancel, onActivity) => app.checkKeys(input, onActivity, cancel));
    } catch (error) {
      // Given up by the user. A user who comes back to a computer that slept has to be told.
      if (isCode(error, 'sync.cancelled') && toAppError(error).facts.by !== 'sleep') return null;
      throw error;
    }
  },
  'keys.forget': ({ at }) => app.forgetKeys({ at }, signal),
});
