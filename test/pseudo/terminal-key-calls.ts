import { aKeyCheck, someKeys } from '../cli/some-keys.ts';
import { now, type TerminalCall } from './terminal-call.ts';

const checked = (...given: Parameters<typeof aKeyCheck>): TerminalCall => ({
  argv: 'keys check',
  app: { checkKeys: now(aKeyCheck(...given)) },
});

const env = { HA_ICLOUD_BACKUP_KEY: 'x' };

/** Everything that `keys` says. */
export const keyCalls: readonly TerminalCall[] = [
  { argv: 'keys' },
  { argv: 'keys', app: { keys: now(someKeys({ present: null, remembered: [] })) } },
  {
    argv: 'keys',
    app: {
      keys: now(
        someKeys({
          changedSince: '2026-10-01T04:20:00.000Z',
          remembered: [
            { at: '2026-10-02T10:00:00.000Z', isPresent: true, opens: 0, tried: 0, newest: null },
            { at: '2026-10-02T10:00:00.001Z', isPresent: null, opens: 0, tried: 14, newest: false },
          ],
        }),
      ),
    },
  },
  checked(),
  checked({ from: 'present', opens: 12 }),
  checked({ from: 'remembered', opens: 2, newest: false }),
  checked({ opens: 0, newest: false }, { changedSince: '2026-10-01T04:20:00.000Z' }),
  checked({ opens: 0, tried: 0, newest: null }, { problem: { code: 'icloud.offline', facts: {} } as never }),
  checked({ opens: 0, tried: 0, newest: null }, { copies: 0, newest: null }),
  { argv: 'keys add', options: { env }, app: { checkKeys: now(aKeyCheck({ remembered: true })) } },
  { argv: 'keys add', options: { env }, app: { checkKeys: now(aKeyCheck({ opens: 0, newest: false })) } },
  { argv: 'keys forget 1' },
  { argv: 'keys forget --all', app: { forgetKeys: now(someKeys()) } },
];
