import type { App } from '../core/app.ts';
import type { Credentials, SignIn } from '../core/icloud/sign-in.ts';

/** One sign-in as a terminal leads it. */
export type SignInDialog = Pick<
  SignIn,
  'current' | 'start' | 'resend' | 'textInstead' | 'choosePhone' | 'enterCode' | 'abandon'
>;

/** The part of the app that the command line uses. */
export type CliApp = Omit<App, 'settings' | 'signIn'> & {
  signIn(credentials: Credentials): Promise<SignInDialog>;
};

/** @param dataDir - what `--data-dir` said */
export type OpenApp = (dataDir: string | undefined) => Promise<CliApp>;
