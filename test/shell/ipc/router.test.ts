import { beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { localizeProblem } from '../../../src/main/ipc/localize.ts';
import { createRouter } from '../../../src/main/ipc/router.ts';
import { commands, type CommandName } from '../../../src/shared/contract/commands.ts';
import type { ErrorCode } from '../../../src/shared/error-codes.ts';
import type { ErrorFacts } from '../../../src/shared/error-facts.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { StubHost } from '../support/stub-host.ts';

let host = new StubHost();
let logger = new MemoryLogger();
let closed = 0;
beforeEach(() => {
  host = new StubHost();
  logger = new MemoryLogger();
  closed = 0;
});

const ask = (name: unknown, input: unknown, trusted = true) =>
  createRouter({ host, logger })({ trusted, close: () => (closed += 1) }, name, input);
const problem = (code: ErrorCode, facts: ErrorFacts) => localizeProblem({ code, facts });
const refused = (kind: string) => ({ ok: false, problem: problem('internal', { kind }) });

/** One input for each command that a form of ours would send. */
const valid: Readonly<Record<CommandName, unknown>> = {
  'setup.find-homes': {},
  'setup.find-moved': {},
  'setup.move': { url: 'http://192.168.1.57:8123' },
  'setup.check-secrets': {},
  'setup.probe': { url: 'http://ha.local:8123' },
  'setup.connect': { url: 'http://ha.local:8123', token: 'token' },
  'setup.sign-in': { url: 'https://ha.local:8123' },
  'setup.improve-home': { offers: [{ what: 'encryption' }] },
  'setup.sign-in-cancel': {},
  'setup.choose-ca-file': {},
  'setup.folder': { folder: 'Backups', how: 'move' },
  'setup.finish': {},
  'icloud.start': { appleId: 'me@example.com', password: 'password' },
  'icloud.reconnect': {},
  'icloud.code': { code: '123456' },
  'icloud.text-instead': {},
  'icloud.choose-phone': { id: '1' },
  'icloud.resend': {},
  'icloud.approve': {},
  'icloud.cancel': {},
  'backup.start': { create: true, again: ['a1b2c3d4'] },
  'backup.cancel': {},
  'backups.list': { allInstances: false, fresh: false },
  'backups.list-cancel': {},
  'backups.remove': { archives: ['Home.tar'] },
  'backups.pin': { archive: 'Home.tar', pinned: true },
  'backups.accept-removal': {},
  'backups.upload-again': {},
  'backups.restore': { id: 'a1b2c3d4' },
  'backups.restore-several': { copies: [{ id: 'a1b2c3d4', folder: 'Backups' }, { id: 'b1b2c3d4' }] },
  'backups.test': { id: 'a1b2c3d4' },
  'backups.contents': { id: 'a1b2c3d4', part: 'homeassistant', key: { typed: 'key', remember: false } },
  'backups.extract': { id: 'a1b2c3d4', path: 'homeassistant/automations.yaml' },
  'backups.check-home': { backup: { size: 1, protected: true, haVersion: null } },
  'backups.place': { id: 'a1b2c3d4', home: { url: 'http://ha.local:8123', token: 'token' } },
  'backups.start-restore': { id: 'a1b2c3d4', agent: 'backup.local', backupFirst: true, choice: { without: ['x'] } },
  'backups.salvage': { file: 'choose' },
  'file.choose': {},
  'file.check': { key: { typed: 'ABCD', remember: false } },
  'file.contents': { part: 'homeassistant' },
  'file.extract': { path: 'homeassistant/automations.yaml' },
  'file.let-go': {},
  'backups.restore-cancel': {},
  'backups.show-restored': {},
  'backups.copy-restored': {},
  'restored.read': {},
  'restored.tick': { step: '0.2', done: true },
  'sheet.save': { withKey: true, key: { typed: 'ABCD', remember: false } },
  'sheet.print': { withKey: false },
  'sheet.confirm': {},
  'keys.list': {},
  'keys.check': { key: { typed: 'ABCD', kit: new Uint8Array(3), remember: false } },
  'keys.forget': { at: '2026-11-21T12:00:00.000Z' },
  'retention.preview': { retentionDays: 30, floor: 3 },
  'settings.read': {},
  'settings.change': {},
  'settings.confirm': {},
  'settings.adopt': { id: '3333cccc4444dddd' },
  'settings.release': { id: '3333cccc4444dddd' },
  'settings.other-computers': {},
  'settings.desktop': { notifySuccess: true },
  'settings.login-item': { enabled: true },
  'settings.remove-from-computer': { what: 'all' },
  pause: { for: 'hour' },
  resume: {},
  'alarm.services': {},
  'alarm.set': { afterMinutes: 4320, notify: ['mobile_app_phone'] },
  'alarm.off': {},
  'alarm.test': {},
  'alarm.text': {},
  'alarm.copy-text': {},
  'phone-code.services': {},
  'phone-code.set': { notify: ['mobile_app_phone'] },
  'doctor.run': { asksCloud: true },
  'doctor.cancel': {},
  'doctor.copy': {},
  'activity.read': {},
  'activity.log': {},
  'diagnostics.copy': {},
  'about.read': {},
  'about.copy': {},
  'notice.dismiss': { id: 'stale' },
  open: { place: 'logs' },
  'window.show': { page: 'home' },
  'window.show-prompt': {},
  'window.close': {},
  'app.quit': {},
};
const names = Object.keys(commands) as CommandName[];

describe('every command', () => {
  it.each(names)('%s reaches the host with its parsed input', async (name) => {
    host.answer = () => `answer of ${name}`;
    const answer = await ask(name, valid[name]);
    if (name === 'window.close') {
      expect([answer, closed, host.asked]).toEqual([{ ok: true, value: null }, 1, []]);
    } else {
      expect(answer).toEqual({ ok: true, value: `answer of ${name}` });
      expect(host.asked).toEqual([`${name} ${JSON.stringify(valid[name])}`]);
    }
  });

  it.each(names)('%s is refused to everybody else', async (name) => {
    expect(await ask(name, valid[name], false)).toEqual(refused('ipc sender'));
    expect([host.asked, closed]).toEqual([[], 0]);
  });

  it.each(names)('%s takes nothing that no form sends', async (name) => {
    const hostile = [undefined, null, 1, 'text', [], [{}], () => 1, { ...Object(valid[name]), more: 1 }, new Map()];
    for (const input of hostile) {
      const answer = await ask(name, input);
      if (!answer.ok) continue;
      // An empty map is as good as nothing to a command that is content with nothing.
      expect(input).toEqual(new Map());
    }
    expect(host.asked.every((line) => line === `${name} {}`)).toBe(true);
  });
});

it.each([
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'nope',
  '',
  'window.close ',
  7,
  null,
  undefined,
  {},
])('no command is called %s', async (name) => {
  expect(await ask(name, {})).toEqual(refused('ipc name'));
  expect([host.asked, closed]).toEqual([[], 0]);
  expect(logger.lines).toEqual(['command-failed {"command":"unknown","code":"internal","kind":"ipc name"}']);
});

it('a name that answers differently each time is none', async () => {
  const name = { toString: () => 'window.close' };
  expect(await ask(name, {})).toEqual(refused('ipc name'));
  expect(await ask(['window.close'], {})).toEqual(refused('ipc name'));
});

it.each([
  ['a field with a value that it cannot have', 'window.show', { page: 'nowhere' }, 'page'],
  ['a number out of range', 'retention.preview', { retentionDays: 30, floor: 0 }, 'floor'],
  ['an empty address', 'setup.connect', { url: '   ' }, 'url'],
  ['too many', 'backup.start', { create: true, again: Array.from({ length: 101 }, () => 'a') }, 'again'],
  ['a code that is none', 'icloud.code', { code: 'x'.repeat(21) }, 'code'],
])('%s is named', async (_, name, input, field) => {
  expect(await ask(name, input)).toEqual({ ok: false, problem: problem('settings.invalid', { field }) });
  expect(host.asked).toEqual([]);
});

it('a field by the name of a prototype is no field of ours', async () => {
  expect(await ask('pause', JSON.parse('{"for":"hour","__proto__":{"x":1}}'))).toEqual(refused('ipc input'));
  expect(host.asked).toEqual([]);
});

it.each([
  ['a long text', { code: 'x'.repeat(100_000) }],
  ['many fields', Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`field${index}`, 1]))],
  ['a long list', { code: Array.from({ length: 100_000 }, () => 1) }],
  ['bytes', { code: new Uint8Array(100_000) }],
])('%s is too much to be looked at', async (_, input) => {
  expect(await ask('icloud.code', input)).toEqual(refused('ipc size'));
});

