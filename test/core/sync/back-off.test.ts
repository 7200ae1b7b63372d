import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { openGates, type Gates } from '../../../src/core/state/gates.ts';
import { endsRun, forgetBackups, rememberFailure } from '../../../src/core/sync/back-off.ts';
import { maxFailures, planSync, type LeftReason, type Pull } from '../../../src/core/sync/plan-sync.ts';
import { errorCodes, type ErrorCode } from '../../../src/shared/error-codes.ts';
import * as build from '../../support/domain-builders.ts';

const backup = build.aBackup();
const pull: Pull = { backup, copy: { agentId: 'backup.local', size: 5_000_000, protected: true } };
const codes = Object.keys(errorCodes) as ErrorCode[];

const fail = (gates: Gates, code: ErrorCode, now: Date, what = pull): Gates =>
  rememberFailure(gates, what, new AppError(code), now);
const later = (hours: number): Date => new Date(build.now.getTime() + hours * build.hourMs);

/** What the plan makes of the backup by these gates. */
const verdict = (gates: Gates, now: Date, size: number | undefined = 5_000_000): 'pulled' | LeftReason => {
  const facts = build.factsOf({ home: build.listed([build.aBackup({ size })]), gates, now });
  const { pulls, left } = planSync(facts);
  return pulls.length > 0 ? 'pulled' : (left[0]?.reason ?? 'no-copy');
};

describe('an upload that fails again and again', () => {
  test('waits an hour, six, a day, and then for the user', () => {
    let gates = openGates();
    let now = build.now;
    for (const hours of [1, 6, 24]) {
      gates = fail(gates, 'icloud.failed', now);
      const end = new Date(now.getTime() + hours * build.hourMs);
      expect(verdict(gates, new Date(end.getTime() - 1000))).toBe('backing-off');
      expect(verdict(gates, end)).toBe('pulled');
      now = end;
    }
    gates = fail(gates, 'icloud.failed', now);
    expect(gates.backups['b1']).toEqual({ failures: maxFailures });
    expect(verdict(gates, later(10_000))).toBe('gave-up');
  });

  test('begins anew once it was stored', () => {
    const gates = forgetBackups(fail(openGates(), 'icloud.failed', build.now), new Set(['b1']));
    expect(gates).toEqual(openGates());
  });

  test("does not hold another backup back, nor forget another's failures", () => {
    const other = { ...pull, backup: build.aBackup({ id: 'b2' }) };
    const both = fail(fail(openGates(), 'icloud.failed', build.now), 'rclone.failed', build.now, other);
    expect(Object.keys(forgetBackups(both, new Set(['b2'])).backups)).toEqual(['b1']);
    expect(both.backups['b1']).toEqual(both.backups['b2']);
  });
});

describe('a refused archive', () => {
  test('is left alone as long as Home Assistant lists that size, however long', () => {
    const gates = fail(openGates(), 'archive.torn', build.now);
    expect(verdict(gates, later(10_000))).toBe('refused');
    expect(verdict(gates, build.now, 5_000_001)).toBe('pulled');
  });

  test('is left alone where Home Assistant tells no size', () => {
    const sizeless = { ...pull, copy: { ...pull.copy, size: undefined } };
    const gates = fail(openGates(), 'archive.torso', build.now, sizeless);
    expect(gates.backups['b1']?.refused).toEqual({ code: 'archive.torso', size: null });
    expect(verdict(gates, build.now, 5_000_000)).toBe('pulled');
  });
});

describe('whose fault it is', () => {
  const mark = (code: ErrorCode): 'none' | 'refused' | 'failed' => {
    const entry = fail(openGates(), code, build.now).backups['b1'];
    if (!entry) return 'none';
    return entry.refused ? 'refused' : 'failed';
  };

  test.each<[ErrorCode, ReturnType<typeof mark>, boolean]>([
    // Code, mark on the backup, whether the run ends.
    ['sync.cancelled', 'none', true],
    ['ha.away', 'none', true],
    ['ha.token-invalid', 'none', true],
    ['ha.starting', 'none', true],
    ['icloud.not-signed-in', 'none', true],
    ['icloud.trust-expired', 'none', true],
    ['icloud.throttled', 'none', true],
    ['icloud.full', 'none', true],
    ['secrets.locked', 'none', true],
    ['rclone.missing', 'none', true],
    ['disk.full', 'none', false],
    ['icloud.offline', 'failed', true],
    ['ha.backup-gone', 'failed', false],
    ['ha.download-stalled', 'failed', false],
    ['ha.download-too-long', 'failed', false],
    ['icloud.upload-unconfirmed', 'failed', false],
    ['icloud.failed', 'failed', false],
    ['rclone.failed', 'failed', false],
    ['internal', 'failed', false],
    ['archive.torn', 'refused', false],
    ['archive.wrong-backup', 'refused', false],
  ])('%s: mark %s, ends the run: %s', (code, expected, ends) => {
    expect(mark(code)).toBe(expected);
    expect(endsRun(new AppError(code))).toBe(ends);
  });

  test('what ends with a sign-in, a new token or an unlocked keychain never uses a backup up', () => {
    for (const code of codes.filter((one) =>
      /^(icloud\.(not-signed-in|trust|session|terms|approval-n|password|account)|secrets\.)/.test(one),
    )) {
      expect(mark(code), code).toBe('none');
      expect(endsRun(new AppError(code)), code).toBe(true);
    }
  });

  test('nobody waits longer than a day, and every archive that was found wanting is refused', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes), { maxLength: 8 }), (happened) => {
        const gates = happened.reduce((before, code) => fail(before, code, build.now), openGates());
        const entry = gates.backups['b1'];
        if (entry?.notBefore) {
          expect(Date.parse(entry.notBefore) - build.now.getTime()).toBeLessThanOrEqual(build.dayMs);
        }
        if (happened.at(-1)?.startsWith('archive.')) expect(entry?.refused?.code).toBe(happened.at(-1));
      }),
    );
  });
});
