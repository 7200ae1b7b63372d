import type { DescribedProblem } from '../shared/cli-lines.ts';
import type { ErrorCode } from '../shared/error-codes.ts';
import type { Problem } from '../shared/run-report.ts';
import { prose, type Line } from './prose.ts';
import { describeProblem } from '../shared/words.ts';

export const described = ({ code, facts }: Problem): DescribedProblem => {
  const { title, cause, next } = describeProblem(code, facts);
  return { code, title, cause, next, facts };
};

const login = 'ha-icloud-backup login --apple-id YOUR-APPLE-ACCOUNT';
const setup = 'ha-icloud-backup setup --url ADDRESS';

/** The command that ends a problem, where one does. */
const remedies: Partial<Record<ErrorCode, string>> = {
  'settings.not-set-up': setup,
  'ha.token-invalid': setup,
  'ha.not-admin': setup,
  'ha.redirected': setup,
  'ha.not-home-assistant': setup,
  'ha.tls-untrusted': `${setup} --ca-file FILE`,
  'icloud.not-signed-in': login,
  'icloud.trust-expired': login,
  'icloud.session-refused': login,
  'icloud.terms-pending': login,
  'icloud.approval-needed': login,
  'icloud.approval-timeout': login,
  'icloud.password-wrong': login,
  'icloud.sign-in-stale': login,
  'icloud.sign-in-due': login,
  'rclone.config-unreadable': login,
  'icloud.folder-changed': `${setup} --folder FOLDER --folder-change move|anew|renamed`,
  'icloud.folder-missing': `${setup} --folder FOLDER --folder-change anew|renamed`,
  'icloud.full': 'ha-icloud-backup backup',
  'icloud.removed-by-user': 'ha-icloud-backup backup --again ID',
  'sync.gave-up': 'ha-icloud-backup backup --again ID',
  'sync.backing-off': 'ha-icloud-backup backup --again ID',
  'sync.prune-limit': 'ha-icloud-backup prune',
  'restore.no-copy': 'ha-icloud-backup list --all-instances',
};

const remedyFor = ({ code, facts }: Problem): string | undefined => {
  const { fingerprint } = facts;
  if (code === 'ha.tls-untrusted' && typeof fingerprint === 'string') {
    return `${setup} --accept-certificate ${fingerprint}`;
  }
  return remedies[code];
};

/** Cause and next step of a problem, its code in the headline so that it can be searched for. */
export const problemText = (problem: Problem): Line[] => {
  const { code, title, cause, next } = described(problem);
  const remedy = remedyFor(problem);
  return [
    `${title} (${code})`,
    prose(cause, '  Why:  '),
    prose(next, '  Next: '),
    ...(remedy === undefined ? [] : [`  Run:  ${remedy}`]),
  ];
};
