import type { ErrorCode } from '../../shared/error-codes.ts';
import { stopsAttempts } from '../../shared/problems/rules.ts';
import type { FactsOf } from '../../shared/error-facts.ts';
import { AppError, type ErrorFacts } from '../errors/app-error.ts';
import type { RcloneResult } from './rclone-run.ts';

/** A message of rclone's, taken apart: what a service answered may quote any words, and none of them are rclone's own. */
interface Said {
  /** rclone's own words; with an answer of Apple's, what stands before it. */
  readonly own: string;
  /** Of Apple's answer, where there was one. */
  readonly status: number | undefined;
  readonly answer: string;
}

/** Which of our errors it is, with the facts that this one has. */
type Verdict = {
  [Code in ErrorCode]: { readonly code: Code; readonly facts?: FactsOf<Code> };
}[ErrorCode];

/** Every condition that is given has to hold. */
type Rule = Verdict & {
  readonly own?: RegExp;
  readonly status?: readonly number[];
  readonly answer?: RegExp;
};

/** Calls of a sign-in by the name rclone puts before their errors (api/session.go). */
const signInCall =
  /\b(?:authStart|authFederate|authSRPInit|authSRPComplete|getAuthState|validate2FACode failed|validateSMSCode|requestSMSCode|trustSession failed)\b/u;

/** One of Apple's numbers in `"code":"-20101"`, quoted once more where rclone quotes the answer. */
const serviceError = (...numbers: readonly number[]): RegExp =>
  new RegExp(String.raw`code\\*"\s*:\s*\\*"?-(?:${numbers.map(Math.abs).join('|')})\b`, 'u');

/**
 * What Apple says during a sign-in. The numbers are Apple's own (facts#sign-in-errors; -22982, -28248: fastlane's and
 * icloudpd's issues).
 */
const signInRules: readonly Rule[] = [
  { answer: serviceError(-20209), code: 'icloud.account-locked' },
  // rclone's words for a 403, whose answer it drops.
  { own: /sign in failed: incorrect username or password/u, code: 'icloud.account-locked' },
  { answer: serviceError(-20101), code: 'icloud.password-wrong' },
  { answer: serviceError(-22981, -22982, -28248), code: 'icloud.code-limit' },
  { answer: serviceError(-21669), code: 'icloud.code-wrong' },
  { answer: serviceError(-20528), code: 'icloud.sign-in-stale' },
  { answer: /domainToUse/u, code: 'icloud.region' },
  { own: /validate2FACode failed|validateSMSCode/u, status: [409], code: 'icloud.code-conflict' },
  { own: /authSRPComplete: sign in failed/u, status: [401], code: 'icloud.password-wrong' },
  { status: [429, 503], code: 'cloud.throttled' },
];

