import { toAppError } from './errors/app-error.ts';
import type { RunningMarks } from './icloud/running-marks.ts';
import { sweepStagedConfigs } from './icloud/staged-config.ts';
import { signInStaging } from './open-drive.ts';
import type { AppPorts } from './app-ports.ts';
import { scratchRoot, sweepScratch } from './proof/scratch.ts';
import type { SettingsAccess } from './settings/settings.ts';
import { sweepLeftovers } from './state/leftovers.ts';

/**
 * What a crashed program left: its rclone processes, half a sign-in, databases that it had decrypted for a check.
 * A folder in which there is no looking keeps nobody from the status; what needs it says so then.
 */
export const sweep = async (ports: AppPorts, marks: RunningMarks): Promise<void> => {
  try {
    const ended = await marks.sweepOrphans();
    if (ended > 0) ports.logger.warn('ended rclone left by a crash', { count: ended });
    await sweepStagedConfigs(signInStaging(ports), ports.clock.now());
  } catch (error) {
    ports.logger.warn('leftovers of rclone not removed', { code: toAppError(error).code });
  }
  try {
    const removed = await sweepScratch(scratchRoot(ports.folders.staging), ports.processes);
    if (removed > 0) ports.logger.warn('removed what a killed check had decrypted', { count: removed });
  } catch (error) {
    ports.logger.warn('leftovers of a check not removed', { code: toAppError(error).code });
  }
};

/** The rest of it, once: the caller holds the run lock. */
export const sweeper = (ports: AppPorts, settings: SettingsAccess): (() => Promise<void>) => {
  let done = false;
  return async () => {
    if (done) return;
    done = true;
    try {
      const instanceKeys = settings.current.instances.map(({ key }) => key);
      const { processes, clock, folders } = ports;
      const count = await sweepLeftovers(folders, { processes, instanceKeys, now: clock.now() });
      if (count > 0) ports.logger.info('removed what a crash left', { count });
    } catch (error) {
      // It only costs space, and another program will try again.
      ports.logger.warn('leftovers not removed', { code: toAppError(error).code });
    }
  };
};
