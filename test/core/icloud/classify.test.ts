import { describe, expect, it } from 'vitest';
import { classify, endsHopelessly } from '../../../src/core/icloud/classify.ts';
import type { RcloneResult } from '../../../src/core/icloud/rclone-run.ts';
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
    ['read tcp 10.0.0.1:1->10.0.0.2:2: wsarecv: An existing connection was forcibly closed', 'cloud.offline'],
    ['dial tcp 17.0.0.1:443: connectex: A connection attempt failed', 'cloud.offline'],
    ['Post "https://p42-drivews.icloud.com:443/": net/http: timeout awaiting response headers', 'cloud.offline'],
    // After five minutes without approval (api/session.go).
    ['requestPCS(iclouddrive): timed out waiting for device approval after 5 minutes', 'icloud.approval-timeout'],
    ['requestPCS(iclouddrive): server returned success but cookies still missing: [X]', 'icloud.approval-needed'],
    ['requestPCS(iclouddrive): Post "https://setup.icloud.com": dial tcp: lookup setup.icloud.com', 'cloud.offline'],
    // How a full account is answered is not known.
    ['HTTP error 413 (413) returned body: "{\\"reason\\":\\"QUOTA_EXCEEDED\\"}"', 'cloud.full'],
    ['HTTP error 400 (400) returned body: "not enough iCloud storage"', 'cloud.full'],
    ['HTTP error 507 (507 Insufficient Storage) returned body: ""', 'cloud.full'],
    ['HTTP error 400 (400) returned body: "storage service unavailable"', 'cloud.failed'],
    // An answer of Apple's that quotes our words is still an answer.
    ['HTTP error 500 (500) returned body: "dial tcp upstream: connection refused"', 'cloud.failed'],
    ['authSRPComplete: sign in failed: 409 Conflict: {"serviceErrors":[{"code":"-20209"}]}', 'icloud.account-locked'],
  ])('%s', (text, code) => {
    expect(classify(failed(said(text))).code).toBe(code);
  });

  /** Recorded of rclone 1.75.2, with what it says before and after (facts#error-texts). */
  const loading = (why: string): string =>
    `Failed to rc: loopback: call failed: panic received: fatal error: Failed to load config file "/d/rclone.conf": ${why}`;
  const answer = (
    status: number,
    body: string,
    before = 'Failed to rc: loopback: call failed: error in ListJSON: ',
  ): string => `${before}HTTP error ${status} (${status} Words) returned body: ${JSON.stringify(body)}`;

  it.each<[ErrorCode, readonly string[]]>([
    [
      'rclone.config-unreadable',
      [
        loading('failed to load base64 encoded data: unexpected EOF'),
        loading('could not parse line: HTTP error 421 no such host'),
        loading('configuration data too short'),
        loading('unsupported configuration encryption - update rclone for support'),
        loading('read /d/rclone.conf: is a directory'),
        loading('open /d/rclone.conf: permission denied'),
        loading('using RCLONE_CONFIG_PASS env password, unable to decrypt configuration'),
        loading(
          'unable to decrypt configuration and not allowed to ask for password - set RCLONE_CONFIG_PASS to your configuration password',
        ),
        "Couldn't decrypt configuration, most likely wrong password.",
        'Failed to rc: loopback: call failed: didn\'t find backend called "nothing"',
        'base64 decode failed when revealing password - is it obscured?: illegal base64 data at input byte 7',
      ],
    ],
    [
      'icloud.not-signed-in',
      [
        'Failed to rc: loopback: call failed: didn\'t find section in config file ("icloud")',
        'missing icloud trust token: try refreshing it with "rclone config reconnect icloud:"',
        'Fatal error: an Apple ID is required',
      ],
    ],
    [
      'icloud.trust-expired',
      ['Failed to create file system for destination "icloud:": trust token expired, please reauth'],
    ],
    [
      'icloud.password-wrong',
      [
        'authSRPComplete: sign in failed: 401 Unauthorized: {"serviceErrors":[{"code":"-20101","title":"","message":"Check the account information you entered and try again."}],"hasError":true}',
      ],
    ],
    ['icloud.account-locked', ['authSRPComplete: sign in failed: incorrect username or password']],
    [
      'icloud.code-wrong',
      [
        answer(400, '{"serviceErrors":[{"code":"-21669"}]}', 'validate2FACode failed: '),
        answer(400, '{"serviceErrors":[{"code":"-21669"}]}', 'validateSMSCode: '),
      ],
    ],
    ['icloud.code-conflict', [answer(409, '{"valid":true}', 'validate2FACode failed: ')]],
    ['icloud.code-limit', [answer(423, '{"serviceErrors":[{"code":"-22981"}]}', 'requestSMSCode: ')]],
    ['icloud.sign-in-stale', ['auth session state lost, please reconfigure', 'unknown state "authenticate"']],
    ['icloud.security-key', ['no trusted phone numbers on this account']],
    [
      'icloud.terms-pending',
      [answer(500, '{"error":"Missing X-APPLE-WEBAUTH-TOKEN cookie"}', 'requestPCS(iclouddrive): ')],
    ],
    [
      'icloud.approval-needed',
      [answer(423, 'Missing PCS cookies from the request'), answer(500, '{}', 'requestPCS(iclouddrive): ')],
    ],
    [
      'icloud.session-refused',
      [
        answer(421, '{"errorReason":"Invalid global session","errorCode":421}'),
        answer(401, 'Missing X-APPLE-WEBAUTH-TOKEN cookie'),
        // The status is Apple's, whatever else is quoted.
        answer(421, 'storage quota exceeded'),
      ],
    ],
    [
      'icloud.region',
      [
        answer(302, '{"domainToUse":"iCloud.com.cn"}', 'Fatal error: '),
        answer(302, '{"domainToUse":"iCloud.com.cn"}', 'authSRPInit: '),
        'authSRPComplete: sign in failed: 302 Found: {"domainToUse":"iCloud.com.cn"}',
      ],
    ],
    [
      'cloud.throttled',
      [
        answer(503, '<html>503 Service Temporarily Unavailable</html>', 'authSRPInit: '),
        answer(503, '{"errorCode":"THROTTLED","retryAfter":30}'),
        answer(429, 'too many requests, quota exceeded'),
        answer(403, '{"errorCode":"ACCESS_DENIED","reason":"private db access disabled for this account"}'),
      ],
    ],
    ['icloud.no-drive', [answer(404, '{"errorCode":"ZONE_NOT_FOUND","reason":"Zone not found"}')]],
    ['icloud.access-denied', [answer(403, '{"errorCode":"ACCESS_DENIED","reason":"no"}')]],
    [
      'cloud.name-taken',
      [
        'Failed to rc: loopback: call failed: error in ListJSON: is a file not a directory',
        "Source doesn't exist or is a directory and destination is a file",
      ],
    ],
    [
      'cloud.failed',
      [
        answer(500, 'HTTP error 421, trust token expired, no space left on device'),
        answer(503, 'busy'),
        answer(400, 'request 4f2-20101-ab'),
        answer(409, 'conflict'),
      ],
    ],
  ])('%s', (code, texts) => {
    for (const text of texts) expect([text, classify(failed(said(text))).code]).toEqual([text, code]);
  });

  it('believes the last message: earlier ones were overcome', () => {
    const tail = [said('Attempt 1/3 failed: connection reset by peer'), said('Failed to copyto: HTTP error 500 (500)')];
    expect(classify(failed(tail.join('\n')))).toMatchObject({ code: 'cloud.failed', facts: { status: 500 } });
    expect(classify(failed(tail.reverse().join('\n')))).toMatchObject({ code: 'cloud.offline' });
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
      code: 'cloud.offline',
      facts: { reason: 'silent' },
    });
    expect(classify(failed('', ended)).code).toBe('rclone.failed');
  });

  it.each<[number, ErrorCode]>([
    [1, 'cloud.failed'],
    [3, 'cloud.not-found'],
    [4, 'cloud.not-found'],
    [5, 'cloud.offline'],
    [6, 'cloud.failed'],
    [7, 'rclone.failed'],
    [8, 'rclone.failed'],
    [9, 'cloud.upload-unconfirmed'],
    [10, 'rclone.failed'],
    [77, 'rclone.failed'],
  ])('takes exit code %d by itself for %s', (exitCode, code) => {
    const error = classify(failed(said('words that nobody knows'), { exitCode }));
    expect(error).toMatchObject({ code, facts: { exitCode } });
  });

  it.each<[string, ErrorCode]>([
    ['Error: unknown flag: --nonsense', 'rclone.usage'],
    ['Command copyto needs 2 arguments minimum: you provided 0', 'rclone.usage'],
    ['Error: Apple said something new', 'cloud.failed'],
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
