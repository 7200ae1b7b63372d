import type { ErrorCode } from '../shared/error-codes.ts';
import type { ErrorFacts } from '../shared/error-facts.ts';
import type { Problem } from '../shared/run-report.ts';
import { prose, type Line } from './prose.ts';
import { described } from '../shared/words.ts';

const login = 'ha-icloud-backup login --apple-id YOUR-APPLE-ACCOUNT';
const setup = 'ha-icloud-backup setup --url ADDRESS';

const settings = 'ha-icloud-backup settings';
const again = 'ha-icloud-backup backup --again';

/** The command that ends a problem, where one does. */
const remedies: Partial<Record<ErrorCode, string>> = {
  'settings.not-set-up': setup,
  'settings.broken': settings,
  'settings.invalid': settings,
  'ha.token-invalid': setup,
  'ha.banned': setup,
  'ha.not-admin': setup,
  'ha.redirected': setup,
  'ha.not-home-assistant': setup,
  'ha.instance-changed': setup,
  'ha.instance-ambiguous': 'ha-icloud-backup backup --create',
  'ha.tls-untrusted': `${setup} --ca-file FILE`,
  'archive.unprotected': `${settings} require-protected no`,
  'icloud.not-signed-in': login,
  'icloud.trust-expired': login,
  'icloud.session-refused': login,
  'icloud.terms-pending': login,
  'icloud.approval-needed': login,
  'icloud.approval-timeout': login,
  'icloud.password-wrong': login,
  'icloud.account-locked': login,
  'icloud.app-password': login,
  'icloud.no-two-factor': login,
  'icloud.code-conflict': login,
  'icloud.sign-in-stale': login,
  'icloud.sign-in-due': login,
  'rclone.config-unreadable': login,
  'secrets.token-missing': setup,
  'icloud.folder-changed': `${setup} --folder FOLDER --folder-change move|anew|renamed`,
  'icloud.folder-missing': `${setup} --folder FOLDER --folder-change anew|renamed`,
  'icloud.full': 'ha-icloud-backup backup',
  'icloud.not-found': 'ha-icloud-backup list --all-instances',
  'icloud.copy-mismatch': 'ha-icloud-backup list --all-instances',
  'icloud.removed-by-user': `${again} ID`,
  'sync.gave-up': `${again} ID`,
  'sync.backing-off': `${again} ID`,
  'sync.prune-limit': 'ha-icloud-backup prune',
  'restore.no-copy': 'ha-icloud-backup list --all-instances',
};

/** Where the facts make it more exact. */
const remediesByFacts: Partial<Record<ErrorCode, (facts: ErrorFacts) => string | undefined>> = {
  'ha.tls-untrusted': ({ fingerprint }) =>
    typeof fingerprint === 'string' ? `${setup} --accept-certificate ${fingerprint}` : undefined,
  'icloud.offline': ({ reason }) => {
    if (reason === 'certificate') return `${settings} ca-file FILE`;
    return reason === 'proxy' ? `${settings} proxy ADDRESS` : undefined;
  },
  'secrets.missing': ({ what, store }) => {
    if (store === 'environment' || typeof what !== 'string') return undefined;
    if (what.includes('Apple')) return login;
    return what.includes('token') ? setup : undefined;
  },
  'sync.gave-up': ({ backup }) => (typeof backup === 'string' ? `${again} ${backup}` : undefined),
};

const remedyFor = ({ code, facts }: Problem): string | undefined => remediesByFacts[code]?.(facts) ?? remedies[code];

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
