/*
 * What Home Assistant is told: the ids of its sensors and the states of those that have a fixed set of them. They are what automations
 * of other people look at, so none of them changes.
 */

export const sensorIds = [
  'newest_backup',
  'problem',
  'state',
  'proof',
  'waiting',
  'backups',
  'newest_size',
  'total_size',
  'last_test',
  'sign_in_ends',
  'next_check',
  'next_backup',
] as const;
export type SensorId = (typeof sensorIds)[number];

/** What goes on, as Home Assistant's own backup sensor tells it of itself. */
export const toldStates = ['idle', 'creating', 'downloading', 'checking', 'uploading', 'restoring', 'error'] as const;
export type ToldState = (typeof toldStates)[number];

/** What the alarm says, in the language of this program; Home Assistant fills in the age. */
export interface AlarmWords {
  readonly alias: string;
  readonly description: string;
  readonly title: string;
  /** Each is given an age. */
  readonly old: (age: string) => string;
  readonly silent: (age: string) => string;
  readonly next: string;
  readonly hours: (count: string) => string;
  readonly days: (count: string) => string;
  readonly over: string;
}

/** How far the newest copy was proven: the names of the ladder, as states are written. */
export const toldProofs = ['stored', 'intact', 'opens', 'readable', 'makes_sense', 'came_back'] as const;
