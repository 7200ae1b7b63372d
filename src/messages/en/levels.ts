import type { levelName } from '../../shared/ladder.ts';

/** The levels of proof (shared/ladder.ts), in English by their own names. */
export const levels = {
  Stored: 'Stored',
  Intact: 'Intact',
  Opens: 'Opens',
  Readable: 'Readable',
  'Makes sense': 'Makes sense',
  'Came back': 'Came back',
} satisfies Record<ReturnType<typeof levelName>, string>;
