import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorCodes, type ErrorCode } from '../../../src/shared/error-codes.ts';
import type { ErrorFacts } from '../../../src/shared/error-facts.ts';
import { needsUser } from '../../../src/shared/problems/rules.ts';
import { describeProblem } from '../../../src/messages/problems.ts';

const codes = errorCodes;

/** One value for each fact that the core attaches to any error. */
const everything: ErrorFacts = {
  url: 'http://homeassistant.local:8123',
  to: 'https://home.example',
  version: '2024.3.1',
  agent: 'hassio.nas',
  locations: 'hassio.nas',
  recovery: true,
  connected: false,
  found: 2,
  known: 1,
  reason: 'ECONNREFUSED',
  days: 4,
  waiting: 2,
  backups: 2,
  received: 1_000_000,
  expected: 2_000_000,
  part: 'homeassistant.tar.gz',
  parts: 'homeassistant.tar.gz',
  after: 'backup.json',
  neededBytes: 1_234_567_890,
  freeBytes: 1_000_000_000,
  until: '2026-11-21T14:05:00Z',
  since: '2026-11-21T14:05:00Z',
  daysLeft: 1,
  name: 'Home_2026-11-21.tar',
  archive: 'Home_2026-11-21.tar',
  folder: 'Home (ab12cd34)',
  from: 'HomeAssistantBackups',
  knownCopies: 14,
  status: 503,
  path: '~/rclone',
  system: 'EACCES',
  what: 'config key',
  field: 'retention.floor',
  problem: 'has to be a whole number from 1 to 1000',
  lost: 'retention.days',
  kept: 'settings.copy.json',
  pid: 4711,
  expired: 3,
  kinds: 'app-missing, empty-part',
  ageHours: 80,
  id: 'ab12cd34',
  target: 'Home.tar',
};

const linesOf = (code: ErrorCode, facts?: ErrorFacts): string[] => {
  const { title, cause, next } = describeProblem(code, facts);
  return [title, cause, next];
};

