import type { Place } from './places.ts';

/** What a person can do about a problem inside the app. */
export type Cure =
  | 'reconnect'
  | 'approve'
  | 'set-up'
  /** Where the connections are chosen; the others are the other sections. */
  | 'settings'
  | 'settings-backups'
  | 'settings-notifications'
  | 'settings-advanced'
  | 'change-address'
  /** Another token, by Home Assistant's own page; one can be pasted where this leads. */
  | 'sign-in-home'
  /** The address does not answer any more: looks for another one of the same Home Assistant. */
  | 'find-home'
  /** It was looked for and found: shows what is known of the place, and takes it if the user says so. */
  | 'use-found'
  /** It was looked for in vain: another address is typed right here. */
  | 'type-address'
  /** Everything on the way is asked, from top to bottom. */
  | 'check-connections'
  | 'back-up'
  /** A backup, too, where the last one is no good. */
  | 'make-new'
  /** What would free some of the storage of the account. */
  | 'make-space'
  | 'try-again'
  | 'upload-again'
  | 'accept-removal';

/** What a button beside a problem does: a cure inside the app, or a place outside of it. Which ones: shared/problems. */
export type ProblemAction = Cure | Place;
