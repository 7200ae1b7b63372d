import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/errors/app-error.ts';
import { openGates, type Gates } from '../../../src/core/state/gates.ts';
import { forgetBackups, rememberFailure } from '../../../src/core/sync/back-off.ts';
import { maxFailures, planSync, type SkipReason } from '../../../src/core/sync/plan-sync.ts';
import type { Pull } from '../../../src/core/sync/sync-facts.ts';
import { errorCodes, type ErrorCode } from '../../../src/shared/error-codes.ts';
import { endsRun } from '../../../src/shared/problems/rules.ts';
import * as build from '../../support/domain-builders.ts';

const backup = build.aBackup();
const pull: Pull = { backup, copy: { agentId: 'backup.local', size: 5_000_000, protected: true } };
const codes = errorCodes;

const fail = (gates: Gates, code: ErrorCode, now: Date, what = pull): Gates =>
  rememberFailure(gates, what, new AppError(code), now);
const later = (hours: number): Date => new Date(build.now.getTime() + hours * build.hourMs);

/** What the plan makes of the backup by these gates. */
const verdict = (gates: Gates, now: Date, size: number | undefined = 5_000_000): 'pulled' | SkipReason => {
  const facts = build.factsOf({ home: build.listed([build.aBackup({ size })]), gates, now });
  const { pulls, left } = planSync(facts);
  return pulls.length > 0 ? 'pulled' : (left[0]?.reason ?? 'no-copy');
};

describe('an upload that fails again and again', () => {
  test('waits an hour, six, a day, and then for the user', () => {
    let gates = openGates();
    let now = build.now;
    for (const hours of [1, 6, 24]) {
      gates = fail(gates, 'cloud.failed', now);
      const end = new Date(now.getTime() + hours * build.hourMs);
      expect(verdict(gates, new Date(end.getTime() - 1000))).toBe('backing-off');
      expect(verdict(gates, end)).toBe('pulled');
      now = end;
    }
    gates = fail(gates, 'cloud.failed', now);
    expect(gates.backups['b1']).toEqual({ failures: maxFailures });
    expect(verdict(gates, later(10_000))).toBe('gave-up');
  });

  test('begins anew once it was stored', () => {
    const gates = forgetBackups(fail(openGates(), 'cloud.failed', build.now), new Set(['b1']));
    expect(gates).toEqual(openGates());
  });

  test("does not hold another backup back, nor forget another's failures", () => {
    const other = { ...pull, backup: build.aBackup({ id: 'b2' }) };
    const both = fail(fail(openGates(), 'cloud.failed', build.now), 'rclone.failed', build.now, other);
    expect(Object.keys(forgetBackups(both, new Set(['b2'])).backups)).toEqual(['b1']);
    expect(both.backups['b1']).toEqual(both.backups['b2']);
  });
});