/** What a line must never look like, whatever the facts. */
const broken = /undefined|null|NaN|Infinity|\[object|\{|\}| {2}|\s[.,;:]|\.\.|^\s|\s$/;

describe('words for every code', () => {
  it.each(codes)('%s reads well with and without facts', (code) => {
    for (const facts of [{}, everything]) {
      const { title, cause, next } = describeProblem(code, facts);
      expect(title).toMatch(/^(?:[A-Z]|iCloud ).{3,59}$/);
      expect(title).not.toMatch(/[.!]$/);
      for (const sentence of [cause, next]) expect(sentence).toMatch(/^(?:[\dA-Z]|iCloud ).{8,}\.$/);
      for (const line of [title, cause, next]) expect(line).not.toMatch(broken);
    }
  });

  it.each(codes)('%s is calm and speaks of nothing technical by its code', (code) => {
    for (const line of [...linesOf(code), ...linesOf(code, everything)]) {
      expect(line).not.toContain('!');
      expect(line.toLowerCase()).not.toMatch(/add-?on|oops|fatal|\berror\b|invalid|please/);
      expect(line).not.toContain(code);
    }
  });

  it.each(codes.filter(needsUser))('%s tells the user something to do', (code) => {
    expect(describeProblem(code).next).not.toMatch(/^Nothing to do/);
  });

  it('survives facts of any kind', () => {
    const fact = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.integer());
    const facts = fc.dictionary(fc.constantFrom(...Object.keys(everything)), fact);
    fc.assert(
      fc.property(fc.constantFrom(...codes), facts, (code, given) => {
        for (const line of linesOf(code, given))
          expect(line).not.toMatch(/undefined|NaN|\[object|Infinity|Invalid Date/);
      }),
    );
  });
});

describe('reasons of Home Assistant', () => {
  it.each([
    [undefined, 'It gave no reason.'],
    ['unknown_error', 'It gave no reason.'],
    ['nothing-new', 'It says it is done, but there is no new backup.'],
    ['upload_failed', "It couldn't store the backup in any of its locations."],
    ['backup_manager_error', 'The reason it gives is "backup_manager_error".'],
    ['No space left on the device. ', 'It says: No space left on the device.'],
  ])('%s', (reason, words) => {
    expect(describeProblem('ha.create-failed', reason === undefined ? {} : { reason }).cause).toBe(words);
  });
});

describe('words that people have waited for', () => {
  const whole = (code: ErrorCode, facts?: ErrorFacts): string => linesOf(code, facts).join(' ');

  it('says what a backup needs below a bare "full", and never 0 bytes', () => {
    expect(whole('cloud.full', { neededBytes: 3_200_000_000 })).toContain("The backup needs 3.2 GB; Apple doesn't say");
    for (const facts of [{}, { neededBytes: 0 }, { exitCode: 1 }]) {
      expect(whole('cloud.full', facts)).toContain("It isn't known how much the backup needs");
      expect(whole('cloud.full', facts)).not.toMatch(/\b0 bytes/);
    }
    for (const code of codes)
      expect(linesOf(code, everything).slice(1).join(' ')).not.toMatch(/(drive|icloud) is full/i);
  });

  it.each<[string, string, RegExp, RegExp]>([
    [
      'app-missing',
      'core_ssh',
      /an app is missing: core_ssh\. It counts as a normal backup\./,
      /Otherwise, .* Repairs/,
    ],
    ['folder-missing', 'media', /a folder is missing: media\. It counts as/, /nothing to do/],
    [
      'app-missing, folder-missing',
      'core_ssh, media',
      /an app is missing, a folder is missing: core_ssh/,
      /removed it/,
    ],
    ['unlisted-part', 'x.tar.gz', /part isn't in the table of contents: x.tar.gz\. It counts as/, /^Choose Backup now/],
    ['empty-part', 'ssl.tar.gz', /a part is empty: ssl.tar.gz\. It doesn't count/, /^Choose Backup now/],
    [
      'app-missing, unknown-format',
      'a, b',
      /an app is missing, .*format that this version knows: a, b\. It doesn't count/,
      /^Choose/,
    ],
  ])('a stored backup with %s', (kinds, parts, cause, next) => {
    const words = describeProblem('archive.defects', { name: 'Automatic backup', kinds, parts });
    expect(words.cause).toMatch(cause);
    expect(words.next).toMatch(next);
    expect(words.title).toBe(
      /^(app|folder)-missing(, folder-missing)?$/.test(kinds)
        ? 'Backed up, but something is missing'
        : 'Backed up, but something looks unusual',
    );
  });

  it('claims nothing about defects of which nothing is known', () => {
    const { cause } = describeProblem('archive.defects', { name: 'Automatic backup' });
    expect(cause).toBe('The backup Automatic backup is in iCloud, but something about it is unusual.');
  });

  it('says how old the newest backup is, and how many old ones are due where deleting is held back', () => {
    expect(whole('sync.stale', { level: 'stale', ageHours: 80 })).toContain('is 3 days old');
    for (const code of ['sync.clock-skew', 'archive.shrunk', 'ha.instance-ambiguous'] as const) {
      expect(whole(code, { expired: 1 })).toContain('(1 old backup is due).');
      expect(whole(code, { expired: 0 })).toContain('Nothing is deleted until this is fixed.');
    }
  });

  it('tells a file that changed on the disk from one that arrived torn', () => {
    expect(whole('archive.torn', { after: 'staging' })).toContain('changed while it was waiting on this computer');
    expect(whole('archive.torn', { after: 'ssl.tar.gz' })).toContain('stops partway through, after ssl.tar.gz.');
  });

  it.each(['archive.torn', 'archive.torso'] as const)(
    '%s: names what can be done with a file of the user’s',
    (code) => {
      expect(whole(code, { file: 'old.tar' })).toContain('ha-icloud-backup salvage "old.tar" --to FOLDER');
      expect(whole(code, { file: 'old.tar' })).not.toContain('Choose Backup now');
      expect(whole(code, {})).not.toContain('salvage');
    },
  );

  it('does not demand that Advanced Data Protection be turned off', () => {
    const approval = whole('icloud.approval-needed');
    expect(approval).toContain("Advanced Data Protection. That's supported");
    for (const code of codes)
      expect(whole(code)).not.toMatch(/turn(ed)? off Advanced|Advanced Data Protection.{0,20} off/i);
  });

  it('says where to click', () => {
    expect(whole('icloud.terms-pending')).toContain('icloud.com');
    expect(whole('icloud.session-refused')).toContain('Access iCloud Data on the Web');
    expect(whole('ha.token-invalid')).toContain('profile > Security > Long-lived access tokens');
    expect(whole('ha.banned')).toContain('ip_bans.yaml');
    expect(whole('ha.automatic-off')).toContain('Settings > System > Backups');
    expect(whole('icloud.account-locked')).toContain('iforgot.apple.com');
  });

  it('calls the folder, the field and the time by their names', () => {
    expect(whole('settings.invalid', { field: 'keep', problem: 'has to be a number' })).toContain(
      'The number of backups always kept has to be a number.',
    );
    expect(whole('settings.broken', { lost: 'retention.days, instances', kept: 'a.json' })).toContain(
      'lost: number of days to keep backups, instances.',
    );
    expect(whole('settings.broken', { lost: 'everything' })).toContain(
      'no old backup is deleted and nothing unencrypted is uploaded until you have chosen.',
    );
    expect(whole('settings.broken', { lost: 'proxy' })).not.toContain('To be safe');
    expect(whole('settings.invalid', { field: 'instances.0.url', problem: 'has to be an address' })).toContain(
      'The address of Home Assistant has to be an address.',
    );
    expect(whole('cloud.folder-missing', { knownCopies: 1, folder: 'Home (ab12cd34)' })).toContain(
      'found 1 backup in Home (ab12cd34)',
    );
    expect(whole('settings.invalid', { setting: 'url', reason: 'scheme' })).toContain(
      'The address of Home Assistant has to start with http:// or https://.',
    );
    expect(whole('restore.no-copy', { id: 'ab', found: 2 })).toContain('More than one backup starts with ab.');
    expect(whole('sync.running', { pid: 12, since: 'not a date' })).toContain('on this computer (process 12).');
  });
});
