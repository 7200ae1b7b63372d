import { describe, expect, it } from 'vitest';
import type { SignInView } from '../../src/shared/icloud/sign-in-view.ts';
import type { SetupResult } from '../../src/shared/status.ts';
import { localizeState } from '../../src/main/ipc/localize.ts';
import { isShortToken, looksLikeAddress, profileAddress, sameAddress } from '../../renderer/choices/address.ts';
import { foundFacts } from '../../renderer/setup/found-facts.ts';
import { now, problem, stateWith } from './states/view-state.ts';
import { needsWith } from '../../renderer/setup/needs.ts';
import { groupOf, placeFrom, stepBefore, steps } from '../../renderer/setup/steps.ts';

const schedule: NonNullable<SetupResult['schedule']> = {
  automatic: true,
  recurrence: 'daily',
  keepsCopies: 3,
  keepsDays: null,
  protected: true,
  next: null,
};
const result: SetupResult = {
  url: 'http://homeassistant.local:8123',
  encrypted: false,
  name: 'Home',
  version: '2026.11.2',
  installType: 'os',
  admin: true,
  instanceId: 'abc',
  schedule,
  backups: 5,
  needsBytes: 14_000,
  secretStore: 'keychain',
  folder: 'HomeAssistantBackups/Home',
  offers: [],
  warnings: [],
};

describe('an address', () => {
  it.each([
    ['homeassistant.local', true],
    ['192.168.1.20', true],
    ['http://192.168.1.20:8123/', true],
    ['https://home.example.org', true],
    ['[fe80::1]:8123', true],
    ['  homeassistant.local:8123  ', true],
    ['', false],
    ['my home', false],
    ['http://', false],
    ['host:99999', false],
  ])('"%s": %s', (typed, expected) => {
    expect(looksLikeAddress(typed)).toBe(expected);
  });

  it('is the same with and without a slash at its end', () => {
    expect(sameAddress('http://Home.local:8123/', ' http://home.local:8123')).toBe(true);
    expect(sameAddress('http://home.local:8123', 'https://home.local:8123')).toBe(false);
  });
});

describe('the page where a token is made', () => {
  it.each([
    ['homeassistant.local', 'http://homeassistant.local:8123/profile/security'],
    ['192.168.1.20:80', 'http://192.168.1.20/profile/security'],
    ['192.168.1.20:8124', 'http://192.168.1.20:8124/profile/security'],
    ['https://home.example.org/lovelace/0', 'https://home.example.org/profile/security'],
    ['http://home.local', 'http://home.local/profile/security'],
    ['not an address', ''],
  ])('of "%s" is "%s"', (typed, page) => {
    expect(profileAddress(typed)).toBe(page);
  });
});

describe('a token', () => {
  it('is long', () => {
    expect(isShortToken(' abcdef ')).toBe(true);
    expect(isShortToken(`eyJ${'x'.repeat(180)}`)).toBe(false);
  });
});

describe('room in iCloud', () => {
  const then = { days: 14, keep: 3 };

  it('follows the numbers that are typed', () => {
    expect(needsWith(then, then, result)).toBe(14_000);
    expect(needsWith({ days: 28, keep: 3 }, then, result)).toBe(28_000);
    expect(needsWith({ days: 1, keep: 5 }, then, result)).toBe(5_000);
  });

  it('counts every other day where Home Assistant backs up on chosen days', () => {
    const rare = { ...result, schedule: { ...schedule, recurrence: 'custom_days' as const }, needsBytes: 7_000 };
    expect(needsWith({ days: 28, keep: 3 }, then, rare)).toBe(14_000);
  });

  it('has no end where everything is kept, and is not guessed', () => {
    expect(needsWith({ days: 0, keep: 3 }, then, result)).toBe('all');
    expect(needsWith(then, then, { ...result, needsBytes: null })).toBeNull();
    expect(needsWith(then, then, null)).toBeNull();
  });
});

describe('what was found', () => {
  const of = (found: SetupResult): Record<string, string> =>
    Object.fromEntries(foundFacts(found, now).map(({ name, value }) => [name, value]));

  it('says what Home Assistant keeps', () => {
    expect(of(result)).toMatchObject({ 'Home Assistant keeps': '3 backups', Encryption: 'On' });
    expect(of({ ...result, schedule: { ...schedule, keepsDays: 7 } })).toMatchObject({
      'Home Assistant keeps': '3 backups or 7 days',
    });
    expect(of({ ...result, schedule: { ...schedule, keepsCopies: null } })).toMatchObject({
      'Home Assistant keeps': 'All of them',
    });
  });

  it('says off, and does not tell what it does not know', () => {
    expect(of({ ...result, schedule: { ...schedule, automatic: false } })).toMatchObject({
      'Automatic backups': 'Off',
    });
    expect(of({ ...result, schedule: null })).not.toHaveProperty('Encryption');
  });
});

describe('where set-up begins', () => {
  const code: SignInView = { step: 'device-code', account: 'm@example.com', resendAt: '', problem: null };

  it.each([
    ['signed in for a restore only: the choice is open', stateWith({ home: null }), 'backup', 'choose'],
    [
      'a code is awaited for a restore',
      stateWith({ home: null, signIn: null }, { signIn: code }),
      'restore',
      'account',
    ],
    ['signed in: no other code', stateWith({ newestVerified: null }), 'backup', 'plan'],
    ['nobody is signed in', stateWith({ signIn: null }), 'backup', 'account'],
    ['a code is awaited', stateWith({}, { signIn: code }), 'backup', 'account'],
    ['approval is missing', stateWith({ problems: [problem('icloud.approval-needed')] }), 'backup', 'account'],
    ['everything is there', stateWith({}), 'backup', 'finished'],
  ] as const)('%s', (_what, state, way, step) => {
    expect(placeFrom(localizeState(state))).toEqual({ way, step });
  });
});

describe('the way back', () => {
  it('leads from every page to the first', () => {
    for (const step of steps) {
      let at: (typeof steps)[number] | null = step;
      for (let pages = 0; at !== null && at !== 'choose'; pages += 1) {
        expect(pages).toBeLessThan(steps.length);
        at = stepBefore({ way: 'backup', step: at });
      }
      expect(at).toBe('choose');
    }
  });

  it('is one page long when restoring', () => {
    expect(stepBefore({ way: 'restore', step: 'account' })).toBe('choose');
    expect(groupOf({ way: 'restore', step: 'account' })).toBeNull();
  });
});
