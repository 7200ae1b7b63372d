import { describe, expect, it } from 'vitest';
import { classify, endsHopelessly } from '../../../src/core/icloud/classify.ts';
import type { RcloneResult } from '../../../src/core/icloud/process.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';

/*
 * What the real rclone can be made to say against the simulator is proven in test/integration/icloud/errors.test.ts.
 * Here: texts that need a full disk, another system, five minutes, or an Apple that nobody has met.
 */

const failed = (stderrTail: string, more: Partial<RcloneResult> = {}): RcloneResult => ({
  exitCode: 1,
  stdout: '',
  stderrTail,
  stopped: undefined,
  ...more,
});
const said = (msg: string): string =>
  JSON.stringify({ time: '2026-11-21T11:17:12Z', level: 'notice', msg, source: 'cmd/cmd.go:334' });

describe('classify', () => {
  it.each<[string, ErrorCode]>([
    // rclone 1.75.2 on a full device.
    ['Failed to copyto: write /somewhere/f: no space left on device', 'disk.full'],
    ['Failed to copyto: write C:\\f: There is not enough space on the disk.', 'disk.full'],
    ['Failed to copyto: open C:\\f: Access is denied.', 'disk.failed'],
    // Windows words for what Linux calls refused and reset.
    ['read tcp 10.0.0.1:1->10.0.0.2:2: wsarecv: An existing connection was forcibly closed', 'icloud.offline'],
    ['dial tcp 17.0.0.1:443: connectex: A connection attempt failed', 'icloud.offline'],
    ['Post "https://p42-drivews.icloud.com:443/": net/http: timeout awaiting response headers', 'icloud.offline'],
    // After five minutes without approval (api/session.go).
    ['requestPCS(iclouddrive): timed out waiting for device approval after 5 minutes', 'icloud.approval-timeout'],
    ['requestPCS(iclouddrive): server returned success but cookies still missing: [X]', 'icloud.approval-needed'],
    ['requestPCS(iclouddrive): Post "https://setup.icloud.com": dial tcp: lookup setup.icloud.com', 'icloud.offline'],
    // How a full account is answered is not known.
    ['HTTP error 413 (413) returned body: "{\\"reason\\":\\"QUOTA_EXCEEDED\\"}"', 'icloud.full'],
    ['HTTP error 400 (400) returned body: "not enough iCloud storage"', 'icloud.full'],
    ['HTTP error 507 (507 Insufficient Storage) returned body: ""', 'icloud.full'],
    ['HTTP error 400 (400) returned body: "storage service unavailable"', 'icloud.failed'],
    // An answer of Apple's that quotes our words is still an answer.
    ['HTTP error 500 (500) returned body: "dial tcp upstream: connection refused"', 'icloud.failed'],
    ['authSRPComplete: sign in failed: 409 Conflict: {"serviceErrors":[{"code":"-20209"}]}', 'icloud.account-locked'],
  ])('%s', (text, code) => {
    expect(classify(failed(said(text))).code).toBe(code);
  });

  it('believes the last message: earlier ones were overcome', () => {
    const tail = [said('Attempt 1/3 failed: connection reset by peer'), said('Failed to copyto: HTTP error 500 (500)')];
    expect(classify(failed(tail.join('\n')))).toMatchObject({ code: 'icloud.failed', facts: { status: 500 } });
    expect(classify(failed(tail.reverse().join('\n')))).toMatchObject({ code: 'icloud.offline' });
  });

  it('does not read the usage text that follows an error', () => {
    const tail = ['Error: trust token expired, please reauth', 'Usage:', '  --contimeout  i/o timeout', ''].join('\n');
    expect(classify(failed(tail, { exitCode: 2 })).code).toBe('icloud.trust-expired');
  });

  it('reads a line that was cut in the middle', () => {
    expect(classify(failed('{"level":"notice","msg":"Failed: HTTP error 421 (421 Mis')).code).toBe(
      'icloud.session-refused',
    );
  });

  it('calls silence a network problem, and a foreign signal a failure of rclone', () => {
    const ended = { exitCode: undefined };
    expect(classify(failed('', { ...ended, stopped: 'idle' }))).toMatchObject({
      code: 'icloud.offline',
      facts: { reason: 'silent' },
    });
    expect(classify(failed('', ended)).code).toBe('rclone.failed');
  });

  it.each<[number, ErrorCode]>([
    [1, 'icloud.failed'],
    [3, 'icloud.not-found'],
    [4, 'icloud.not-found'],
    [5, 'icloud.offline'],
    [6, 'icloud.failed'],
    [7, 'rclone.failed'],
    [8, 'rclone.failed'],
    [9, 'icloud.upload-unconfirmed'],
    [10, 'rclone.failed'],
    [77, 'rclone.failed'],
  ])('takes exit code %d by itself for %s', (exitCode, code) => {
    const error = classify(failed(said('words that nobody knows'), { exitCode }));
    expect(error).toMatchObject({ code, facts: { exitCode } });
  });

  it.each<[string, ErrorCode]>([
    ['Error: unknown flag: --nonsense', 'rclone.usage'],
    ['Command copyto needs 2 arguments minimum: you provided 0', 'rclone.usage'],
    ['Error: Apple said something new', 'icloud.failed'],
    ['panic: runtime error: invalid memory address or nil pointer dereference', 'rclone.failed'],
  ])('tells the kinds of exit code 2 apart: %s', (text, code) => {
    expect(classify(failed(text, { exitCode: 2 })).code).toBe(code);
  });

  it('puts nothing of the text into the error', () => {
    const secret = 'X-APPLE-WEBAUTH-TOKEN=v=2:t=secret';
    const error = classify(failed(said(`HTTP error 500 (500) returned body: "${secret}"`)));
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toContain('secret');
  });
});

describe('endsHopelessly', () => {
  const attempt = (error: string): string => said(`Attempt 1/3 failed with 1 errors and: ${error}`);
  it.each<[string, boolean]>([
    [attempt('HTTP error 507 (507) returned body: ""'), true],
    [attempt('write /f: no space left on device'), true],
    [attempt('trust token expired, please reauth'), true],
    [attempt('HTTP error 503 (503) returned body: ""'), false],
    [attempt('HTTP error 421 (421) returned body: "Invalid global session"'), false],
    [attempt('read tcp: connection reset by peer'), false],
    [said('HTTP error 507 (507) returned body: ""'), false],
    [said('Attempt 2/3 succeeded'), false],
  ])('%s: %s', (line, expected) => {
    expect(endsHopelessly(line)).toBe(expected);
  });
});
