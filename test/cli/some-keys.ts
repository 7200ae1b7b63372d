import type { KeyCheck, KeyList } from '../../src/shared/keys.ts';

/** What is known of keys on a computer. */
export const someKeys = (given: Partial<KeyList> = {}): KeyList => ({
  copies: 14,
  changedSince: null,
  present: {
    since: '2026-10-01T04:20:00.000Z',
    seen: '2026-11-21T04:20:00.000Z',
    opens: 12,
    tried: 12,
    newest: true,
  },
  remembered: [{ at: '2026-10-02T10:00:00.000Z', isPresent: false, opens: 2, tried: 14, newest: false }],
  ...given,
});

/** One key, and what it opens. */
export const aKeyCheck = (key: Partial<KeyCheck['keys'][number]> = {}, given: Partial<KeyCheck> = {}): KeyCheck => ({
  copies: 14,
  changedSince: null,
  newest: { name: 'Automatic backup 2026.11.0', date: '2026-11-21T05:12:33.123456+01:00' },
  keys: [{ from: 'given', isPresent: true, remembered: false, opens: 14, tried: 14, newest: true, ...key }],
  problem: null,
  ...given,
});
