import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import {
  commandFailure,
  CommandRefused,
  createFailure,
  httpFailure,
  isCertificateFailure,
  networkFailure,
} from '../../../src/core/home-assistant/errors.ts';
import { recordings, type Recording } from './recordings.ts';

const withCode = (code: string): Error => Object.assign(new Error('text'), { code });

describe('networkFailure', () => {
  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPROTO',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'HPE_INVALID_CONSTANT',
  ])('%s: nobody there', (code) => {
    expect(networkFailure(withCode(code), { url: 'u' })).toMatchObject({
      code: 'ha.unreachable',
      facts: { url: 'u', reason: code },
    });
  });

  it.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'CERT_HAS_EXPIRED',
    'CERT_NOT_YET_VALID',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'HOSTNAME_MISMATCH',
    'OTHER_CERTIFICATE',
  ])('%s: not trusted', (code) => {
    expect(isCertificateFailure(withCode(code))).toBe(true);
    expect(networkFailure(withCode(code))).toMatchObject({ code: 'ha.tls-untrusted', facts: { reason: code } });
  });

  it('looks into errors that hold others', () => {
    const several = new AggregateError([withCode('ECONNREFUSED'), withCode('ETIMEDOUT')]);
    expect(networkFailure(several).facts).toEqual({ reason: 'ECONNREFUSED' });
    const wrapped = new Error('outer', { cause: withCode('CERT_HAS_EXPIRED') });
    expect(networkFailure(wrapped).code).toBe('ha.tls-untrusted');
  });

  it('keeps nothing of the library’s error: it holds the request with the token', () => {
    const error = networkFailure(
      Object.assign(withCode('ECONNREFUSED'), { config: { headers: { Authorization: 'x' } } }),
    );
    expect(error.cause).toBeUndefined();
    expect(error.message).toBe('ha.unreachable');
  });
});

const answersOf = (recording: Recording, scenario: string): Recording['answers'] =>
  recording.answers.filter((answer) => answer.scenario === scenario);

describe.each(recordings.filter(({ version }) => version !== '2024.12.5'))('answers of $name', (recording) => {
  const downloads = answersOf(recording, 'download-plain').filter(
    ({ method, path }) => method === 'GET' && path.includes('/backup/download/') && !path.includes('..'),
  );

  it('tells a non-admin, a missing token and a bad one apart', () => {
    const refused = downloads
      .filter(({ status }) => status === 401)
      .map((answer) => httpFailure(answer, 'download').code);
    // The recorded order: a user's good token, none, (Core) a bad one.
    expect(refused).toEqual(['ha.not-admin', 'ha.token-invalid', 'ha.token-invalid'].slice(0, refused.length));
    expect(refused.length).toBeGreaterThan(1);
  });

  it('tells a missing backup from a missing agent', () => {
    const codeOf = (wanted: number): Set<string> =>
      new Set(
        downloads.filter(({ status }) => status === wanted).map((answer) => httpFailure(answer, 'download').code),
      );
    expect(codeOf(404)).toEqual(new Set(['ha.backup-gone']));
    expect(codeOf(400)).toEqual(new Set(['ha.no-agent']));
  });
});

it('takes the blanket 403 of a ban for what it is, on every version', () => {
  const bans = recordings.flatMap((recording) => answersOf(recording, 'ip-ban').filter(({ status }) => status === 403));
  expect(bans.length).toBeGreaterThan(5);
  for (const ban of bans) expect(httpFailure(ban, 'probe').code).toBe('ha.banned');
});

it('does not take a view that is not loaded yet for a missing backup', () => {
  const old = recordings.find(({ version }) => version === '2024.12.5');
  const [answer] = (old?.answers ?? []).filter(
    ({ path, status }) => path.startsWith('/api/backup/download') && status === 404,
  );
  expect(answer && httpFailure(answer, 'download').code).toBe('ha.starting');
});

it('reads the Supervisor’s troubles through both ways', () => {
  const newest = recordings.find(({ name }) => name === '2026.11.0 (os)');
  const answers = newest?.answers.filter(({ scenario }) => scenario === 'supervisor-errors') ?? [];
  const seen = answers.map((answer) => `${answer.status} ${httpFailure(answer, 'download').code}`);
  expect(new Set(seen)).toEqual(new Set(['500 ha.unreachable', '504 ha.unreachable', '404 ha.backup-gone']));
});

