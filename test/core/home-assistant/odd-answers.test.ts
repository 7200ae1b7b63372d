import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HaBackup } from '../../../src/core/domain/backup.ts';
import { judgeListing, toOwnSchedule } from '../../../src/core/home-assistant/describe.ts';
import * as schemas from '../../../src/core/home-assistant/schemas.ts';
import { fromSupervisor } from '../../../src/core/home-assistant/supervisor-list.ts';
import * as supervisor from '../../../src/core/home-assistant/supervisor-schemas.ts';
import { recordings, resultsOf, withBackupApi } from './recordings.ts';

type Json = Record<string, unknown>;
type Path = readonly string[];

const anyValue = fc.oneof(fc.jsonValue(), fc.constantFrom(undefined, null, -1, '', [], {}, 2 ** 60, 'x'.repeat(3000)));

const pathsIn = (value: unknown, at: Path = []): Path[] =>
  typeof value !== 'object' || value === null
    ? [at]
    : [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner, [...at, key]))];

const change = (root: unknown, [key, ...rest]: Path, value: unknown): unknown => {
  if (key === undefined) return value;
  const copy = structuredClone(root) as Json;
  copy[key] = change(copy[key], rest, value);
  return copy;
};

/** Calls `check` with an answer in which one place holds anything, the place, and the answer as it was. */
const whereverChanged = (
  answers: readonly unknown[],
  except: readonly string[],
  check: (changed: unknown, path: Path, before: unknown) => void,
): void => {
  expect(answers.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(fc.constantFrom(...answers), fc.nat(), anyValue, (answer, where, value) => {
      const paths = pathsIn(answer).filter((path) => !except.includes(path.join('/')));
      const path = paths[where % paths.length] ?? [];
      check(change(answer, path, value), path, answer);
    }),
  );
};

const resultsAt = (endpoint: RegExp): unknown[] =>
  recordings.flatMap(({ replies }) =>
    replies
      .filter(({ command, success }) => success && endpoint.test(String(command['endpoint'])))
      .map(({ result }) => result),
  );
const ofApi = (type: string): unknown[] => withBackupApi.flatMap((recording) => resultsOf(recording, type));

