import type { Counts } from '../../shared/proof.ts';
import type { Problem } from '../../shared/run-report.ts';
import { aProblem } from '../../shared/problems/a-problem.ts';
import type { CoreContent } from './content.ts';
import type { DatabaseVerdict } from './database.ts';
import { judgeHistory } from './history.ts';
import type { RegistryName, RegistryVerdict } from './registries.ts';
import type { NotLaid } from './scratch.ts';
import { whatShrank } from './shrunk.ts';

/** Speaks against a backup, and leaves it restorable. */
export interface Doubt {
  readonly kind: 'no-history' | 'old-history' | 'shrunk' | 'swapped';
  /** What it is about. */
  readonly part: string;
}

export interface ContentFacts {
  /** Undefined: Home Assistant is not in the backup. */
  readonly core: CoreContent | undefined;
  /** Undefined where there is no database. */
  readonly database: DatabaseVerdict | undefined;
  readonly lacks: NotLaid;
  readonly swapped: readonly string[];
  readonly counts: Counts;
  /** Of the last good backup of the same home. */
  readonly before: Counts | null;
  /** When the backup was made, ISO 8601. */
  readonly date: string | undefined;
}

/** `holds: null` where it could not be told. A doubt makes it false, and Home Assistant would start all the same. */
export interface ContentVerdict {
  readonly holds: boolean | null;
  readonly problem: Problem | null;
  readonly doubts: readonly Doubt[];
}

/** Level 4. What cannot start comes before what could not be told, and that before doubts. */
export const makesSense = (facts: ContentFacts): ContentVerdict => {
  const broken = brokenIn(facts);
  if (broken) return { holds: false, problem: broken, doubts: [] };
  const doubts = doubtsIn(facts);
  const undecided = undecidedIn(facts);
  if (undecided) return { holds: null, problem: undecided, doubts };
  if (doubts.length === 0) return { holds: true, problem: null, doubts };
  const kinds = [...new Set(doubts.map(({ kind }) => kind))].join(', ');
  const parts = doubts.map(({ part }) => part).join(', ');
  return { holds: false, problem: aProblem('proof.doubtful', { kinds, parts }), doubts };
};

const brokenIn = ({ core, database }: ContentFacts): Problem | undefined => {
  if (!core) return undefined;
  const cannot = (file: string, why: 'missing' | 'damaged' | 'corrupt'): Problem =>
    aProblem('proof.cannot-start', { file, why });
  if (core.configuration === undefined) return cannot('configuration.yaml', 'missing');
  if (core.configuration === 'damaged') return cannot('configuration.yaml', 'damaged');
  if (!core.hasStorage) return cannot('.storage', 'missing');
  const damaged = firstWhere(core, ({ is }) => is === 'damaged');
  if (damaged !== undefined) return cannot(`.storage/${damaged}`, 'damaged');
  return database?.is === 'corrupt' ? cannot('home-assistant_v2.db', 'corrupt') : undefined;
};

const undecidedIn = ({ core, database, lacks }: ContentFacts): Problem | undefined => {
  if (core?.configuration === 'too-large')
    return aProblem('proof.undecided', { part: 'configuration.yaml', why: 'registry-size' });
  const large = core && firstWhere(core, ({ is }) => is === 'too-large');
  if (large !== undefined) return aProblem('proof.undecided', { part: `.storage/${large}`, why: 'registry-size' });
  const part = 'home-assistant_v2.db';
  if (lacks) return aProblem('proof.undecided', { part, why: 'room', ...lacks });
  return database?.is === 'unknown' ? aProblem('proof.undecided', { part, why: 'database' }) : undefined;
};

const doubtsIn = ({ database, swapped, counts, before, date }: ContentFacts): Doubt[] => {
  const history = database?.is === 'whole' ? judgeHistory(database.newest, date) : 'fine';
  return [
    ...(history === 'fine' ? [] : [{ kind: history, part: 'home-assistant_v2.db' }]),
    ...swapped.map((part) => ({ kind: 'swapped' as const, part })),
    ...(before ? whatShrank(counts, before).map((part) => ({ kind: 'shrunk' as const, part })) : []),
  ];
};

const firstWhere = (core: CoreContent, holds: (verdict: RegistryVerdict) => boolean): RegistryName | undefined => {
  for (const [name, verdict] of core.registries) if (holds(verdict)) return name;
  return undefined;
};
