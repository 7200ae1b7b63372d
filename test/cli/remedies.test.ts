import { describe, expect, it } from 'vitest';
import { readArguments } from '../../src/cli/arguments.ts';
import { problemText } from '../../src/cli/problem-text.ts';
import { errorCodes, type ErrorCode } from '../../src/shared/error-codes.ts';
import type { ErrorFacts } from '../../src/shared/error-facts.ts';
import { fakeApp } from './fake-app.ts';
import { run, Terminal } from './terminal.ts';

const codes = errorCodes;
const program = 'ha-icloud-backup ';

const remedyOf = (code: ErrorCode, facts: ErrorFacts = {}): string | undefined => {
  const line = problemText({ code, facts }).find((one) => typeof one === 'string' && one.startsWith('  Run:  '));
  return typeof line === 'string' ? line.slice('  Run:  '.length) : undefined;
};

/** Facts that change the remedy. */
const exact: [ErrorCode, ErrorFacts][] = [
  ['ha.tls-untrusted', { fingerprint: `${'AB:'.repeat(31)}CD` }],
  ['ha.unencrypted', { url: 'http://192.168.1.20:8123' }],
  ['cloud.offline', { reason: 'certificate' }],
  ['cloud.offline', { reason: 'proxy' }],
  ['secrets.missing', { what: 'Apple sign-in' }],
  ['secrets.missing', { what: 'Home Assistant token' }],
  ['sync.gave-up', { name: 'Automatic backup', backup: '1a2b3c4d' }],
];
const all: [ErrorCode, ErrorFacts][] = [...codes.map((code): [ErrorCode, ErrorFacts] => [code, {}]), ...exact];
const withRemedy = all.filter(([code, facts]) => remedyOf(code, facts) !== undefined);

describe('every command that a problem names', () => {
  it.each(withRemedy)('%s %j is one that the program understands', (code, facts) => {
    const remedy = remedyOf(code, facts) ?? '';
    expect(remedy.startsWith(program)).toBe(true);
    // Of several choices any one; words in capitals stand for what the user puts in.
    const argv = remedy.slice(program.length).replaceAll(/\|\S+/g, '').split(' ');
    const { io } = new Terminal({ tty: true });
    const { command, given } = readArguments(argv, io);
    expect(command?.prepare(given)).toBeTypeOf('function');
  });

  it('there are many of them', () => {
    expect(withRemedy.length).toBeGreaterThan(30);
  });
});

it.each(codes.filter((code) => code.startsWith('archive.')))(
  '%s has a command that a person in a terminal can give',
  (code) => {
    expect(remedyOf(code)).toBeDefined();
  },
);

it('a backup that gave up is named in the remedy', () => {
  expect(remedyOf('sync.gave-up', { backup: '1a2b3c4d' })).toBe('ha-icloud-backup backup --again 1a2b3c4d');
  expect(remedyOf('sync.gave-up', { backups: 2 })).toBe('ha-icloud-backup backup --again ID');
});

it.each(['http://ha.local:8123/;reboot', 'http://[fe80::1]:8123', 'http://ha.local/?a=1&b=2'])(
  'an address that a shell may read in another way is in no command: %s',
  (url) => {
    expect(remedyOf('ha.unencrypted', { url })).toBeUndefined();
  },
);

it('what is in the environment is not entered by a command', () => {
  expect(remedyOf('secrets.missing', { what: 'config key', store: 'environment' })).toBeUndefined();
});

it('the remedy of a backup that is not encrypted lets it be stored', async () => {
  const app = fakeApp();
  const argv = (remedyOf('archive.unprotected') ?? '').slice(program.length).split(' ');
  expect((await run(argv, app)).code).toBe(0);
  expect(app.asked[0]).toEqual(['changeSettings', { requireProtected: false }]);
});
