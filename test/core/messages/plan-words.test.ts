import { describe, expect, it } from 'vitest';
import { countsForFloor, type BackupKind, type Defect } from '../../../src/core/domain/backup.ts';
import type { RetentionReason } from '../../../src/core/domain/retention/judge.ts';
import type { SkipReason } from '../../../src/core/sync/plan-sync.ts';
import { describeActivity } from '../../../src/messages/en/activity.ts';
import { defects, kinds, left, retention } from '../../../src/messages/en/plan.ts';
import { isDoubtful } from '../../../src/shared/defects.ts';
import { describeReason, nextReason } from '../../../src/messages/reasons.ts';

/** `shared` may not import from `core`; that the words cover the rules' own names is checked by the types here. */
const covered = [
  retention satisfies Readonly<Record<RetentionReason, string>>,
  left satisfies Readonly<Record<SkipReason, string>>,
  defects satisfies Readonly<Record<Defect['kind'], string>>,
  kinds satisfies Readonly<Record<BackupKind, string>>,
];

describe('words for plans', () => {
  it('say something different for each reason', () => {
    for (const words of covered) expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
  });

  it('tell keeping from deleting at the first word, and leave that out where it is shown anyway', () => {
    for (const [reason, words] of Object.entries(retention)) {
      const first = reason === 'expired' ? 'due for deletion' : 'kept';
      expect([describeReason(reason), nextReason(reason)]).toEqual([`${first}: ${words}`, words]);
    }
  });

  it.each(Object.keys(defects) as Defect['kind'][])('say of %s what the rule says', (kind) => {
    expect(isDoubtful(kind)).toBe(!countsForFloor([{ kind, part: 'ssl.tar.gz' }]));
  });
});

describe('words for what is going on', () => {
  it('calls apps apps, and survives a stage that nobody knows yet', () => {
    expect(describeActivity({ phase: 'creating', stage: 'addons' })).toBe('Home Assistant is making a backup: apps');
    expect(describeActivity({ phase: 'creating', stage: 'quantum_sync' })).toBe('Home Assistant is making a backup');
  });

  it('shows both legs, the finishing and the queue', () => {
    const download = { name: 'b', bytes: 420, total: 1000 };
    const upload = { name: 'a', bytes: 1_000_000, total: 1_000_000, finishing: true };
    expect(describeActivity({ phase: 'transferring', download, upload, waiting: 1 })).toBe(
      'Downloading 42% of 1.0 kB · Finishing the upload · 1 backup waiting',
    );
    expect(describeActivity({ phase: 'transferring', download: { ...download, total: undefined }, waiting: 0 })).toBe(
      'Downloading 420 bytes',
    );
    expect(describeActivity({ phase: 'transferring', waiting: 0 })).toBe('Transferring');
  });
});
