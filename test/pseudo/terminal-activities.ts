import type { Activity } from '../../src/shared/run-report.ts';
import { transferring } from '../cli/fake-app.ts';

/** What a run does, one after the other. */
export const activities: readonly Activity[] = [
  ...(['waiting', 'connecting', 'listing', 'pruning', 'checking'] as const).map((phase) => ({ phase })),
  { phase: 'creating', stage: 'home_assistant' },
  transferring(0),
  transferring(600_000_000),
  { phase: 'transferring', upload: { name: 'A1', bytes: 0 }, download: { name: 'B2', bytes: 0 }, waiting: 1 },
  {
    phase: 'transferring',
    upload: { name: 'A1', bytes: 9_000_000 },
    download: { name: 'B2', bytes: 9_000_000 },
    waiting: 1,
  },
  { phase: 'transferring', upload: { name: 'C3', bytes: 0, total: 10_000_000 }, waiting: 0 },
  { phase: 'transferring', upload: { name: 'C3', bytes: 9_000_000, total: 10_000_000 }, waiting: 0 },
  { phase: 'transferring', upload: { name: 'C3', bytes: 10_000_000, total: 10_000_000, finishing: true }, waiting: 0 },
];
