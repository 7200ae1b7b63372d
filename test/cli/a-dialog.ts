import type { SignInDialog } from '../../src/cli/create-app.ts';
import type { Credentials, SignInStep } from '../../src/core/icloud/sign-in.ts';

export interface FakeDialog extends SignInDialog {
  readonly heard: string[];
}

/**
 * A sign-in that goes through these steps, one per answer; an Error in their place is thrown and the step stays. Ends with
 * `done`.
 */
export const aDialog = (script: readonly (SignInStep | Error)[], credentials?: Credentials): FakeDialog => {
  const rest = [...script];
  const heard: string[] = credentials ? [credentials.appleId] : [];
  let current: SignInStep | undefined;
  const take = (what: string): Promise<SignInStep> => {
    heard.push(what);
    const next = rest.shift() ?? { step: 'done' as const };
    if (next instanceof Error) return Promise.reject(next);
    current = next;
    return Promise.resolve(next);
  };
  return {
    heard,
    get current() {
      return current;
    },
    start: () => take('start'),
    resend: () => take('resend'),
    textInstead: () => take('textInstead'),
    choosePhone: (id) => take(`phone ${id}`),
    enterCode: (code) => take(`code ${code}`),
    abandon: () => {
      heard.push('abandon');
      if (current?.step !== 'done') current = undefined;
      return Promise.resolve();
    },
  };
};