describe('what somebody in between says', () => {
  const answer = (status: number, headers: Readonly<Record<string, string>> = {}, path = '/manifest.json') =>
    httpFailure({ status, path, header: (name) => headers[name] }, 'probe');
  const page = { 'content-type': 'text/html', 'content-length': '162' };

  it.each<[number, Readonly<Record<string, string>>, string]>([
    [403, page, 'ha.in-between'],
    [403, { 'content-type': 'text/plain', 'content-length': '9' }, 'ha.in-between'],
    [403, {}, 'ha.in-between'],
    [401, page, 'ha.in-between'],
    [401, { ...page, 'www-authenticate': 'Basic realm="x"' }, 'ha.login-in-front'],
    [401, { 'content-length': '0', 'www-authenticate': 'Negotiate' }, 'ha.login-in-front'],
    [502, page, 'ha.in-between'],
    [503, {}, 'ha.in-between'],
    [511, page, 'ha.in-between'],
    [403, { 'content-type': 'text/plain; charset=utf-8', 'content-length': '14' }, 'ha.banned'],
    [401, { 'content-type': 'text/plain; charset=utf-8', 'content-length': '17' }, 'ha.token-invalid'],
  ])('%i with %j: %s', (status, headers, code) => {
    expect(answer(status, headers).code).toBe(code);
  });

  it('tells a moved address from a sign-in page, and neither with path and query', () => {
    expect(answer(302, { location: 'https://portal.example/login?token=secret' })).toMatchObject({
      code: 'ha.login-in-front',
      facts: { status: 302, step: 'probe', to: 'https://portal.example', kind: 'page' },
    });
    expect(answer(302, { location: 'https://auth.example/?rd=secret' })).toMatchObject({
      code: 'ha.login-in-front',
      facts: { to: 'https://auth.example' },
    });
    expect(answer(301, { location: 'https://ha.example/' }).code).toBe('ha.redirected');
    expect(answer(301, { location: '/login?x' })).toMatchObject({
      code: 'ha.login-in-front',
      facts: { to: 'unknown' },
    });
    expect(answer(301, { location: 'https://ha.example/manifest.json?secret' })).toMatchObject({
      code: 'ha.redirected',
      facts: { status: 301, step: 'probe', to: 'https://ha.example' },
    });
  });

  it.each([
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN',
  ])('%s: it wants a certificate of ours, there is none of its own to accept', (code) => {
    expect(isCertificateFailure(withCode(code))).toBe(false);
    expect(networkFailure(withCode(code)).code).toBe('ha.client-certificate');
  });
});

describe('Home Assistant’s refusals', () => {
  const generated = recordings.flatMap(({ replies }) =>
    replies.filter(({ command, success }) => !success && String(command['type']).startsWith('backup/generate')),
  );
  const codeOf = (code: string, says: string): unknown => {
    const failure = createFailure(new CommandRefused('backup/generate', code, says));
    return failure instanceof AppError ? [failure.code, failure.facts] : failure;
  };

  it('all get a code of ours', () => {
    const codes = new Set(
      generated.map(({ command, error }) => {
        const refused = new CommandRefused(String(command['type']), error?.code ?? '', error?.message ?? '');
        return (createFailure(refused) as AppError).code;
      }),
    );
    expect([...codes].sort()).toEqual(
      ['ha.busy', 'ha.create-failed', 'ha.not-admin', 'ha.protocol', 'ha.starting'].sort(),
    );
  });

  it.each([
    ['home_assistant_error', 'Backup manager busy: create_backup', ['ha.busy', { state: 'create_backup' }]],
    ['home_assistant_error', 'Backup manager busy: blocked', ['ha.starting', { says: 'Backup manager busy: blocked' }]],
    [
      'home_assistant_error',
      "Error creating backup: 'BackupManager.do_backup_partial' blocked from execution, system is not running - freeze",
      ['ha.busy', { state: 'freeze' }],
    ],
    [
      'home_assistant_error',
      'Error creating backup: System is not ready with state: setup',
      ['ha.starting', { says: 'Error creating backup: System is not ready with state: setup' }],
    ],
    [
      'home_assistant_error',
      "Error creating backup: Backup mount 'nas' is down",
      ['ha.create-failed', { reason: "Backup mount 'nas' is down" }],
    ],
    ['home_assistant_error', 'Error creating backup: ', ['ha.create-failed', { reason: 'home_assistant_error' }]],
    ['unauthorized', 'Unauthorized', ['ha.not-admin', { command: 'backup/generate', answer: 'unauthorized' }]],
    ['unknown_command', 'Unknown command.', ['ha.starting', { command: 'backup/generate', answer: 'unknown_command' }]],
  ])('%s: %s', (code, says, expected) => {
    expect(codeOf(code, says)).toEqual(expected);
  });

  it('never repeats what a schema error quotes: it may be the key', () => {
    const failure = createFailure(new CommandRefused('backup/generate', 'invalid_format', "not a string. Got 'KEY'"));
    expect(JSON.stringify(failure)).not.toContain('KEY');
    expect(failure).toMatchObject({ code: 'ha.protocol' });
  });

  it('leaves other errors alone', () => {
    const error = new AppError('ha.unreachable');
    expect(commandFailure(error)).toBe(error);
    expect(createFailure(error)).toBe(error);
  });
});
