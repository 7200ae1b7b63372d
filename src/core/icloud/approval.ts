import type { Clock } from '../ports/clock.ts';
import { AppError } from '../errors/app-error.ts';
import { classify } from './classify.ts';
import { dropSessionCache } from './session-cache.ts';
import type { RcloneRunner, RcloneRun } from './rclone-run.ts';
import { remoteName } from './staged-config.ts';

/**
 * rclone asks Apple every 10 s for 5 minutes (facts#advanced-data-protection); we allow a little more for its own requests.
 */
const approvalMs = 5 * 60_000;

export interface ApprovalPorts {
  readonly runner: RcloneRunner;
  readonly secrets: () => Promise<RcloneRun['secrets']>;
  readonly clock: Clock;
  /** rclone's cache folder: what it holds may be from before protection was switched on, and would never ask. */
  readonly cacheDir: string;
}

/**
 * The first real look at the drive after a sign-in. With Advanced Data Protection Apple asks one of the user's devices;
 * `onWaiting` then hears until when. Started by the user only: a background run stops with `icloud.approval-needed`.
 * Errors: `icloud.approval-timeout`, and whatever a listing may end with.
 */
export const lookWithApproval = async (
  ports: ApprovalPorts,
  onWaiting: (until: Date) => void,
  signal: AbortSignal,
): Promise<void> => {
  await dropSessionCache(ports.cacheDir);
  const seen = { waiting: false };
  const result = await ports.runner.run(
    {
      args: ['rc', '--loopback', 'operations/list', '--json', JSON.stringify({ fs: `${remoteName}:`, remote: '' })],
      secrets: await ports.secrets(),
      idleMs: approvalMs + 60_000,
      onLine: (line) => {
        if (!seen.waiting && line.includes('waiting for device approval')) {
          seen.waiting = true;
          onWaiting(new Date(ports.clock.now().getTime() + approvalMs));
        }
        return undefined;
      },
    },
    signal,
  );
  if (result.exitCode === 0) return;
  const error = classify(result);
  const gaveUp = result.stopped === 'idle' || error.code === 'icloud.approval-needed';
  if (seen.waiting && gaveUp) throw new AppError('icloud.approval-timeout');
  throw new AppError(error.code, { ...error.facts, dialog: true }, error.cause);
};
