import type { ErrorCode } from '../../shared/error-codes.ts';
import { AppError, type ErrorFacts } from '../errors/app-error.ts';
import type { RcloneResult } from './process.ts';

interface Rule {
  readonly text: RegExp;
  readonly code: ErrorCode;
  readonly facts?: ErrorFacts;
}

/** Calls of a sign-in by the name rclone puts before their errors (api/session.go). */
const signInCall =
  /\b(?:authStart|authFederate|authSRPInit|authSRPComplete|getAuthState|validate2FACode failed|validateSMSCode|requestSMSCode|trustSession failed)\b/u;

/** What Apple says during a sign-in. The numbers are Apple's own (facts 3.5; -22982, -28248: fastlane's and icloudpd's issues). */
const signInRules: readonly Rule[] = [
  { text: /-20209|sign in failed: incorrect username or password/u, code: 'icloud.account-locked' },
  { text: /-20101|sign in failed: 401/u, code: 'icloud.password-wrong' },
  { text: /-2298[12]|-28248/u, code: 'icloud.code-limit' },
  { text: /-21669/u, code: 'icloud.code-wrong' },
  { text: /-20528/u, code: 'icloud.sign-in-stale' },
  { text: /(?:validate2FACode failed|validateSMSCode): HTTP error 409/u, code: 'icloud.code-conflict' },
  { text: /HTTP error (?:429|503)|(?:failed:|status) (?:429|503)/u, code: 'icloud.throttled' },
];