describe('one odd field costs itself alone', () => {
  it('get_config: it is read whatever one field holds, and runs only where it says so', () => {
    whereverChanged(
      recordings.flatMap((one) => resultsOf(one, 'get_config')),
      [''],
      (changed) => {
        const config = schemas.coreConfigSchema.parse(changed);
        expect([(changed as Json)['state'], schemas.unknown]).toContain(config.state);
        const empty = { backups: [], agent_errors: {}, state: 'idle' };
        const listing = judgeListing(config.state, ['backup.local'], empty);
        expect(listing.complete).toBe((changed as Json)['state'] === 'RUNNING');
      },
    );
  });

  it('backup/config/info: what can be read of it is, and protection and limits are never invented', () => {
    whereverChanged(ofApi('backup/config/info'), ['', 'config'], (changed, path, before) => {
      const read = schemas.settingsSchema.safeParse(changed);
      const where = path.join('/');
      // Without it nobody knows whether there is a key: nothing is claimed, and nothing is made.
      const isNeeded = /^config\/create_backup(\/(agent_ids|password))?$/.test(where);
      if (!isNeeded) expect(read.success, where).toBe(true);
      if (!read.success) return;
      const was = toOwnSchedule(schemas.settingsSchema.parse(before));
      const schedule = toOwnSchedule(read.data);
      if (schedule === undefined) expect(where).toMatch(/^config\/retention/);
      else if (!isNeeded && !/^config\/(create_backup|agents)/.test(where))
        expect(schedule.protected).toBe(was?.protected);
      else if (/^config\/agents\/[^/]+$/.test(where) && was?.protected === false)
        expect(schedule.protected).toBe(false);
    });
  });

  it('an agent whose protection cannot be read is not taken for protected', () => {
    fc.assert(
      fc.property(
        anyValue.filter((value) => value !== true),
        (odd) => {
          const agents = { 'backup.local': { protected: odd, retention: null } };
          const config = {
            agents,
            create_backup: { agent_ids: ['backup.local'], password: 'k' },
            retention: { copies: null, days: null },
            schedule: odd,
          };
          expect(toOwnSchedule(schemas.settingsSchema.parse({ config }))?.protected).toBe(false);
        },
      ),
    );
  });

  it('/jobs/info: nothing that cannot be read makes a job look done', () => {
    const jobs = {
      jobs: [
        { name: 'a', done: false },
        { name: 'b', done: true },
      ],
    };
    whereverChanged([jobs], [''], (changed, path) => {
      const read = supervisor.supervisorJobsSchema.parse(changed).jobs;
      const list = (changed as { jobs?: unknown }).jobs;
      const lost = !read.some(({ done }) => done !== true);
      if (Array.isArray(list))
        expect(lost, path.join('/')).toBe(list.every((job: unknown) => (job as Json | null)?.['done'] === true));
      else expect(lost).toBe(false);
    });
  });

  it('/jobs/<id>: done only where it says so', () => {
    whereverChanged(resultsAt(/^\/jobs\/[0-9a-f]{32}$/), [''], (changed) => {
      expect(supervisor.supervisorJobSchema.parse(changed).done === true).toBe((changed as Json)['done'] === true);
    });
  });

  it('/info: whatever one field holds', () => {
    whereverChanged(resultsAt(/^\/info$/), [''], (changed) => {
      expect(supervisor.supervisorInfoSchema.safeParse(changed).success).toBe(true);
    });
  });

  it('/backups/<slug>/info: the version survives odd notes and the other way round, and it is noted', () => {
    whereverChanged(resultsAt(/^\/backups\/[0-9a-f]{8}\/info$/), [''], (changed, path, before) => {
      const was = supervisor.supervisorDetailsSchema.parse(before);
      const details = supervisor.supervisorDetailsSchema.parse(changed);
      if (path[0] !== 'homeassistant') expect(details.homeassistant).toBe(was.homeassistant);
      if (path[0] !== 'extra') expect(details.extra).toEqual(was.extra);
      expect(details.isOdd).toBe(
        (details.homeassistant === undefined && (changed as Json)['homeassistant'] !== undefined) ||
          (details.extra === undefined && (changed as Json)['extra'] !== undefined),
      );
    });
  });

  it('/backups: no copy is where it was not said to be, nor encrypted where that was not said', () => {
    const lists = resultsAt(/^\/backups$/).filter((list) => (list as { backups: unknown[] }).backups.length > 0);
    const details = supervisor.supervisorDetailsSchema.parse({});
    const copies = (list: unknown): HaBackup['copies'] => {
      const first = String((list as { backups: Json[] }).backups[0]?.['slug']);
      const item = supervisor.supervisorListSchema.parse(list).backups.find(({ slug }) => slug === first);
      return item ? fromSupervisor(item, details).copies : [];
    };
    const first = lists.map((list) => ({ backups: (list as { backups: unknown[] }).backups.slice(0, 1) }));
    const inNewForm = (path: Path): boolean =>
      path[2] !== undefined && !['location_attributes', 'location', 'protected'].includes(path[2]);
    whereverChanged(first, ['', 'backups', 'backups/0', 'backups/0/slug'], (changed, path, before) => {
      const [were, are] = [copies(before), copies(changed)];
      for (const { agentId, protected: isProtected } of are) {
        const one = were.find((copy) => copy.agentId === agentId);
        if (inNewForm(path)) expect(one?.protected, path.join('/')).toBe(isProtected);
      }
      if (are.length < were.length) {
        const { odd } = supervisor.supervisorListSchema.parse(changed);
        expect(odd, path.join('/')).toBe(1);
      }
    });
    const bare = { slug: 'a', name: 'a', date: '2026-11-20T05:00:00+00:00', protected: true, content: {} };
    expect(copies({ backups: [{ ...bare, location: null }] }).map(({ agentId }) => agentId)).toEqual(['hassio.local']);
    expect(copies({ backups: [{ ...bare, location: 7 }] })).toEqual([]);
    const nowhere = { backups: [{ ...bare, location_attributes: {} }] };
    expect(copies(nowhere)).toEqual([]);
    expect(supervisor.supervisorListSchema.parse(nowhere).odd).toBe(1);
  });
});
