import type { ProblemWords } from './template.ts';

/** `icloud.app-password`, apart from the catalogue: windows find it themselves, before anything is sent. */
export const appPasswordWords = {
  title: 'An app-specific password does not work here',
  cause: 'Apple takes those for mail and calendars only, not for iCloud Drive. It was not sent.',
  next: 'Enter the password of the Apple account itself. Only a proof of it leaves this computer, never the password.',
} as const satisfies ProblemWords;
