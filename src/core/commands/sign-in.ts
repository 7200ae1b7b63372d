import type { Needs } from '../context.ts';
import { rcloneCache } from '../open-drive.ts';
import { AppError, toAppError } from '../errors/app-error.ts';
import { liftApple, rememberApple } from '../icloud/apple-gate.ts';
import { lookWithApproval } from '../icloud/approval.ts';
import { SignIn, type Credentials } from '../icloud/sign-in.ts';
import type { LiveConfig } from '../icloud/staged-config.ts';
import type { SecretStore } from '../ports/secret-store.ts';
import { noteHistory } from '../state/note-history.ts';
import { patienceMs } from '../state/run-lock.ts';
import { DialogLock } from './dialog-lock.ts';
import { underRunLock, type LockNeeds } from './under-run-lock.ts';

export type SignInNeeds = Needs<
  'chooseSecretStore' | 'gates' | 'history' | 'live' | 'rcloneSecrets' | 'runner' | 'settings',
  'clock' | 'folders' | 'logger'
> &
  LockNeeds;

/** Needs no Home Assistant: on the day of the fire an Apple account is all there is. */
export const openSignIn = async (context: SignInNeeds, credentials: Credentials): Promise<SignIn> => {
  await context.settings.load();
  const store = await context.chooseSecretStore();
  const { runner, gates, ports } = context;
  const lock = new DialogLock(context);
  return new SignIn(credentials, { runner, gates, clock: ports.clock, live: liveOf(context, store), lock });
};

const liveOf = (context: SignInNeeds, store: SecretStore): LiveConfig => {
  const live = context.live(store);
  return {
    ...live,
    onSignedIn: async (at) => {
      await live.onSignedIn(at);
      await noteHistory(context, { kind: 'sign-in', at: at.toISOString(), what: 'completed' });
    },
  };
};

/** Errors: `icloud.*`, `sync.running`; what Apple wants next is remembered, so that no background run walks into it. */
export const approveSignIn = async (
  context: SignInNeeds,
  onWaiting: (until: Date) => void,
  signal: AbortSignal,
): Promise<void> => {
  if (context.settings.current.appleId === null) throw new AppError('icloud.not-signed-in');
  await underRunLock(context, { waitMs: patienceMs.approve }, signal, (until) => approve(context, onWaiting, until));
};

const approve = async (context: SignInNeeds, onWaiting: (until: Date) => void, signal: AbortSignal): Promise<void> => {
  const { runner, ports, gates } = context;
  try {
    await lookWithApproval(
      { runner, secrets: context.rcloneSecrets, clock: ports.clock, cacheDir: rcloneCache(ports) },
      onWaiting,
      signal,
    );
    await gates.update(liftApple);
  } catch (thrown) {
    const error = toAppError(thrown);
    const gate = error.code === 'icloud.approval-timeout' ? new AppError('icloud.approval-needed') : error;
    await gates.update((current) => rememberApple(current, gate, ports.clock.now()));
    throw error;
  }
};
