/** What more than one command says. */
export const common = {
  yes: 'yes',
  no: 'no',
  partly: 'partly',
  cancelled: 'Cancelled.',
  /** Before cause, next step and command of a problem. */
  problem: { why: 'Why:', next: 'Next:', run: 'Run:' },
  timeLeft: ({ what, left }: { readonly what: string; readonly left: string }) => `${what}: ${left} left`,
};