describe('an archive that was found wanting', () => {
  const twice = (code: ErrorCode, what = pull): Gates =>
    fail(fail(openGates(), code, build.now, what), code, later(1), what);

  test('once: waits like any other failure, and is fetched once more', () => {
    const gates = fail(openGates(), 'archive.torn', build.now);
    expect(gates.backups['b1']?.refused).toBeUndefined();
    expect(verdict(gates, later(0.9))).toBe('backing-off');
    expect(verdict(gates, later(1))).toBe('pulled');
  });

  test('twice alike: is left alone as long as Home Assistant lists that size, however long', () => {
    const gates = twice('archive.torn');
    expect(verdict(gates, later(10_000))).toBe('refused');
    expect(verdict(gates, build.now, 5_000_001)).toBe('pulled');
  });

  test('is left alone where Home Assistant tells no size', () => {
    const sizeless = { ...pull, copy: { ...pull.copy, size: undefined } };
    const gates = twice('archive.torso', sizeless);
    expect(gates.backups['b1']?.refused).toEqual({ code: 'archive.torso', size: null });
    expect(verdict(gates, build.now, 5_000_000)).toBe('pulled');
  });

  test.each<[string, ErrorCode, number | undefined]>([
    ['another verdict', 'archive.part-missing', 5_000_000],
    ['another size', 'archive.torn', 5_000_001],
  ])('twice, but with %s: no two that agree', (_, code, size) => {
    const first = fail(openGates(), 'archive.torn', build.now);
    const gates = fail(first, code, later(1), { ...pull, copy: { ...pull.copy, size } });
    expect(gates.backups['b1']).toMatchObject({ failures: 2, doubt: { code, size } });
    expect(gates.backups['b1']?.refused).toBeUndefined();
  });

  test('trouble of the network in between does not make the first verdict forgotten', () => {
    const gates = fail(fail(openGates(), 'archive.torn', build.now), 'ha.download-stalled', later(1));
    expect(fail(gates, 'archive.torn', later(7)).backups['b1']?.refused?.code).toBe('archive.torn');
  });

  test('refused, asked for by the user, and the same again: refused it is', () => {
    expect(fail(twice('archive.torn'), 'archive.torn', later(9)).backups['b1']?.refused?.code).toBe('archive.torn');
  });

  test('a page in place of the archive never condemns it, however often it comes', () => {
    let gates = openGates();
    for (let n = 0; n < 6; n += 1) gates = fail(gates, 'ha.not-archive', later(n));
    expect(gates.backups['b1']).toEqual({ failures: 6 });
  });

  test('not encrypted: only for as long as encrypted ones are asked for', () => {
    const gates = twice('archive.unprotected');
    const plan = (requireProtected: boolean) =>
      planSync(
        build.factsOf({
          home: build.listed([build.aBackup({ size: 5_000_000 })]),
          gates,
          settings: { ...build.factsOf({}).settings, requireProtected },
        }),
      );
    expect(plan(true).left).toMatchObject([{ reason: 'unprotected', code: 'archive.unprotected' }]);
    expect(plan(false).pulls).toHaveLength(1);
  });
});

describe('whose fault it is', () => {
  const mark = (code: ErrorCode): 'none' | 'doubted' | 'failed' => {
    const entry = fail(openGates(), code, build.now).backups['b1'];
    if (!entry) return 'none';
    return entry.doubt ? 'doubted' : 'failed';
  };

  test.each<[ErrorCode, ReturnType<typeof mark>, boolean]>([
    // Code, mark on the backup, whether the run ends.
    ['sync.cancelled', 'none', true],
    ['ha.away', 'none', true],
    ['ha.token-invalid', 'none', true],
    ['ha.starting', 'none', true],
    ['icloud.not-signed-in', 'none', true],
    ['icloud.trust-expired', 'none', true],
    ['cloud.throttled', 'none', true],
    ['cloud.full', 'none', true],
    ['secrets.locked', 'none', true],
    ['rclone.missing', 'none', true],
    ['disk.full', 'none', false],
    ['cloud.offline', 'failed', true],
    ['ha.backup-gone', 'failed', false],
    ['ha.download-stalled', 'failed', false],
    ['ha.download-too-long', 'failed', false],
    ['cloud.upload-unconfirmed', 'failed', false],
    ['cloud.failed', 'failed', false],
    ['rclone.failed', 'failed', false],
    ['internal', 'failed', false],
    ['ha.not-archive', 'failed', false],
    ['archive.torn', 'doubted', false],
    ['archive.wrong-backup', 'doubted', false],
  ])('%s: mark %s, ends the run: %s', (code, expected, ends) => {
    expect(mark(code)).toBe(expected);
    expect(endsRun(code)).toBe(ends);
  });

  test('what ends with a sign-in, a new token or an unlocked keychain never uses a backup up', () => {
    for (const code of codes.filter((one) =>
      /^(icloud\.(not-signed-in|trust|session|terms|approval-n|password|account)|secrets\.)/.test(one),
    )) {
      expect(mark(code), code).toBe('none');
      expect(endsRun(code), code).toBe(true);
    }
  });

  test('nobody waits longer than a day, and only two verdicts that agree condemn an archive', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...codes), { maxLength: 8 }), (happened) => {
        const gates = happened.reduce((before, code) => fail(before, code, build.now), openGates());
        const entry = gates.backups['b1'];
        if (entry?.notBefore) {
          expect(Date.parse(entry.notBefore) - build.now.getTime()).toBeLessThanOrEqual(build.dayMs);
        }
        const last = happened.at(-1);
        if (last?.startsWith('archive.')) expect((entry?.refused ?? entry?.doubt)?.code).toBe(last);
        if (entry?.refused) {
          const { code } = entry.refused;
          expect(happened.filter((one) => one === code).length).toBeGreaterThanOrEqual(2);
        }
      }),
    );
  });
});
