import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Json = Readonly<Record<string, unknown>>;

interface Entry {
  readonly ws?: string;
  readonly send?: Json;
  readonly receive?: Json;
  readonly http?: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
  };
  readonly response?: { readonly status?: number; readonly headers?: readonly (readonly [string, string])[] };
}

export interface Reply {
  readonly scenario: string;
  readonly command: Json;
  readonly success: boolean;
  readonly result: unknown;
  readonly error: { readonly code: string; readonly message: string } | undefined;
}

export interface Answer {
  readonly scenario: string;
  readonly method: string;
  readonly path: string;
  readonly request: Readonly<Record<string, string>>;
  readonly status: number;
  readonly header: (name: string) => string | undefined;
}

/** What one Home Assistant said, recorded with a real Core (test/fixtures). */
export interface Recording {
  readonly name: string;
  readonly version: string;
  readonly install: 'core' | 'os';
  readonly replies: readonly Reply[];
  /** Events of `backup/subscribe_events` by scenario, in order. */
  readonly events: ReadonlyMap<string, readonly Json[]>;
  readonly answers: readonly Answer[];
}

const root = fileURLToPath(new URL('../../fixtures/', import.meta.url));

const read = (file: string): readonly Entry[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { entries: readonly Entry[] }).entries;

const repliesOf = (scenario: string, entries: readonly Entry[]): Reply[] => {
  const sent = new Map<string, Json>();
  const replies: Reply[] = [];
  for (const { ws, send, receive } of entries) {
    if (send) sent.set(`${ws ?? ''} ${String(send['id'])}`, send);
    const command = receive?.['type'] === 'result' ? sent.get(`${ws ?? ''} ${String(receive['id'])}`) : undefined;
    if (!receive || !command) continue;
    const error = receive['error'] as Reply['error'];
    replies.push({ scenario, command, success: receive['success'] === true, result: receive['result'], error });
  }
  return replies;
};

const eventsOf = (entries: readonly Entry[]): Json[] => {
  const subscribed = new Set<string>();
  const events: Json[] = [];
  for (const { ws, send, receive } of entries) {
    const key = `${ws ?? ''} ${String((send ?? receive)?.['id'])}`;
    if (send?.['type'] === 'backup/subscribe_events') subscribed.add(key);
    if (receive?.['type'] === 'event' && subscribed.has(key)) events.push(receive['event'] as Json);
  }
  return events;
};

const answersOf = (scenario: string, entries: readonly Entry[]): Answer[] =>
  entries.flatMap(({ http, response }) => {
    if (!http || response?.status === undefined) return [];
    const headers = new Map((response.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]));
    const { method, path, headers: request } = http;
    return [{ scenario, method, path, request, status: response.status, header: (name) => headers.get(name) }];
  });

const load = (set: string, version: string): Recording => {
  const folder = `${root}${set}/${version}/`;
  const scenarios = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({ scenario: file.slice(3, -5), entries: read(`${folder}${file}`) }));
  const install = set === 'ha-os' ? 'os' : 'core';
  return {
    name: `${version} (${install})`,
    version,
    install,
    replies: scenarios.flatMap(({ scenario, entries }) => repliesOf(scenario, entries)),
    events: new Map(scenarios.map(({ scenario, entries }) => [scenario, eventsOf(entries)])),
    answers: scenarios.flatMap(({ scenario, entries }) => answersOf(scenario, entries)),
  };
};

export const recordings: readonly Recording[] = ['ha-real', 'ha-os'].flatMap((set) =>
  readdirSync(`${root}${set}`, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => load(set, name)),
);

export const withBackupApi = recordings.filter(({ version }) => version !== '2024.12.5');

/** Successful results of a command. */
export const resultsOf = ({ replies }: Recording, type: string): unknown[] =>
  replies.filter(({ command, success }) => success && command['type'] === type).map(({ result }) => result);
