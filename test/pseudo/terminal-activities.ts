import type { Activity, TransferState } from '../../src/shared/run-report.ts';
import { transferring } from '../cli/fake-app.ts';

const underway = (name: string, bytes: number, total?: number): TransferState & { finishing: boolean } => ({
  name,
  bytes,
  total,
  finishing: false,
});

/** What a run does, one after the other. */
export const activities: readonly Activity[] = [
  ...(['waiting', 'connecting', 'listing', 'pruning', 'checking'] as const).map((phase) => ({ phase })),
  { phase: 'creating', stage: 'home_assistant' },
  transferring(0),
  transferring(600_000_000),
  { phase: 'transferring', upload: underway('A1', 0), download: underway('B2', 0), waiting: 1 },
  { phase: 'transferring', upload: underway('A1', 9_000_000), download: underway('B2', 9_000_000), waiting: 1 },
  { phase: 'transferring', upload: underway('C3', 0, 10_000_000), waiting: 0 },
  { phase: 'transferring', upload: underway('C3', 9_000_000, 10_000_000), waiting: 0 },
  { phase: 'transferring', upload: { ...underway('C3', 10_000_000, 10_000_000), finishing: true }, waiting: 0 },
];