/** What Apple's services answer, and what rclone makes of it (facts 8.1). */
const appleRules: readonly Rule[] = [
  { text: /trust token expired/u, code: 'icloud.trust-expired' },
  { text: /missing icloud trust token|an Apple ID is required/u, code: 'icloud.not-signed-in' },
  { text: /no trusted phone numbers/u, code: 'icloud.security-key' },
  { text: /auth session state|unknown state "/u, code: 'icloud.sign-in-stale' },
  { text: /requestPCS\(.*Missing X-APPLE-WEBAUTH-TOKEN/u, code: 'icloud.terms-pending' },
  { text: /requestPCS\(.*timed out waiting/u, code: 'icloud.approval-timeout' },
  { text: /HTTP error 423|Missing PCS cookies|requestPCS\(\w+\): (?:HTTP|server)/u, code: 'icloud.approval-needed' },
  // Apple's own words for a full account are not known (facts 13): whatever names quota or storage will do.
  {
    text: /HTTP error 507|HTTP error [45]\d\d.*(?:quota|storage.{0,40} full|not enough .{0,10}storage)/iu,
    code: 'icloud.full',
  },
  { text: /HTTP error 421|Invalid global session/u, code: 'icloud.session-refused', facts: { status: 421 } },
  { text: /HTTP error 401|Missing X-APPLE-WEBAUTH-TOKEN/u, code: 'icloud.session-refused', facts: { status: 401 } },
  { text: /HTTP error 429/u, code: 'icloud.throttled' },
];

/** This computer and its network. An answer of Apple's may quote any of these words: only looked at where there is none. */
const localRules: readonly Rule[] = [
  { text: /didn't find section in config file/u, code: 'icloud.not-signed-in' },
  {
    text: /couldn't decrypt|unable to decrypt|not allowed to ask for password|when revealing password/iu,
    code: 'rclone.config-unreadable',
  },
  { text: /--ca-cert/u, code: 'settings.invalid', facts: { setting: 'caFile' } },
  { text: /no space left on device|not enough space on the disk|disk quota exceeded/iu, code: 'disk.full' },
  { text: /x509:|failed to verify certificate/u, code: 'icloud.offline', facts: { reason: 'certificate' } },
  { text: /proxyconnect|Proxy Authentication Required/u, code: 'icloud.offline', facts: { reason: 'proxy' } },
  {
    text: /dial tcp|no such host|i\/o timeout|timeout awaiting|connection (?:refused|reset)|TLS handshake|(?:network is|host is) unreachable|no route to host|deadline exceeded|\bEOF\b|broken pipe|wsarecv|wsasend|connectex/u,
    code: 'icloud.offline',
  },
  { text: /permission denied|access is denied|read-only file system/iu, code: 'disk.failed' },
  { text: /Failed to load config file/u, code: 'rclone.config-unreadable' },
];

/** When no text is known: what rclone's exit code says by itself (lib/exitcode/exitcode.go). */
const exitCodes: Readonly<Record<number, ErrorCode>> = {
  1: 'icloud.failed',
  2: 'rclone.usage',
  // Directory and object not found; also what a refused session looks like to some commands (facts, trap 6).
  3: 'icloud.not-found',
  4: 'icloud.not-found',
  5: 'icloud.offline',
  6: 'icloud.failed',
  7: 'rclone.failed',
  8: 'rclone.failed',
  9: 'icloud.upload-unconfirmed',
  10: 'rclone.failed',
};

const httpStatus = /HTTP error (\d{3})/u;

const find = (list: readonly Rule[], message: string): Rule | undefined => list.find(({ text }) => text.test(message));

/** The rule for a message, `icloud.failed` for an answer of Apple's that none knows, undefined for words without meaning. */
const judge = (message: string): Rule | undefined => {
  const signIn = signInCall.test(message) ? find(signInRules, message) : undefined;
  const known = signIn ?? find(appleRules, message);
  if (known !== undefined) return known;
  const status = httpStatus.exec(message)?.[1];
  if (status === undefined) return find(localRules, message);
  return { text: httpStatus, code: 'icloud.failed', facts: { status: Number(status) } };
};

/** The message of a line of stderr: of a JSON line, of a plain log line, or of what the `config` commands print. */
const messageOf = (line: string): string | undefined => {
  if (line.startsWith('{')) {
    try {
      const entry: unknown = JSON.parse(line);
      if (typeof entry === 'object' && entry !== null && 'msg' in entry) return String(entry.msg);
    } catch {
      // Cut in the middle: read as plain text.
    }
    return line;
  }
  return /^Error: |\b(?:NOTICE|ERROR|CRITICAL)\s*:/u.test(line) ? line : undefined;
};

/** What rclone says about its arguments; every other failure of a `config` command is exit 2 as well. */
const badArguments = /unknown (?:shorthand )?flag|unknown command|needs \d+ arguments|invalid argument/u;

/** A crash of rclone itself is exit 2, too. */
const crashed = /^(?:panic|fatal error): /mu;

const byExitCode = ({ exitCode, stderrTail }: RcloneResult): ErrorCode => {
  if (crashed.test(stderrTail)) return 'rclone.failed';
  if (exitCode === 2 && !badArguments.test(stderrTail)) return 'icloud.failed';
  return exitCodes[exitCode ?? -1] ?? 'rclone.failed';
};

/**
 * Which of our errors a failed rclone run is. Texts decide, the last message first (earlier ones belong to attempts that
 * were overcome), then the exit code. Nothing of the text goes into the error.
 *
 * `icloud.not-found` is only rclone's word for it: whoever wants to believe it has to list the folder first.
 */
export const classify = (result: RcloneResult): AppError => {
  const facts: ErrorFacts = result.exitCode === undefined ? {} : { exitCode: result.exitCode };
  if (result.stopped === 'idle') return new AppError('icloud.offline', { ...facts, reason: 'silent' });
  for (const line of result.stderrTail.split('\n').reverse()) {
    const message = messageOf(line);
    const rule = message === undefined ? undefined : judge(message);
    if (rule !== undefined) return new AppError(rule.code, { ...facts, ...rule.facts });
  }
  return new AppError(byExitCode(result), facts);
};

/** What a second attempt of the same command cannot cure, and what gets worse by it. */
const hopeless = new Set<ErrorCode>([
  'icloud.full',
  'icloud.throttled',
  'icloud.trust-expired',
  'icloud.password-wrong',
  'icloud.account-locked',
  'icloud.terms-pending',
  'disk.full',
]);

/**
 * Whether a line says that an attempt failed for a reason that will not go away. rclone would send a whole archive three
 * times into an account that is full.
 */
export const endsHopelessly = (line: string): boolean => {
  if (!line.includes('"msg":"Attempt ')) return false;
  const rule = judge(messageOf(line) ?? '');
  return rule !== undefined && hopeless.has(rule.code);
};
