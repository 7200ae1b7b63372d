import type { App } from '../core/app.ts';
import type { Credentials, SignIn } from '../core/icloud/sign-in.ts';

/** One sign-in as a terminal leads it. */
export type SignInDialog = Pick<
  SignIn,
  'current' | 'start' | 'resend' | 'textInstead' | 'choosePhone' | 'enterCode' | 'abandon'
>;

type Used =
  | ('setUp' | 'approve' | 'status' | 'list' | 'backUp' | 'prune' | 'restore' | 'check' | 'watch' | 'logout' | 'close')
  | ('readSettings' | 'changeSettings');

/** The part of the app that the command line uses. */
export type CliApp = Pick<App, Used> & { signIn(credentials: Credentials): Promise<SignInDialog> };

/** @param dataDir - what `--data-dir` said */
export type OpenApp = (dataDir: string | undefined) => Promise<CliApp>;
