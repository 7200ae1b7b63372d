import { beforeEach, describe, expect } from 'vitest';
import { needs } from '../../support/skip.ts';
import { isBuilt, linesOf } from './program.ts';
import { it, settle, signalOnce, tarsOf } from './world.ts';

beforeEach(() => {
  needs(isBuilt(), 'the built program (npm run build)');
});

describe('Ctrl-C', () => {
  it('ends a run in the middle of an upload with 130, and the next run goes on', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true, sizeBytes: 12_000_000 });
    apple.throttle({ upBps: 1_000_000 });
    const backup = server.start(['backup', '--json']);
    const ended = await signalOnce(backup, 'SIGINT', /"upload":\{"name":[^}]*"bytes":[1-9]/);
    expect(ended, ended.stderr).toMatchObject({ exitCode: 130 });
    expect(linesOf(ended.stdout).at(-1)).toMatchObject({ type: 'result', report: { outcome: 'cancelled' } });

    const left = [...(await server.files()).keys()].filter((path) => /run\.lock|[\\/]running[\\/]/.test(path));
    expect(left).toEqual([]);

    apple.throttle({});
    const next = await server.run(['backup']);
    expect(next, next.stderr).toMatchObject({ code: 0 });
    expect(tarsOf(apple)).toHaveLength(1);
  });

  it('twice ends it at once, with the rest for the next run', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true, sizeBytes: 12_000_000 });
    apple.throttle({ upBps: 1_000_000 });
    const backup = server.start(['backup', '--json']);
    let isSent = false;
    for await (const line of backup) {
      if (isSent || !/"upload":\{"name":[^}]*"bytes":[1-9]/.test(line)) continue;
      isSent = backup.kill('SIGINT');
      // The same signal twice might arrive as one.
      backup.kill('SIGTERM');
    }
    const ended = await backup;
    expect(ended, ended.stderr).toMatchObject({ exitCode: 130 });
    expect(linesOf(ended.stdout).filter((line) => (line as { type: string }).type === 'result')).toEqual([]);
    expect([...(await server.files()).keys()].filter((path) => path.endsWith('run.lock'))).toHaveLength(1);

    apple.throttle({});
    const next = await server.run(['backup']);
    expect(next, next.stderr).toMatchObject({ code: 0 });
    expect(tarsOf(apple)).toHaveLength(1);
  });

  it('is how a watch ends: with 0', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true });
    const watch = server.start(['watch', '--json']);
    const ended = await signalOnce(watch, 'SIGTERM', /^\{"type":"status"/);
    expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
    const [report, ...rest] = linesOf(ended.stdout).filter((line) => (line as { type: string }).type !== 'activity');
    expect(report).toMatchObject({ type: 'report', trigger: 'start', report: { outcome: 'done' } });
    expect(rest.at(-1)).toMatchObject({ type: 'result' });
    expect(tarsOf(apple)).toHaveLength(1);
  });
});

describe('a closed terminal', () => {
  it('ends a run in order, also when it is told twice', async ({ apple, home, server }) => {
    await settle({ apple, home, server });
    await home.addBackup({ protected: true, sizeBytes: 12_000_000 });
    apple.throttle({ upBps: 1_000_000 });
    const backup = server.start(['backup', '--json']);
    let isHungUp = false;
    for await (const line of backup) {
      isHungUp ||= /"upload":\{"name":[^}]*"bytes":[1-9]/.test(line);
      // Once more while it is ending, as a shell passes it on; after its last words there is nobody left to hear it.
      if (isHungUp && line.startsWith('{"type":"activity"')) backup.kill('SIGHUP');
    }
    const ended = await backup;
    expect(ended, ended.stderr).toMatchObject({ exitCode: 130 });
    expect(linesOf(ended.stdout).at(-1)).toMatchObject({ type: 'result', report: { outcome: 'cancelled' } });
    const left = [...(await server.files()).keys()].filter((path) => /run\.lock|[\\/]running[\\/]/.test(path));
    expect(left).toEqual([]);
  });
});
