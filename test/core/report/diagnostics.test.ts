import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../src/core/state/redact.ts';
import { diagnosticsText } from '../../../src/main/host/diagnostics.ts';
import type { ViewState } from '../../../src/shared/contract/views.ts';
import type { UserSettings } from '../../../src/shared/user-settings.ts';
import { safeStatus, withStatus } from '../../shell/support/view-state.ts';

const archive = 'Villa-Sonnenschein_2026-11-21_0512_automatic_2026.11.0_1a2b3c4d_1111a1b2c3d4.tar';
const state: ViewState = withStatus(
  {
    home: {
      name: 'Villa Sonnenschein',
      url: 'https://ha.mustermann.example:8443',
      encrypted: false,
      version: '2026.11.0',
      seenAt: null,
      backups: 7,
    },
    icloud: { folder: 'Sicherungen/Villa Sonnenschein (a1b2c3d4)', seenAt: null, backups: 14, bytes: 8_000_000_000 },
    newestVerified: safeStatus.newestVerified && {
      ...safeStatus.newestVerified,
      name: 'Before Erika moved in',
      archive,
    },
    signIn: { account: 'e…@mustermann.example', daysLeft: 12, until: '2026-12-03T12:00:00.000Z', due: false },
    running: { pid: 4711, since: '2026-11-21T11:59:00.000Z' },
    problems: [{ code: 'cloud.copy-damaged', facts: { archive, account: 'erika@mustermann.example' } }],
  },
  {
    signIn: {
      step: 'ready',
      account: 'e…@mustermann.example',
      problem: { code: 'cloud.offline', facts: { archive } },
    },
    notices: [{ id: 'n', title: 'Villa Sonnenschein is away', body: archive, page: 'home' }],
  },
);
const settings: UserSettings = {
  retentionDays: 14,
  keep: 3,
  lookMinutes: 60,
  createIfOlderThanHours: null,
  requireProtected: true,
  monthlyTest: true,
  bandwidth: '08:00,512k 22:00,off',
  proxy: 'http://proxy.mustermann.example:3128',
  caFile: '/Volumes/Erika/ca.pem',
  stagingBudgetBytes: 5,
  sensors: false,
  alarmAfterMinutes: null,
  alarmNotify: [],
  phoneCodeNotify: [],
  computerName: 'Erikas Mac',
  adoptedComputers: ['Maxens PC'],
  pausedUntil: null,
};
const textOf = (...log: string[]): string =>
  diagnosticsText({
    state,
    settings,
    log: log.map((text) => ({ at: '2026-11-21T12:00:00.000Z', level: 'warn', text })),
    redact: new Redactor().redact,
  });
const lastLine = (text: string): string | undefined => textOf(text).trimEnd().split('\n').at(-1);

const personal = [
  ...['Villa', 'Sonnenschein', 'Sicherungen', 'a1b2c3d4', 'Erika', 'mustermann', 'Maxens', archive, '.tar'],
  ...['ca.pem', 'e…@', '512k', '3128', '8443'],
];

describe('a report for the public', () => {
  test('says nothing of names, addresses, folders and archives', () => {
    const text = textOf();
    expect(personal.filter((word) => text.includes(word))).toEqual([]);
  });

  test('says what helps: versions, codes, states, counts and moments', () => {
    const text = textOf();
    const facts = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as unknown;
    expect(facts).toMatchObject({
      safety: 'safe',
      problems: ['cloud.copy-damaged'],
      signInStep: 'ready',
      signInProblem: 'cloud.offline',
      lockedSince: '2026-11-21T11:59:00.000Z',
      home: { address: 'https, public', version: '2026.11.0', backups: 7 },
      icloud: { backups: 14, bytes: 8_000_000_000 },
      settings: { retentionDays: 14, adoptedComputers: 1, hasProxy: true, hasCaFile: true },
    });
    expect(text).toContain('version 1.0.0');
  });

  test.each([
    ['connected to https://ha.mustermann.example:8443/api', 'connected to https://[host]/api'],
    ['socket ws://192.168.1.20:8123/api/websocket closed', 'socket ws://[host]/api/websocket closed'],
    ['no answer from 192.168.1.20', 'no answer from [address]'],
    ['no answer from fd00:1234::1', 'no answer from [address]'],
    ['cannot find homeassistant.local', 'cannot find [host]'],
    ['HA.MUSTERMANN.EXAMPLE refused', '[host] refused'],
    [`uploading ${archive}`, 'uploading [archive]'],
    [`folder Sicherungen/Villa Sonnenschein (a1b2c3d4)/${archive}`, 'folder [folder]/[folder]/[archive]'],
    ['Villa Sonnenschein is away from Erikas Mac', '[home] is away from [computer]'],
    ['Before Erika moved in: stored', '[backup]: stored'],
    ['https://setup.icloud.com/setup/ws/1 answered 503', 'https://setup.icloud.com/setup/ws/1 answered 503'],
    ['Home Assistant 2026.11.0 at 12:34:56 sent 5 files', 'Home Assistant 2026.11.0 at 12:34:56 sent 5 files'],
    ['run ended early code=cloud.offline', 'run ended early code=cloud.offline'],
  ])('a line of the log: %s', (text, expected) => {
    expect(lastLine(text)).toBe(`2026-11-21T12:00:00.000Z warn ${expected}`);
  });

  test.each([
    ['http://192.168.1.20:8123', 'http, private'],
    ['http://[fd00::1]:8123', 'http, private'],
    ['http://homeassistant.local:8123', 'http, private'],
    ['https://abcdef.ui.nabu.casa', 'https, public'],
    ['nonsense', 'unknown'],
  ])('of the address %s only what kind it is', (url, kind) => {
    const home = safeStatus.home && { ...safeStatus.home, url };
    const text = diagnosticsText({ state: withStatus({ home }), settings, log: [], redact: (given) => given });
    expect(text).toContain(`"address": "${kind}"`);
    expect(text).not.toContain(url.replace(/^https?:\/\//, ''));
  });
});
