import type { ProblemWords } from '../template.ts';

/** `icloud.app-password`, apart from the catalogue: windows find it themselves, before anything is sent. */
export const appPassword = {
  title: "App-specific passwords don't work here",
  cause: "They work for mail and calendars, but not for iCloud Drive. It wasn't sent to Apple.",
  next: 'Enter your normal Apple Account password. It never leaves this computer: Apple only gets a proof of it.',
} satisfies ProblemWords;
