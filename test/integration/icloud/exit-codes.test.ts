import { afterwards, failuresSuite, fault, here, noRetry, type Row } from '../../support/rclone-failures.ts';

/* The facts' table "Exit codes" (8.2), said by the real rclone. 0 is no failure. */

const exitCodes: readonly Row[] = [
  { what: 'other error', make: fault({ status: 500 }), says: /HTTP error 500/u, exit: 1, code: 'cloud.failed' },
  {
    what: 'usage',
    make: (_apple, computer) => computer.run(['copyto', '--nonsense']),
    says: /unknown flag: --nonsense/u,
    exit: 2,
    code: 'rclone.usage',
  },
  {
    what: 'directory not found',
    make: afterwards(
      () => undefined,
      (_apple, computer) => computer.run(['lsjson', 'icloud:Nowhere', ...noRetry]),
    ),
    says: /directory not found/u,
    exit: 3,
    code: 'cloud.not-found',
  },
  {
    what: 'file not found',
    make: afterwards(
      (apple) => apple.putFile('A/x', 'x'),
      (_apple, computer) => computer.run(['deletefile', 'icloud:A/y', ...noRetry]),
    ),
    says: /object not found/u,
    exit: 4,
    code: 'cloud.not-found',
  },
  {
    what: 'retryable',
    make: fault({ reset: true }),
    says: /Failed to rc/u,
    exit: 5,
    code: 'cloud.offline',
  },
  {
    what: 'do not retry',
    make: here((from, to) => ['copy', from, to, '--immutable'], 'other'),
    says: /immutable file modified/u,
    exit: 6,
    code: 'cloud.failed',
  },
  {
    what: 'fatal',
    make: here((from) => ['delete', from, '--max-delete', '0']),
    says: /--max-delete threshold reached/u,
    exit: 7,
    code: 'rclone.failed',
  },
  {
    what: 'transfer limit',
    make: here((from, to) => ['copy', from, to, '--max-transfer', '1B']),
    says: /max transfer limit reached/u,
    exit: 8,
    code: 'rclone.failed',
  },
  {
    what: 'nothing transferred',
    make: here((from, to) => ['copy', from, to, '--ignore-existing', '--error-on-no-transfer'], 'other'),
    says: /^$/u,
    exit: 9,
    code: 'cloud.upload-unconfirmed',
  },
  {
    what: 'time limit',
    make: here((from, to) => ['copy', from, to, '--max-duration', '1ns']),
    says: /max transfer duration reached/u,
    exit: 10,
    code: 'rclone.failed',
  },
];

failuresSuite('exit codes', exitCodes);
