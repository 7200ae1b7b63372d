import type { Activity, TransferState } from '../../shared/run-report.ts';
import { formatBytes, formatPercent, plural } from '../format.ts';

/**
 * Stages of a backup in Home Assistant, an open set (facts#making-a-backup). The newer names (`apps`) are the ones its own
 * pages show.
 */
const stages: Readonly<Record<string, string>> = {
  home_assistant: 'settings and history',
  addons: 'apps',
  apps: 'apps',
  addon_repositories: 'app repositories',
  app_repositories: 'app repositories',
  docker_config: 'container settings',
  folders: 'folders',
  finishing_file: 'finishing the file',
  await_addon_restarts: 'waiting for apps to restart',
  await_app_restarts: 'waiting for apps to restart',
  upload_to_agents: 'storing it in its locations',
  cleaning_up: 'cleaning up',
};

const percent = ({ bytes, total }: Pick<TransferState, 'bytes' | 'total'>): string =>
  total === undefined || total === 0
    ? formatBytes(bytes)
    : `${formatPercent(Math.min(Math.floor((bytes / total) * 100), 100))} of ${formatBytes(total)}`;

/** One line about what a run is doing. */
export const describeActivity = (activity: Activity): string => {
  switch (activity.phase) {
    case 'waiting':
      return 'Waiting for another backup to finish';
    case 'connecting':
      return 'Connecting to Home Assistant';
    case 'listing':
      return 'Checking for backups';
    case 'checking':
      return `Checking the backup${activity.read === undefined ? '' : `: ${percent(activity.read)}`}`;
    case 'pruning':
      return 'Moving old backups to Recently Deleted';
    case 'creating': {
      const stage = stages[activity.stage];
      return `Home Assistant is making a backup${stage === undefined ? '' : `: ${stage}`}`;
    }
    case 'restoring':
      return activity.stage === 'core_restart'
        ? 'Home Assistant is restoring the backup and restarts'
        : 'Home Assistant is restoring the backup';
    case 'transferring':
      return describeTransfer(activity);
  }
};

const describeTransfer = ({
  download,
  upload,
  waiting,
}: Extract<Activity, { readonly phase: 'transferring' }>): string => {
  const parts = [
    ...(download ? [`Downloading ${percent(download)}`] : []),
    // Everything is sent, and Apple has not yet said that it is there: with big files that takes a while.
    ...(upload ? [upload.finishing ? 'Finishing the upload' : `Uploading ${percent(upload)}`] : []),
    ...(waiting > 0 ? [`${plural(waiting, { one: 'backup', other: 'backups' })} waiting`] : []),
  ];
  return parts.length === 0 ? 'Transferring' : parts.join(' · ');
};
