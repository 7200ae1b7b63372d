import type { Level } from '../../shared/ladder.ts';

/** The ladder of proof (docs/proof.md), as people read it beside a backup. */
export const levels = {
  0: 'Stored',
  1: 'Intact',
  2: 'Opens',
  3: 'Readable',
  4: 'Makes sense',
  5: 'Came back',
} satisfies Record<Level, string>;
