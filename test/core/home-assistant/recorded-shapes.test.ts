import { describe, expect, it } from 'vitest';
import { chooseCopy, localAgentOf } from '../../../src/core/domain/choose-copy.ts';
import { identify, judgeListing, toHaBackup, toOwnSchedule } from '../../../src/core/home-assistant/describe.ts';
import * as schemas from '../../../src/core/home-assistant/schemas.ts';
import { fromSupervisor } from '../../../src/core/home-assistant/supervisor-list.ts';
import * as supervisor from '../../../src/core/home-assistant/supervisor-schemas.ts';
import { recordings, resultsOf, withBackupApi, type Recording } from './recordings.ts';

const testKey = 'TEST-KEY1-TEST-KEY2-TEST-KEY3-TEST';

/** An item as Home Assistant wrote it, in either form. */
interface RawItem {
  readonly backup_id: string;
  readonly date: string;
  readonly name: string;
  readonly agents?: Readonly<Record<string, { readonly protected: boolean; readonly size: number }>>;
  readonly agent_ids?: readonly string[];
  readonly size?: number;
  readonly protected?: boolean;
  readonly with_automatic_settings: boolean | null;
  readonly extra_metadata?: Readonly<Record<string, unknown>>;
}
const rawItems = (result: unknown): readonly RawItem[] => (result as { backups: RawItem[] }).backups;

it('has recordings of six Core versions, four of them with a Supervisor', () => {
  expect(recordings.map(({ name }) => name).sort()).toEqual([
    '2024.12.5 (os)',
    '2025.1.4 (core)',
    '2025.1.4 (os)',
    '2025.2.5 (core)',
    '2025.6.3 (core)',
    '2025.6.3 (os)',
    '2026.11.0 (core)',
    '2026.11.0 (os)',
    '2026.2.3 (core)',
    '2026.8.3 (core)',
  ]);
});

describe.each(recordings)('$name', (recording) => {
  it('tells who one is and what it is', () => {
    expect(resultsOf(recording, 'auth/current_user').map((it) => schemas.userSchema.parse(it).is_admin)).toContain(
      true,
    );
    const configs = resultsOf(recording, 'get_config').map((config) => schemas.coreConfigSchema.parse(config));
    expect(configs.length).toBeGreaterThan(0);
    for (const { version } of configs) expect(version).toBe(recording.version);
  });
});

