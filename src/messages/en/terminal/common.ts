import { formatNumber } from '../../format.ts';

/** What more than one command says. */
export const common = {
  yes: 'yes',
  no: 'no',
  partly: 'partly',
  cancelled: 'Cancelled.',
  /** Before cause, next step and command of a problem. */
  problem: { why: 'Why:', next: 'Next:', run: 'Run:' },
  timeLeft: ({ what, left }: { readonly what: string; readonly left: string }) => `${what}: ${left} left`,
  /** The choices are typed as they stand. */
  question: ({ question, choices }: { readonly question: string; readonly choices: string }) =>
    `${question} (${choices})`,
  /** Under a list that is too long. */
  more: (count: number) => `and ${formatNumber(count)} more`,
  key: 'Encryption key of the backup (not shown):',
};
