import { byHand, commands, problem } from './entry.ts';

/** Looking into an archive and taking things out of it (core/inside). */
export const insideProblems = {
  'inside.key-needed': problem({
    ...byHand,
    retry: 'user',
    severity: 'mild',
    terminal: null,
    details: { part: 'text' },
  }),
  'inside.wrong-key': problem({
    ...byHand,
    retry: 'user',
    severity: 'mild',
    terminal: null,
    details: { part: 'text' },
  }),
  'inside.part-damaged': problem({
    ...byHand,
    retry: 'never',
    severity: 'danger',
    terminal: null,
    details: { part: 'text', why: 'text' },
  }),
  'inside.not-read': problem({
    ...byHand,
    retry: 'never',
    severity: 'mild',
    terminal: null,
    details: { part: 'text', why: 'text' },
  }),
  'inside.torn': problem({
    ...byHand,
    retry: 'never',
    severity: 'danger',
    terminal: commands.salvage,
    details: { after: 'text' },
  }),
  'inside.no-such-path': problem({
    ...byHand,
    retry: 'never',
    severity: 'mild',
    terminal: 'contents FILE|ID',
    details: { path: 'text', near: 'text' },
  }),
  'inside.not-a-file': problem({
    ...byHand,
    retry: 'never',
    severity: 'mild',
    terminal: null,
    details: { path: 'text', type: 'text', link: 'text' },
  }),
  'inside.unsafe-name': problem({
    ...byHand,
    retry: 'never',
    severity: 'mild',
    terminal: null,
    details: { path: 'text' },
  }),
};