describe.each(withBackupApi)('$name', (recording) => {
  const infos = resultsOf(recording, 'backup/info');

  it('lists backups with the size and protection of every copy', () => {
    expect(infos.length).toBeGreaterThan(3);
    for (const info of infos) {
      const mapped = schemas.infoSchema.parse(info).backups.map(toHaBackup);
      const expected = rawItems(info).map((raw) => ({
        id: raw.backup_id,
        date: raw.date,
        name: raw.name,
        copies: raw.agents
          ? Object.entries(raw.agents).map(([agentId, copy]) => ({ agentId, ...copy }))
          : raw.agent_ids?.map((agentId) => ({ agentId, size: raw.size, protected: raw.protected })),
        instanceId: raw.extra_metadata?.['instance_id'],
      }));
      expect(mapped).toMatchObject(
        expected.map(({ instanceId, ...rest }) => (instanceId ? { ...rest, instanceId } : rest)),
      );
    }
  });

  it('calls automatic what ran with automatic settings, and nothing else', () => {
    const kinds = infos.flatMap((info) => {
      const mapped = schemas.infoSchema.parse(info).backups.map(toHaBackup);
      return rawItems(info).map((raw, index) => [raw.with_automatic_settings === true, mapped[index]?.kind] as const);
    });
    expect(kinds).toContainEqual([true, 'automatic']);
    expect(kinds).toContainEqual([false, 'manual']);
    for (const [automatic, kind] of kinds) expect(kind === 'automatic').toBe(automatic);
  });

  it('takes the copy of its own disk', () => {
    const local = recording.install === 'os' ? 'hassio.local' : 'backup.local';
    const chosen = infos.flatMap((info) =>
      schemas.infoSchema
        .parse(info)
        .backups.map(toHaBackup)
        .map((it) => chooseCopy(it)),
    );
    expect(new Set(chosen.map((copy) => copy?.agentId))).toContain(local);
    for (const copy of chosen) expect(copy?.size).toBeGreaterThan(0);
  });

  it('names its agents, the own disk among them once it runs', () => {
    const lists = resultsOf(recording, 'backup/agents/info').map((agents) => schemas.agentsSchema.parse(agents));
    const local = recording.install === 'os' ? 'hassio.local' : 'backup.local';
    expect(lists.map((ids) => localAgentOf(ids))).toContain(local);
  });

  it('believes a list that names errors of its own disk as little as one from its start', () => {
    for (const info of infos) {
      const parsed = schemas.infoSchema.parse(info);
      const local = recording.install === 'os' ? 'hassio.local' : 'backup.local';
      const believed = judgeListing('RUNNING', [local], parsed).complete;
      expect(believed).toBe(parsed.state !== 'blocked' && !(local in parsed.agent_errors));
      expect(judgeListing('STARTING', [local], parsed).complete).toBe(false);
      expect(judgeListing('RUNNING', [], parsed).complete).toBe(false);
    }
  });

  it('knows itself by its own backups, from 2025.2 on', () => {
    const ids = infos.map((info) => identify(schemas.infoSchema.parse(info).backups, undefined));
    const own = rawItems(infos.findLast((info) => rawItems(info).some((raw) => raw.with_automatic_settings !== null)));
    const expected = own.find((raw) => raw.with_automatic_settings !== null)?.extra_metadata?.['instance_id'];
    const found = ids.findLast(({ instance }) => instance !== undefined)?.instance;
    expect(found?.id).toBe(expected);
    expect(expected === undefined).toBe(recording.version === '2025.1.4');
    expect(ids.every(({ instanceAmbiguous }) => !instanceAmbiguous)).toBe(true);
  });

  it('tells its schedule without the key ever leaving the parser', () => {
    const replies = resultsOf(recording, 'backup/config/info');
    const withKey = replies.filter((reply) => JSON.stringify(reply).includes(testKey));
    expect(withKey.length).toBeGreaterThan(0);
    for (const reply of replies) {
      const settings = schemas.settingsSchema.parse(reply);
      expect(JSON.stringify(settings)).not.toContain(testKey);
      expect(settings.hasKey).toBe(withKey.includes(reply));
      expect(schemas.keySchema.parse(reply)).toBe(withKey.includes(reply) ? testKey : undefined);
    }
    const schedules = replies.map((reply) => toOwnSchedule(schemas.settingsSchema.parse(reply)));
    expect(schedules).toContainEqual(
      expect.objectContaining({
        automatic: true,
        recurrence: 'daily',
        protected: true,
        keeps: { copies: recording.install === 'os' ? 30 : 3, days: null },
      }),
    );
    expect(schedules).toContainEqual(
      expect.objectContaining({ automatic: false, recurrence: 'never', protected: false }),
    );
  });

  it('sends events whose kinds are all read', () => {
    const events = [...recording.events.values()].flat();
    expect(events.length).toBeGreaterThan(10);
    for (const event of events) {
      const { manager_state: state } = schemas.managerEventSchema.parse(event);
      expect(['idle', 'blocked', 'create_backup', 'receive_backup', 'restore_backup']).toContain(state);
    }
  });

  it('gives a job for every backup it begins', () => {
    const jobs = [
      ...resultsOf(recording, 'backup/generate'),
      ...resultsOf(recording, 'backup/generate_with_automatic_settings'),
    ];
    expect(jobs.length).toBeGreaterThan(1);
    for (const job of jobs) expect(schemas.jobSchema.parse(job).backup_job_id).toMatch(/^([0-9a-f]{8}|[0-9a-f]{32})$/);
  });
});

describe.each(recordings.filter(({ install }) => install === 'os'))('the Supervisor behind $name', (recording) => {
  const answersTo = (endpoint: RegExp): unknown[] =>
    recording.replies
      .filter(({ command, success }) => success && endpoint.test(String(command['endpoint'])))
      .map(({ result }) => result);

  it('says that it is Home Assistant OS', () => {
    const [info] = answersTo(/^\/info$/);
    expect(supervisor.supervisorInfoSchema.parse(info)).toEqual({ hassos: '18.1', state: 'running' });
  });

  it('lists backups with sizes and places', () => {
    const lists = answersTo(/^\/backups$/).map((list) => supervisor.supervisorListSchema.parse(list).backups);
    const all = lists.flat();
    expect(all.length).toBeGreaterThan(0);
    for (const item of all) {
      const backup = fromSupervisor(item, supervisor.supervisorDetailsSchema.parse({ homeassistant: '2024.12.5' }));
      expect(backup.id).toMatch(/^[0-9a-f]{8}$/);
      const local = item.location_attributes?.['.local'];
      if (!local) continue;
      const expected = { agentId: 'hassio.local', size: local.size_bytes, protected: local.protected };
      expect(backup.copies).toContainEqual(expected);
    }
  });

  it('describes one backup and its job', () => {
    const details = answersTo(/^\/backups\/[0-9a-f]{8}\/info$/).map((it) =>
      supervisor.supervisorDetailsSchema.parse(it),
    );
    expect(details.map(({ homeassistant }) => homeassistant)).toContain(recording.version);
    const jobs = answersTo(/^\/jobs\/[0-9a-f]{32}$/).map((it) => supervisor.supervisorJobSchema.parse(it));
    expect(jobs.map(({ done }) => done)).toContain(true);
  });
});

it('places one backup on two locations with different protection as two copies', () => {
  const mixed = (recording: Recording): boolean =>
    resultsOf(recording, 'backup/info')
      .flatMap((info) => schemas.infoSchema.parse(info).backups.map(toHaBackup))
      .some(
        ({ copies }) =>
          new Set(copies.map((copy) => copy.protected)).size === 2 && new Set(copies.map((it) => it.size)).size === 2,
      );
  const newest = recordings.find(({ name }) => name === '2026.11.0 (os)');
  expect(newest && mixed(newest)).toBe(true);
});
