import type { Described, DescribedBackup, WindowProblem } from '../../../src/shared/contract/described.ts';
import type { Result } from '../../../src/shared/contract/result.ts';
import type { Contents, Extracted, InsidePart } from '../../../src/shared/inside.ts';
import { useSignal } from '../../base/signal.ts';
import { useCommand } from '../../base/use-command.ts';
import type { GivenKey } from '../../choices/key-fields.tsx';
import { copyOf } from './copy-of.ts';

type DescribedPart = Described<InsidePart>;

export interface InsideUse {
  /** Null: nobody has looked yet. */
  readonly contents: Described<Contents> | null;
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
  readonly extracted: Extracted | null;
  /** The parts alone. */
  readonly look: () => void;
  /** The files of one part as well: it comes down for that. */
  readonly open: (part: string, key: GivenKey | undefined) => void;
  readonly extract: (path: string, key: GivenKey | undefined) => void;
}

const keyOf = (key: GivenKey | undefined): { readonly key?: GivenKey } => (key === undefined ? {} : { key });

/** What is known of a part from an earlier look is kept beside what the newest one tells. */
const merged = (before: Described<Contents> | null, next: Described<Contents>): Described<Contents> => {
  const known = new Map(before?.parts.map((part) => [part.name, part]));
  const keep = (part: DescribedPart): DescribedPart => {
    const old = known.get(part.name);
    return part.files === null && part.problem === null && old !== undefined ? old : part;
  };
  return { ...next, parts: next.parts.map(keep) };
};

/** Where it is asked what is in a backup. */
export interface InsideSource {
  readonly pending: boolean;
  readonly problem: WindowProblem | null;
  readonly read: (part: string | undefined, key: GivenKey | undefined) => Promise<Result<Contents | null>>;
  readonly take: (path: string, key: GivenKey | undefined) => Promise<Result<Extracted | null>>;
}

const partOf = (part: string | undefined): { readonly part?: string } => (part === undefined ? {} : { part });

/** A copy in iCloud. */
export const useCopy = (backup: DescribedBackup): InsideSource => {
  const read = useCommand('backups.contents');
  const take = useCommand('backups.extract');
  return {
    pending: read.pending || take.pending,
    problem: take.problem ?? read.problem,
    read: (part, key) => {
      take.forget();
      return read.run({ ...copyOf(backup), ...partOf(part), ...keyOf(key) });
    },
    take: (path, key) => take.run({ ...copyOf(backup), path, ...keyOf(key) }),
  };
};

/** The file that was dropped or chosen. */
export const useFileInHand = (): InsideSource => {
  const read = useCommand('file.contents');
  const take = useCommand('file.extract');
  return {
    pending: read.pending || take.pending,
    problem: take.problem ?? read.problem,
    read: (part, key) => {
      take.forget();
      return read.run({ ...partOf(part), ...keyOf(key) });
    },
    take: (path, key) => take.run({ path, ...keyOf(key) }),
  };
};

/** What is in a backup, as far as somebody asked, and what was taken out of it. */
export const useInside = (source: InsideSource): InsideUse => {
  const contents = useSignal<Described<Contents> | null>(null);
  const extracted = useSignal<Extracted | null>(null);
  const look = async (part?: string, key?: GivenKey): Promise<void> => {
    const answer = await source.read(part, key);
    if (answer.ok && answer.value) contents.value = merged(contents.value, answer.value);
  };
  const extract = async (path: string, key: GivenKey | undefined): Promise<void> => {
    extracted.value = null;
    const answer = await source.take(path, key);
    if (answer.ok) extracted.value = answer.value;
  };
  return {
    contents: contents.value,
    pending: source.pending,
    problem: source.problem,
    extracted: extracted.value,
    look: () => void look(),
    open: (part, key) => void look(part, key),
    extract: (path, key) => void extract(path, key),
  };
};
