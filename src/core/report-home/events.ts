import { isOfCloud } from '../../shared/problems/catalogue.ts';
import { signInCureOf } from '../../shared/problems/rules.ts';
import type { Status } from '../../shared/status.ts';
import type { HistoryEntry } from '../state/history.ts';
import { stageOf } from './sensors.ts';

/** On Home Assistant's bus. */
export const toldEventType = 'ha_icloud_backup';

/** In the shape of Home Assistant's own backup event: what, at which step, why. */
export interface ToldEvent {
  readonly event_type: 'completed' | 'failed' | 'sign_in_due' | 'restore_test';
  readonly backup_stage: string | null;
  readonly failed_reason: string | null;
  /** ISO 8601; later events may be told late, when this computer was away. */
  readonly at: string;
  readonly backups?: number;
  readonly held?: boolean;
}

/** What is older is no news any more, and more at once is a flood. */
const newsMs = 24 * 3_600_000;
const mostAtOnce = 20;

/** Pure: what the history says since then that is worth an event, oldest first. */
export const eventsOf = (entries: readonly HistoryEntry[], since: Date, now: Date): readonly ToldEvent[] =>
  entries
    .filter(({ at }) => Date.parse(at) > since.getTime() && now.getTime() - Date.parse(at) < newsMs)
    .flatMap(eventOf)
    .slice(-mostAtOnce);

const eventOf = (entry: HistoryEntry): readonly ToldEvent[] => {
  const { at } = entry;
  const nothing = { backup_stage: null, failed_reason: null, at };
  if (entry.kind === 'run-end') {
    const { outcome, code, stored } = entry;
    if (outcome === 'failed') {
      const stage = code ? stageOf(code, isOfCloud(code)) : null;
      return [{ event_type: 'failed', backup_stage: stage, failed_reason: code ?? null, at }];
    }
    return stored > 0 ? [{ event_type: 'completed', ...nothing, backups: stored }] : [];
  }
  if (entry.kind !== 'backup') return [];
  if (entry.what === 'tested') return [{ event_type: 'restore_test', ...nothing, held: true }];
  if (entry.what !== 'test-failed') return [];
  return [{ event_type: 'restore_test', ...nothing, failed_reason: entry.code ?? null, held: false }];
};

/** Apple wants its code soon, or now. */
export const isSignInDue = ({ signIn, problems }: Status): boolean =>
  signIn?.due === true || problems.some(({ code }) => signInCureOf(code) !== null);
