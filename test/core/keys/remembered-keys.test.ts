import { describe, expect, test } from 'vitest';
import { itemOf, longestItem } from '../../../src/adapters/keychain-store.ts';
import { EnvironmentStore } from '../../../src/adapters/environment-store.ts';
import { maxRemembered, withKeys, withoutKey } from '../../../src/core/keys/remembered-keys.ts';
import { codeOf } from '../../support/app-harness.ts';

const now = new Date('2026-11-21T12:00:00Z');
const key = (index: number): string => `KEY${index}-AAAA-BBBB-CCCC-DDDD-EEEE-FFFF`;
const of = (...keys: readonly string[]) => withKeys([], keys, now);
const failure = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('remembered keys', () => {
  test('are each there once, the newest first, as Home Assistant spells them', () => {
    const held = withKeys(of(key(1), key(2)), [key(1).toLowerCase().replaceAll('-', ''), key(3)], now);
    expect(held.map((one) => one.key)).toEqual([key(3), key(2), key(1)]);
    expect(new Set(held.map(({ at }) => at)).size).toBe(3);
  });

  test('are few, and none goes for another without being asked', () => {
    const full = of(...Array.from({ length: maxRemembered }, (_, index) => key(index)));
    expect(failure(() => withKeys(full, [key(9)], now))).toMatchObject({ code: 'keys.too-many' });
    expect(failure(() => withKeys([], ['x'.repeat(101)], now))).toMatchObject({ code: 'keys.too-long' });
    expect(withKeys(full, [key(1)], now)).toEqual(full);
  });

  test('are forgotten one by one', () => {
    const [second, first] = of(key(1), key(2));
    expect(
      withoutKey(
        [second, first].flatMap((one) => one ?? []),
        second?.at ?? '',
      ),
    ).toEqual([first]);
    expect(failure(() => withoutKey([], 'x'))).toMatchObject({ code: 'keys.not-remembered', facts: { known: 0 } });
  });

  test('fit into the one item of every keychain, beside all else, however long passwords of old were', () => {
    const backupKeys = of(...Array.from({ length: maxRemembered }, (_, index) => `${index}${'p'.repeat(99)}`));
    const item = itemOf({
      appleId: 'martha.mustermann.the.second@example-company.example.com',
      applePassword: 'p'.repeat(64),
      configKey: 'f'.repeat(64),
      haTokens: { 'k-12345678': 't'.repeat(250) },
      backupKeys,
    });
    expect(Buffer.byteLength(item)).toBeLessThan(longestItem);
  });

  test('the environment keeps none: it says so instead of losing them', async () => {
    const store = new EnvironmentStore({ HA_ICLOUD_BACKUP_CONFIG_KEY: 'f'.repeat(64) }, () => []);
    const held = { configKey: 'f'.repeat(64) };
    await store.write(held);
    expect(await codeOf(store.write({ ...held, backupKeys: of(key(1)) }))).toBe('secrets.denied');
  });
});
