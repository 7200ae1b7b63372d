/** What the user chose about how long backups are kept. A new rule's numbers go here. */
export interface RetentionSettings {
  /** Days after which a copy may go; 0 = never. */
  readonly days: number;
  /** Newest verified backups that stay whatever their age; at least 1. */
  readonly floor: number;
}

/** Something that retention is asked about: a copy in the cloud, or a backup that could become one. */
export interface Candidate {
  /** Of the backup: several copies of one share it. */
  readonly id: string;
  /** Milliseconds since 1970, as Home Assistant dated it; NaN for what is no date. */
  readonly made: number;
  /** When its upload was confirmed. What is not stored yet has the date that it was made. */
  readonly confirmed: number;
  /** The earlier of both: by this they are sorted. */
  readonly at: number;
  /** It can be counted on. What is not stored yet is hoped to be. */
  readonly verified: boolean;
  /** The user wants it never to be deleted. */
  readonly pinned: boolean;
}

/**
 * One reason to keep a backup. `over` is given everything that is (or will be) there, newest first, and answers for each of
 * it, or for another candidate as if it were added.
 */
export interface Policy<Reason extends string = string> {
  /** What the plan and the list say; its words are in messages/en/plan.ts. */
  readonly reason: Reason;
  over(settings: RetentionSettings, now: Date, newestFirst: readonly Candidate[]): (candidate: Candidate) => boolean;
}
