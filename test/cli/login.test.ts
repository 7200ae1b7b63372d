import { describe, expect, it } from 'vitest';
import type { SignInStep } from '../../src/core/icloud/sign-in.ts';
import { AppError } from '../../src/core/errors/app-error.ts';
import { aDialog, type FakeDialog } from './a-dialog.ts';
import { fakeApp, type FakeApp } from './fake-app.ts';
import { run, Terminal, type Ended } from './terminal.ts';

const argv = ['login', '--apple-id', 'me@example.com'];
const env = { HA_ICLOUD_BACKUP_APPLE_PASSWORD: 'correct horse' };

const device: SignInStep = { step: 'device-code' };
const phones: SignInStep = {
  step: 'choose-phone',
  phones: [
    { id: '7', label: '+49 ••• 12' },
    { id: '3', label: '+49 ••• 34' },
  ],
};
const phone: SignInStep = { step: 'phone-code', phone: '+49 ••• 34' };
const done: SignInStep = { step: 'done' };

const withDialog = (script: readonly (SignInStep | Error)[]): { app: FakeApp; dialog: FakeDialog } => {
  const dialog = aDialog(script);
  return { dialog, app: fakeApp({ signIn: () => Promise.resolve(dialog) }) };
};

const signIn = async (script: readonly (SignInStep | Error)[], input: string): Promise<Ended & { heard: string[] }> => {
  const { app, dialog } = withDialog(script);
  return { ...(await run(argv, app, { env, input })), heard: dialog.heard };
};

it('goes from the password to the day of the next sign-in', async () => {
  const { code, heard, stdout, stderr } = await signIn([device, done], '123456\n');
  expect({ code, heard }).toEqual({ code: 0, heard: ['start', 'code 123456', 'abandon'] });
  expect(stdout).toContain('Signed in');
  expect(stdout).toContain('3 Dec 2026 (in 12 days)');
  expect(stderr).toContain("App-specific passwords don't work");
});

it('sends a text message to the phone that was chosen by its place in the list', async () => {
  const { code, heard, stderr } = await signIn([device, phones, phone, done], 'sms\n2\n654321\n');
  expect({ code, heard }).toEqual({
    code: 0,
    heard: ['start', 'textInstead', 'phone 3', 'code 654321', 'abandon'],
  });
  expect(stderr).toContain('  1  +49 ••• 12\n  2  +49 ••• 34\n');
});

describe('a mistake is told and asked again in place', () => {
  it.each([
    [
      'a wrong code',
      [device, new AppError('icloud.code-wrong'), done],
      '111111\n222222\n',
      ['code 111111', 'code 222222'],
    ],
    ['no code', [device, new AppError('icloud.code-missing'), done], '12\n222222\n', ['code 12', 'code 222222']],
    ['a number that is not in the list', [phones, phone, done], '3\n0\nx\n1\n1\n', ['phone 7', 'code 1']],
    ['a break of the network', [device, new AppError('cloud.offline'), done], '1\n2\n', ['code 1', 'code 2']],
    [
      'another code too early: the one that is there still counts',
      [device, new AppError('icloud.code-limit'), done],
      'again\n2\n',
      ['resend', 'code 2'],
    ],
    [
      'anything but a new code when only that helps',
      [{ step: 'ask-again' }, device, done],
      '1\nagain\n2\n',
      ['resend', 'code 2'],
    ],
    [
      'sms to a phone that has one',
      [phone, new AppError('icloud.code-missing'), done],
      'sms\n2\n',
      ['code sms', 'code 2'],
    ],
  ] as [string, (SignInStep | Error)[], string, string[]][])('%s', async (_, script, input, answers) => {
    const { code, heard, stderr } = await signIn(script, input);
    expect({ code, heard }).toEqual({ code: 0, heard: ['start', ...answers, 'abandon'] });
    expect(stderr).toMatch(/\((?:i?cloud)\.[\w-]+\)\n {2}Why: /);
  });
});

describe('what no other answer can put right ends the sign-in and leaves the one before as it was', () => {
  it.each([
    ['a locked account', [device, new AppError('icloud.account-locked')], '1\n'],
    ['too many wrong codes', [device, new AppError('icloud.code-limit')], '1\n'],
    ['a wrong password', [new AppError('icloud.password-wrong')], ''],
    ['the end of the answers', [device], ''],
  ] as [string, (SignInStep | Error)[], string][])('%s', async (_, script, input) => {
    const { app, dialog } = withDialog(script);
    const { code, stdout } = await run(argv, app, { env, input });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(dialog.heard.at(-1)).toBe('abandon');
    expect(app.asked).toEqual([]);
  });
});

it('takes the password from a hidden question, and shows neither it nor the code', async () => {
  const terminal = new Terminal({ tty: true });
  const credentials: unknown[] = [];
  const dialog = aDialog([device, done]);
  const app = fakeApp({
    signIn: (given) => {
      credentials.push(given);
      return Promise.resolve(dialog);
    },
  });
  const running = terminal.run(argv, app);
  terminal.type('hunter2 secret\r123456\n');
  expect(await running).toBe(0);
  expect(credentials).toEqual([{ appleId: 'me@example.com', password: 'hunter2 secret' }]);
  expect(dialog.heard).toContain('code 123456');
  expect(terminal.rawModes).toEqual([true, false]);
  expect(terminal.stdout + terminal.stderr).not.toMatch(/hunter2|123456/);
});

it('a device that has to allow it gets a countdown, which ends with the wait', async () => {
  const terminal = new Terminal({ tty: true, env }).type('123456\n');
  const { app } = withDialog([device, done]);
  const running = terminal.run(argv, {
    ...app,
    approve: (onWaiting) => {
      onWaiting(new Date(terminal.io.now().getTime() + 300_000));
      terminal.pass(28_000);
      expect(terminal.repeating).toBe(1);
      return Promise.reject(new AppError('icloud.approval-timeout'));
    },
  });
  expect(await running).toBe(3);
  expect(terminal.stderr).toContain('5:00 left');
  expect(terminal.stderr).toContain('\r\u001b[2KTap Allow on your iPhone, iPad or Mac: 4:32 left');
  expect(terminal.repeating).toBe(0);
});
