import { describe, expect, it } from 'vitest';
import { countsForFloor, type BackupKind, type Defect } from '../../../src/core/domain/backup.ts';
import type { RetentionReason } from '../../../src/core/domain/retention.ts';
import type { LeftReason } from '../../../src/core/sync/plan-sync.ts';
import { describeActivity } from '../../../src/shared/words/activity.ts';
import { defectWords, isDoubtful, kindWords, leftWords, retentionWords } from '../../../src/shared/words/plan.ts';

/** `shared` may not import from `core`; that the words cover the rules' own names is checked by the types here. */
const covered = [
  retentionWords satisfies Readonly<Record<RetentionReason, string>>,
  leftWords satisfies Readonly<Record<LeftReason, string>>,
  defectWords satisfies Readonly<Record<Defect['kind'], string>>,
  kindWords satisfies Readonly<Record<BackupKind, string>>,
];

describe('words for plans', () => {
  it('say something different for each reason', () => {
    for (const words of covered) expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
  });

  it('tell keeping from deleting at the first word', () => {
    const { expired, ...kept } = retentionWords;
    expect(expired).toMatch(/^goes:/);
    for (const reason of Object.values(kept)) expect(reason).toMatch(/^kept:/);
  });

  it.each(Object.keys(defectWords) as Defect['kind'][])('say of %s what the rule says', (kind) => {
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
      'Downloading 42 % of 1.0 kB · Finishing the upload · 1 backup waiting',
    );
    expect(describeActivity({ phase: 'transferring', download: { ...download, total: undefined }, waiting: 0 })).toBe(
      'Downloading 420 bytes',
    );
    expect(describeActivity({ phase: 'transferring', waiting: 0 })).toBe('Transferring');
  });
});
