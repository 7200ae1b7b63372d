import { describe, expect, it } from 'vitest';
import type { BackupSource, CreateOutcome } from '../../../src/core/ports/backup-source.ts';
import { startScriptedHome, type ScriptedSocket } from './scripted-home.ts';
import { connected, failureOf, later, never, optionsFor, startHome } from './support.ts';

/** What the Supervisor answers when it is asked for its job, one look after the other; the last one for ever. */
type Look = object | 'away' | 'unknown';

const job = (more: object): object => ({
  name: 'backup_manager_full_backup',
  reference: 'b2',
  done: false,
  errors: [],
  ...more,
});
const item = (slug: string): object => ({
  slug,
  name: slug,
  date: '2026-11-21T12:00:00+00:00',
  protected: false,
  size_bytes: 1,
});

/** A Home Assistant OS of 2024 whose Supervisor works as told, and has one backup more once it began. */
const start = async (
  looks: readonly Look[],
  makes: boolean,
): Promise<{ source: BackupSource; orders: () => unknown[] }> => {
  let begun = false;
  let look = 0;
  const answerJob = (id: unknown, socket: ScriptedSocket): void => {
    const answer = looks[Math.min(look, looks.length - 1)];
    look += 1;
    if (answer === 'away') socket.refuse(id, 'unknown_error', '');
    else if (answer === 'unknown') socket.refuse(id, 'unknown_error', 'Job does not exist');
    else socket.result(id, answer);
  };
  const answers: Record<string, () => unknown> = {
    get_config: () => ({
      components: ['backup', 'hassio'],
      location_name: 'x',
      state: 'RUNNING',
      version: '2024.12.5',
    }),
    'auth/current_user': () => ({ is_admin: true }),
    '/backups': () => ({ backups: begun && makes ? [item('b1'), item('b2')] : [item('b1')] }),
    '/backups/new/full': () => {
      begun = true;
      return { job_id: 'j' };
    },
  };
  const home = await startScriptedHome(({ id, type, endpoint }, socket) => {
    const name = String(endpoint ?? type);
    if (name === 'backup/agents/info') socket.refuse(id, 'unknown_command');
    else if (name === '/jobs/j') answerJob(id, socket);
    else socket.result(id, answers[name]?.() ?? {});
  });
  later(() => home.stop());
  const timeouts = { jobPoll: 5, createSilence: 200 };
  const source = await connected(optionsFor({ url: home.url, token: 't' }, { timeouts }));
  return { source, orders: () => home.messages.filter(({ endpoint }) => endpoint === '/backups/new/full') };
};

const create = async (
  looks: readonly Look[],
  makes: boolean,
): Promise<{ stages: string[]; outcome: CreateOutcome }> => {
  const { source, orders } = await start(looks, makes);
  const stages: string[] = [];
  const outcome = await source.create(({ stage }) => stages.push(stage), never);
  expect(orders()).toMatchObject([{ method: 'post', data: { background: true } }]);
  return { stages, outcome };
};

describe('a backup through the Supervisor', () => {
  it('is followed from stage to stage, also while the Supervisor does not answer', async () => {
    const looks: Look[] = [
      job({ stage: null }),
      job({ stage: 'home_assistant' }),
      job({ stage: 'home_assistant' }),
      'away',
      job({ stage: 'addons' }),
      job({ stage: 'await_addon_restarts', done: true }),
    ];
    const { stages, outcome } = await create(looks, true);
    expect(stages).toEqual(['home_assistant', 'addons']);
    expect(outcome).toMatchObject({ backup: { id: 'b2' }, partial: false });
  });

  it('is partial when a part of it failed', async () => {
    const failedPart = { child_jobs: [{ errors: [] }, { errors: [{ message: 'x' }] }] };
    const { outcome } = await create([job({ done: true, ...failedPart })], true);
    expect(outcome.partial).toBe(true);
  });

  it('is made although the Supervisor lost the job', async () => {
    const { outcome } = await create([job({}), 'away', 'unknown'], true);
    expect(outcome).toMatchObject({ backup: { id: 'b2' }, partial: true });
  });

  it.each<[string, Look[], string, object]>([
    [
      'the Supervisor’s words',
      [job({ done: true, errors: [{ message: 'No\n space' }] })],
      'ha.create-failed',
      { reason: 'No space' },
    ],
    ['a job without a result', [job({ done: true })], 'ha.create-failed', { reason: 'nothing-new' }],
    ['a lost job', ['unknown'], 'ha.create-failed', { reason: 'job-lost' }],
    ['a job that never ends', [job({ stage: 'folders' })], 'ha.create-stuck', { stage: 'folders' }],
  ])('fails with %s', async (_what, looks, code, facts) => {
    const { source } = await start(looks, false);
    expect(await failureOf(source.create(() => undefined, never))).toMatchObject({ code, facts });
  });

  it('is refused while another is made', async () => {
    const home = await startHome({ version: '2024.12.5', install: 'os', stageMs: 20 });
    const source = await connected(optionsFor(home));
    const first = source.create(() => undefined, never);
    const second = await failureOf(source.create(() => undefined, never));
    expect(second).toMatchObject({ code: 'ha.busy', facts: { state: 'freeze' } });
    expect((await first).partial).toBe(false);
  });
});