/** What rclone makes of Apple's state, in its own words, and what Apple's services answer (facts#error-texts). */
const appleRules: readonly Rule[] = [
  // What is wrong with the file is said behind this, with pieces of the file itself.
  { own: /Failed to load config file/u, code: 'rclone.config-unreadable' },
  { own: /trust token expired/u, code: 'icloud.trust-expired' },
  { own: /missing icloud trust token|an Apple ID is required/u, code: 'icloud.not-signed-in' },
  { own: /no trusted phone numbers/u, code: 'icloud.security-key' },
  { own: /auth session state|unknown state "/u, code: 'icloud.sign-in-stale' },
  // Accounts of mainland China live on other hosts, which rclone does not know (rclone #8587).
  { answer: /domainToUse/u, code: 'icloud.region' },
  { own: /302 response missing Location/u, code: 'icloud.region' },
  { own: /requestPCS\(/u, answer: /Missing X-APPLE-WEBAUTH-TOKEN/u, code: 'icloud.terms-pending' },
  { own: /requestPCS\(.*timed out waiting/u, code: 'icloud.approval-timeout' },
  // "Private db access disabled" is how too many requests are answered, too (pyicloud, icloudpd).
  { answer: /\bTHROTTLED\b|private db access disabled/u, code: 'cloud.throttled' },
  { status: [429], code: 'cloud.throttled' },
  { answer: /\bZONE_NOT_FOUND\b/u, code: 'icloud.no-drive' },
  { answer: /\bACCESS_DENIED\b/u, code: 'icloud.access-denied' },
  { status: [423], code: 'icloud.approval-needed' },
  { answer: /Missing PCS cookies/u, code: 'icloud.approval-needed' },
  { own: /requestPCS\(\w+\): (?:HTTP|server)/u, code: 'icloud.approval-needed' },
  { status: [507], code: 'cloud.full' },
  { status: [421], code: 'icloud.session-refused', facts: { status: 421 } },
  { status: [401], code: 'icloud.session-refused', facts: { status: 401 } },
  { answer: /Invalid global session/u, code: 'icloud.session-refused', facts: { status: 421 } },
  { answer: /Missing X-APPLE-WEBAUTH-TOKEN/u, code: 'icloud.session-refused', facts: { status: 401 } },
  // Apple's own words for a full account are not known (facts#not-known-about-apple): whatever names quota or storage will
  // do.
  { answer: /quota|storage.{0,40} full|not enough .{0,10}storage/iu, code: 'cloud.full' },
];

/** This computer and its network. An answer of Apple's may quote any of these words: only looked at where there is none. */
const localRules: readonly Rule[] = [
  {
    own: /didn't find backend called|couldn't decrypt|unable to decrypt|not allowed to ask for password|when revealing password/iu,
    code: 'rclone.config-unreadable',
  },
  { own: /didn't find section in config file/u, code: 'icloud.not-signed-in' },
  { own: /is a file not a directory|destination is a file/u, code: 'cloud.name-taken' },
  { own: /--ca-cert/u, code: 'settings.invalid', facts: { setting: 'caFile' } },
  { own: /no space left on device|not enough space on the disk|disk quota exceeded/iu, code: 'disk.full' },
  { own: /x509:|failed to verify certificate/u, code: 'cloud.offline', facts: { reason: 'certificate' } },
  { own: /proxyconnect|Proxy Authentication Required/u, code: 'cloud.offline', facts: { reason: 'proxy' } },
  {
    own: /dial tcp|no such host|i\/o timeout|timeout awaiting|connection (?:refused|reset)|TLS handshake|(?:network is|host is) unreachable|no route to host|deadline exceeded|\bEOF\b|broken pipe|wsarecv|wsasend|connectex/u,
    code: 'cloud.offline',
  },
  { own: /permission denied|access is denied|read-only file system/iu, code: 'disk.failed' },
];

/** When no text is known: what rclone's exit code says by itself (lib/exitcode/exitcode.go). */
const exitCodes: Readonly<Record<number, ErrorCode>> = {
  1: 'cloud.failed',
  2: 'rclone.usage',
  // Directory and object not found; also what a refused session looks like to some commands (facts#masked-errors).
  3: 'cloud.not-found',
  4: 'cloud.not-found',
  5: 'cloud.offline',
  6: 'cloud.failed',
  7: 'rclone.failed',
  8: 'rclone.failed',
  9: 'cloud.upload-unconfirmed',
  10: 'rclone.failed',
};

/** rclone's two ways to say that a service answered (lib/rest/rest.go; api/session.go). The rest may be cut off. */
const answered = [/HTTP error (\d{3})\b/u, /\bsign in failed: (\d{3})\b/u];

const takeApart = (message: string): Said => {
  for (const pattern of answered) {
    const found = pattern.exec(message);
    if (!found) continue;
    const end = found.index + found[0].length;
    return { own: message.slice(0, end), status: Number(found[1]), answer: message.slice(end) };
  }
  return { own: message, status: undefined, answer: '' };
};

const find = (list: readonly Rule[], said: Said): Rule | undefined =>
  list.find(
    ({ own, status, answer }) =>
      (own === undefined || own.test(said.own)) &&
      (status === undefined || (said.status !== undefined && status.includes(said.status))) &&
      (answer === undefined || answer.test(said.answer)),
  );

/** The rule for a message, `cloud.failed` for an answer of Apple's that none knows, undefined for words without meaning. */
const judge = (message: string): Verdict | undefined => {
  const said = takeApart(message);
  const signIn = signInCall.test(said.own) ? find(signInRules, said) : undefined;
  const known = signIn ?? find(appleRules, said);
  if (known !== undefined) return known;
  if (said.status === undefined) return find(localRules, said);
  return { code: 'cloud.failed', facts: { status: said.status } };
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
  if (exitCode === 2 && !badArguments.test(stderrTail)) return 'cloud.failed';
  return exitCodes[exitCode ?? -1] ?? 'rclone.failed';
};

/**
 * Which of our errors a failed rclone run is. Texts decide, the last message first (earlier ones belong to attempts that
 * were overcome), then the exit code. Nothing of the text goes into the error.
 *
 * `cloud.not-found` is only rclone's word for it: before it is believed, the folder has to be listed.
 */
export const classify = (result: RcloneResult): AppError => {
  const facts: ErrorFacts = result.exitCode === undefined ? {} : { exitCode: result.exitCode };
  if (result.stopped === 'idle') return new AppError('cloud.offline', { ...facts, reason: 'silent' });
  if (result.stopped === 'flood') return new AppError('rclone.failed', { ...facts, reason: 'output too long' });
  for (const line of result.stderrTail.split('\n').reverse()) {
    const message = messageOf(line);
    const rule = message === undefined ? undefined : judge(message);
    if (rule !== undefined) return new AppError(rule.code, { ...facts, ...rule.facts });
  }
  return new AppError(byExitCode(result), facts);
};

/**
 * Whether a line says that an attempt, or one file of many, failed for a reason that will not go away. rclone would send a
 * whole archive three times into an account that is full, and ask for ten thousand files although Apple wants a pause.
 */
export const endsHopelessly = (line: string): boolean => {
  if (!/"msg":"(?:Attempt |Failed to copy: )/u.test(line)) return false;
  const rule = judge(messageOf(line) ?? '');
  return rule !== undefined && stopsAttempts(rule.code);
};
