import { aLadder } from '../cli/a-ladder.ts';
import { anExtracted, aSalvage, someContents } from '../cli/a-look-inside.ts';
import { aCheck } from '../cli/fake-app.ts';
import { now, type TerminalCall } from './terminal-call.ts';

/** The name of a part. */
const part = 'x.tar.gz';
const many = (name: string): string[] => Array.from({ length: 120 }, (_none, index) => `${name}${index}`);
const contents = someContents();
const [firstPart] = contents.parts;
const files = firstPart?.files?.map(({ path }) => path) ?? [];
const odd = (['link', 'hard-link', 'device', 'pipe', 'other'] as const).map((type) => ({
  path: `homeassistant/${type}1`,
  type,
  size: 0,
  modified: null,
}));

/** Commands that open a backup. */
export const insides: readonly TerminalCall[] = [
  { argv: 'contents a.tar', typed: files },
  {
    argv: 'contents 1a2b3c4d',
    app: {
      contents: (_input, listener) => {
        listener.onFetch(1000, 2000);
        const parts = (['app', 'folder', 'supervisor'] as const).flatMap((kind) =>
          firstPart === undefined ? [] : [{ ...firstPart, kind, files: odd, more: 7 }],
        );
        const origin = { from: 'icloud', place: 'HomeAssistantBackups/a.tar', bytes: 2000, fetched: 1000 } as const;
        return Promise.resolve(someContents({ origin, parts, name: null, id: null, date: null }));
      },
    },
    typed: odd.map(({ path }) => path),
  },
  {
    argv: 'contents 1a2b3c4d',
    app: { contents: now(someContents({ origin: { ...contents.origin, from: 'staged' } })) },
    typed: files,
  },
  ...(['encryption', 'checksum', 'none'] as const).map((proof) => ({
    argv: 'extract 1a2b3c4d homeassistant/www --to d',
    app: { extract: now(anExtracted({ proof, leftOutCount: 40 })) },
    typed: ['a:b', 'a%3Ab'],
  })),
  {
    argv: 'extract a.tar A1 --to d',
    app: { extract: now(anExtracted({ type: 'file', path: 'A1' })) },
    typed: ['a:b', 'a%3Ab'],
  },
  {
    argv: 'salvage a.tar --to d',
    app: { salvage: now(aSalvage({ contents: 'made', versionUnknown: ['core_ssh'] })) },
  },
  {
    argv: 'salvage a.tar --to d',
    app: {
      salvage: now(
        aSalvage({ contents: 'kept', lost: many('A').map((name) => ({ name, cause: 'missing' })), versionUnknown: [] }),
      ),
    },
    typed: many('A'),
  },
  { argv: 'salvage a.tar --to d' },
];

const checkOf = (given: Parameters<typeof aCheck>[0]): TerminalCall => ({
  argv: 'check a.tar',
  app: { check: now(aCheck(given)) },
});
const defects = (kind: 'empty-part' | 'unlisted-part') => [{ kind, part }];

/** `check`, with all that it can find. */
export const checks: readonly TerminalCall[] = [
  {
    argv: 'check a.tar --level 2',
    options: { tty: true, columns: 400, input: '\r' },
    app: { check: async ({ keys }) => aCheck({ slug: String((await keys()).length) }) },
  },
  checkOf({ level: 2, levels: aLadder(true, true, false, null) }),
  checkOf({ level: 3, levels: aLadder(true, true, true, null), protected: false }),
  checkOf({ level: 4, levels: aLadder(true, true, true, true), protected: false, secureTar: null, plainParts: [part] }),
  checkOf({ verdict: 'refused', level: 1, problem: { code: 'proof.part-damaged', facts: {} } }),
  checkOf({ verdict: 'refused', level: 1, problem: { code: 'proof.wrong-key', facts: {} } }),
  checkOf({ verdict: 'defects', defects: [], protected: true, secureTar: null }),
  checkOf({ verdict: 'defects', defects: defects('empty-part'), plainParts: [part], protected: false }),
  checkOf({ verdict: 'defects', defects: defects('unlisted-part') }),
  ...(['archive.not-archive', 'archive.not-understood', 'archive.torn'] as const).map((code) =>
    checkOf({ verdict: 'refused', level: 0, problem: { code, facts: {} } }),
  ),
];