it('an input that contains itself has an end', async () => {
  const input: Record<string, unknown> = { code: '123456' };
  input['code'] = input;
  expect(await ask('icloud.code', input)).toEqual(refused('ipc size'));
});

it('what the host throws arrives as code, facts and words, without its cause', async () => {
  host.answer = () => {
    throw new AppError('ha.unreachable', { url: 'ha.local' }, new Error('Bearer secret-token'));
  };
  expect(await ask('backup.start', { create: false })).toEqual({
    ok: false,
    problem: problem('ha.unreachable', { url: 'ha.local' }),
  });
});

it('what the host throws by mistake arrives as a defect, without its words', async () => {
  host.answer = () => {
    throw new TypeError('cannot read secret-token');
  };
  expect(await ask('backup.start', { create: false })).toEqual(refused('TypeError'));
  expect(logger.lines).toEqual(['command-failed {"command":"backup.start","code":"internal","kind":"TypeError"}']);
});

it('no log line holds what was sent', async () => {
  host.answer = () => {
    throw new AppError('icloud.password-wrong');
  };
  await ask('icloud.start', { appleId: 'me@example.com', password: 'hunter2-hunter2' });
  await ask('icloud.start', { appleId: 'me@example.com', password: 'hunter2-hunter2', more: 'hunter2-hunter2' });
  await ask('hunter2-hunter2', {});
  expect(logger.lines).toHaveLength(3);
  expect(logger.lines.join()).not.toMatch(/hunter2|example/);
});
