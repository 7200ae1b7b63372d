import { recogniseNoArchive, startBytes } from '../archive/no-archive.ts';
import type { HaBackup } from '../domain/backup.ts';
import { chooseCopy } from '../domain/choose-copy.ts';
import { AppError } from '../errors/app-error.ts';
import type { OpenHome } from '../home-assistant/connect.ts';
import { openDownload } from '../home-assistant/download.ts';
import type { HomeApi } from '../home-assistant/home-source.ts';
import { unknown } from '../home-assistant/schemas.ts';
import { checkInstance, type KnownInstance } from '../sync/instance-folder.ts';
import { fine, unasked } from './answer.ts';
import { inspectedLines, newestOf, readInspection } from './inspection.ts';
import type { Question } from './question.ts';

/** What a token opens, and how. */
export interface HomeDoor {
  readonly known: KnownInstance;
  readonly createsEveryHours: number | null;
  /** By the rules that hold for every use of the token; a refusal is remembered. Errors: those of `openHome`, `secrets.*`. */
  readonly open: (signal: AbortSignal) => Promise<OpenHome>;
}

export interface HomeVisit {
  readonly questions: readonly Question[];
  /** Once all was asked. */
  readonly close: () => Promise<void>;
}

const late = (): AppError => new AppError('ha.unreachable', { reason: 'no-answer' });
const connectLines = ['home-socket', 'home-token', 'home-admin', 'home-running', 'home-version'] as const;

/** Over one connection, which is opened when the first of these is asked. */
export const homeInside = (door: HomeDoor): HomeVisit => {
  let home: OpenHome | undefined;
  let newest: HaBackup | undefined;
  const opened = (): OpenHome => {
    if (!home) throw late();
    return home;
  };
  const questions: Question[] = [
    {
      lines: connectLines,
      needs: ['home-answer', 'keychain'],
      ms: 120_000,
      late,
      otherwise: 'home-socket',
      ask: async (tell, signal) => {
        home = await door.open(signal);
        const { state, version, recovery_mode: recovery } = home.config;
        if (state !== 'RUNNING' && state !== unknown)
          throw new AppError('ha.starting', { state, recovery: recovery === true });
        tell('home-version', fine({ version }));
      },
    },
    {
      lines: inspectedLines,
      needs: connectLines,
      ms: 240_000,
      late,
      otherwise: 'home-list',
      ask: async (tell, signal) => {
        const found = await opened().api.inspect(signal);
        checkInstance(found, door.known);
        const answers = readInspection(found, door.createsEveryHours);
        for (const line of inspectedLines) tell(line, answers[line]);
        newest = newestOf(found.listing.items);
      },
    },
    {
      lines: ['home-download'],
      needs: ['home-list'],
      ms: 90_000,
      late,
      ask: async (tell, signal) => {
        const copy = newest && chooseCopy(newest);
        if (!newest || !copy) tell('home-download', unasked('nothing-yet'));
        else await readStart(opened(), newest, copy.agentId, signal);
      },
    },
  ];
  return { questions, close: async () => home?.session.link.close() };
};

/** Opens a download and reads what tells an archive from anything else: its length is compared, and its first bytes. */
const readStart = async (
  { session, api }: { readonly session: OpenHome['session']; readonly api: HomeApi },
  backup: HaBackup,
  agentId: string,
  signal: AbortSignal,
): Promise<void> => {
  const { body } = await openDownload(session, { ...api.locate(backup, agentId), resume: undefined }, signal);
  let start = Buffer.alloc(0);
  for await (const piece of body) {
    start = Buffer.concat([start, piece]);
    if (start.length >= startBytes) break;
  }
  const is = recogniseNoArchive(start.subarray(0, startBytes));
  if (is !== undefined) throw new AppError('ha.not-archive', { is });
};
